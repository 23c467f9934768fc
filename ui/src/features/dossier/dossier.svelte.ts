// The state of one opened dossier: its view, the picture of its receipt, and the print under way.
import { call, DeskError } from '../../lib/ipc/call';
import type { DossierView, Picture, PrintJobView } from '../../lib/ipc/generated/types';
import { Loader } from '../../lib/loading.svelte';

export type Port = {
  open: (dossier: string) => Promise<DossierView>;
  picture: (dossier: string) => Promise<Picture>;
  print: (dossier: string) => Promise<PrintJobView>;
  printStatus: (job: string) => Promise<PrintJobView>;
  savePdf: (dossier: string) => Promise<string>;
};

export const desk: Port = {
  open: (dossier) => call('dossier_open', { dossier }),
  picture: (dossier) => call('receipt_picture', { dossier }),
  print: (dossier) => call('dossier_print', { dossier }),
  printStatus: (job) => call('print_status', { job }),
  savePdf: async (dossier) => (await call('receipt_save', { dossier })).path,
};

export type Printing =
  | { kind: 'none' }
  | { kind: 'sending' }
  | { kind: 'waiting'; job: PrintJobView }
  | { kind: 'done'; printer: string }
  | { kind: 'failed'; job: PrintJobView }
  | { kind: 'refused'; error: DeskError }
  | { kind: 'saved'; path: string };

const pace = { poll_ms: 300, poll_slow_ms: 2_000, polls_fast_max: 40 } as const;

export class OpenDossier {
  readonly view: Loader<DossierView>;
  readonly picture: Loader<Picture>;
  preview = $state(false);
  printing = $state.raw<Printing>({ kind: 'none' });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  constructor(
    readonly id: string,
    private readonly port: Port = desk,
  ) {
    this.view = new Loader(() => port.open(id));
    this.picture = new Loader(() => port.picture(id));
  }

  async load(): Promise<void> {
    await this.view.load();
    const view = this.view.value;
    // A job handed over elsewhere (at F9 in intake) is watched here to its end.
    const waiting = view?.prints.find((print) => print.state === 'waiting' && print.job);
    if (waiting?.job && this.printing.kind === 'none') this.watch(waiting.job);
  }

  can(action: string): boolean {
    return this.view.value?.actions.includes(action) ?? false;
  }
  get printAction(): 'print' | 'reprint' | undefined {
    return this.can('print') ? 'print' : this.can('reprint') ? 'reprint' : undefined;
  }

  openPreview(): void {
    this.preview = true;
    void this.picture.load();
  }

  async print(): Promise<void> {
    if (this.printing.kind === 'sending') return;
    this.printing = { kind: 'sending' };
    try {
      this.watch(await this.port.print(this.id));
    } catch (error) {
      this.printing = { kind: 'refused', error: DeskError.from(error) };
    }
    this.preview = false;
    await this.view.load();
  }

  async savePdf(): Promise<void> {
    try {
      this.printing = { kind: 'saved', path: await this.port.savePdf(this.id) };
    } catch (error) {
      this.printing = { kind: 'refused', error: DeskError.from(error) };
    }
    await this.view.load();
  }

  /** Follows a print job until it is done or failed; then the prints and the timeline are read again. */
  private watch(job: PrintJobView, asked = 0): void {
    if (this.ended) return;
    switch (job.state) {
      case 'done':
        this.printing = { kind: 'done', printer: job.printer };
        if (asked > 0) void this.view.load();
        return;
      case 'failed':
        this.printing = { kind: 'failed', job };
        if (asked > 0) void this.view.load();
        return;
      default:
        this.printing = { kind: 'waiting', job };
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.port.printStatus(job.job).then(
          (now) => this.watch(now, asked + 1),
          () => this.watch(job, asked + 1),
        );
      },
      asked < pace.polls_fast_max ? pace.poll_ms : pace.poll_slow_ms,
    );
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }
}
