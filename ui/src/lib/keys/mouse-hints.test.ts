import { expect, test } from 'vitest';
import { keyOf, MouseHints } from './mouse-hints';

test('a_key_is_told_the_third_time_the_mouse_does_its_work_and_then_rests', () => {
  const hints = new MouseHints();
  expect([1, 2, 3, 4, 5].map(() => hints.clicked('F9', 'Lưu và in'))).toEqual([undefined, undefined, { cap: 'F9', label: 'Lưu và in' }, undefined, undefined]);
  expect(hints.clicked('F2', 'Tiếp nhận')).toBeUndefined();
});

test('a_click_made_by_the_keyboard_is_none_of_the_mouse', () => {
  const button = { textContent: 'Lưu và in F9', querySelector: () => ({ textContent: 'F9' }) };
  const target = { closest: () => button } as unknown as EventTarget;
  expect(keyOf({ detail: 1, target })).toEqual({ cap: 'F9', label: 'Lưu và in' });
  expect(keyOf({ detail: 0, target })).toBeUndefined();
  expect(keyOf({ detail: 1, target: null })).toBeUndefined();
});
