// Locks the desk after its idle minutes and warns one minute before. Any key or pointer is life.

export class IdleLock {
  warning = $state(false);
  seconds = $state(60);
  private last = Date.now();

  constructor(
    private limitSeconds: () => number,
    private lock: () => void,
  ) {}

  start(window: Window): () => void {
    const alive = (): void => {
      this.last = Date.now();
      this.warning = false;
    };
    const look = (): void => {
      const idle = (Date.now() - this.last) / 1000;
      const left = this.limitSeconds() - idle;
      if (left <= 0) {
        this.last = Date.now();
        this.warning = false;
        this.lock();
      } else if (left <= 60) {
        // Said in steps, or a screen reader would count aloud.
        this.seconds = left > 30 ? 60 : left > 10 ? 30 : 10;
        this.warning = true;
      }
    };
    const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const event of events) window.addEventListener(event, alive, { capture: true, passive: true });
    const timer = setInterval(look, 1000);
    return () => {
      clearInterval(timer);
      for (const event of events) window.removeEventListener(event, alive, { capture: true });
    };
  }
}
