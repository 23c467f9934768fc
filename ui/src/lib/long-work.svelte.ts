// Work that takes longer than a person waits: shown in the hint bar wherever they are, and said in Today when it ended after more than
// ten seconds.
import type { Mark } from './ipc/types';
import type { Route } from './route.svelte';

export type Job = { key: string; label: string; short: string; done: number; of: number; route: Route; began: number };
type Ended = { key: string; text: string; mark: Mark };

/** From here on an end is worth a line in Today. */
const LONG_MS = 10_000;

class LongWork {
  jobs = $state.raw<readonly Job[]>([]);
  ended = $state.raw<readonly Ended[]>([]);

  /** Begins a job, or says how far it is. */
  step(job: Omit<Job, 'began'>): void {
    const began = this.jobs.find((one) => one.key === job.key)?.began ?? Date.now();
    this.jobs = [...this.jobs.filter((one) => one.key !== job.key), { ...job, began }];
  }

  /** Ends it, with what is to be said of it. */
  end(key: string, text: string, mark: Mark): void {
    const job = this.jobs.find((one) => one.key === key);
    this.jobs = this.jobs.filter((one) => one.key !== key);
    if (job && Date.now() - job.began > LONG_MS) this.ended = [...this.ended.filter((one) => one.key !== key), { key, text, mark }];
  }

  drop(key: string): void {
    this.ended = this.ended.filter((one) => one.key !== key);
  }
}

export const longWork = new LongWork();
