import { expect, test } from 'vitest';
import type { DossierHit, RegisterSearch, RegisterView } from '../../lib/ipc/generated/types';
import { DeskError } from '../../lib/ipc/call';
import { columnsAtFirst, rememberColumns, rememberedColumns } from './columns';
import { emptyQuery, page, Register } from './register.svelte';

function hit(n: number): DossierHit {
  return {
    dossier: `id${n}`, code: `000.05.17.H28-240305-${String(n).padStart(4, '0')}`, owner: 'Bùi Văn Thành', personal_number: null, phone: null, procedure: 'Khai sinh',
    field: 'Hộ tịch', received: '2024-03-05T08:00:00+07:00', due: null, status: 'received', mark: 'ok', print: 'done', book: '1/2024', book_number: n, clerk: 'Bùi Thị Hương', address: null, sets: 1,
    holder: null, pending: false, handed: null, at_desk: null, ended: null, collector: null, return_by: 'desk', posted: false, back_entry: false, extended: 0, turn: null, unsent: false,
  };
}

function shelf(count: number): { search: (search: RegisterSearch) => Promise<RegisterView>; asked: RegisterSearch[] } {
  const asked: RegisterSearch[] = [];
  const all = Array.from({ length: count }, (_, n) => hit(n + 1));
  return {
    asked,
    search: async (search) => {
      asked.push(search);
      return { hits: all.slice(search.offset, search.offset + search.limit), total: count, more: false, fields: ['Hộ tịch'], years: [2024], excludes: null };
    },
  };
}

test('rows_come_by_pages_and_none_is_shown_twice', async () => {
  const { search, asked } = shelf(250);
  const register = new Register(search);
  await register.ask(emptyQuery());
  expect(register.rows).toHaveLength(page);
  await register.needMore();
  await register.needMore();
  await register.needMore();
  expect(register.rows).toHaveLength(250);
  expect(new Set(register.rows.map((row) => row.dossier)).size).toBe(250);
  expect(asked.map((one) => one.offset)).toEqual([0, 100, 200]);
});

test('coming_back_asks_for_as_many_rows_as_were_there', async () => {
  const { search, asked } = shelf(250);
  const register = new Register(search);
  await register.ask(emptyQuery(), 200);
  expect(register.rows).toHaveLength(200);
  expect(asked[0]?.limit).toBe(200);
});

test('the_newest_question_wins', async () => {
  const answers: ((view: RegisterView) => void)[] = [];
  const register = new Register(() => new Promise((resolve) => answers.push(resolve)));
  const view = (n: number): RegisterView => ({ hits: [hit(n)], total: 1, more: false, fields: [], years: [], excludes: null });
  const first = register.ask(register.with({ text: 'q' }));
  const second = register.ask(register.with({ text: 'quach' }));
  answers[1]?.(view(2));
  answers[0]?.(view(1));
  await Promise.all([first, second]);
  expect(register.rows.map((row) => row.dossier)).toEqual(['id2']);
});

test('an_error_keeps_the_query_and_the_rows', async () => {
  let fails = false;
  const { search } = shelf(3);
  const register = new Register((input) => (fails ? Promise.reject(new DeskError('store_busy')) : search(input)));
  await register.ask(emptyQuery());
  fails = true;
  await register.ask(register.with({ text: 'duyen' }));
  expect(register.state.kind).toBe('failed');
  expect(register.query.text).toBe('duyen');
  expect(register.rows).toHaveLength(3);
});

test('the_chip_to_drop_is_the_one_that_excludes_most_else_the_last_one_set', async () => {
  const register = new Register(async () => ({ hits: [], total: 0, more: false, fields: [], years: [], excludes: { chip: 'year', without: 40 } }));
  await register.ask({ ...emptyQuery(), chips: { ...emptyQuery().chips, year: 2023, due: 'late' } });
  expect(register.chipToDrop()).toBe('year');
  await register.ask({ ...emptyQuery(), chips: { ...emptyQuery().chips, due: 'late' } });
  expect(register.chipToDrop()).toBe('due');
  expect(register.withChip('due', null).chips.due).toBeNull();
});

test('chosen_columns_are_remembered_in_the_order_of_the_book', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  expect(rememberedColumns(storage)).toEqual(columnsAtFirst);
  rememberColumns(storage, ['owner', 'code']);
  expect(rememberedColumns(storage)).toEqual(['code', 'owner']);
  kept.set('motcua.register.columns', '["gone"]');
  expect(rememberedColumns(storage)).toEqual(columnsAtFirst);
  kept.set('motcua.register.columns', '{');
  expect(rememberedColumns(storage)).toEqual(columnsAtFirst);
  expect(rememberedColumns(undefined)).toEqual(columnsAtFirst);
});

test('every_row_found_is_here_before_all_are_marked_but_no_more_than_the_bound', async () => {
  const { search, asked } = shelf(1_250);
  const register = new Register(search);
  await register.ask(emptyQuery());
  expect(await register.needAll(1_000)).toBe(true);
  expect(register.rows).toHaveLength(1_000);
  expect(asked.map((one) => one.limit)).toEqual([100, 500, 400]);
});
