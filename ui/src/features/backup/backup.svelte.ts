// Backups: asked of the counter, looked at while one is under way, also when the clerk has gone on to another screen.
import { announce } from '../../lib/announce.svelte';
import { desk } from '../../lib/desk.svelte';
import { errorWords, m, number } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { BackupFound, BackupPlanInput, BackupRestore, BackupView, Commands } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';
import { longWork } from '../../lib/long-work.svelte';

export type BackupPort = <Name extends 'backup_open' | 'backup_make' | 'backup_stop' | 'backup_plan_set' | 'backups_find'>(
  name: Name,
  input: Commands[Name]['input'],
) => Promise<Commands[Name]['output']>;

const POLL_MS = 400;
const KEY = 'backup';

/** 12,3 MB */
export function size(bytes: number): string {
  const mega = bytes / 1024 / 1024;
  return mega < 1000 ? `${mega.toFixed(1).replace('.', ',')} MB` : `${(mega / 1024).toFixed(1).replace('.', ',')} GB`;
}

export class Backups {
  readonly view: Loader<BackupView>;
  busy = $state<'make' | 'plan' | 'find' | 'restore' | undefined>();
  error = $state.raw<DeskError>();
  told = $state('');
  found = $state.raw<readonly BackupFound[] | undefined>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly ask: BackupPort = call,
    private readonly pause: (next: () => void) => ReturnType<typeof setTimeout> = (next) => setTimeout(next, POLL_MS),
  ) {
    this.view = new Loader(() => this.ask('backup_open', {}));
  }

  get value(): BackupView | undefined {
    return this.view.value;
  }

  async load(): Promise<void> {
    await this.view.load();
    this.follow();
  }

  make(folder: string): Promise<boolean> {
    return this.run('make', async () => {
      this.put(await this.ask('backup_make', { folder }));
    });
  }

  async stop(): Promise<void> {
    this.put(await this.ask('backup_stop', {}));
  }

  plan(input: BackupPlanInput): Promise<boolean> {
    return this.run('plan', async () => {
      this.put(await this.ask('backup_plan_set', input));
      this.told = input.on ? m.backupPlanSaved() : m.backupPlanOff();
      announce(this.told);
      // Where none is newer than the schedule's last time, the first one begins within a moment.
      if (input.on) this.follow(true);
    });
  }

  find(folder: string): Promise<boolean> {
    this.found = undefined;
    return this.run('find', async () => {
      this.found = (await this.ask('backups_find', { folder })).backups;
    });
  }

  restore(input: BackupRestore): Promise<boolean> {
    return this.run('restore', async () => {
      desk.take(await call('backup_restore', input));
      this.found = undefined;
      await this.load();
      this.told = m.backupRestored();
      announce(this.told);
    });
  }

  private put(view: BackupView): void {
    this.view.put(view);
    this.follow();
  }

  /** Looks again while one is under way; `soon`: one may begin within a moment. */
  private follow(soon = false, looks = 0): void {
    const running = this.value?.running;
    if (running) {
      const label = m.backupRunning({ folder: running.folder });
      longWork.step({ key: KEY, label, short: m.backupShort(), done: running.percent, of: 100, route: { screen: 'backup' } });
    }
    if (!running && !(soon && looks < 12)) return;
    clearTimeout(this.timer);
    this.timer = this.pause(() => void this.look(running !== null && running !== undefined, looks + 1));
  }

  private async look(was: boolean, looks: number): Promise<void> {
    await this.view.load();
    if (was && this.value && !this.value.running) this.ended(this.value);
    this.follow(!was, looks);
  }

  private ended(view: BackupView): void {
    const last = view.notes[0];
    const good = last?.outcome === 'verified';
    const said = good ? m.backupDone({ entries: number(last.entries), folder: last.folder }) : m.backupNotDone({ why: errorWords({ code: last?.why ?? 'unexpected' }) });
    longWork.end(KEY, said, good ? 'ok' : 'soon');
    this.told = good ? said : '';
    announce(said);
    void desk.refresh();
  }

  private async run(what: 'make' | 'plan' | 'find' | 'restore', does: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = what;
    this.error = undefined;
    this.told = '';
    try {
      await does();
      return true;
    } catch (error) {
      this.error = DeskError.from(error);
      return false;
    } finally {
      this.busy = undefined;
    }
  }
}

export const backups = new Backups();
