// An import from file to account: one for the whole desk, so that it goes on while the person works elsewhere.
import { announce } from '../../lib/announce.svelte';
import { m, number } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { Commands, FindingView, ImportCheckView, ImportMapping, ImportProgressView, ImportRow, ImportView } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';
import { longWork } from '../../lib/long-work.svelte';

export type ImportPort = <Name extends 'imports_list' | 'import_open' | 'import_check' | 'import_findings' | 'import_run' | 'import_undo'>(
  name: Name,
  input: Commands[Name]['input'],
) => Promise<Commands[Name]['output']>;

export const fields = ['code', 'owner', 'address', 'phone', 'personal_number', 'procedure', 'procedure_code', 'received', 'due', 'returned', 'sets', 'note'] as const;
export type Field = (typeof fields)[number];
export const needed: readonly Field[] = ['owner', 'procedure', 'received'];

/** The most bytes of a file; the desk holds the same limit. */
const BYTES_MAX = 64 * 1024 * 1024;
/** Rows of a step: less than a second, so that the desk serves others in between. */
const STEP = 500;
/** Findings fetched at a time. */
const PART = 200;

type Stage =
  | { kind: 'none' }
  | { kind: 'reading'; file: string }
  | { kind: 'mapping' }
  | { kind: 'running'; progress: ImportProgressView | undefined; began: number; first: number; stopping: boolean }
  | { kind: 'stopped'; progress: ImportProgressView }
  | { kind: 'done'; progress: ImportProgressView; told: string };

export type Undoing = { import: number; file: string; state: 'asking' | 'running'; total: number; done: number };

async function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new DeskError('import_torn'));
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  });
}

export class Importing {
  stage = $state.raw<Stage>({ kind: 'none' });
  opened = $state.raw<ImportView>();
  mapping = $state.raw<ImportMapping>();
  checked = $state.raw<ImportCheckView>();
  checking = $state(false);
  error = $state.raw<DeskError>();
  /** Findings in sight: those of one code, or all. */
  only = $state<string | null>(null);
  findings = $state.raw<readonly FindingView[]>([]);
  found = $state(0);
  undoing = $state.raw<Undoing>();
  undone = $state('');
  readonly list: Loader<readonly ImportRow[]>;
  private round = 0;

  constructor(private readonly ask: ImportPort = call) {
    this.list = new Loader(async () => (await ask('imports_list', {})).imports.toReversed());
  }

  get sheet(): ImportView['sheets'][number] | undefined {
    return this.opened?.sheets.find((sheet) => sheet.name === this.mapping?.sheet) ?? this.opened?.sheets[0];
  }
  /** What stands above each column, by its place. */
  get heads(): readonly string[] {
    const { sheet, mapping } = this;
    if (!sheet || !mapping) return [];
    const own = mapping.head === sheet.suggested.head ? sheet.heads : (sheet.sample.find((row) => row.line === mapping.head)?.cells ?? []);
    const width = Math.max(own.length, ...sheet.sample.map((row) => row.cells.length));
    return Array.from({ length: width }, (_, place) => own[place]?.trim() || m.importColumnNth({ nth: place + 1 }));
  }
  /** Rows that F9 would take over. */
  get ready(): number {
    const { checked } = this;
    return checked && checked.imported_before === null ? checked.ok + checked.warned : 0;
  }
  get busy(): boolean {
    return this.stage.kind === 'running' || this.undoing?.state === 'running';
  }

  async open(file: File): Promise<void> {
    if (this.busy) return;
    this.error = undefined;
    this.undone = '';
    if (file.size > BYTES_MAX) {
      this.error = new DeskError('import_too_big');
      return;
    }
    this.stage = { kind: 'reading', file: file.name };
    try {
      this.opened = await this.ask('import_open', { name: file.name, data: await base64(file) });
      this.mapping = this.opened.sheets[0]?.suggested;
      this.stage = { kind: 'mapping' };
      await this.check();
    } catch (error) {
      this.stage = { kind: 'none' };
      this.opened = undefined;
      this.error = DeskError.from(error);
    }
  }

  chooseSheet(name: string): void {
    const sheet = this.opened?.sheets.find((one) => one.name === name);
    if (sheet) this.map(sheet.suggested);
  }
  setHead(head: number): void {
    if (this.mapping) this.map({ ...this.mapping, head });
  }
  setColumn(field: Field, place: number | null): void {
    if (!this.mapping) return;
    const columns = Object.fromEntries(Object.entries(this.mapping.columns).filter(([one]) => one !== field));
    this.map({ ...this.mapping, columns: place === null ? columns : { ...columns, [field]: place } });
  }
  setProcedure(name: string, code: string): void {
    if (this.mapping) this.map({ ...this.mapping, procedures: { ...this.mapping.procedures, [name]: code } });
  }
  private map(mapping: ImportMapping): void {
    this.mapping = mapping;
    void this.check();
  }

  /** The dry run; an answer to an older mapping is dropped. */
  async check(): Promise<void> {
    if (!this.mapping) return;
    const round = ++this.round;
    this.checking = true;
    this.error = undefined;
    try {
      const checked = await this.ask('import_check', this.mapping);
      if (round !== this.round) return;
      this.checked = checked;
      if (this.only && !checked.findings.some((one) => one.code === this.only)) this.only = null;
      await this.find(this.only);
    } catch (error) {
      if (round !== this.round) return;
      this.checked = undefined;
      this.error = DeskError.from(error);
    } finally {
      if (round === this.round) this.checking = false;
    }
  }

  async find(only: string | null): Promise<void> {
    this.only = only;
    this.findings = [];
    this.found = 0;
    await this.more();
  }
  async more(): Promise<void> {
    const { round, only } = this;
    const offset = this.findings.length;
    if (offset > 0 && offset >= this.found) return;
    try {
      const part = await this.ask('import_findings', { code: only, offset, limit: PART });
      if (round !== this.round || only !== this.only || offset !== this.findings.length) return;
      this.findings = [...this.findings, ...part.findings];
      this.found = part.total;
    } catch (error) {
      this.error = DeskError.from(error);
    }
  }

  /** F9, or going on after a stop. What is done stays done. */
  async run(): Promise<void> {
    if (this.busy || !this.opened || (this.stage.kind !== 'stopped' && this.ready === 0)) return;
    const file = this.opened.file;
    let progress = this.stage.kind === 'stopped' ? this.stage.progress : undefined;
    const first = progress?.done ?? 0;
    this.error = undefined;
    this.stage = { kind: 'running', progress, began: Date.now(), first, stopping: false };
    for (;;) {
      try {
        progress = await this.ask('import_run', { rows: STEP });
      } catch (error) {
        this.error = DeskError.from(error);
        this.stage = progress ? { kind: 'stopped', progress } : { kind: 'mapping' };
        break;
      }
      const label = m.importProgress({ file, done: number(progress.done), total: number(progress.total) });
      longWork.step({ key: 'import', label, short: m.screenImport(), done: progress.done, of: progress.total, route: { screen: 'import' } });
      if (progress.finished) {
        const told = m.importDone({ import: progress.import, done: number(progress.done), file, refused: number((this.checked?.refused ?? 0) + progress.refused.length) });
        this.stage = { kind: 'done', progress, told };
        break;
      }
      if (this.stage.kind === 'running' && this.stage.stopping) {
        this.stage = { kind: 'stopped', progress };
        break;
      }
      if (this.stage.kind === 'running') this.stage = { ...this.stage, progress };
    }
    const said = this.stage.kind === 'done' ? this.stage.told : (this.stopped ?? '');
    longWork.end('import', said, this.stage.kind === 'done' ? 'ok' : 'hold');
    announce(said);
    void this.list.load();
  }
  stop(): void {
    if (this.stage.kind === 'running') this.stage = { ...this.stage, stopping: true };
  }
  get stopped(): string | undefined {
    if (this.stage.kind !== 'stopped') return undefined;
    const { done, total } = this.stage.progress;
    return m.importStopped({ done: number(done), left: number(total - done) });
  }
  /** How fast it goes and how long it will take, as far as it can be told. */
  get pace(): string {
    if (this.stage.kind !== 'running' || !this.stage.progress) return '';
    const { progress, began, first } = this.stage;
    const seconds = (Date.now() - began) / 1000;
    if (seconds < 1 || progress.done <= first) return '';
    const rate = (progress.done - first) / seconds;
    const left = (progress.total - progress.done) / rate;
    const rest = left < 90 ? m.importLeftSeconds({ count: Math.max(1, Math.round(left)) }) : m.importLeftMinutes({ count: Math.round(left / 60) });
    return `${m.importRate({ rate: number(Math.round(rate)) })}, ${rest}`;
  }

  // Taking an import back.
  askUndo(row: ImportRow): void {
    if (this.busy) return;
    this.undone = '';
    this.undoing = { import: row.import, file: row.file, state: 'asking', total: row.rows, done: row.voided };
  }
  letBe(): void {
    if (this.undoing?.state === 'asking') this.undoing = undefined;
  }
  async undo(reason: string): Promise<void> {
    const { undoing } = this;
    if (!undoing || undoing.state === 'running') return;
    this.error = undefined;
    this.undoing = { ...undoing, state: 'running' };
    try {
      for (;;) {
        const step = await this.ask('import_undo', { import: undoing.import, reason, rows: STEP });
        this.undoing = { ...undoing, state: 'running', done: step.voided };
        const label = m.importUndoProgress({ import: undoing.import, done: number(step.voided), total: number(undoing.total) });
        longWork.step({ key: 'import', label, short: m.importUndo({ import: undoing.import }), done: step.voided, of: undoing.total, route: { screen: 'import' } });
        if (!step.finished) continue;
        this.undone = m.importUndone({ import: undoing.import, voided: number(step.voided), kept: number(step.kept) });
        break;
      }
      this.undoing = undefined;
      // The desk has let go of the file with it.
      this.stage = { kind: 'none' };
      this.opened = undefined;
      this.checked = undefined;
      longWork.end('import', this.undone, 'ok');
      announce(this.undone);
    } catch (error) {
      this.undoing = { ...undoing, state: 'asking' };
      this.error = DeskError.from(error);
      longWork.end('import', this.error.words, 'late');
    }
    void this.list.load();
  }
}

export const importing = new Importing();
