// Files brought to a dossier (dialog, drag, paste): looked at before they are read, sent one by one, each refusal in its row; and
// the file whose pages are in sight.
import { announce } from '../../lib/announce.svelte';
import { m } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { ActedView, DossierView, FileAttach, FileView, Picture } from '../../lib/ipc/generated/types';
import { Loader } from '../../lib/loading.svelte';

export type FilePort = {
  attach: (file: FileAttach) => Promise<ActedView>;
  picture: (dossier: string, hash: string, page: number) => Promise<Picture>;
};

export const filePort: FilePort = {
  attach: (file) => call('file_attach', file),
  picture: (dossier, hash, page) => call('file_picture', { dossier, hash, page }),
};

export type How = 'scanned' | 'reused' | 'reused_result';
/** A file chosen and not yet attached. `place`: a paper's index, `result`, `none`, or nothing chosen yet. */
export type Row = {
  key: string;
  file: File;
  name: string;
  place: string;
  how: How;
  state: { kind: 'waiting' } | { kind: 'sending' } | { kind: 'refused'; error: DeskError } | { kind: 'unplaced' };
};

/** The most bytes of one file; the desk holds the same limit. */
export const BYTES_MAX = 20 * 1024 * 1024;

/** What the size and the first bytes say against a file; nothing is read beyond them. */
export async function against(file: File): Promise<DeskError | undefined> {
  if (file.size === 0) return new DeskError('file_empty');
  if (file.size > BYTES_MAX) return new DeskError('file_too_large');
  let first: Uint8Array;
  try {
    first = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  } catch {
    // A folder, or a file that went away.
    return new DeskError('file_unknown');
  }
  const begins = (...bytes: number[]): boolean => bytes.every((byte, place) => first[place] === byte);
  const known = begins(0x25, 0x50, 0x44, 0x46, 0x2d) || begins(0xff, 0xd8, 0xff) || begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return known ? undefined : new DeskError('file_unknown');
}

async function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new DeskError('file_broken'));
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  });
}

export class Bringing {
  rows = $state.raw<readonly Row[]>([]);
  sending = $state(false);
  private next = 1;

  constructor(
    private readonly dossier: string,
    private readonly onattached: (told: string) => void,
    private readonly port: FilePort = filePort,
  ) {}

  get open(): boolean {
    return this.rows.length > 0;
  }

  /** Takes files in; those that are refused stand there with the reason. */
  async take(files: Iterable<File>, place = '', named?: (file: File) => string | undefined): Promise<void> {
    for (const file of files) {
      const error = await against(file);
      const row: Row = { key: String(this.next++), file, name: named?.(file) ?? file.name, place, how: 'scanned', state: error ? { kind: 'refused', error } : { kind: 'waiting' } };
      this.rows = [...this.rows, row];
      if (error) announce(error.words);
    }
  }

  change(key: string, change: Partial<Pick<Row, 'place' | 'how' | 'state'>>): void {
    this.rows = this.rows.map((row) => {
      if (row.key !== key) return row;
      const state = change.place && row.state.kind === 'unplaced' ? { kind: 'waiting' as const } : row.state;
      return { ...row, state, ...change };
    });
  }
  remove(key: string): void {
    this.rows = this.rows.filter((row) => row.key !== key);
  }
  clear(): void {
    if (!this.sending) this.rows = [];
  }

  /** Attaches what waits, in order; what is refused stays with its reason. Gives the first row that lacks its paper. */
  async send(): Promise<string | undefined> {
    if (this.sending) return undefined;
    const waiting = this.rows.filter((row) => row.state.kind === 'waiting' || row.state.kind === 'unplaced');
    const unplaced = waiting.filter((row) => !row.place);
    for (const row of unplaced) this.change(row.key, { state: { kind: 'unplaced' } });
    if (unplaced[0]) return unplaced[0].key;
    this.sending = true;
    let done = 0;
    for (const row of waiting) {
      this.change(row.key, { state: { kind: 'sending' } });
      announce(m.filesSending({ name: row.name }));
      try {
        const paper = /^\d+$/.test(row.place) ? Number(row.place) : null;
        await this.port.attach({
          dossier: this.dossier, name: row.name, data: await base64(row.file), paper, result: row.place === 'result',
          digitised: row.place === 'none' ? 'no' : row.how,
        });
        done += 1;
        this.remove(row.key);
      } catch (error) {
        const refused = DeskError.from(error);
        this.change(row.key, { state: { kind: 'refused', error: refused } });
        announce(refused.words);
      }
    }
    this.sending = false;
    if (done > 0) this.onattached(m.filesAttached({ count: done }));
    return undefined;
  }
}

/** The file in sight: its page, how large it is shown. */
export class Looking {
  page = $state(0);
  /** 1 fits the pane. */
  zoom = $state(1);
  readonly picture: Loader<Picture>;

  constructor(
    dossier: string,
    readonly file: FileView,
    port: FilePort = filePort,
  ) {
    this.picture = new Loader(() => port.picture(dossier, file.hash, this.page));
    void this.picture.load();
  }

  turn(to: number): void {
    const page = Math.min(Math.max(to, 0), this.file.pages - 1);
    if (page === this.page) return;
    this.page = page;
    void this.picture.load();
    announce(m.filesPageOf({ page: page + 1, pages: this.file.pages }));
  }
  enlarge(by: number): void {
    this.zoom = Math.min(Math.max(this.zoom + by, 1), 4);
  }
}

/** The tick beside a card: who compared it, when. */
export function comparedBy(view: DossierView, paper: string): { at: string; by: string } | undefined {
  return view.life.notes.find((note) => note.about === 'identity_compared' && (note.text === paper || note.text === ''));
}

/** The size of a file as people say it. */
export function sizeWords(bytes: number): string {
  const kilo = bytes / 1024;
  const short = (size: number): string => (size < 10 ? size.toFixed(1) : String(Math.round(size))).replace('.', ',');
  return kilo < 1000 ? m.filesSizeKb({ size: String(Math.max(1, Math.round(kilo))) }) : m.filesSizeMb({ size: short(kilo / 1024) });
}
