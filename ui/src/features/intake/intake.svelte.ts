// The state of one intake: the form as typed, what the rules last said about it, its draft, its preview, and what F9 made of it.
// Every change is checked (latest wins) and saved as a draft within a second; nothing here knows a rule of law.
import type { AlikeView, DraftRow, DraftSaved, DraftView, FieldProblem, IntakeCheck, IntakeForm, PaperRow, PersonHit, PersonsJudge, Picture, PrintJobView, Reason, ReceivedView, ScanView } from '../../lib/ipc/generated/types';
import { call, DeskError } from '../../lib/ipc/call';
import {
  allChecked, atDesk, emptyForm, halfFilled, emptyParty, fieldOfText, fromCard, fromKnown, isEmpty, ownerKind, papersOf, reconciled, rowsOf, setProcedure, withOwner,
  type Difference, type Owner, type PartyField, type PartyPath,
} from './form';

/** What an intake asks of the desk. */
export type Port = {
  check: (form: IntakeForm) => Promise<IntakeCheck>;
  preview: (form: IntakeForm) => Promise<Picture>;
  saveDraft: (draft: string | null, form: IntakeForm) => Promise<DraftSaved>;
  openDraft: (draft: string) => Promise<DraftView>;
  discardDraft: (draft: string) => Promise<void>;
  drafts: () => Promise<readonly DraftRow[]>;
  receive: (draft: string | null, form: IntakeForm) => Promise<ReceivedView>;
  scan: (text: string) => Promise<ScanView>;
  printStatus: (job: string) => Promise<PrintJobView>;
  printAgain: (dossier: string) => Promise<PrintJobView>;
  savePdf: (dossier: string) => Promise<string>;
  judge: (judged: PersonsJudge) => Promise<void>;
};

export const desk: Port = {
  check: (form) => call('intake_check', form),
  preview: (form) => call('intake_preview', form),
  saveDraft: (draft, form) => call('draft_save', { draft, form }),
  openDraft: (draft) => call('draft_open', { draft }),
  discardDraft: async (draft) => {
    await call('draft_discard', { draft });
  },
  drafts: async () => (await call('drafts_list', {})).drafts,
  receive: (draft, form) => call('receive_dossier', { draft, form, print: true }),
  scan: (text) => call('scan', { text }),
  printStatus: (job) => call('print_status', { job }),
  printAgain: (dossier) => call('dossier_print', { dossier }),
  savePdf: async (dossier) => (await call('receipt_save', { dossier })).path,
  judge: async (judged) => {
    await call('persons_judge', judged);
  },
};

export const pace = { check_ms: 25, draft_ms: 900, preview_ms: 300, undo_ms: 700, poll_ms: 300, poll_slow_ms: 2_000, polls_fast_max: 40 } as const;

export type Printed =
  | { kind: 'waiting'; job: PrintJobView }
  | { kind: 'done'; printer: string }
  | { kind: 'failed'; reason: Reason | null }
  | { kind: 'saved'; path: string };

export type Saved = { dossier: string; code: string; due: string | null; copies: number; printed: Printed; slipUnprinted: Reason | null };

/** What the form is doing. */
export type Stage = { kind: 'open' } | { kind: 'saving' };

/** Kept between intakes of one person at the desk, in memory alone: for "same person again" and "repeat the procedure". */
const memory: { by: string | undefined; form: IntakeForm | undefined } = { by: undefined, form: undefined };

export class Intake {
  form = $state<IntakeForm>(emptyForm());
  check = $state.raw<IntakeCheck | undefined>(undefined);
  stage = $state.raw<Stage>({ kind: 'open' });
  /** What stopped the last F9; shown as a summary when there are several. */
  stopped = $state.raw<readonly FieldProblem[]>([]);
  failure = $state.raw<DeskError | undefined>(undefined);
  saved = $state.raw<Saved | undefined>(undefined);
  draft = $state.raw<{ id: string | null; savedAt: string | null }>({ id: null, savedAt: null });
  draftFailure = $state.raw<DeskError | undefined>(undefined);
  picture = $state.raw<Picture | undefined>(undefined);
  picturePending = $state(false);
  /** The person found for what was scanned or typed. */
  known = $state.raw<PersonHit | undefined>(undefined);
  differences = $state.raw<readonly Difference[]>([]);
  /** The scan as it came, where anything in it is doubtful. Never stored. */
  raw = $state.raw<string | undefined>(undefined);
  /** A receipt scanned here, for the screen to open. */
  scannedReceipt = $state.raw<{ dossier: string | null; code: string } | undefined>(undefined);
  scanUnknown = $state(false);
  /** Grows with every card taken: what the scanner left in a box goes. */
  cards = $state(0);

  readonly rows: PaperRow[] = $derived(rowsOf(this.check?.papers ?? [], this.form.papers));

  private text = JSON.stringify(emptyForm());
  private checkedText: string | undefined;
  private savedText = this.text;
  private past: { text: string; at: number }[] = [];
  private timers: Partial<Record<'check' | 'draft' | 'preview' | 'poll', ReturnType<typeof setTimeout>>> = {};
  private checking: Promise<void> | undefined;
  private saving: Promise<void> | undefined;
  private previewRound = 0;
  private checkAllWaits = false;
  private ended = false;

  constructor(
    private readonly port: Port = desk,
    by: string | undefined = undefined,
  ) {
    if (memory.by !== by) {
      memory.by = by;
      memory.form = undefined;
    }
  }

  get empty(): boolean {
    return isEmpty(this.form);
  }
  get canRepeat(): boolean {
    return memory.form?.procedure != null;
  }
  get hasLastPerson(): boolean {
    return memory.form !== undefined || !this.empty;
  }
  get canUndo(): boolean {
    return this.past.length > 0;
  }

  // ---- changes

  /** Called with every change of the form, however it came about. */
  changed(): void {
    const text = JSON.stringify($state.snapshot(this.form));
    if (text === this.text || this.ended) return;
    const now = performance.now();
    const last = this.past[this.past.length - 1];
    if (!last || now - last.at > pace.undo_ms) this.past = [...this.past.slice(-99), { text: this.text, at: now }];
    else last.at = now;
    this.text = text;
    this.later('check', pace.check_ms, () => void this.runCheck());
    if (!this.timers.draft) this.later('draft', pace.draft_ms, () => void this.saveDraft());
  }

  undo(): boolean {
    const before = this.past.pop();
    if (!before) return false;
    this.text = before.text;
    this.form = JSON.parse(before.text) as IntakeForm;
    this.later('check', pace.check_ms, () => void this.runCheck());
    if (!this.timers.draft) this.later('draft', pace.draft_ms, () => void this.saveDraft());
    return true;
  }

  /** The next change is a step of its own for undo. */
  private step(): void {
    const last = this.past[this.past.length - 1];
    if (last) last.at = -Infinity;
  }

  private set(form: IntakeForm): void {
    this.step();
    this.form = form;
    this.changed();
    this.step();
  }

  // ---- the rules' word

  private async runCheck(): Promise<void> {
    clearTimeout(this.timers.check);
    if (this.checking) return this.checking;
    this.checking = (async () => {
      // One question at a time; whatever changed meanwhile is asked next, so the last answer is about the last form.
      while (!this.ended && this.checkedText !== this.text) {
        const text = this.text;
        const answer = await this.port.check(JSON.parse(text) as IntakeForm);
        this.checkedText = text;
        if (text === this.text) this.take(answer);
      }
    })();
    try {
      await this.checking;
      if (this.failure?.code !== undefined && this.stage.kind === 'open') this.failure = undefined;
    } catch (error) {
      this.failure = DeskError.from(error);
      this.checkAllWaits = false;
    } finally {
      this.checking = undefined;
    }
  }

  private take(answer: IntakeCheck): void {
    this.check = answer;
    if (this.stopped.length > 0) {
      const open = new Set([...answer.problems, ...halfFilled(this.form)].map((problem) => problem.field));
      this.stopped = this.stopped.filter((problem) => open.has(problem.field));
    }
    const papers = reconciled(answer.papers, this.form.papers);
    if (papers !== this.form.papers && JSON.stringify(papers) !== JSON.stringify(this.form.papers)) {
      this.form.papers = papers;
      this.changed();
    }
    if (this.checkAllWaits) {
      this.checkAllWaits = false;
      this.markAll();
    }
    this.schedulePreview();
  }

  /** Waits until the rules have spoken about the form as it stands now. */
  async settle(): Promise<void> {
    this.changed();
    clearTimeout(this.timers.check);
    while (this.checkedText !== this.text && !this.ended) {
      await this.runCheck();
      if (this.failure) throw this.failure;
    }
  }

  /** Somebody says whether two people who look alike are one; the form is judged anew with that. */
  async judge(one: AlikeView, same: boolean): Promise<void> {
    await this.port.judge({ one: one.here, other: one.there, same });
    this.checkedText = '';
    await this.settle();
  }

  /** The papers of the procedure are here, or it has none. */
  async papersHere(): Promise<boolean> {
    try {
      await this.settle();
    } catch {
      return false;
    }
    return this.rows.length > 0;
  }

  // ---- the draft

  private async saveDraft(): Promise<void> {
    clearTimeout(this.timers.draft);
    delete this.timers.draft;
    if (this.saving) await this.saving;
    if (this.text === this.savedText || this.ended || this.stage.kind === 'saving') return;
    if (this.draft.id === null && isEmpty(JSON.parse(this.text) as IntakeForm)) return;
    this.saving = (async () => {
      const text = this.text;
      try {
        const saved = await this.port.saveDraft(this.draft.id, JSON.parse(text) as IntakeForm);
        this.savedText = text;
        this.draft = { id: saved.draft, savedAt: saved.saved_at };
        this.draftFailure = undefined;
      } catch (error) {
        this.draftFailure = DeskError.from(error);
        // Tried again with the next change, and by itself.
        this.later('draft', pace.poll_slow_ms, () => void this.saveDraft());
      }
    })();
    await this.saving;
    this.saving = undefined;
    if (this.text !== this.savedText && !this.timers.draft) this.later('draft', pace.draft_ms, () => void this.saveDraft());
  }

  /** Ctrl+S, and leaving the screen: at once. */
  async saveNow(): Promise<void> {
    this.changed();
    await this.saveDraft();
  }

  async openDraft(id: string): Promise<void> {
    await this.saveNow();
    const view = await this.port.openDraft(id);
    this.start();
    this.form = view.form;
    this.text = JSON.stringify(view.form);
    this.savedText = this.text;
    this.draft = { id: view.draft, savedAt: view.saved_at };
    await this.runCheck();
  }

  // ---- the person

  async takeScan(text: string, into: PartyPath): Promise<'person' | 'doubtful' | 'receipt' | 'unknown'> {
    this.scanUnknown = false;
    const scan = await this.port.scan(text);
    switch (scan.kind) {
      case 'citizen_card': {
        const { party, differences } = fromCard(scan.fields, scan.person);
        const path = this.putParty(into, party, scan.person ?? undefined);
        this.cards += 1;
        this.differences = differences;
        const doubtful = scan.doubtful.map((field) => `${path}.${field}`);
        this.form.doubtful = [...this.form.doubtful.filter((field) => !field.startsWith(`${path}.`)), ...doubtful];
        this.raw = doubtful.length > 0 ? (scan.raw ?? undefined) : undefined;
        this.changed();
        this.step();
        return doubtful.length > 0 ? 'doubtful' : 'person';
      }
      case 'receipt':
        this.scannedReceipt = { dossier: scan.dossier, code: scan.code };
        return 'receipt';
      case 'unknown':
        this.scanUnknown = true;
        return 'unknown';
    }
  }

  takeKnown(person: PersonHit, into: PartyPath): void {
    this.putParty(into, fromKnown(person), person);
    this.differences = [];
    this.raw = undefined;
  }

  /** What was typed into the person box and is nobody we know. */
  takeTyped(text: string, into: PartyPath): PartyField {
    const { field, value } = fieldOfText(text);
    const path = into === 'submitter' && this.form.submitter ? 'submitter' : 'owner';
    const party = path === 'submitter' && this.form.submitter ? this.form.submitter.party : this.form.owner;
    this.step();
    party[field] = value;
    this.known = undefined;
    this.changed();
    return field;
  }

  private putParty(into: PartyPath, party: IntakeForm['owner'], person: PersonHit | undefined): PartyPath {
    const path: PartyPath = into === 'submitter' && this.form.submitter ? 'submitter' : 'owner';
    this.step();
    if (path === 'submitter' && this.form.submitter) this.form.submitter.party = party;
    else this.form.owner = { ...party, organisation: path === 'owner' && ownerKind(this.form) === 'organisation' ? true : party.organisation };
    this.form.doubtful = this.form.doubtful.filter((field) => !field.startsWith(`${path}.`));
    this.known = person;
    this.scanUnknown = false;
    this.changed();
    return path;
  }

  setOwner(kind: Owner): void {
    this.set(withOwner($state.snapshot(this.form) as IntakeForm, kind));
  }

  confirm(field: string): void {
    this.step();
    this.form.doubtful = this.form.doubtful.filter((one) => one !== field);
    if (this.form.doubtful.length === 0) this.raw = undefined;
    this.changed();
  }

  useKnown(difference: Difference): void {
    this.step();
    atDesk(this.form).party[difference.field] = difference.known;
    this.differences = this.differences.filter((one) => one !== difference);
    this.changed();
  }

  // ---- procedure, papers

  pickProcedure(code: string): void {
    if (this.form.procedure === code) return;
    this.check = this.check && { ...this.check, papers: [], duplicates: [] }; // people who look alike stay asked about
    this.set(setProcedure($state.snapshot(this.form) as IntakeForm, code));
  }

  repeatProcedure(): boolean {
    const last = memory.form;
    if (!last?.procedure) return false;
    this.pickProcedure(last.procedure);
    this.form.case = last.case;
    this.form.channel = last.channel;
    this.changed();
    return true;
  }

  setRow(place: number, row: PaperRow): void {
    const rows = this.rows.map((one, index) => (index === place ? row : one));
    this.step();
    this.form.papers = papersOf(rows);
    this.changed();
  }

  /** Papers that the clerk found missing and the desk will not do without: the citizen is sent for them. */
  get mustFetch(): PaperRow[] {
    const asked = new Set(this.check?.problems.map((problem) => problem.field));
    return this.rows.filter((row) => row.state === 'missing' && asked.has(`papers.${row.index}`));
  }

  setBackEntry(on: boolean): void {
    this.step();
    this.form.back_entry = on ? { received: '', source: '' } : null;
    this.changed();
  }

  addPaper(): void {
    this.step();
    this.form.papers = [...papersOf(this.rows), { index: null, name: '', state: 'given', originals: 1, copies: 0, reason: '' }];
    this.changed();
  }

  removeRow(place: number): void {
    if (this.rows[place]?.index !== null) return;
    this.step();
    this.form.papers = papersOf(this.rows.filter((_, index) => index !== place));
    this.changed();
  }

  /** F8; it may be pressed before the papers of a procedure just chosen are here. */
  checkAll(): void {
    if (this.rows.length === 0 || (this.checkedText !== this.text && this.form.papers.length === 0)) {
      this.checkAllWaits = this.form.procedure !== null;
      return;
    }
    this.markAll();
  }

  private markAll(): void {
    if (this.rows.length === 0) return;
    this.step();
    this.form.papers = papersOf(allChecked(this.rows));
    this.changed();
  }

  // ---- the preview

  private schedulePreview(): void {
    const round = ++this.previewRound;
    const form = JSON.parse(this.text) as IntakeForm;
    if (form.procedure === null || form.owner.name.trim() === '') {
      clearTimeout(this.timers.preview);
      this.picture = undefined;
      this.picturePending = false;
      return;
    }
    this.picturePending = true;
    this.later('preview', pace.preview_ms, () => {
      void this.port
        .preview(form)
        .then((picture) => {
          if (round === this.previewRound) this.picture = picture;
        })
        .catch(() => {
          if (round === this.previewRound) this.picture = undefined;
        })
        .finally(() => {
          if (round === this.previewRound) this.picturePending = false;
        });
    });
  }

  // ---- F9

  /** `saved`, or where it went instead. */
  async submit(): Promise<'saved' | 'stopped' | 'failed' | 'busy'> {
    if (this.stage.kind === 'saving') return 'busy';
    this.stage = { kind: 'saving' };
    try {
      await this.settle();
      const check = this.check;
      const half = halfFilled(this.form);
      if (!check?.ready || half.length > 0) {
        this.stopped = [...(check?.problems ?? []), ...half];
        return 'stopped';
      }
      clearTimeout(this.timers.draft);
      delete this.timers.draft;
      if (this.saving) await this.saving;
      const form = JSON.parse(this.text) as IntakeForm;
      const received = await this.port.receive(this.draft.id, form);
      memory.form = form;
      this.start();
      this.saved = {
        dossier: received.dossier,
        code: received.code,
        due: received.due,
        copies: received.copies,
        slipUnprinted: received.slip_unprinted,
        printed: received.job ? printedOf(received.job) : { kind: 'failed', reason: received.unprinted },
      };
      this.poll();
      return 'saved';
    } catch (error) {
      const known = DeskError.from(error);
      if (known.at.length > 0) {
        this.stopped = known.at;
        return 'stopped';
      }
      this.failure = known;
      return 'failed';
    } finally {
      this.stage = { kind: 'open' };
    }
  }

  /** The print job is watched until it ends; a queue that takes long is asked less often. */
  private poll(asked = 0): void {
    const saved = this.saved;
    if (saved?.printed.kind !== 'waiting') return;
    const job = saved.printed.job.job;
    this.later('poll', asked < pace.polls_fast_max ? pace.poll_ms : pace.poll_slow_ms, () => {
      void this.port
        .printStatus(job)
        .then((now) => {
          if (this.saved?.dossier !== saved.dossier) return;
          this.saved = { ...saved, printed: printedOf(now) };
          this.poll(asked + 1);
        })
        .catch(() => this.poll(asked + 1));
    });
  }

  async printAgain(): Promise<void> {
    const saved = this.saved;
    if (!saved) return;
    try {
      this.saved = { ...saved, printed: printedOf(await this.port.printAgain(saved.dossier)) };
      this.poll();
    } catch (error) {
      const known = DeskError.from(error);
      this.saved = { ...saved, printed: { kind: 'failed', reason: { code: known.code, fields: known.fields } } };
    }
  }

  async savePdf(): Promise<void> {
    const saved = this.saved;
    if (!saved) return;
    try {
      this.saved = { ...saved, printed: { kind: 'saved', path: await this.port.savePdf(saved.dossier) } };
    } catch (error) {
      this.failure = DeskError.from(error);
    }
  }

  // ---- beginnings and ends

  /** An empty form; what was typed before is in its draft or received. */
  start(): void {
    clearTimeout(this.timers.check);
    clearTimeout(this.timers.preview);
    clearTimeout(this.timers.poll);
    clearTimeout(this.timers.draft);
    delete this.timers.draft;
    this.previewRound++;
    this.form = emptyForm();
    this.text = JSON.stringify(this.form);
    this.savedText = this.text;
    this.checkedText = undefined;
    this.check = undefined;
    this.stopped = [];
    this.failure = undefined;
    this.draft = { id: null, savedAt: null };
    this.picture = undefined;
    this.picturePending = false;
    this.known = undefined;
    this.differences = [];
    this.raw = undefined;
    this.saved = undefined;
    this.checkAllWaits = false;
    this.past = [];
    this.later('check', 0, () => void this.runCheck());
  }

  /** The clerk throws the draft away: nothing of it was received. */
  async discard(): Promise<void> {
    const draft = this.draft.id;
    this.start();
    if (draft !== null) await this.port.discardDraft(draft);
  }

  /** Shift+F2: an empty form with the people of the one before it. */
  async samePerson(): Promise<void> {
    const from = this.empty ? memory.form : ($state.snapshot(this.form) as IntakeForm);
    if (!from) return;
    await this.saveNow();
    const saved = this.saved;
    this.start();
    this.saved = saved;
    this.poll();
    this.set({ ...emptyForm(), owner: from.owner, submitter: from.submitter });
  }

  /** Begins with a person handed over by another screen. */
  begin(party: Partial<IntakeForm['owner']>): void {
    this.start();
    this.form.owner = { ...emptyParty(), ...party, birth_date: fromKnown({ party: { ...emptyParty(), ...party }, dossiers: 0, last_at: '' }).birth_date };
    this.changed();
  }

  /** The screen goes away. */
  end(): void {
    void this.saveNow().finally(() => {
      this.ended = true;
      for (const timer of Object.values(this.timers)) clearTimeout(timer);
    });
  }

  private later(name: 'check' | 'draft' | 'preview' | 'poll', ms: number, run: () => void): void {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(run, ms);
  }
}

function printedOf(job: PrintJobView): Printed {
  switch (job.state) {
    case 'done':
      return { kind: 'done', printer: job.printer };
    case 'failed':
      return { kind: 'failed', reason: job.reason };
    default:
      return { kind: 'waiting', job };
  }
}
