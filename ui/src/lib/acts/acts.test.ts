import { describe, expect, test, vi } from 'vitest';
import { DeskError } from '../ipc/call';
import type { ActCheck, ActedView, ActField, ActPanel, DossierAct } from '../ipc/generated/types';
import { Act, type ActPort } from './acts.svelte';

const field = (name: string, more: Partial<ActField> = {}): ActField => ({ name, kind: 'text', required: false, value: '', choices: [], suggestions: [], only_with: null, ...more });
const fine: ActCheck = { problems: [], status: 'in_progress', due: null, due_changes: false };

type Scene = { act: Act; sent: DossierAct[]; checked: DossierAct[]; accounts: ActedView[] };

let nth = 0;
async function scene(verb: string, panel: Partial<ActPanel>, more: Partial<ActPort> = {}, dossiers = [`d${nth++}`]): Promise<Scene> {
  const sent: DossierAct[] = [];
  const checked: DossierAct[] = [];
  const accounts: ActedView[] = [];
  const port: ActPort = {
    open: async () => ({ verb, fields: [], items: [], papers: [], slip: null, ...panel }),
    check: async (act) => {
      checked.push(act);
      return fine;
    },
    act: async (act) => {
      sent.push(act);
      return { done: act.dossiers.map((dossier) => ({ dossier, code: `mã ${dossier}`, status: 'in_progress', due: null })), refused: [], slip: { form: 'handover', book: '2024', number: 12, on_paper: '012-1' } };
    },
    ...more,
  };
  const act = new Act(dossiers, verb, { port, onacted: (account) => void accounts.push(account) });
  act.load();
  await vi.waitFor(() => expect(act.state).toBe('open'));
  await Promise.resolve();
  return { act, sent, checked, accounts };
}

describe('the panel of an act', () => {
  test('shows_a_field_only_while_another_has_the_value_it_goes_with', async () => {
    const fields = [field('to', { kind: 'choice', choices: ['owner', 'authorised'], value: 'owner' }), field('name', { required: true, only_with: 'to=authorised,without_receipt' })];
    const { act, sent } = await scene('return_result', { fields });
    expect(act.fields.map((one) => one.name)).toEqual(['to']);
    act.set('to', 'authorised');
    expect(act.fields.map((one) => one.name)).toEqual(['to', 'name']);
    act.set('to', 'owner');
    await act.perform();
    expect(Object.keys(sent[0]?.form.fields ?? {})).toEqual(['to']);
    act.end();
  });

  test('asks_how_money_came_only_where_some_is_taken', async () => {
    const { act } = await scene('return_result', { fields: [field('fee_vnd', { kind: 'money' }), field('fee_means', { only_with: 'fee_vnd' })] });
    expect(act.fields.map((one) => one.name)).toEqual(['fee_vnd']);
    act.set('fee_vnd', '20000');
    expect(act.fields.map((one) => one.name)).toEqual(['fee_vnd', 'fee_means']);
    act.set('fee_vnd', '0');
    expect(act.fields.map((one) => one.name)).toEqual(['fee_vnd']);
    act.end();
  });

  test('keeps_what_was_typed_when_it_is_put_away_and_forgets_it_when_it_is_done', async () => {
    const fields = [field('to', { value: 'Tư pháp' })];
    const first = await scene('hand_over', { fields }, {}, ['same']);
    first.act.set('to', 'Địa chính');
    first.act.end();
    const again = await scene('hand_over', { fields }, {}, ['same']);
    expect(again.act.value('to')).toBe('Địa chính');
    await again.act.perform();
    again.act.end();
    const third = await scene('hand_over', { fields }, {}, ['same']);
    expect(third.act.value('to')).toBe('Tư pháp');
    third.act.end();
  });

  test('shows_problems_at_fields_only_after_they_were_typed_in_or_F9_was_pressed', async () => {
    const check = async (): Promise<ActCheck> => ({ ...fine, problems: [{ field: 'reason', code: 'reason_missing', fields: {} }, { field: 'to', code: 'reason_missing', fields: {} }] });
    const { act, sent } = await scene('hand_over', { fields: [field('to', { required: true }), field('reason', { required: true })] }, { check });
    expect(act.fields.map((one) => one.error)).toEqual([undefined, undefined]);
    await act.perform();
    expect(sent).toEqual([]);
    expect(act.fields[0]?.error).toContain('chưa điền');
    expect(act.fields[1]?.error).toContain('lý do');
    expect(act.problems.map((one) => one.field)).toEqual(['act-reason', 'act-to']);
    act.set('to', 'Tư pháp');
    expect(act.problems).toEqual([]);
    act.end();
  });

  test('says_what_stands_against_the_act_as_a_whole_at_once', async () => {
    const check = async (): Promise<ActCheck> => ({ ...fine, status: null, problems: [{ field: '', code: 'not_now', fields: { verb: 'hand_over', status: 'void' } }] });
    const { act } = await scene('hand_over', {}, { check });
    await vi.waitFor(() => expect(act.against).toContain('“Hủy số”'));
    expect(act.against).toContain('“Bàn giao”');
    act.end();
  });

  test('asks_for_ticked_papers_and_lines_of_ones_own', async () => {
    const items = [{ index: 1, what: 'Tờ khai', asked: true }, { index: 2, what: 'Giấy chứng sinh', asked: false }];
    const { act, sent } = await scene('request_supplement', { items });
    act.tick('0', false);
    act.tick('1', true);
    act.addTick('  Ảnh chân dung ');
    await act.perform();
    expect(sent[0]?.form.items).toEqual([{ index: 1, what: 'Tờ khai', asked: false }, { index: 2, what: 'Giấy chứng sinh', asked: true }, { index: null, what: 'Ảnh chân dung', asked: true }]);
    act.end();
  });

  test('tells_the_new_date_and_how_it_came_about_before_F9', async () => {
    const due = { due: '2024-03-12T17:00:00+07:00', counted_from: '2024-03-05T14:00:00+07:00', provisional: false, latest: null, jump: null, steps: [{ date: '2024-03-06', counts: false, why: 'waited', name: null }] };
    const { act } = await scene('answer_supplement', {}, { check: async () => ({ problems: [], status: 'in_progress', due, due_changes: true }) });
    await vi.waitFor(() => expect(act.outlook?.due).toContain('17:00 thứ Ba, 12/03/2024'));
    expect(act.outlook?.status).toBe('Sau đó: Đang giải quyết');
    expect(act.outlook?.steps[0]?.text).toContain('chờ công dân');
    act.end();
  });

  test('does_a_long_pile_in_parts_on_one_slip', async () => {
    const pile = Array.from({ length: 450 }, (_, n) => `p${n}`);
    const { act, sent, accounts } = await scene('hand_over', {}, {}, pile);
    await act.perform();
    expect(sent.map((one) => one.dossiers.length)).toEqual([200, 200, 50]);
    expect(sent.map((one) => one.on_slip?.number)).toEqual([undefined, 12, 12]);
    expect(accounts[0]?.done.length).toBe(450);
    expect(act.told(accounts[0] as ActedView)).toBe('Đã ghi: Bàn giao, 450 hồ sơ. Phiếu 012-1.');
    act.end();
  });

  test('reads_days_and_hours_as_people_type_them', async () => {
    const { act, sent } = await scene('hand_over', { fields: [field('limit')] });
    act.set('limit', '0,5');
    await act.perform();
    expect(sent[0]?.form.fields['limit']).toBe('0.5wd');
    act.end();
  });

  test('keeps_everything_when_the_desk_refuses', async () => {
    const { act, accounts } = await scene('hand_over', { fields: [field('to')] }, { act: async () => Promise.reject(new DeskError('disk_full')) });
    act.set('to', 'Tư pháp');
    await act.perform();
    expect(act.against).toContain('Ổ đĩa');
    expect(act.value('to')).toBe('Tư pháp');
    expect(accounts).toEqual([]);
    expect(act.state).toBe('open');
    act.end();
  });
});
