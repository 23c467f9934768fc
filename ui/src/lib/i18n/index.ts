// Words for the screens: `m.frameLock()`. Codes that come from the desk are put in words by `say` and `errorWords`.

import { m } from './generated/messages';
import { date, moment, time } from './format';
import type { Arg } from './words.svelte';

export { m };
export { language, speak, type Arg, type Language } from './words.svelte';
export * from './format';

type Fields = Record<string, Arg>;
type Words = (fields: Fields) => string;

/** Days and moments among the fields are made ready to read; of `at`, the time and the day alone are there as well. */
function spoken(fields: Fields): Fields {
  const ready: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    const iso = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value);
    ready[name] = !iso ? value : value.includes('T') ? moment(value) : date(value);
    if (iso && name === 'at') Object.assign(ready, { time: time(value), day: date(value) });
  }
  return ready;
}

/** `status` + `in_progress` → the words of `status-in-progress`, or undefined when there are none. */
export function find(area: string, code: string, fields: Fields = {}): string | undefined {
  const name = `${area}_${code}`.toLowerCase().replace(/[^a-z0-9]+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const words = (m as unknown as Record<string, Words | undefined>)[name];
  return words?.(spoken(fields));
}

/** As `find`; a code without words is shown as it is, so that nothing hides. */
export function say(area: string, code: string, fields: Fields = {}): string {
  return find(area, code, fields) ?? code;
}

/** What happened, what is kept, what to do; then the code. */
export function errorWords(error: { code: string; fields?: Fields }): string {
  return find('error', error.code, error.fields) ?? m.errorUnexpected({ code: error.code });
}
