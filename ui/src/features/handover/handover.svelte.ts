// Piles between the desk and the departments: what goes out, what waits to be confirmed, what results are to be fetched. A pile is
// grouped by where it goes; what is marked goes on one slip.
import type { ActPanel, DossierHit, ScanView } from '../../lib/ipc/generated/types';
import { call, DeskError } from '../../lib/ipc/call';
import { Lane, type Ask } from '../../lib/lane.svelte';
import { actForm, Pile, type Account } from '../../lib/pile.svelte';

export const tasks = ['hand_over', 'confirm', 'fetch'] as const;
export type Task = (typeof tasks)[number];
export type Verb = 'hand_over' | 'confirm_hand_over' | 'refuse_hand_over' | 'receive_result';
export const verbOf: Record<Task, Verb> = { hand_over: 'hand_over', confirm: 'confirm_hand_over', fetch: 'receive_result' };

export type Port = { search: Ask; panel: (dossier: string) => Promise<ActPanel>; scan: (text: string) => Promise<ScanView>; pile: Pile };

export const desk = (): Port => ({
  search: (search) => call('register_search', search),
  panel: (dossier) => call('act_open', { dossiers: [dossier], verb: 'hand_over' }),
  scan: (text) => call('scan', { text }),
  pile: new Pile(),
});

/** Where the dossiers of a field went, by person; until the program is closed. */
const remembered: { by: string | undefined; of: Map<string, string> } = { by: undefined, of: new Map() };

/** `to` is empty while nobody said where the field's dossiers go. */
export type Group = { key: string; label: string; to: string; rows: readonly DossierHit[] };
export const everything = '*';

/** One group for each place; outgoing dossiers of a field without one make a group by themselves. */
export function groupsOf(task: Task, rows: readonly DossierHit[], places: ReadonlyMap<string, string>): Group[] {
  const groups = new Map<string, Group & { rows: DossierHit[] }>();
  for (const row of rows) {
    const to = task === 'hand_over' ? (places.get(row.field) ?? '') : (row.holder ?? '');
    const key = to === '' ? `field ${row.field}` : `to ${to}`;
    const group = groups.get(key) ?? { key, label: to || row.field, to, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.rows.length - a.rows.length || a.label.localeCompare(b.label, 'vi'));
}

/** What the last F9 came to. */
export type Done = { verb: Verb; to: string; account: Account; names: ReadonlyMap<string, string> };

export class Handover {
  readonly lanes: Readonly<Record<Task, Lane>>;
  readonly pile: Pile;
  task = $state<Task>('hand_over');
  group = $state('');
  marked = $state.raw<ReadonlySet<string>>(new Set());
  to = $state('');
  receiver = $state('');
  reason = $state('');
  refusing = $state(false);
  known = $state.raw<readonly string[]>([]);
  done = $state.raw<Done | undefined>(undefined);
  failure = $state.raw<DeskError | undefined>(undefined);
  problem = $state<'to' | 'reason' | 'marked' | undefined>(undefined);
  private places = $state.raw<ReadonlyMap<string, string>>(remembered.of);

  readonly lane = $derived.by(() => this.lanes[this.task]);
  readonly groups: Group[] = $derived(groupsOf(this.task, this.lane.rows, this.places));
  readonly all: Group = $derived({ key: everything, label: '', to: '', rows: this.lane.rows });
  readonly current: Group = $derived(this.group === everything ? this.all : (this.groups.find((one) => one.key === this.group) ?? this.groups[0] ?? this.all));
  /** What F9 takes: the marked rows in sight. */
  readonly chosen = $derived(this.current.rows.filter((row) => this.marked.has(row.dossier)));
  readonly verb: Verb = $derived(this.refusing && this.task === 'confirm' ? 'refuse_hand_over' : verbOf[this.task]);

  constructor(
    private readonly port: Port = desk(),
    by: string | undefined = undefined,
  ) {
    if (remembered.by !== by) {
      remembered.by = by;
      remembered.of = new Map();
      this.places = remembered.of;
    }
    this.pile = port.pile;
    const lane = (task: Task): Lane => new Lane(task, port.search);
    this.lanes = { hand_over: lane('hand_over'), confirm: lane('confirm'), fetch: lane('fetch') };
  }

  async load(): Promise<void> {
    await Promise.all([...tasks.map((task) => this.lanes[task].load()), this.learn()]);
    this.followGroup();
  }

  /** Where the newest dossiers of each field went is the suggestion; what was typed here stands. */
  private async learn(): Promise<void> {
    try {
      const { hits } = await this.port.search({ limit: 300 });
      const places = new Map(this.places);
      for (const hit of hits) if (hit.holder && !places.has(hit.field)) places.set(hit.field, hit.holder);
      this.remember(places);
    } catch {
      // Then it is typed.
    }
  }

  /** The departments people wrote before, for the box. */
  async suggest(): Promise<void> {
    const first = this.lanes.hand_over.rows[0];
    if (!first || this.known.length > 0) return;
    try {
      this.known = (await this.port.panel(first.dossier)).fields.find((field) => field.name === 'to')?.suggestions ?? [];
    } catch {
      this.known = [];
    }
  }
  readonly suggestions = $derived([...new Set([...this.places.values(), ...this.known])]);

  private remember(places: ReadonlyMap<string, string>): void {
    remembered.of = new Map(places);
    this.places = remembered.of;
  }

  choose(task: Task): void {
    this.task = task;
    this.group = '';
    this.refusing = false;
    this.problem = undefined;
    this.failure = undefined;
    this.followGroup();
  }
  chooseGroup(key: string): void {
    this.group = key;
    this.problem = undefined;
    this.followGroup();
  }
  private followGroup(): void {
    this.to = this.current.to;
  }

  mark(marked: ReadonlySet<string>): void {
    this.marked = marked;
    if (this.problem === 'marked') this.problem = undefined;
  }
  markGroup(): void {
    this.mark(new Set([...this.marked, ...this.current.rows.map((row) => row.dossier)]));
  }

  /** A receipt marks its dossier where it lies in the pile in sight; its group comes into sight too. */
  async scan(text: string): Promise<{ kind: 'marked' | 'elsewhere'; code: string; dossier: string | null } | { kind: 'unknown' }> {
    const scan = await this.port.scan(text);
    if (scan.kind !== 'receipt') return { kind: 'unknown' };
    const row = this.lane.rows.find((one) => one.dossier === scan.dossier);
    if (!row) return { kind: 'elsewhere', code: scan.code, dossier: scan.dossier };
    if (!this.current.rows.includes(row)) this.chooseGroup(this.groups.find((group) => group.rows.includes(row))?.key ?? everything);
    this.mark(new Set([...this.marked, row.dossier]));
    return { kind: 'marked', code: row.code, dossier: row.dossier };
  }

  private fields(): Record<string, string> {
    switch (this.verb) {
      case 'hand_over':
        return { to: this.to };
      case 'confirm_hand_over':
        return { receiver: this.receiver };
      case 'refuse_hand_over':
        return { reason: this.reason, receiver: this.receiver };
      case 'receive_result':
        return { from: this.current.to };
    }
  }

  /** F9: one slip for what is marked; the account says what became of each. */
  async submit(): Promise<'done' | 'stopped' | 'failed'> {
    const rows = this.chosen;
    const verb = this.verb;
    this.failure = undefined;
    this.problem = rows.length === 0 ? 'marked' : verb === 'hand_over' && !this.to.trim() ? 'to' : verb === 'refuse_hand_over' && !this.reason.trim() ? 'reason' : undefined;
    if (this.problem || this.pile.running) return 'stopped';
    try {
      const account = await this.pile.run(rows.map((row) => row.dossier), actForm(verb, this.fields()));
      this.done = { verb, to: verb === 'hand_over' ? this.to : this.current.to, account, names: new Map(rows.map((row) => [row.dossier, row.code])) };
      if (verb === 'hand_over') this.remember(new Map([...this.places, ...rows.map((row): [string, string] => [row.field, this.to])]));
      const gone = new Set(account.done.map((one) => one.dossier));
      this.marked = new Set([...this.marked].filter((dossier) => !gone.has(dossier)));
      this.refusing = false;
      this.receiver = '';
      this.reason = '';
      await Promise.all(tasks.map((task) => this.lanes[task].load()));
      this.followGroup();
      return 'done';
    } catch (error) {
      const known = DeskError.from(error);
      if (known.at[0]?.field === 'to') this.problem = 'to';
      else this.failure = known;
      return 'failed';
    }
  }
}
