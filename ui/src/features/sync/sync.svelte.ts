// Đồng bộ: what the desk knows of the province, called anew when the figures change; calling the province; joining it.
import { announce } from '../../lib/announce.svelte';
import { m } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { Enrol, SyncPage } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';
import { line } from '../../lib/line.svelte';

export type SyncPort = {
  view: () => Promise<SyncPage>;
  now: () => Promise<SyncPage>;
  enrol: (input: Enrol) => Promise<SyncPage>;
};

const port: SyncPort = {
  view: () => call('sync_view', {}),
  now: () => call('sync_now', {}),
  enrol: (input) => call('enrol', input),
};

/** Letters of a code, however they are grouped. */
export function codeLetters(typed: string): number {
  return typed.replace(/[\s-]/g, '').length;
}

export class Syncing {
  readonly page: Loader<SyncPage>;
  error = $state.raw<DeskError>();
  busy = $state<'now' | 'enrol' | undefined>();
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

  private async run(what: 'now' | 'enrol', does: () => Promise<void>): Promise<boolean> {
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
