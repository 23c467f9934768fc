// The panel of an act (hand over, ask for papers, return …) as the desk describes it: what is typed, what stands against it, what
// it would do, doing it. Drawn by design/DescribedPanel. What was typed and not yet done is kept until the person signs out.
import { announce } from '../announce.svelte';
import { desk as theDesk } from '../desk.svelte';
import { dueLines, dueMoment } from '../due-words';
import { fold } from '../fold';
import { errorWords, find, m, say } from '../i18n';
import { call, DeskError } from '../ipc/call';
import type { ActCheck, ActedView, ActField, ActForm, ActPanel, DossierAct, FieldProblem, ItemForm, PaperForm } from '../ipc/generated/types';
import { Loader } from '../loading.svelte';
import { typedRule } from '../rule-words';

export type ActPort = {
  open: (dossiers: string[], verb: string) => Promise<ActPanel>;
  check: (act: DossierAct) => Promise<ActCheck>;
  act: (act: DossierAct) => Promise<ActedView>;
};

export const actPort: ActPort = {
  open: (dossiers, verb) => call('act_open', { dossiers, verb }),
  check: (act) => call('act_check', act),
  act: (act) => call('dossier_act', act),
};

type Options = {
  /** After the act, with the whole account; the slip, if there is one, is the caller's to print (see SlipRun). The panel takes no
   * keys until it is through. */
  onacted: (account: ActedView) => void | Promise<void>;
  /** Words of a choice that only the screen knows, such as the names of files. */
  words?: (field: string, choice: string) => string | undefined;
  port?: ActPort;
};

type Typed = { values: Record<string, string>; items: ItemForm[] | undefined; papers: PaperForm[] | undefined };

/** What was typed and put away, by person, act and dossiers. */
const kept = new Map<string, Typed>();

/** The most dossiers to one call; a longer pile goes in parts on one slip. */
const PART = 200;
const PAUSE_MS = 250;
/** Fields in which people type working days or hours. */
const LIMITS = ['limit', 'second_stage'];
const GRAVE = ['close_supplement', 'stop', 'withdraw', 'approve_void'];

/** The shape of the state an act leads to. */
export function markOfStatus(status: string): 'ok' | 'hold' | 'shut' | 'none' {
  if (status.startsWith('awaiting')) return 'hold';
  if (status === 'ready') return 'ok';
  return status === 'received' || status === 'in_progress' ? 'none' : 'shut';
}

export class Act {
  readonly panel: Loader<ActPanel>;
  /** What was changed from what stood there first. */
  private values = $state.raw<Record<string, string>>({});
  private items = $state.raw<ItemForm[]>();
  private papers = $state.raw<PaperForm[]>();
  private touched = $state.raw<ReadonlySet<string>>(new Set());
  private checked = $state.raw<ActCheck>();
  private refused = $state.raw<DeskError>();
  private sending = $state(false);
  /** F9 was pressed: every problem shows, not only those of fields that were left. */
  private tried = $state(false);
  problems = $state.raw<readonly { field?: string; text: string }[]>([]);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;
  private readonly port: ActPort;
  private readonly place: string;

  constructor(
    readonly dossiers: readonly string[],
    readonly name: string,
    private readonly options: Options,
  ) {
    this.port = options.port ?? actPort;
    this.place = [theDesk.person?.id ?? '', name, ...dossiers].join(' ');
    const typed = kept.get(this.place);
    if (typed) {
      this.values = typed.values;
      this.items = typed.items;
      this.papers = typed.papers;
    }
    this.panel = new Loader(() => this.port.open([...dossiers], name));
  }

  load = (): void => {
    void this.panel.load().then(() => this.look());
  };

  // What the panel shows.
  get title(): string {
    return say('act_title', this.name) === this.name ? this.verb : say('act_title', this.name);
  }
  get verb(): string {
    return say('act_verb', this.name);
  }
  get about(): string | undefined {
    return this.dossiers.length > 1 ? m.actDossiers({ count: this.dossiers.length }) : undefined;
  }
  get grave(): boolean {
    return GRAVE.includes(this.name);
  }
  get state(): 'waiting' | 'failed' | 'open' | 'sending' {
    if (this.sending) return 'sending';
    const kind = this.panel.state.kind;
    return kind === 'here' ? 'open' : kind;
  }

  private get form(): ActPanel | undefined {
    return this.panel.value;
  }

  value(name: string): string {
    return this.values[name] ?? this.form?.fields.find((field) => field.name === name)?.value ?? '';
  }

  private wanted(field: ActField): boolean {
    const [other, values] = (field.only_with ?? '').split('=');
    if (!other) return true;
    // Without values named, any will do: money is paid in some way only where there is some.
    return values === undefined ? !['', '0'].includes(this.value(other).trim()) : values.split(',').includes(this.value(other));
  }

  private has(name: string): boolean {
    return (this.form?.fields ?? []).some((field) => field.name === name && this.wanted(field));
  }

  readonly fields = $derived.by(() =>
    (this.form?.fields ?? [])
      .filter((field) => this.wanted(field))
      .map((field) => ({
        name: field.name,
        id: `act-${field.name}`,
        kind: this.kind(field),
        label: find(`act_field_${this.name}`, field.name) ?? say('act_field', field.name),
        hint: find(`act_hint_${this.name}`, field.name) ?? find('act_hint', field.name),
        error: this.shows(field.name) ? this.wordsAt(field.name) : undefined,
        required: field.required,
        value: this.value(field.name),
        options: field.choices.map((choice) => ({ value: choice, label: this.choice(field.name, choice) })),
        suggest: field.suggestions.length === 0 ? undefined : (text: string) => field.suggestions.filter((one) => fold(one).includes(fold(text))),
        // A birth date is past; a deadline may be any day of this century.
        latest: field.name.includes('birth') ? theDesk.now().slice(0, 10) : '2099-12-31',
      })),
  );

  private kind(field: ActField): 'text' | 'long' | 'date' | 'moment' | 'money' | 'number' | 'choice' | 'radios' | 'flag' {
    const few = field.choices.length <= 4 && field.choices.every(Boolean) && this.name !== 'correct' && this.name !== 'set_file_aside';
    return field.kind === 'choice' && few ? 'radios' : (field.kind as 'text');
  }

  private choice(field: string, choice: string): string {
    return this.options.words?.(field, choice) ?? find(`act_choice_${field}`, choice ? fold(choice) : 'none') ?? choice;
  }

  private get asked(): readonly ItemForm[] {
    return this.items ?? this.form?.items ?? [];
  }

  readonly ticks = $derived.by(() => {
    if (!this.form || this.name !== 'request_supplement') return undefined;
    const known = this.form.items.length;
    return this.asked.map((item, place) => ({ key: String(place), label: item.what, on: item.asked, own: place >= known }));
  });
  get ticksError(): string | undefined {
    return this.shows('items') ? this.wordsAt('items') : undefined;
  }

  private get lines(): readonly PaperForm[] {
    return this.papers ?? (this.form?.papers ?? []).map((paper) => ({ ...paper, reason: null }));
  }
  readonly rows = $derived.by(() =>
    this.lines.map((paper, place) => ({
      key: String(place), name: paper.name, state: paper.state, originals: paper.originals, copies: paper.copies,
      error: paper.index === null ? undefined : this.wordsAt(`papers.${paper.index}`),
    })),
  );
  get rowStates(): readonly { value: string; label: string }[] {
    return ['given', 'shown', 'missing', 'not_applicable'].map((value) => ({ value, label: say('dossier_paper', value) }));
  }

  readonly outlook = $derived.by(() => {
    const after = this.checked;
    if (!after?.status || this.dossiers.length > 1) return undefined;
    return {
      mark: markOfStatus(after.status),
      status: m.actAfter({ status: say('status', after.status) }),
      due: after.due_changes && after.due ? (after.due.due ? m.actNewDue({ due: dueMoment(after.due.due) }) : m.actNoDue()) : undefined,
      steps: after.due_changes && after.due ? dueLines(after.due) : [],
    };
  });

  // What stands against it.
  private get at(): readonly FieldProblem[] {
    return (this.refused ? this.refused.at : (this.checked?.problems ?? [])).map((one) => ({ ...one, field: this.here(one.field) }));
  }
  /** The desk names dates by where an intake has them; a panel has its own. */
  private here(field: string): string {
    const date = ['due', 'deadline'].find((name) => this.has(name));
    return field.startsWith('limit') && date && !this.has(field) ? date : field;
  }
  private placed(field: string): boolean {
    return field === 'items' || field.startsWith('papers.') || this.has(field);
  }
  private wordsAt(name: string): string | undefined {
    const found = this.at.find((problem) => problem.field === name);
    if (!found) return undefined;
    // "No reason given" is said of every empty field; only a reason is one.
    return found.code === 'reason_missing' && !/reason|because/.test(name) ? m.errorFieldEmpty() : this.words(found);
  }
  private words(problem: { code: string; fields: Record<string, string> }): string {
    const { verb, status } = problem.fields;
    return errorWords({ code: problem.code, fields: { ...problem.fields, verb: verb ? say('act_verb', verb) : '', status: status ? say('status', status) : '' } });
  }
  private shows(name: string): boolean {
    return this.tried || this.touched.has(name);
  }
  get against(): string | undefined {
    if (this.panel.state.kind === 'failed') return this.panel.state.error.words;
    const whole = this.at.find((problem) => !this.placed(problem.field));
    if (whole) return this.words(whole);
    return this.refused && this.refused.at.length === 0 ? this.words(this.refused) : undefined;
  }

  // What is typed.
  set = (name: string, value: string): void => {
    if (this.value(name) === value) return;
    this.values = { ...this.values, [name]: value };
    this.changed();
  };
  left = (name: string): void => {
    if (this.touched.has(name)) return;
    // A field that was only passed by is not yet wrong.
    if (name in this.values) this.touched = new Set([...this.touched, name]);
  };
  tick = (key: string, on: boolean): void => {
    this.items = this.asked.map((item, place) => (String(place) === key ? { ...item, asked: on } : item));
    this.changed();
  };
  addTick = (text: string): void => {
    this.items = [...this.asked, { index: null, what: text.normalize('NFC').trim(), asked: true }];
    this.changed();
  };
  row = (key: string, change: Partial<Pick<PaperForm, 'state' | 'originals' | 'copies'>>): void => {
    this.papers = this.lines.map((paper, place) => (String(place) === key ? { ...paper, ...change } : paper));
    this.changed();
  };

  private changed(): void {
    kept.set(this.place, { values: this.values, items: this.items, papers: this.papers });
    this.refused = undefined;
    this.problems = [];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), PAUSE_MS);
  }

  private typed(): ActForm {
    const fields = Object.fromEntries((this.form?.fields ?? []).filter((field) => this.wanted(field)).map((field) => [field.name, LIMITS.includes(field.name) ? typedRule(this.value(field.name)) : this.value(field.name)]));
    return { verb: this.name, fields, items: [...this.asked], papers: [...this.lines] };
  }

  /** Asks what it would do; an answer to older typing is dropped. */
  private async look(): Promise<void> {
    const first = this.dossiers[0];
    if (!this.form || first === undefined) return;
    const round = ++this.round;
    try {
      const checked = await this.port.check({ dossiers: [first], form: this.typed(), on_slip: null });
      if (round === this.round) this.checked = checked;
    } catch (error) {
      if (round === this.round) this.refused = DeskError.from(error);
    }
  }

  /** F9. */
  run = (): void => {
    void this.perform();
  };

  async perform(): Promise<void> {
    if (this.sending || !this.form) return;
    clearTimeout(this.timer);
    this.sending = true;
    this.tried = true;
    this.problems = [];
    await this.look();
    if (this.at.length > 0 || this.refused) {
      this.sending = false;
      this.problems = this.summary();
      return;
    }
    try {
      const account = await this.inParts();
      kept.delete(this.place);
      announce(this.told(account));
      await this.options.onacted(account);
    } catch (error) {
      this.refused = DeskError.from(error);
      this.problems = this.summary();
    } finally {
      this.sending = false;
    }
  }

  private summary(): { field?: string; text: string }[] {
    return this.at
      .filter((problem) => this.placed(problem.field))
      .map((problem) => {
        const label = this.fields.find((one) => one.name === problem.field)?.label;
        const words = this.wordsAt(problem.field) ?? this.words(problem);
        return { field: `act-${problem.field}`, text: label ? m.actProblem({ field: label, words }) : words };
      });
  }

  private async inParts(): Promise<ActedView> {
    const form = this.typed();
    let account: ActedView = { done: [], refused: [], slip: null };
    for (let from = 0; from < this.dossiers.length; from += PART) {
      const part = await this.port.act({ dossiers: this.dossiers.slice(from, from + PART), form, on_slip: account.slip });
      account = { done: [...account.done, ...part.done], refused: [...account.refused, ...part.refused], slip: part.slip ?? account.slip };
    }
    return account;
  }

  /** What was done, in one sentence; the same that the live region says. */
  told(account: ActedView): string {
    const one = account.done.length === 1 && this.dossiers.length === 1 ? account.done[0] : undefined;
    const slip = account.slip?.on_paper;
    const said = one ? m.actDoneOne({ act: this.verb, code: one.code, status: say('status', one.status) }) : m.actDoneMany({ act: this.verb, count: account.done.length });
    return [said, slip ? m.actSlip({ slip }) : '', account.refused.length > 0 ? m.actRefused({ count: account.refused.length }) : ''].filter(Boolean).join(' ');
  }

  end(): void {
    clearTimeout(this.timer);
    this.round++;
  }
}
