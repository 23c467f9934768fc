// One result on its way back to its citizen: the dossier on the counter, who collects, what is paid; then F9. What may be done is
// the desk's word (`acts`, `next`); nothing here decides it.
import { call, DeskError } from '../../lib/ipc/call';
import type {
  ActedView, ActPanel, CardFields, DossierAct, DossierHit, DossierView, FieldProblem, FormOf, ScanView, SlipView,
} from '../../lib/ipc/generated/types';
import { actForm } from '../../lib/pile.svelte';

export type Port = {
  open: (dossier: string) => Promise<DossierView>;
  panel: (dossier: string, verb: string) => Promise<ActPanel>;
  act: (input: DossierAct) => Promise<ActedView>;
  find: (text: string) => Promise<readonly DossierHit[]>;
  scan: (text: string) => Promise<ScanView>;
};

export const desk: Port = {
  open: (dossier) => call('dossier_open', { dossier, at: null }),
  panel: (dossier, verb) => call('act_open', { dossiers: [dossier], verb }),
  act: (input) => call('dossier_act', input),
  find: async (text) => (await call('register_search', { text, limit: 12 })).hits,
  scan: (text) => call('scan', { text }),
};

export const collectors = ['owner', 'authorised', 'without_receipt', 'online'] as const;
export type Collector = (typeof collectors)[number];
export type Means = 'cash' | 'transfer' | 'online';

/** What F9 does with the dossier that is open. */
export type Step = 'return_result' | 'send_by_post' | 'receive_result' | 'post_delivered' | 'post_came_back' | 'none';

export type Typed = {
  to: Collector;
  name: string;
  personal_number: string;
  authority: string;
  because: string;
  fee_vnd: number | null;
  fee_means: Means;
  fee_receipt: string;
  item: string;
  /** Whom the post brings it to. */
  recipient: 'owner' | 'authorised';
  address: string;
  phone: string;
  /** Why the post brought it back. */
  reason: string;
};

function blank(): Typed {
  return { to: 'owner', name: '', personal_number: '', authority: '', because: '', fee_vnd: null, fee_means: 'cash', fee_receipt: '', item: '', recipient: 'owner', address: '', phone: '', reason: '' };
}

export type Open = { kind: 'none' } | { kind: 'waiting' } | { kind: 'here'; view: DossierView } | { kind: 'failed'; error: DeskError };

/** What the last F9 came to; its paper is printed by whoever shows it. */
export type Done = { step: Exclude<Step, 'none'>; dossier: string; code: string; owner: string; who: string; paper: FormOf | undefined };

/** The papers that go over the counter: the result itself and the files that belong to it. */
export type ResultPaper = { key: string; name: string | undefined; number: string | null };

export function resultPapers(view: DossierView): ResultPaper[] {
  const result = view.life.result;
  if (!result) return [];
  const files = view.life.files.filter((file) => file.result && file.set_aside === null);
  return [{ key: 'result', name: undefined, number: result.number }, ...files.map((file) => ({ key: file.hash, name: file.name, number: null }))];
}

/** The step the desk offers first; a citizen who stands here may still take what was to go by post. */
export function stepOf(view: DossierView, byPost: boolean | undefined, cameBack: boolean): Step {
  const may = (step: Step): boolean => view.acts.includes(step);
  if (cameBack && may('post_came_back')) return 'post_came_back';
  if (may('post_delivered')) return 'post_delivered';
  const wantsPost = byPost ?? view.next === 'send_by_post';
  if (view.life.result && view.life.result.at_desk === null && may('receive_result')) return 'receive_result';
  if (wantsPost && may('send_by_post')) return 'send_by_post';
  return may('return_result') ? 'return_result' : 'none';
}

export class Returns {
  open = $state.raw<Open>({ kind: 'none' });
  typed = $state<Typed>(blank());
  /** Alt+B turns it; undefined while the desk's own suggestion stands. */
  private byPost = $state<boolean>();
  cameBack = $state(false);
  ticked = $state.raw<ReadonlySet<string>>(new Set());
  problems = $state.raw<readonly FieldProblem[]>([]);
  failure = $state.raw<DeskError | undefined>(undefined);
  busy = $state(false);
  done = $state.raw<Done | undefined>(undefined);
  /** A card scanned over an open dossier that is neither the owner's nor the submitter's. */
  stranger = $state.raw<CardFields | undefined>(undefined);
  compared = $state(false);
  private round = 0;

  readonly view = $derived(this.open.kind === 'here' ? this.open.view : undefined);
  readonly papers = $derived(this.view ? resultPapers(this.view) : []);
  readonly step: Step = $derived(this.view ? stepOf(this.view, this.byPost, this.cameBack) : 'none');
  readonly allTicked = $derived(this.papers.every((paper) => this.ticked.has(paper.key)));

  constructor(private readonly port: Port = desk) {}

  async take(dossier: string): Promise<void> {
    const round = ++this.round;
    this.reset();
    this.open = { kind: 'waiting' };
    try {
      const view = await this.port.open(dossier);
      const panel = view.acts.includes('return_result') ? await this.port.panel(view.dossier, 'return_result') : undefined;
      if (round !== this.round) return;
      this.begin(view, panel);
    } catch (error) {
      if (round === this.round) this.open = { kind: 'failed', error: DeskError.from(error) };
    }
  }

  private begin(view: DossierView, panel: ActPanel | undefined): void {
    const of = (name: string): string => panel?.fields.find((field) => field.name === name)?.value ?? '';
    this.typed = { ...blank(), fee_vnd: of('fee_vnd') === '' ? null : Number(of('fee_vnd')) };
    const papers = resultPapers(view);
    // One paper cannot be forgotten; of several each is counted.
    this.ticked = new Set(papers.length === 1 ? papers.map((paper) => paper.key) : []);
    this.open = { kind: 'here', view };
  }

  private reset(): void {
    this.byPost = undefined;
    this.cameBack = false;
    this.problems = [];
    this.failure = undefined;
    this.stranger = undefined;
    this.compared = false;
    this.typed = blank();
  }

  close(): void {
    this.round++;
    this.reset();
    this.open = { kind: 'none' };
  }

  /** What a scan was: a receipt opens its dossier; a card is compared with it, or finds what waits for its person. */
  async scan(text: string): Promise<{ kind: 'opened' | 'compared' | 'unknown' } | { kind: 'found'; text: string } | { kind: 'elsewhere'; code: string }> {
    const scan = await this.port.scan(text);
    if (scan.kind === 'receipt') {
      if (!scan.dossier) return { kind: 'elsewhere', code: scan.code };
      await this.take(scan.dossier);
      return { kind: 'opened' };
    }
    if (scan.kind === 'unknown') return { kind: 'unknown' };
    if (this.view) {
      this.compare(scan.fields);
      return { kind: 'compared' };
    }
    return this.search(scan.fields.personal_number ?? scan.fields.name ?? '');
  }

  private compare(card: CardFields): void {
    const view = this.view;
    if (!view) return;
    const number = card.personal_number;
    this.compared = number !== null && number === view.owner.personal_number;
    this.stranger = this.compared ? undefined : card;
    if (this.compared) {
      if (this.typed.to === 'authorised') this.setCollector('owner');
      return;
    }
    if (this.typed.to !== 'without_receipt') this.typed.to = 'authorised';
    this.typed.name = card.name ?? '';
    this.typed.personal_number = number ?? '';
    const submitter = view.submitter;
    if (submitter && number !== null && submitter.personal_number === number) this.typed.authority ||= view.standing ?? '';
  }

  /** Words in the box: one dossier opens, several are for the list. */
  async search(text: string): Promise<{ kind: 'opened' | 'unknown' } | { kind: 'found'; text: string }> {
    const hits = await this.port.find(text);
    const waiting = hits.filter((hit) => hit.status === 'ready');
    const only = waiting.length === 1 ? waiting[0] : hits.length === 1 ? hits[0] : undefined;
    if (!only) return hits.length === 0 ? { kind: 'unknown' } : { kind: 'found', text };
    await this.take(only.dossier);
    return { kind: 'opened' };
  }

  setCollector(to: Collector): void {
    this.typed.to = to;
    this.byPost = false;
    this.problems = [];
    const view = this.view;
    // Whoever handed it in is the likely one to come for it.
    if (to === 'authorised' && this.typed.name === '' && view?.submitter) {
      this.typed.name = view.submitter.name;
      this.typed.personal_number = view.submitter.personal_number ?? '';
      this.typed.authority = view.standing ?? '';
    }
    if (to === 'without_receipt' && this.typed.name === '' && view && !view.owner.organisation) {
      this.typed.name = view.owner.name;
      this.typed.personal_number = view.owner.personal_number ?? '';
    }
  }

  get posting(): boolean {
    return this.step === 'send_by_post';
  }
  get canPost(): boolean {
    return this.view?.acts.includes('send_by_post') ?? false;
  }
  togglePost(): void {
    if (this.canPost) this.byPost = !this.posting;
    this.problems = [];
  }

  setRecipient(to: 'owner' | 'authorised'): void {
    this.typed.recipient = to;
    this.problems = [];
    const submitter = this.view?.submitter;
    // Whoever handed it in is the likely one to get it.
    if (to === 'authorised' && this.typed.name === '' && submitter) {
      this.typed.name = submitter.name;
      this.typed.authority = this.view?.standing ?? '';
      this.typed.address = submitter.address ?? '';
      this.typed.phone = submitter.phone ?? '';
    }
  }

  tick(key: string, on: boolean): void {
    const next = new Set(this.ticked);
    if (on) next.add(key);
    else next.delete(key);
    this.ticked = next;
    this.problems = this.problems.filter((problem) => problem.field !== 'papers');
  }
  tickAll(): void {
    this.ticked = new Set(this.papers.map((paper) => paper.key));
    this.problems = this.problems.filter((problem) => problem.field !== 'papers');
  }

  private fields(): Record<string, string> {
    const typed = this.typed;
    switch (this.step) {
      case 'return_result': {
        const other = typed.to === 'authorised' || typed.to === 'without_receipt';
        const fields: Record<string, string> = { to: typed.to, because: typed.because };
        if (typed.fee_vnd) Object.assign(fields, { fee_vnd: String(typed.fee_vnd), fee_means: typed.fee_means, fee_receipt: typed.fee_receipt });
        if (other) Object.assign(fields, { name: typed.name, personal_number: typed.personal_number, authority: typed.authority });
        return fields;
      }
      case 'send_by_post':
        return typed.recipient === 'owner'
          ? { item: typed.item, recipient: 'owner' }
          : { item: typed.item, recipient: 'authorised', name: typed.name, authority: typed.authority, address: typed.address, phone: typed.phone };
      case 'receive_result':
        return { from: this.view?.life.holder ?? '' };
      case 'post_came_back':
        return { reason: typed.reason };
      case 'post_delivered':
      case 'none':
        return {};
    }
  }

  /** F9. `received`: the result is at the desk now and the same dossier goes on. */
  async submit(): Promise<'done' | 'received' | 'stopped' | 'failed' | 'nothing'> {
    const view = this.view;
    const step = this.step;
    if (!view || step === 'none' || this.busy) return 'nothing';
    this.failure = undefined;
    if (step === 'return_result' && !this.allTicked) {
      this.problems = [{ field: 'papers', code: 'papers_unticked', fields: {} }];
      return 'stopped';
    }
    this.busy = true;
    try {
      const acted = await this.port.act({ dossiers: [view.dossier], form: actForm(step, this.fields()), on_slip: null });
      if (step === 'receive_result') {
        await this.take(view.dossier);
        return 'received';
      }
      this.done = { step, dossier: view.dossier, code: view.code, owner: view.owner.name, who: this.typed.name || view.owner.name, paper: this.paperOf(step, view.dossier, acted.slip) };
      this.close();
      return 'done';
    } catch (error) {
      const known = DeskError.from(error);
      this.problems = known.at;
      if (known.at.length === 0) this.failure = known;
      return known.at.length > 0 ? 'stopped' : 'failed';
    } finally {
      this.busy = false;
    }
  }

  private paperOf(step: Step, dossier: string, slip: SlipView | null): FormOf | undefined {
    if (step === 'send_by_post') return { dossier, form: 'postal', slip };
    if (step !== 'return_result' || this.typed.to === 'online') return undefined;
    return { dossier, form: this.typed.to === 'without_receipt' ? 'commitment' : 'collected', slip: null };
  }
}
