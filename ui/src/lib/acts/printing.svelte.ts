// A form on its way to paper: handed to the printer, watched until it is done or failed, or saved as a PDF; and how to say so.
import { announce } from '../announce.svelte';
import { find, m, say } from '../i18n';
import { call, DeskError } from '../ipc/call';
import type { FormOf, PrintJobView, Reason, SavedFile } from '../ipc/generated/types';

export type FormPort = {
  print: (form: FormOf) => Promise<PrintJobView>;
  save: (form: FormOf) => Promise<SavedFile>;
  status: (job: string) => Promise<PrintJobView>;
};

export const formPort: FormPort = {
  print: (form) => call('form_print', form),
  save: (form) => call('form_save', form),
  status: (job) => call('print_status', { job }),
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

/** Why a print failed, in words. */
export function printReason(reason: Reason | string | null): string {
  if (reason === null) return m.dossierPrintUnknown();
  const { code, fields } = typeof reason === 'string' ? { code: reason, fields: {} } : reason;
  return find('print_reason', code, fields) ?? find('error', code, fields) ?? code;
}

/** A name as it stands within a sentence: "phiếu bàn giao". */
export function midSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export class FormRun {
  state = $state.raw<Printing>({ kind: 'none' });
  form = $state.raw<FormOf>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  constructor(
    private readonly onchange: () => void = () => undefined,
    private readonly port: FormPort = formPort,
  ) {}

  /** Prints; another print that is being watched is watched no more. */
  async print(form: FormOf): Promise<void> {
    if (this.state.kind === 'sending') return;
    clearTimeout(this.timer);
    this.form = form;
    this.state = { kind: 'sending' };
    try {
      this.watch(await this.port.print(form));
    } catch (error) {
      this.state = { kind: 'refused', error: DeskError.from(error) };
    }
    this.onchange();
  }

  async save(form: FormOf): Promise<void> {
    clearTimeout(this.timer);
    this.form = form;
    try {
      this.state = { kind: 'saved', path: (await this.port.save(form)).path };
      announce(this.words);
    } catch (error) {
      this.state = { kind: 'refused', error: DeskError.from(error) };
    }
    this.onchange();
  }

  /** Follows a job until it is done or failed. */
  watch(job: PrintJobView, asked = 0): void {
    if (this.ended) return;
    this.state = job.state === 'done' ? { kind: 'done', printer: job.printer } : job.state === 'failed' ? { kind: 'failed', job } : { kind: 'waiting', job };
    if (this.state.kind !== 'waiting') {
      if (asked > 0) this.onchange();
      return;
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        this.port.status(job.job).then(
          (now) => this.watch(now, asked + 1),
          () => this.watch(job, asked + 1),
        );
      },
      asked < pace.polls_fast_max ? pace.poll_ms : pace.poll_slow_ms,
    );
  }

  clear(): void {
    clearTimeout(this.timer);
    this.state = { kind: 'none' };
  }

  /** The form as a sentence begins: "Phiếu bàn giao 012-2". */
  get what(): string {
    if (!this.form) return '';
    const name = say('dossier_paper_form', this.form.form);
    return this.form.slip ? m.formWithSlip({ form: name, slip: this.form.slip.on_paper }) : name;
  }
  /** The same within a sentence. */
  private get mid(): string {
    return midSentence(this.what);
  }
  get trouble(): boolean {
    return this.state.kind === 'failed' || this.state.kind === 'refused';
  }
  get mark(): 'new' | 'ok' | 'soon' {
    return this.trouble ? 'soon' : this.state.kind === 'waiting' || this.state.kind === 'sending' ? 'new' : 'ok';
  }
  get words(): string {
    const form = this.what;
    switch (this.state.kind) {
      case 'none':
        return '';
      case 'sending':
        return m.formSending({ form: this.mid });
      case 'waiting':
        return m.formPrinting({ form, printer: this.state.job.printer });
      case 'done':
        return m.formPrinted({ form, printer: this.state.printer });
      case 'saved':
        return m.formSaved({ form, path: this.state.path });
      case 'failed':
        return m.formUnprinted({ form: this.mid, reason: printReason(this.state.job.reason) });
      case 'refused':
        return this.state.error.code === 'no_printer_chosen' ? m.formNoPrinter({ form: this.mid }) : this.state.error.words;
    }
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
  }
}
