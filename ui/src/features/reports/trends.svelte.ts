// What the charts are drawn from: reports like any other, one question to the desk each.
import { call } from '../../lib/ipc/call';
import type { ReportAsk, ReportCell, ReportRow, ReportView } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';

/** Each chart's report, and the period that ends with the chosen day. */
const charts = {
  intake: ['intake_daily', 'workdays_30'],
  on_time: ['on_time_monthly', 'months_12'],
  fields: ['ii06a', 'months_12'],
  procedures: ['timeliness', 'months_12'],
  papers: ['missing_papers', 'months_12'],
  hours: ['hours', 'months_12'],
  steps: ['steps', 'months_12'],
  ageing: ['ageing', 'day'],
} as const;
export type ChartName = keyof typeof charts;
export const chartNames = Object.keys(charts) as ChartName[];

export class Trends {
  on = $state.raw<string | null>(null);
  readonly loads = Object.fromEntries(chartNames.map((name) => [name, new Loader<ReportView>(() => call('report_open', this.ask(name)))])) as Record<ChartName, Loader<ReportView>>;

  ask(name: ChartName): ReportAsk {
    const [report, kind] = charts[name];
    return { report, kind, on: this.on, from: null, to: null, compare: 'day' };
  }

  async put(on: string | null): Promise<void> {
    this.on = on;
    // One after the other: each is drawn as soon as it is here.
    for (const name of chartNames) await this.loads[name].load();
  }

  get ready(): boolean {
    return chartNames.every((name) => this.loads[name].state.kind !== 'waiting');
  }
}

/** The number of a row under a column; 0 where it is none. */
export function at(view: ReportView, row: ReportRow, column: string): number {
  return cellAt(view, row, column)?.number ?? 0;
}
export function cellAt(view: ReportView, row: ReportRow, column: string): ReportCell | undefined {
  return row.cells[view.columns.indexOf(column)];
}
export function sum(view: ReportView, column: string): number {
  return view.rows.reduce((all, row) => all + at(view, row, column), 0);
}
