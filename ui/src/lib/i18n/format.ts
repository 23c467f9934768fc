// Dates, times, numbers and money as they are read here: the same in both languages and under every locale of the system.

export type Day = { year: number; month: number; day: number };

const TWO = (n: number): string => String(n).padStart(2, '0');

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day of `2024-03-05` or of a moment; undefined when it is none. */
export function dayOf(iso: string | null | undefined): Day | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(local(iso ?? ''));
  if (!found) return undefined;
  return { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
}

/** A moment in UTC is brought to Vietnam's time; others already carry the office's own. */
function local(iso: string): string {
  if (!/T.*Z$/.test(iso)) return iso;
  return new Date(new Date(iso).getTime() + 7 * 3_600_000).toISOString();
}

/** 05/03/2024 */
export function date(iso: string | null | undefined): string {
  const day = dayOf(iso);
  return day ? `${TWO(day.day)}/${TWO(day.month)}/${day.year}` : '';
}

/** 05/03 */
export function shortDate(iso: string | null | undefined): string {
  const day = dayOf(iso);
  return day ? `${TWO(day.day)}/${TWO(day.month)}` : '';
}

/** 14:06 */
export function time(iso: string | null | undefined): string {
  return /T(\d{2}:\d{2})/.exec(local(iso ?? ''))?.[1] ?? '';
}

/** 14:06 05/03/2024 */
export function moment(iso: string | null | undefined): string {
  return [time(iso), date(iso)].filter(Boolean).join(' ');
}

/** 0 Sunday … 6 Saturday */
export function weekday(iso: string): number {
  const day = dayOf(iso);
  return day ? new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay() : 0;
}

/** 1.234.567 */
export function number(n: number | bigint): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/** 1.234.567 đ */
export function money(vnd: number | bigint): string {
  return `${number(vnd)}\u00a0đ`;
}

/** 017•••••1234 */
export function hideMiddle(personalNumber: string): string {
  return personalNumber.length < 8 ? personalNumber : `${personalNumber.slice(0, 3)}•••••${personalNumber.slice(-4)}`;
}

/**
 * A day as people type it: 05031990, 5/3/90, 5.3.1990, 5-3-1990. A year of two digits is the latest that is not after `today`.
 * `undefined` is not a day of the calendar.
 */
export function parseDay(typed: string, today: Day): Day | undefined {
  const trimmed = typed.trim();
  let parts: [string, string, string] | undefined;
  const split = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$/.exec(trimmed);
  const run = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(trimmed);
  const found = split ?? run;
  if (found) parts = [found[1] ?? '', found[2] ?? '', found[3] ?? ''];
  if (!parts) return undefined;
  const [day, month] = [Number(parts[0]), Number(parts[1])];
  let year = Number(parts[2]);
  if (parts[2].length === 2) {
    year += Math.floor(today.year / 100) * 100;
    if (year > today.year) year -= 100;
  }
  if (year < 1850 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return { year, month, day };
}

/** 17:00 of "17", "1700", "17h", "17h00" or "17:00"; undefined is no time of day. */
export function parseTime(typed: string): string | undefined {
  const found = /^(\d{1,2})(?:\s*[:hg.]\s*(\d{2})?|(\d{2}))?$/i.exec(typed.trim());
  if (!found) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? found[3] ?? '0')];
  return hour < 24 && minute < 60 ? `${TWO(hour)}:${TWO(minute)}` : undefined;
}

export function isoOfDay(day: Day): string {
  return `${day.year}-${TWO(day.month)}-${TWO(day.day)}`;
}

/** Digits of typed money: "1.234.567 đ" → 1234567; undefined when there is anything else. */
export function parseMoney(typed: string): number | undefined {
  const digits = typed.replace(/[\s.đ₫]/gi, '');
  return /^\d{1,13}$/.test(digits) ? Number(digits) : undefined;
}
