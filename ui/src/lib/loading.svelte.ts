// One question to the desk and how it stands: nothing for 150 ms, then grey bars, then the answer or the error in its place.
import { DeskError } from './ipc/call';

export type Load<Value> =
  | { kind: 'waiting'; slow: boolean }
  | { kind: 'here'; value: Value }
  | { kind: 'failed'; error: DeskError };

export class Loader<Value> {
  state = $state.raw<Load<Value>>({ kind: 'waiting', slow: false });
  private round = 0;

  constructor(private ask: () => Promise<Value>) {}

  get value(): Value | undefined {
    return this.state.kind === 'here' ? this.state.value : undefined;
  }

  /** Asks again; what is shown stays until the new answer is here. */
  async load(ask?: () => Promise<Value>): Promise<void> {
    if (ask) this.ask = ask;
    const round = ++this.round;
    if (this.state.kind === 'failed') this.state = { kind: 'waiting', slow: false };
    const slow = setTimeout(() => {
      if (this.round === round && this.state.kind === 'waiting') this.state = { kind: 'waiting', slow: true };
    }, 150);
    try {
      const value = await this.ask();
      if (this.round === round) this.state = { kind: 'here', value };
    } catch (error) {
      if (this.round === round) this.state = { kind: 'failed', error: DeskError.from(error) };
    } finally {
      clearTimeout(slow);
    }
  }

  put(value: Value): void {
    this.round++;
    this.state = { kind: 'here', value };
  }
}
