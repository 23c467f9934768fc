// What is asked of the reports and what came: the newest question wins, and the place is kept for the way back.
import { date, find, moment, number, say } from '../../lib/i18n';
import { call } from '../../lib/ipc/call';
import type { FigureOf, ReportAsk, ReportCell, ReportView } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';

/** The reports as tables, in the order of the list. */
export const reportNames = [
  'ii06a', 'ii06b', 'rates', 'intake_daily', 'intake_monthly', 'overdue', 'fees', 'supplements', 'refusals', 'load', 'day',
  'on_time_monthly', 'timeliness', 'missing_papers', 'hours', 'steps', 'ageing',
] as const;
export const kinds = ['day', 'month', 'quarter', 'year', 'any'] as const;
export type Kind = (typeof kinds)[number];
export type Place = { line: string | null; column: string };

export function firstAsk(): ReportAsk {
  return { report: 'ii06a', kind: 'quarter', on: null, from: null, to: null, compare: 'day' };
}

export class Reports {
  ask = $state.raw<ReportAsk>(firstAsk());
  readonly load = new Loader<ReportView>(() => call('report_open', this.ask));

  get view(): ReportView | undefined {
    return this.load.value;
  }

  async put(change: Partial<ReportAsk>): Promise<void> {
    this.ask = { ...this.ask, ...change };
    await this.load.load();
  }

  /** Any period begins with the days in sight. */
  kind(kind: Kind): Promise<void> {
    const days = this.view ? { from: this.view.from, to: this.view.to } : {};
    return this.put(kind === 'any' ? { kind, ...days } : { kind, on: this.ask.on ?? this.view?.to ?? null });
  }

  /** The period before or after; nothing where there is none. */
  async step(way: -1 | 1): Promise<void> {
    const view = this.view;
    const day = way < 0 ? view?.before : view?.after;
    if (!view || !day) return;
    if (view.kind !== 'any') return this.put({ on: day });
    await this.put(way < 0 ? { from: day, to: dayBefore(view.from) } : { from: dayAfter(view.to), to: day });
  }

  figure(place: Place): FigureOf {
    // By its days, so that the register says which and finds the same tomorrow.
    const days = this.view ? { kind: 'any', from: this.view.from, to: this.view.to } : {};
    return { ask: { ...this.ask, ...days }, line: place.line, column: place.column };
  }
}

function moved(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
const dayBefore = (iso: string): string => moved(iso, -1);
const dayAfter = (iso: string): string => moved(iso, 1);

/** A line by its words: its field, day, code, …; a total by its name. */
export function lineName(view: ReportView, line: string | null, total: string): string {
  const row = view.rows.find((one) => one.key === line);
  const first = row?.cells.find((cell) => cell.kind !== 'number' && cell.kind !== 'share');
  return first ? cellText(first, view.columns[row?.cells.indexOf(first) ?? 0] ?? '') : total;
}

/** Minutes in the largest unit that says something. */
export function length(minutes: number, words: { minutes: (n: string) => string; hours: (n: string) => string; days: (n: string) => string }): string {
  if (minutes < 90) return words.minutes(number(minutes));
  if (minutes < 2_880) return words.hours(decimal(minutes / 60));
  return words.days(decimal(minutes / 1_440));
}
function decimal(n: number): string {
  return (Math.round(n * 10) / 10).toString().replace('.', ',');
}

export function share(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace('.', ',');
}

/** A cell as it is read; `–` where nothing is known. */
export function cellText(cell: ReportCell, column: string): string {
  switch (cell.kind) {
    case 'number':
      return cell.number === null ? '–' : number(cell.number);
    case 'share':
      return share(cell.number ?? 0);
    case 'day':
      return date(cell.text);
    case 'moment':
      return moment(cell.text);
    case 'word':
      return find('report_word', cell.text ?? '') ?? say(`report_column`, cell.text ?? column);
    case 'text':
      return column === 'month' ? (cell.text ?? '').split('-').reverse().join('/') : (cell.text ?? '');
    default:
      return '–';
  }
}
