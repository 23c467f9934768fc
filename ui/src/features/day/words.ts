// Sentences of the daily review, made from what the counter tells.
import { percent } from '../../lib/day-figures';
import { find, m, money, number, say } from '../../lib/i18n';
import type { DayExceptionView, DayFigureView } from '../../lib/ipc/types';

/** A name of the sheet's figures. */
export function sheetFigure(name: string): string {
  return find('day_figure_name', name) ?? name;
}

export function sheetValue(name: string, value: number): string {
  return name.endsWith('_vnd') ? money(value) : number(value);
}

/** How far a figure lies from the usual day: `+4`, `−1,5`. Nothing where they are not to be compared. */
export function apart(one: DayFigureView): string | undefined {
  if (one.value === null || one.usual === null) return undefined;
  const difference = one.value - one.usual;
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : '±';
  const size = Math.abs(difference);
  if (one.name === 'on_time' || one.name === 'online') return `${sign}${percent(size)}`;
  return `${sign}${one.name === 'money' ? money(size) : number(size)}`;
}

/** Codes without what those of the day share: `…-0107`; of another day with that day: `…-240301-0107`. */
export function shortCode(code: string, day: string): string {
  const parts = /-(\d{6})-(\d{4})$/.exec(code);
  if (!parts) return code;
  return parts[1] === day.slice(2).replaceAll('-', '') ? `…-${parts[2]}` : `…-${parts[1]}-${parts[2]}`;
}

export function exception(one: DayExceptionView, day: string): string {
  const few = one.subjects.slice(0, 2).map((code) => shortCode(code, day)).join(', ');
  const rest = one.count - Math.min(2, one.subjects.length);
  const names = rest > 0 && one.subjects.length > 0 ? m.dayMore({ names: few, count: number(rest) }) : few;
  const vnd = (name: string): string => (one.fields[name] === undefined ? '' : money(Number(one.fields[name])));
  const fields = { ...one.fields, names, counted: vnd('counted'), taken: vnd('taken'), difference: vnd('difference') };
  return find('day_exception', one.kind, fields) ?? one.kind;
}

/** What was said of it last, or that it waits. */
export function judged(one: DayExceptionView): string {
  const last = one.judged[one.judged.length - 1];
  if (!last) return m.dayExceptionOpen();
  const said = say('day_judged', last.judgement, { text: last.text });
  return one.open > 0 && one.open < one.count ? `${said} · ${m.dayExceptionPartly({ count: number(one.open) })}` : said;
}

/** The marks of exceptions: what is late and what is money or numbers first. */
export function exceptionMark(one: DayExceptionView): 'late' | 'soon' | 'ok' {
  if (one.open === 0) return 'ok';
  return ['late_without_apology', 'cash_difference', 'number_gap', 'receipt_doubled'].includes(one.kind) ? 'late' : 'soon';
}
