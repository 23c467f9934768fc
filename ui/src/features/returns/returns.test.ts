import { expect, test } from 'vitest';
import { DeskError } from '../../lib/ipc/call';
import type { ActPanel, DossierAct, DossierView, FileView, ResultView, ScanView } from '../../lib/ipc/generated/types';
import { Returns, resultPapers, stepOf, type Port } from './returns.svelte';

function result(change: Partial<ResultView> = {}): ResultView {
  return {
    positive: true, number: '12/2024', date: null, signer: null, summary: null, at: '2024-03-05T08:00:00+07:00', at_desk: '2024-03-05T09:00:00+07:00', post_item: null,
    came_back: 0, collector: null, collector_name: null, returned: null, timeliness: null, ...change,
  };
}

function view(change: { result?: ResultView | null; acts?: string[]; next?: string | null; files?: FileView[] } = {}): DossierView {
  const owner = { name: 'Bùi Văn Thành', personal_number: '017085004321', birth_date: null, sex: null, phone: null, email: null, address: null, organisation: false };
  return {
    dossier: 'id1', code: '000.05.17.H28-240305-0001', status: 'ready', owner, submitter: null, standing: null, acts: change.acts ?? ['return_result', 'send_by_post'],
    next: change.next === undefined ? 'return_result' : change.next, life: { holder: 'Tư pháp', result: change.result === undefined ? result() : change.result, files: change.files ?? [] },
  } as unknown as DossierView;
}

function counter(dossier: DossierView, fee = '', scan?: ScanView): { port: Port; acted: DossierAct[] } {
  const acted: DossierAct[] = [];
  const field = { name: 'fee_vnd', kind: 'money', required: false, value: fee, choices: [], suggestions: [], only_with: null };
  return {
    acted,
    port: {
      open: async () => dossier,
      panel: async (): Promise<ActPanel> => ({ verb: 'return_result', fields: [field], items: [], papers: [], slip: null }),
      act: async (input) => {
        acted.push(input);
        if (input.form.fields['to'] === 'authorised' && !input.form.fields['authority']) throw new DeskError('reason_missing', {}, [{ field: 'authority', code: 'reason_missing', fields: {} }]);
        return { done: [], refused: [], slip: null };
      },
      find: async () => [],
      scan: async () => scan ?? { kind: 'unknown' },
    },
  };
}

test('the_plain_case_needs_nothing_but_the_dossier', async () => {
  const { port, acted } = counter(view(), '20000');
  const returns = new Returns(port);
  await returns.take('id1');
  expect(returns.typed.fee_vnd).toBe(20_000);
  expect(await returns.submit()).toBe('done');
  expect(acted[0]?.form.fields).toMatchObject({ to: 'owner', fee_vnd: '20000', fee_means: 'cash' });
  expect(returns.done?.paper).toEqual({ dossier: 'id1', form: 'collected', slip: null });
  expect(returns.open.kind).toBe('none');
});

test('of_several_papers_each_is_ticked_before_the_result_goes', async () => {
  const file = { hash: 'h', name: 'Trích lục', media: 'application/pdf', bytes: 1, pages: 1, paper: null, result: true, digitised: 'no', at: '2024-03-05T08:00:00+07:00', by: 'Bùi Thị Hương', set_aside: null };
  const { port } = counter(view({ files: [file, { ...file, hash: 'old', set_aside: 'sai' }] }));
  const returns = new Returns(port);
  await returns.take('id1');
  expect(resultPapers(view({ files: [file] }))).toHaveLength(2);
  expect(await returns.submit()).toBe('stopped');
  expect(returns.problems[0]?.code).toBe('papers_unticked');
  returns.tickAll();
  expect(await returns.submit()).toBe('done');
});

test('the_step_follows_the_desk_and_the_citizen_may_still_take_what_was_to_be_posted', () => {
  expect(stepOf(view({ next: 'send_by_post' }), undefined, false)).toBe('send_by_post');
  expect(stepOf(view({ next: 'send_by_post' }), false, false)).toBe('return_result');
  expect(stepOf(view({ result: result({ at_desk: null }), acts: ['return_result', 'receive_result'] }), undefined, false)).toBe('receive_result');
  expect(stepOf(view({ acts: ['post_delivered', 'post_came_back'], next: 'post_delivered' }), undefined, false)).toBe('post_delivered');
  expect(stepOf(view({ acts: ['post_delivered', 'post_came_back'], next: 'post_delivered' }), undefined, true)).toBe('post_came_back');
  expect(stepOf(view({ result: null, acts: ['hand_over'], next: 'hand_over' }), undefined, false)).toBe('none');
});

test('a_strange_card_fills_the_collector_and_a_gap_stops_at_its_field', async () => {
  const fields = { personal_number: '017190001234', old_number: null, name: 'Quách Thị Mỹ Duyên', birth_date: null, sex: null, address: null, issued: null };
  const { port } = counter(view(), '', { kind: 'citizen_card', fields, doubtful: [], raw: null, person: null });
  const returns = new Returns(port);
  await returns.take('id1');
  await returns.scan('card');
  expect(returns.typed).toMatchObject({ to: 'authorised', name: 'Quách Thị Mỹ Duyên', personal_number: '017190001234' });
  expect(await returns.submit()).toBe('stopped');
  expect(returns.problems.map((problem) => problem.field)).toEqual(['authority']);
  expect(returns.view?.dossier).toBe('id1');
});

test('a_lost_receipt_prints_the_commitment', async () => {
  const { port } = counter(view());
  const returns = new Returns(port);
  await returns.take('id1');
  returns.setCollector('without_receipt');
  expect(returns.typed.name).toBe('Bùi Văn Thành');
  await returns.submit();
  expect(returns.done?.paper?.form).toBe('commitment');
});

test('the_post_takes_it_to_whoever_handed_it_in_at_their_address', async () => {
  const submitter = { ...view().owner, name: 'Đinh Công Thành', address: 'Xóm Bin, Tử Nê', phone: '0912000222' };
  const dossier = { ...view(), next: 'send_by_post', acts: ['send_by_post', 'return_result'], submitter, standing: 'Giấy ủy quyền 15/UQ' } satisfies DossierView;
  const { port, acted } = counter(dossier);
  const returns = new Returns(port);
  await returns.take('id1');
  returns.typed.item = 'EM123456789VN';
  returns.setRecipient('authorised');
  expect(await returns.submit()).toBe('done');
  expect(acted[0]?.form.fields).toEqual({ item: 'EM123456789VN', recipient: 'authorised', name: 'Đinh Công Thành', authority: 'Giấy ủy quyền 15/UQ', address: 'Xóm Bin, Tử Nê', phone: '0912000222' });
  expect(returns.done?.paper?.form).toBe('postal');
});
