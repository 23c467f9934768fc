// How this machine stands with the province: asked for every two seconds while somebody is signed in. The figures are the
// desk's own; no network is waited for.
import { desk } from './desk.svelte';
import { call } from './ipc/call';
import type { SyncView } from './ipc/types';

const EVERY_MS = 2_000;

class Line {
  private asked = $state.raw<SyncView>();
  private asking = false;

  get value(): SyncView | undefined {
    return this.asked ?? desk.state?.sync;
  }

  async refresh(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      const next = await call('sync_standing', {});
      // The same figures are no news: whoever looks at them is not disturbed.
      if (JSON.stringify(next) !== JSON.stringify(this.asked)) this.asked = next;
    } catch {
      this.asked = undefined;
    } finally {
      this.asking = false;
    }
  }

  /** Asks until the returned function is called. */
  watch(): () => void {
    void this.refresh();
    const every = setInterval(() => void this.refresh(), EVERY_MS);
    return () => {
      clearInterval(every);
      this.asked = undefined;
    };
  }
}

export const line = new Line();
