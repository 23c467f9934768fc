// The register as asked: the query, its chips, and the rows found so far. The newest question wins; rows come by pages.
import { call, DeskError } from '../../lib/ipc/call';
import type { DayMarkView, DossierHit, FigureOf, RegisterSearch, RegisterView } from '../../lib/ipc/generated/types';

export type Chips = { year: number | null; field: string | null; status: string | null; due: string | null; task: string | null; mark: DayMarkView | null };
export type ChipName = keyof Chips;
export const chipNames: readonly ChipName[] = ['year', 'field', 'status', 'due', 'task', 'mark'];
/** The ten states, and what may be asked of a dossier. */
export const statuses = ['received', 'in_progress', 'awaiting_papers', 'awaiting_payment', 'ready', 'returned', 'refused', 'stopped', 'withdrawn', 'void'] as const;
export const tasks = ['hand_over', 'confirm', 'answered', 'answer_overdue', 'waiting', 'fetch', 'return', 'uncollected', 'post', 'warn', 'void', 'unprinted'] as const;
export type Sort = 'newest' | 'due' | 'owner';
/** `figure`: only the dossiers behind a figure of a report. */
export type Query = { text: string; chips: Chips; sort: Sort; figure: FigureOf | null };

export const page = 100;
/** The most rows that Ctrl+A takes. */
export const markMost = 10_000;
const bigPage = 500;

export function emptyQuery(): Query {
  return { text: '', chips: { year: null, field: null, status: null, due: null, task: null, mark: null }, sort: 'newest', figure: null };
}

type State = { kind: 'waiting'; slow: boolean } | { kind: 'here' } | { kind: 'failed'; error: DeskError };

export class Register {
  query = $state.raw<Query>(emptyQuery());
  rows = $state.raw<readonly DossierHit[]>([]);
  total = $state(0);
  more = $state(false);
  fields = $state.raw<readonly string[]>([]);
  years = $state.raw<readonly number[]>([]);
  excludes = $state.raw<{ chip: ChipName; without: number } | undefined>(undefined);
  state = $state.raw<State>({ kind: 'waiting', slow: false });
  private round = 0;
  private paging: Promise<void> | undefined;

  constructor(private readonly search: (search: RegisterSearch) => Promise<RegisterView> = (search) => call('register_search', search)) {}

  /** The question as the counter takes it. */
  input(offset: number, limit: number): RegisterSearch {
    const { text, chips, sort, figure } = this.query;
    return { text: text.trim(), ...chips, department: null, figure, sort, offset, limit };
  }

  /** Asks anew; what is shown stays until the answer is here. `rows` asks for as many as were there before. */
  async ask(query: Query, rows: number = page): Promise<void> {
    this.query = query;
    const round = ++this.round;
    const slow = setTimeout(() => {
      if (round === this.round && this.rows.length === 0 && this.state.kind !== 'here') this.state = { kind: 'waiting', slow: true };
    }, 150);
    try {
      const view = await this.search(this.input(0, Math.max(page, rows)));
      if (round !== this.round) return;
      this.rows = view.hits;
      this.total = view.total;
      this.more = view.more;
      this.fields = view.fields;
      this.years = view.years;
      const chip = chipNames.find((name) => name === view.excludes?.chip);
      this.excludes = view.excludes && chip ? { chip, without: view.excludes.without } : undefined;
      this.state = { kind: 'here' };
    } catch (error) {
      if (round === this.round) this.state = { kind: 'failed', error: DeskError.from(error) };
    } finally {
      clearTimeout(slow);
    }
  }

  /** Every row found, up to a bound; false when the question changed meanwhile. */
  async needAll(most: number = markMost): Promise<boolean> {
    const round = this.round;
    while (round === this.round && this.state.kind === 'here' && this.rows.length < Math.min(this.total, most)) {
      const before = this.rows.length;
      await (this.paging ?? this.needMore(Math.min(bigPage, most - before)));
      if (this.rows.length === before) break;
    }
    return round === this.round && this.state.kind === 'here';
  }

  /** The next page, once for each end reached. */
  async needMore(limit: number = page): Promise<void> {
    if (this.paging) return this.paging;
    if (this.rows.length >= this.total) return;
    this.paging = this.nextPage(limit);
    await this.paging;
    this.paging = undefined;
  }

  private async nextPage(limit: number): Promise<void> {
    const round = this.round;
    try {
      const view = await this.search(this.input(this.rows.length, limit));
      if (round !== this.round) return;
      const have = new Set(this.rows.map((row) => row.dossier));
      // A dossier received meanwhile moves the pages by one; none is shown twice.
      const fresh = view.hits.filter((hit) => !have.has(hit.dossier));
      this.rows = [...this.rows, ...fresh];
      this.total = fresh.length === 0 ? this.rows.length : view.total;
      this.more = view.more;
    } catch (error) {
      if (round === this.round) this.state = { kind: 'failed', error: DeskError.from(error) };
    }
  }

  with(change: Partial<Query>): Query {
    return { ...this.query, ...change };
  }
  withChip(chip: ChipName, value: string | number | null): Query {
    return { ...this.query, chips: { ...this.query.chips, [chip]: value } };
  }

  get chipsSet(): ChipName[] {
    return chipNames.filter((name) => this.query.chips[name] !== null);
  }

  /** Backspace in the empty box, or on an empty result: the chip that excludes most, else the last one set. */
  chipToDrop(): ChipName | undefined {
    const set = this.chipsSet;
    if (this.excludes && set.includes(this.excludes.chip)) return this.excludes.chip;
    return set[set.length - 1];
  }
}
