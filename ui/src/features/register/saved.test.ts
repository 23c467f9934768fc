import { expect, test } from 'vitest';
import { emptyQuery } from './register.svelte';
import { isSaved, keepable, nameOf, saveFilters, savedFilters, savedMost, withFilter } from './saved';

function box(): { text: string | null; getItem: () => string | null; setItem: (key: string, value: string) => void } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_key, value) {
      this.text = value;
    },
  };
}

const late = { ...emptyQuery(), text: 'Quách Thị', sort: 'due' as const, chips: { ...emptyQuery().chips, due: 'late', field: 'Hộ tịch' } };

test('chips_and_order_are_kept_and_the_words_of_a_search_never', () => {
  const storage = box();
  const kept = keepable(late);
  if (!kept) throw new Error('has a chip');
  saveFilters(storage, withFilter([], kept));
  expect(storage.text).not.toContain('Quách');
  expect(savedFilters(storage)).toEqual([kept]);
  expect(isSaved(savedFilters(storage), kept)).toBe(true);
  expect(nameOf(kept)).toBe('Quá hạn · Hộ tịch');
});

test('nothing_is_kept_without_a_chip_twice_or_beyond_the_row', () => {
  expect(keepable(emptyQuery())).toBeUndefined();
  const kept = keepable(late);
  if (!kept) throw new Error('has a chip');
  expect(withFilter([kept], { ...kept })).toHaveLength(1);
  const many = Array.from({ length: savedMost + 2 }, (_, index) => ({ ...kept, chips: { ...kept.chips, year: 2020 + index } }));
  expect(many.reduce(withFilter, [] as typeof many)).toHaveLength(savedMost);
});

test('what_an_earlier_or_broken_program_left_is_read_as_far_as_it_is_known', () => {
  const storage = box();
  for (const [text, count] of [['{', 0], ['{"a":1}', 0], ['[null,1,{"chips":{"due":"never"}}]', 0], ['[{"chips":{"due":"late","task":"?"},"sort":"?"}]', 1]] as const) {
    storage.text = text;
    expect(savedFilters(storage), text).toHaveLength(count);
  }
});
