import { expect, test } from 'vitest';
import type { DossierAct, DossierHit } from '../../lib/ipc/generated/types';
import { Pile } from '../../lib/pile.svelte';
import { groupsOf, Handover, type Port } from './handover.svelte';

const hit = (n: number, field: string, holder: string | null = null): DossierHit => ({ dossier: `id${n}`, code: `c${n}`, owner: 'Bùi', field, holder }) as unknown as DossierHit;

function counter(outgoing: DossierHit[], confirm: DossierHit[] = [], newest: DossierHit[] = []): { port: Port; acted: DossierAct[] } {
  const acted: DossierAct[] = [];
  const slip = { form: 'handover', book: '1/2024', number: 1, on_paper: '001-1' };
  const pile = new Pile(async (input) => {
    acted.push(input);
    return { done: input.dossiers.map((dossier) => ({ dossier, code: dossier, status: 'received', due: null })), refused: [], slip };
  });
  return {
    acted,
    port: {
      search: async ({ task }) => {
        const hits = task === 'hand_over' ? outgoing : task === 'confirm' ? confirm : task ? [] : newest;
        return { hits, total: hits.length, more: false, fields: [], years: [], excludes: null };
      },
      panel: async () => ({ verb: 'hand_over', fields: [], items: [], papers: [], slip: 'handover' }),
      scan: async (text) => ({ kind: 'receipt', dossier: text, code: text, verdict: null }),
      pile,
    },
  };
}

test('a_pile_is_grouped_by_where_its_fields_went_before', () => {
  const places = new Map([['Hộ tịch', 'Tư pháp'], ['Chứng thực', 'Tư pháp']]);
  const groups = groupsOf('hand_over', [hit(1, 'Hộ tịch'), hit(2, 'Đất đai'), hit(3, 'Chứng thực')], places);
  expect(groups.map((group) => [group.label, group.to, group.rows.length])).toEqual([['Tư pháp', 'Tư pháp', 2], ['Đất đai', '', 1]]);
});

test('a_department_is_typed_once_for_a_field', async () => {
  const { port, acted } = counter([hit(1, 'Hộ tịch'), hit(2, 'Hộ tịch')]);
  const handover = new Handover(port, 'once');
  await handover.load();
  expect(await handover.submit()).toBe('stopped');
  expect(handover.problem).toBe('marked');
  handover.markGroup();
  await handover.submit();
  expect(handover.problem).toBe('to');
  handover.to = 'Tư pháp';
  expect(await handover.submit()).toBe('done');
  expect(acted[0]).toMatchObject({ dossiers: ['id1', 'id2'], form: { verb: 'hand_over', fields: { to: 'Tư pháp' } }, on_slip: null });
  expect(handover.to).toBe('Tư pháp');
});

test('where_the_newest_dossiers_went_is_suggested_but_not_to_another_person', async () => {
  const handover = new Handover(counter([hit(1, 'Đất đai')], [], [hit(9, 'Đất đai', 'Địa chính')]).port, 'first');
  await handover.load();
  expect(handover.to).toBe('Địa chính');
  const other = new Handover(counter([hit(1, 'Đất đai')]).port, 'second');
  await other.load();
  expect(other.to).toBe('');
});

test('a_receipt_marks_its_dossier_and_brings_its_group_into_sight', async () => {
  const handover = new Handover(counter([hit(1, 'Hộ tịch'), hit(2, 'Hộ tịch'), hit(3, 'Đất đai')]).port, 'scan');
  await handover.load();
  expect(await handover.scan('id3')).toMatchObject({ kind: 'marked' });
  expect(handover.current.label).toBe('Đất đai');
  expect(handover.chosen.map((row) => row.dossier)).toEqual(['id3']);
  expect(await handover.scan('id8')).toMatchObject({ kind: 'elsewhere' });
});

test('what_they_do_not_take_needs_a_reason', async () => {
  const { port, acted } = counter([], [hit(1, 'Hộ tịch', 'Tư pháp')]);
  const handover = new Handover(port, 'refuse');
  await handover.load();
  handover.choose('confirm');
  handover.markGroup();
  handover.refusing = true;
  await handover.submit();
  expect(handover.problem).toBe('reason');
  handover.reason = 'Thiếu trang';
  expect(await handover.submit()).toBe('done');
  expect(acted[0]?.form).toMatchObject({ verb: 'refuse_hand_over', fields: { reason: 'Thiếu trang' } });
});
