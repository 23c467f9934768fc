import { expect, test } from 'vitest';
import { niceMax, ticks } from './chart';

test('an_axis_ends_at_a_round_number_that_nothing_passes', () => {
  for (let most = 0; most < 3000; most += 7) {
    const max = niceMax(most);
    expect(max).toBeGreaterThanOrEqual(most);
    expect(max).toBeLessThanOrEqual(Math.max(4, most * 2));
  }
});

test('lines_across_begin_at_zero_end_at_the_end_and_are_whole', () => {
  for (const max of [4, 6, 8, 10, 15, 20, 30, 60, 100, 150]) {
    const all = ticks(max);
    expect(all[0]).toBe(0);
    expect(all.at(-1)).toBe(max);
    expect(all.every((one) => Number.isInteger(one))).toBe(true);
    expect(all.length).toBeLessThanOrEqual(6);
  }
});
