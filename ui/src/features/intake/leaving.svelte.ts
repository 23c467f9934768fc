// A citizen who goes home without a dossier: told what is missing, or turned down in writing. The form stays as a draft until the
// clerk throws it away.
import type { FieldProblem, IntakeForm, PrintJobView, WalkIn, WalkInDone } from '../../lib/ipc/generated/types';
import { FormRun } from '../../lib/acts/printing.svelte';
import { call, DeskError } from '../../lib/ipc/call';

export type Leaves = 'guidance' | 'refusal';
export type Line = { key: string; label: string; on: boolean; own: boolean };
export type Left = { kind: Leaves; slip: string; name: string; job: PrintJobView | null; pages: readonly string[] };

/** As it goes on record and paper: in Vietnamese, whatever the screens speak. */
export const guidanceReason = 'Hồ sơ chưa đủ thành phần theo quy định của thủ tục';

export class Leaving {
  kind = $state<Leaves | undefined>();
  lines = $state.raw<readonly Line[]>([]);
  reason = $state('');
  ground = $state('');
  problems = $state.raw<readonly FieldProblem[]>([]);
  failure = $state.raw<DeskError | undefined>(undefined);
  busy = $state(false);
  left = $state.raw<Left | undefined>(undefined);
  readonly paper = new FormRun();

  constructor(private readonly port: (input: WalkIn) => Promise<WalkInDone> = (input) => call('walk_in', input)) {}

  /** Opens with the papers that are missing ticked; the others can be ticked too. */
  open(kind: Leaves, papers: readonly { name: string; missing: boolean }[]): void {
    this.kind = kind;
    this.lines = papers.filter((paper) => paper.missing || kind === 'guidance').map((paper, place) => ({ key: String(place), label: paper.name, on: paper.missing, own: false }));
    this.reason = kind === 'guidance' ? guidanceReason : '';
    this.ground = '';
    this.problems = [];
    this.failure = undefined;
    this.left = undefined;
  }
  close(): void {
    this.kind = undefined;
  }

  tick(key: string, on: boolean): void {
    this.lines = this.lines.map((line) => (line.key === key ? { ...line, on } : line));
  }
  add(label: string): void {
    this.lines = [...this.lines, { key: `own-${this.lines.length}`, label: label.normalize('NFC').trim(), on: true, own: true }];
  }

  /** F9 in the panel. */
  async submit(form: IntakeForm): Promise<'done' | 'stopped' | 'failed'> {
    const kind = this.kind;
    if (!kind || this.busy) return 'stopped';
    this.busy = true;
    this.failure = undefined;
    try {
      const items = this.lines.filter((line) => line.on).map((line) => line.label);
      const done = await this.port({ kind, form, items, reason: this.reason, ground: kind === 'refusal' ? this.ground : '' });
      this.left = { kind, slip: done.slip.on_paper, name: form.submitter?.party.name || form.owner.name, job: done.job, pages: done.pages };
      if (done.job) this.paper.watch(done.job);
      else this.paper.clear();
      this.kind = undefined;
      return 'done';
    } catch (error) {
      const known = DeskError.from(error);
      this.problems = known.at;
      if (known.at.every((problem) => problem.field !== 'reason' && problem.field !== 'ground')) this.failure = known;
      return known.at.length > 0 ? 'stopped' : 'failed';
    } finally {
      this.busy = false;
    }
  }

  end(): void {
    this.paper.end();
  }
}
