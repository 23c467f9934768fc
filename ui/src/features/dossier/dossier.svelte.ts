// The state of one opened dossier: its view, the act whose panel is open, the form that is looked at, and the print under way.
import { Act, type ActPort } from '../../lib/acts/acts.svelte';
import { FormRun, formPort, type FormPort } from '../../lib/acts/printing.svelte';
import { sentence } from '../../lib/history';
import { moment } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { ActedView, DossierView, FileView, FormOf, Picture } from '../../lib/ipc/generated/types';
import { Loader } from '../../lib/loading.svelte';
import { Bringing, Looking } from './files.svelte';
import type { Paper } from './papers';

export type Port = FormPort & {
  open: (dossier: string, at: string | null) => Promise<DossierView>;
  picture: (form: FormOf) => Promise<Picture>;
  acts?: ActPort;
};

export const desk: Port = {
  ...formPort,
  open: (dossier, at) => call('dossier_open', { dossier, at }),
  picture: (form) => call('form_picture', form),
};

/** Acts without a panel on this screen: a file's bytes come by a way of their own. */
const ELSEWHERE = ['attach_file'];
/** Offered in the line that says what the supervisor is asked for. */
const JUDGED = ['approve_void', 'decline_void'];
/** Acts with a button of their own; the rest stand in the menu. */
const BUTTONS = 4;

export class OpenDossier {
  readonly view: Loader<DossierView>;
  readonly picture: Loader<Picture>;
  readonly run: FormRun;
  act = $state.raw<Act>();
  /** The form in sight beside the panels. */
  looked = $state.raw<Paper>();
  /** The file in sight in the same place. */
  file = $state.raw<Looking>();
  /** Files brought and not attached yet. */
  readonly bringing: Bringing;
  /** What was done last, in words. */
  told = $state('');
  /** What could not be done, in words. */
  trouble = $state('');

  /** The past moment that is looked at; null is now. */
  readonly at: string | null;

  constructor(
    readonly id: string,
    private readonly port: Port = desk,
    at: string | null = null,
  ) {
    this.at = at;
    this.view = new Loader(() => port.open(id, at));
    this.picture = new Loader(() => port.picture(this.formOf(this.looked ?? { form: 'receipt', slip: null })));
    this.run = new FormRun(() => void this.view.load(), port);
    this.bringing = new Bringing(id, (told) => {
      this.told = told;
      void this.view.load();
    });
  }

  async load(): Promise<void> {
    await this.view.load();
    // A job handed over elsewhere (at F9 in intake) is watched here to its end.
    const waiting = this.view.value?.prints.find((print) => print.state === 'waiting' && print.job);
    if (waiting?.job && this.run.state.kind === 'none') {
      this.run.form = this.formOf({ form: waiting.form, slip: null });
      this.run.watch(waiting.job);
    }
  }

  can(action: string): boolean {
    return this.view.value?.actions.includes(action) ?? false;
  }
  get printAction(): 'print' | 'reprint' | undefined {
    return this.can('print') ? 'print' : this.can('reprint') ? 'reprint' : undefined;
  }

  // Acts: the next one, those with buttons, those in the menu, those that answer a question.
  private readonly offered = $derived.by(() => {
    const view = this.view.value;
    const acts = (view?.acts ?? []).filter((act) => !ELSEWHERE.includes(act) && !JUDGED.includes(act));
    const next = view?.next;
    return next && acts.includes(next) ? [next, ...acts.filter((act) => act !== next)] : acts;
  });
  get next(): string | undefined {
    return this.view.value?.next ?? undefined;
  }
  get buttons(): readonly string[] {
    return this.offered.slice(0, BUTTONS);
  }
  get menu(): readonly string[] {
    return this.offered.slice(BUTTONS);
  }
  get judged(): readonly string[] {
    return (this.view.value?.acts ?? []).filter((act) => JUDGED.includes(act));
  }

  /** Opens the panel of an act, if the desk offers it now. */
  begin(verb: string, filled: Record<string, string> = {}): void {
    if (!this.view.value?.acts.includes(verb) || (this.act?.name === verb && Object.keys(filled).length === 0)) return;
    this.put();
    this.unlook();
    this.told = '';
    const act: Act = new Act([this.id], verb, {
      onacted: (account) => this.acted(act, account),
      words: (field, choice) => this.nameOf(field, choice),
      ...(this.port.acts ? { port: this.port.acts } : {}),
    });
    this.act = act;
    for (const [field, value] of Object.entries(filled)) act.set(field, value);
    act.load();
  }

  /** A choice by its words where it is a hash: a file by its name, a decision by its sentence, who and when. */
  private nameOf(field: string, choice: string): string | undefined {
    const view = this.view.value;
    if (field === 'hash') return view?.life.files.find((file) => file.hash === choice)?.name;
    const side = field === 'holds' ? view?.history.find((fact) => fact.entry === choice) : undefined;
    return side && [sentence(side), moment(side.at), side.actor].filter(Boolean).join(' · ');
  }

  /** Puts the panel away; what was typed is kept. */
  put(): void {
    this.act?.end();
    this.act = undefined;
  }

  /** The panel stays until the acts of the new state are here: the next F9 is the next step, never the one just done. */
  private async acted(act: Act, account: ActedView): Promise<void> {
    this.told = act.told(account);
    await this.view.load();
    this.put();
    this.run.clear();
    if (account.slip) void this.run.print(this.formOf({ form: account.slip.form, slip: account.slip }));
  }

  // Forms.
  private formOf(paper: Pick<Paper, 'form' | 'slip'>): FormOf {
    return { dossier: this.id, form: paper.form, slip: paper.slip };
  }
  look(paper: Paper): void {
    this.put();
    this.unlook();
    this.looked = paper;
    void this.picture.load();
  }
  lookAt(file: FileView): void {
    this.put();
    this.unlook();
    this.file = new Looking(this.id, file);
  }
  unlook(): void {
    this.looked = undefined;
    this.file = undefined;
  }

  // Files.
  get attaches(): boolean {
    return this.view.value?.acts.includes('attach_file') ?? false;
  }
  /** Files from a dialog, a drag or the clipboard; `place` is the paper they were dropped on. */
  async bring(files: Iterable<File>, place = '', named?: (file: File) => string | undefined): Promise<void> {
    if (!this.attaches) return;
    this.put();
    this.unlook();
    this.told = '';
    await this.bringing.take(files, place, named);
  }
  /** A card was seen and compared; no picture of it is kept. */
  async compared(paper: string): Promise<void> {
    const form = { verb: 'add_note', fields: { about: 'identity_compared', text: paper }, items: [], papers: [] };
    this.trouble = '';
    try {
      await call('dossier_act', { dossiers: [this.id], form, on_slip: null });
    } catch (error) {
      this.trouble = DeskError.from(error).words;
    }
    await this.view.load();
  }
  async print(paper: Pick<Paper, 'form' | 'slip'>): Promise<void> {
    this.told = '';
    await this.run.print(this.formOf(paper));
    this.looked = undefined;
  }
  async save(paper: Pick<Paper, 'form' | 'slip'>): Promise<void> {
    await this.run.save(this.formOf(paper));
  }
  /** The form whose print just ran, again. */
  again(): void {
    if (this.run.form) void this.run.print(this.run.form);
  }
  saveAgain(): void {
    if (this.run.form) void this.run.save(this.run.form);
  }

  end(): void {
    this.act?.end();
    this.run.end();
  }
}
