// What the whole program knows of the desk: who is signed in, the unit, the clock, the state of the line.
import { speak } from './i18n';
import { call, DeskError } from './ipc/call';
import { router } from './route.svelte';
import type { DeskState, PersonView } from './ipc/types';

type Status = { kind: 'starting' } | { kind: 'broken'; error: DeskError } | { kind: 'open'; state: DeskState };

class Desk {
  status = $state.raw<Status>({ kind: 'starting' });
  /** Desk clock minus this machine's, so that demos run on their own day. */
  private offset = 0;

  get state(): DeskState | undefined {
    return this.status.kind === 'open' ? this.status.state : undefined;
  }
  get person(): PersonView | undefined {
    const session = this.state?.session;
    return session?.kind === 'signed_in' ? session.person : undefined;
  }
  /** A moment of the desk's clock, RFC 3339 in the office's own time. */
  now(): string {
    const at = new Date(Date.now() + this.offset + 7 * 3_600_000);
    return `${at.toISOString().slice(0, 19)}+07:00`;
  }

  take(state: DeskState): void {
    this.offset = new Date(state.now).getTime() - Date.now();
    const before = this.state?.session.kind;
    this.status = { kind: 'open', state };
    if (before !== state.session.kind && state.session.kind !== 'first_run') speak(state.lang);
  }

  async refresh(): Promise<void> {
    try {
      this.take(await call('desk_state', {}));
    } catch (error) {
      if (this.status.kind !== 'open') this.status = { kind: 'broken', error: DeskError.from(error) };
    }
  }

  async lock(): Promise<void> {
    this.take(await call('lock', {}));
  }
  /** To the practice store and back; what is being typed is written before. The words of what stands against it, if anything. */
  async practise(begin: boolean): Promise<string> {
    try {
      await router.leaving?.();
      this.take(begin ? await call('practice_begin', {}) : await call('practice_end', {}));
      router.home();
      return '';
    } catch (error) {
      return DeskError.from(error).words;
    }
  }
  async signOut(): Promise<void> {
    this.take(await call('sign_out', {}));
  }
}

export const desk = new Desk();
