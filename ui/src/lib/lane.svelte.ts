// The dossiers one task asks for, most pressing first: all of them up to a bound, because a pile is marked as a whole.
import { call, DeskError } from './ipc/call';
import type { DossierHit, RegisterSearch, RegisterView } from './ipc/generated/types';

const page = 500;
export const laneMost = 2_000;

type State = { kind: 'waiting'; slow: boolean } | { kind: 'here' } | { kind: 'failed'; error: DeskError };
export type Ask = (search: Partial<RegisterSearch>) => Promise<RegisterView>;

export class Lane {
  rows = $state.raw<readonly DossierHit[]>([]);
  total = $state(0);
  state = $state.raw<State>({ kind: 'waiting', slow: false });
  private round = 0;

  constructor(
    readonly task: string,
    private readonly ask: Ask = (search) => call('register_search', search),
    private readonly most: number = laneMost,
  ) {}

  /** Asks again; what is shown stays until the new answer is here. */
  async load(): Promise<void> {
    const round = ++this.round;
    const slow = setTimeout(() => {
      if (round === this.round && this.state.kind === 'waiting') this.state = { kind: 'waiting', slow: true };
    }, 150);
    try {
      const rows: DossierHit[] = [];
      let total = 0;
      do {
        const view = await this.ask({ task: this.task, sort: 'due', offset: rows.length, limit: Math.min(page, this.most) });
        if (round !== this.round) return;
        total = view.total;
        rows.push(...view.hits);
        if (view.hits.length === 0) break;
      } while (rows.length < total && rows.length < this.most);
      this.rows = rows;
      this.total = Math.max(total, rows.length);
      this.state = { kind: 'here' };
    } catch (error) {
      if (round === this.round) this.state = { kind: 'failed', error: DeskError.from(error) };
    } finally {
      clearTimeout(slow);
    }
  }
}
