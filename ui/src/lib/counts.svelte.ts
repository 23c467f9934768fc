// What the rail counts beside its screens: asked anew whenever a screen is left and once a minute. A count that cannot be had is not shown.
import { call } from './ipc/call';
import type { RailCounts } from './ipc/types';

class Counts {
  value = $state.raw<RailCounts>();
  private asking = false;

  async refresh(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      this.value = await call('rail_counts', {});
    } catch {
      this.value = undefined;
    } finally {
      this.asking = false;
    }
  }

  /** The count of a screen; none where nothing waits. */
  of(screen: string): number | undefined {
    const count = screen === 'today' || screen === 'returns' || screen === 'handover' ? this.value?.[screen] : undefined;
    return count || undefined;
  }
}

export const counts = new Counts();
