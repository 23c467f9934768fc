// The day in hand: asked of the counter, judged, closed and signed there.
import { call, DeskError } from '../../lib/ipc/call';
import type { DayExceptionView, DayView } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';

/** What is open beside the figures: the closing, or words to an exception. */
export type Panel = { kind: 'closing' } | { kind: 'words'; judgement: 'returned' | 'noted'; exception: DayExceptionView };

export class DayInHand {
  readonly view = new Loader<DayView>(() => call('day_open', { day: this.day }));
  panel = $state.raw<Panel | undefined>(undefined);
  error = $state.raw<DeskError | undefined>(undefined);
  busy = $state(false);

  constructor(private day: string | null) {}

  load(): Promise<void> {
    return this.view.load();
  }

  /** Another day; one ahead of today is not gone to. */
  async go(day: string): Promise<void> {
    const today = this.view.value?.today;
    if (today && day > today) return;
    this.day = day;
    this.panel = undefined;
    this.error = undefined;
    await this.view.load();
  }

  private async put(ask: () => Promise<DayView>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = undefined;
    try {
      this.view.put(await ask());
      return true;
    } catch (error) {
      this.error = DeskError.from(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Says what becomes of an exception; all that is open of its kind, or of the named ones where the line is about them alone. */
  judge(exception: DayExceptionView, judgement: 'approved' | 'returned' | 'noted', text: string): Promise<boolean> {
    const day = this.view.value?.day ?? '';
    const subjects = exception.mark === null ? exception.subjects : [];
    return this.put(() => call('day_judge', { day, kind: exception.kind, subjects, judgement, text }));
  }

  close(counted: number | null, password: string | null): Promise<boolean> {
    const day = this.view.value?.day ?? '';
    return this.put(() => call('day_close', { day, counted, password }));
  }
}

/** The day before or after, as written in the views. */
export function dayBeside(day: string, step: 1 | -1): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + step);
  return at.toISOString().slice(0, 10);
}
