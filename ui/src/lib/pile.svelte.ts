// One act on many dossiers: in parts the counter takes, all on one slip, to be stopped between two; with an exact account.
import type { ActedOne, ActedView, ActForm, DossierAct, RefusedOne, SlipView } from './ipc/generated/types';
import { call, DeskError } from './ipc/call';

/** Dossiers to one question, as the counter has it. */
export const part = 200;

export type Account = {
  done: readonly ActedOne[];
  refused: readonly RefusedOne[];
  slip: SlipView | null;
  /** Dossiers that were not come to: the pile was stopped, or the desk failed on the way. */
  left: readonly string[];
  failure: DeskError | undefined;
};

type State = { kind: 'idle' } | { kind: 'running'; done: number; of: number; stopping: boolean };

export function actForm(verb: string, fields: Record<string, string> = {}, more: Partial<ActForm> = {}): ActForm {
  return { items: [], papers: [], ...more, verb, fields };
}

export class Pile {
  state = $state.raw<State>({ kind: 'idle' });
  /** What a watched pile did not come to, and why. */
  left: readonly string[] = [];
  failure: DeskError | undefined;

  constructor(
    private readonly act: (input: DossierAct) => Promise<ActedView> = (input) => call('dossier_act', input),
    private readonly size: number = part,
  ) {}

  get running(): boolean {
    return this.state.kind === 'running';
  }

  /** What is under way is finished; the rest is left as it was. */
  stop(): void {
    if (this.state.kind === 'running') this.state = { ...this.state, stopping: true };
  }

  /** Throws what is wrong with the form itself, when nothing was done yet. */
  async run(dossiers: readonly string[], form: ActForm): Promise<Account> {
    const done: ActedOne[] = [];
    const refused: RefusedOne[] = [];
    let slip: SlipView | null = null;
    let failure: DeskError | undefined;
    let at = 0;
    this.state = { kind: 'running', done: 0, of: dossiers.length, stopping: false };
    try {
      while (at < dossiers.length && !this.stopping) {
        const some = dossiers.slice(at, at + this.size);
        const acted = await this.one(some, form, slip);
        done.push(...acted.done);
        refused.push(...acted.refused);
        slip = acted.slip ?? slip;
        at += some.length;
        this.state = { kind: 'running', done: at, of: dossiers.length, stopping: this.stopping };
      }
    } catch (error) {
      failure = DeskError.from(error);
      if (at === 0) throw failure;
    } finally {
      this.state = { kind: 'idle' };
    }
    return { done, refused, slip, left: dossiers.slice(at), failure };
  }

  /** For a panel that sends the parts of `of` dossiers itself: counts them, and once stopped lets the rest be. */
  watch(of: number): (input: DossierAct) => Promise<ActedView> {
    let seen = 0;
    this.left = [];
    this.failure = undefined;
    return async (input) => {
      const some = input.dossiers;
      const nothing: ActedView = { done: [], refused: [], slip: input.on_slip };
      if (this.state.kind === 'idle') this.state = { kind: 'running', done: seen, of, stopping: false };
      let acted = nothing;
      try {
        if (this.stopping || this.failure) this.left = [...this.left, ...some];
        else acted = await this.one(some, input.form, input.on_slip);
      } catch (error) {
        if (seen === 0) {
          this.state = { kind: 'idle' };
          throw error;
        }
        this.failure = DeskError.from(error);
        this.left = [...this.left, ...some];
      }
      seen += some.length;
      this.state = seen >= of ? { kind: 'idle' } : { kind: 'running', done: seen, of, stopping: this.stopping };
      return acted;
    };
  }

  private get stopping(): boolean {
    return this.state.kind === 'running' && this.state.stopping;
  }

  /** Of one dossier alone a refusal comes as an error; where the pile has others it belongs to the account. */
  private async one(dossiers: readonly string[], form: ActForm, on_slip: SlipView | null): Promise<ActedView> {
    try {
      return await this.act({ dossiers: [...dossiers], form, on_slip });
    } catch (error) {
      const known = DeskError.from(error);
      const [dossier] = dossiers;
      const first = this.state.kind === 'running' && this.state.done === 0;
      if (first || dossiers.length !== 1 || dossier === undefined || known.code === 'no_answer') throw known;
      return { done: [], refused: [{ dossier, error: { code: known.code, fields: known.fields, at: known.at } }], slip: null };
    }
  }
}
