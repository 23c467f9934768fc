// Đồng bộ: what the desk knows of the province, called anew when the figures change; calling the province; joining it.
import { announce } from '../../lib/announce.svelte';
import { m, number } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { CarriedInView, CarriedOutView, Enrol, SyncPage } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';
import { line } from '../../lib/line.svelte';

export type SyncPort = {
  view: () => Promise<SyncPage>;
  now: () => Promise<SyncPage>;
  enrol: (input: Enrol) => Promise<SyncPage>;
  carryOut: () => Promise<CarriedOutView>;
  carryIn: (data: string) => Promise<CarriedInView>;
};

const port: SyncPort = {
  view: () => call('sync_view', {}),
  now: () => call('sync_now', {}),
  enrol: (input) => call('enrol', input),
  carryOut: () => call('carry_out', {}),
  carryIn: (data) => call('carry_in', { data }),
};

/** Letters of a code, however they are grouped. */
export function codeLetters(typed: string): number {
  return typed.replace(/[\s-]/g, '').length;
}

/** The most bytes of a file of a stick; the desk holds the same limit. */
const BYTES_MAX = 64 * 1024 * 1024;

async function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new DeskError('carry_torn'));
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  });
}

export class Syncing {
  readonly page: Loader<SyncPage>;
  error = $state.raw<DeskError>();
  busy = $state<'now' | 'enrol' | 'carry_out' | 'carry_in' | undefined>();
  /** What the stick did last. */
  stick = $state.raw<{ told: string; error?: DeskError }>();
  told = $state('');

  constructor(private readonly ask: SyncPort = port) {
    this.page = new Loader(ask.view);
  }

  get value(): SyncPage | undefined {
    return this.page.value;
  }

  async now(): Promise<void> {
    await this.run('now', async () => {
      this.page.put(await this.ask.now());
      announce(m.syncNowAsked());
    });
  }

  /** True when the machine is enrolled now. */
  async enrol(server: string, code: string): Promise<boolean> {
    return this.run('enrol', async () => {
      const page = await this.ask.enrol({ server: server.trim(), code: code.trim() });
      this.page.put(page);
      this.told = m.syncEnrolled({ counter: page.province?.counter ?? '' });
      announce(this.told);
    });
  }

  async carryOut(): Promise<void> {
    await this.carry('carry_out', async () => {
      const { path, entries, files } = await this.ask.carryOut();
      return m.syncStickMade({ path, entries: number(entries), files: number(files) });
    });
  }

  async carryIn(file: File): Promise<void> {
    await this.carry('carry_in', async () => {
      if (file.size > BYTES_MAX) throw new DeskError('carry_too_large');
      const { of, sent, pulled, page } = await this.ask.carryIn(await base64(file));
      this.page.put(page);
      const counts = { file: file.name, sent: number(sent), pulled: number(pulled) };
      return of === 'answer' ? m.syncStickAnswered(counts) : m.syncStickTaken(counts);
    });
  }

  private async carry(what: 'carry_out' | 'carry_in', does: () => Promise<string>): Promise<void> {
    this.stick = undefined;
    let told = '';
    const done = await this.run(what, async () => {
      told = await does();
    });
    if (done) announce(told);
    this.stick = done ? { told } : { told: '', ...(this.error ? { error: this.error } : {}) };
    this.error = undefined;
  }

  private async run(what: 'now' | 'enrol' | 'carry_out' | 'carry_in', does: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = what;
    this.error = undefined;
    this.told = '';
    try {
      await does();
      void line.refresh();
      return true;
    } catch (error) {
      this.error = DeskError.from(error);
      return false;
    } finally {
      this.busy = undefined;
    }
  }
}
