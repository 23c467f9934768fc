import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { IntakeCheck, IntakeForm, PaperRow, PrintJobView } from '../../lib/ipc/generated/types';
import { DeskError } from '../../lib/ipc/call';
import { Intake, pace, type Port } from './intake.svelte';

const paper: PaperRow = {
  index: 0, name: 'Tờ khai', group: null, need: 'always', condition: null, originals_asked: 1, copies_asked: null, state: 'unseen', originals: 0, copies: 0, reason: null,
  checked_state: 'given',
};

/** What a desk with one procedure of one paper says of a form. */
function judged(form: IntakeForm): IntakeCheck {
  const problems: IntakeCheck['problems'] = [];
  if (!form.owner.name) problems.push({ field: 'owner.name', code: 'name_missing', fields: {} });
  if (!form.procedure) problems.push({ field: 'procedure', code: 'procedure_missing', fields: {} });
  const mine = form.papers.find((one) => one.index === 0);
  if (form.procedure && mine?.state !== 'given') problems.push({ field: 'papers.0', code: 'paper_missing', fields: {} });
  return {
    procedure: form.procedure ? { code: form.procedure, name: 'Đăng ký khai sinh', field: 'Hộ tịch', ministry: '', as_of: '', confidence: 'high', channels: [], cases: [], on: true } : null,
    papers: form.procedure ? [{ ...paper, state: mine?.state ?? 'unseen' }] : [],
    papers_found: mine?.state === 'given' ? 1 : 0, papers_needed: form.procedure ? 1 : 0,
    limit: null, due: null, fee: null, duplicates: [], alike: [], problems, warnings: [], ready: problems.length === 0, numbers_left: 900,
  };
}

type Calls = { checks: IntakeForm[]; drafts: (string | null)[]; previews: number; received: { draft: string | null; form: IntakeForm }[] };

function scene(change: Partial<Port> = {}): { intake: Intake; calls: Calls } {
  const calls: Calls = { checks: [], drafts: [], previews: 0, received: [] };
  const port: Port = {
    check: async (form) => {
      calls.checks.push(form);
      return judged(form);
    },
    preview: async () => {
      calls.previews += 1;
      return { pages: ['data:image/png;base64,'] };
    },
    saveDraft: async (draft) => {
      calls.drafts.push(draft);
      return { draft: draft ?? 'd1', saved_at: '2024-03-05T14:06:21+07:00' };
    },
    openDraft: async () => Promise.reject(new DeskError('no_such_draft')),
    discardDraft: async () => undefined,
    drafts: async () => [],
    receive: async (draft, form) => {
      calls.received.push({ draft, form });
      return { dossier: 'x', code: '000.05.17.H28-240305-0031', due: null, job: { job: 'j', printer: 'HP 1020', state: 'queued', reason: null }, unprinted: null, slip_unprinted: null, copies: 2 };
    },
    scan: async () => ({ kind: 'unknown' }),
    printStatus: async (job): Promise<PrintJobView> => ({ job, printer: 'HP 1020', state: 'done', reason: null }),
    printAgain: async () => ({ job: 'j2', printer: 'HP 1020', state: 'queued', reason: null }),
    savePdf: async () => '/srv/a.pdf',
    judge: async () => undefined,
    ...change,
  };
  return { intake: new Intake(port, 'clerk'), calls };
}

function type(intake: Intake, change: (form: IntakeForm) => void): void {
  change(intake.form);
  intake.changed();
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('every_change_is_checked_within_40_ms_and_the_last_form_wins', async () => {
  const { intake, calls } = scene();
  type(intake, (form) => (form.owner.name = 'B'));
  await vi.advanceTimersByTimeAsync(10);
  type(intake, (form) => (form.owner.name = 'Bùi'));
  await vi.advanceTimersByTimeAsync(40);
  expect(pace.check_ms).toBeLessThanOrEqual(40);
  expect(calls.checks.map((form) => form.owner.name)).toEqual(['Bùi']);
});

test('an_answer_to_an_older_form_is_dropped', async () => {
  const answers: ((check: IntakeCheck) => void)[] = [];
  const asked: IntakeForm[] = [];
  const { intake } = scene({
    check: (form) => {
      asked.push(form);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  type(intake, (form) => (form.owner.name = 'Bùi'));
  await vi.advanceTimersByTimeAsync(30);
  type(intake, (form) => (form.procedure = '1.001193'));
  answers[0]?.(judged(asked[0] as IntakeForm));
  await vi.advanceTimersByTimeAsync(0);
  expect(intake.check).toBeUndefined();
  answers[1]?.(judged(asked[1] as IntakeForm));
  await vi.advanceTimersByTimeAsync(0);
  expect(intake.check?.procedure?.code).toBe('1.001193');
});

test('a_draft_is_saved_by_itself_within_a_second_of_the_first_change', async () => {
  const { intake, calls } = scene();
  for (let i = 0; i < 5; i++) {
    type(intake, (form) => (form.owner.name += 'a'));
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(calls.drafts).toEqual([null]);
  type(intake, (form) => (form.owner.name += 'b'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls.drafts).toEqual([null, 'd1']);
  expect(intake.draft.savedAt).toBe('2024-03-05T14:06:21+07:00');
});

test('an_empty_form_makes_no_draft', async () => {
  const { intake, calls } = scene();
  type(intake, (form) => (form.return_by = 'post'));
  await vi.advanceTimersByTimeAsync(3000);
  expect(calls.drafts).toEqual([]);
});

test('a_draft_that_cannot_be_saved_is_tried_again_and_the_clerk_is_told', async () => {
  let fails = true;
  const { intake } = scene({
    saveDraft: async () => {
      if (fails) throw new DeskError('disk_error');
      return { draft: 'd1', saved_at: 'x' };
    },
  });
  type(intake, (form) => (form.owner.name = 'a'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(intake.draftFailure?.code).toBe('disk_error');
  fails = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(intake.draftFailure).toBeUndefined();
  expect(intake.draft.id).toBe('d1');
});

test('f8_and_f9_pressed_before_the_papers_are_here_still_mark_and_save', async () => {
  const { intake, calls } = scene();
  type(intake, (form) => (form.owner.name = 'Quách Thị Mỹ Duyên'));
  intake.pickProcedure('1.001193');
  intake.checkAll();
  const end = await intake.submit();
  expect(end).toBe('saved');
  expect(calls.received[0]?.form.papers).toMatchObject([{ index: 0, state: 'given', originals: 1 }]);
  expect(intake.empty).toBe(true);
  expect(intake.saved).toMatchObject({ code: '000.05.17.H28-240305-0031', copies: 2, printed: { kind: 'waiting' } });
  await vi.advanceTimersByTimeAsync(400);
  expect(intake.saved?.printed).toEqual({ kind: 'done', printer: 'HP 1020' });
});

test('the_draft_goes_with_the_dossier_and_none_is_left_behind', async () => {
  const { intake, calls } = scene();
  type(intake, (form) => (form.owner.name = 'Quách Thị Mỹ Duyên'));
  await vi.advanceTimersByTimeAsync(1000);
  intake.pickProcedure('1.001193');
  intake.checkAll();
  await intake.submit();
  expect(calls.received[0]?.draft).toBe('d1');
  await vi.advanceTimersByTimeAsync(5000);
  expect(calls.drafts).toEqual([null]);
  expect(intake.draft).toEqual({ id: null, savedAt: null });
});

test('f9_with_problems_saves_nothing_and_names_them_until_they_are_gone', async () => {
  const { intake, calls } = scene();
  expect(await intake.submit()).toBe('stopped');
  expect(intake.stopped.map((one) => one.field)).toEqual(['owner.name', 'procedure']);
  type(intake, (form) => (form.owner.name = 'a'));
  await vi.advanceTimersByTimeAsync(40);
  expect(intake.stopped.map((one) => one.field)).toEqual(['procedure']);
  expect(calls.received).toEqual([]);
});

test('a_refused_save_keeps_the_form', async () => {
  const { intake } = scene({ receive: async () => Promise.reject(new DeskError('disk_full')) });
  type(intake, (form) => (form.owner.name = 'a'));
  intake.pickProcedure('1.001193');
  intake.checkAll();
  expect(await intake.submit()).toBe('failed');
  expect(intake.failure?.code).toBe('disk_full');
  expect(intake.form.owner.name).toBe('a');
  expect(intake.stage.kind).toBe('open');
});

test('printer_trouble_never_undoes_a_save_and_leaves_a_way', async () => {
  const { intake } = scene({ printStatus: async (job) => ({ job, printer: 'HP 1020', state: 'failed', reason: { code: 'printer_stopped', fields: {} } }) });
  type(intake, (form) => (form.owner.name = 'a'));
  intake.pickProcedure('1.001193');
  intake.checkAll();
  expect(await intake.submit()).toBe('saved');
  await vi.advanceTimersByTimeAsync(400);
  expect(intake.saved?.printed).toEqual({ kind: 'failed', reason: { code: 'printer_stopped', fields: {} } });
  await intake.savePdf();
  expect(intake.saved?.printed).toEqual({ kind: 'saved', path: '/srv/a.pdf' });
});

test('undo_takes_back_a_step_and_not_a_letter', async () => {
  const { intake } = scene();
  type(intake, (form) => (form.owner.name = 'B'));
  type(intake, (form) => (form.owner.name = 'Bùi'));
  await vi.advanceTimersByTimeAsync(1000);
  intake.pickProcedure('1.001193');
  expect(intake.undo()).toBe(true);
  expect(intake.form).toMatchObject({ procedure: null, owner: { name: 'Bùi' } });
  expect(intake.undo()).toBe(true);
  expect(intake.form.owner.name).toBe('');
  expect(intake.undo()).toBe(false);
});

test('the_preview_waits_until_the_form_is_quiet', async () => {
  const { intake, calls } = scene();
  intake.pickProcedure('1.001193');
  for (let i = 0; i < 4; i++) {
    type(intake, (form) => (form.owner.name += 'a'));
    await vi.advanceTimersByTimeAsync(150);
  }
  expect(calls.previews).toBe(0);
  await vi.advanceTimersByTimeAsync(400);
  expect(calls.previews).toBe(1);
  expect(intake.picture?.pages).toHaveLength(1);
});

test('a_doubtful_scan_is_filled_marked_and_settled_field_by_field', async () => {
  const { intake } = scene({
    scan: async () => ({
      kind: 'citizen_card',
      fields: { personal_number: '017190001234', old_number: null, name: 'Quách Thị Mỹ Duyên', birth_date: '1990-03-05', sex: 'Nữ', address: 'Xóm Cú', issued: null },
      doubtful: ['name', 'address'],
      raw: '017190001234||Quachs Thij|',
      person: null,
    }),
  });
  expect(await intake.takeScan('…', 'owner')).toBe('doubtful');
  expect(intake.form.doubtful).toEqual(['owner.name', 'owner.address']);
  expect(intake.raw).toBe('017190001234||Quachs Thij|');
  intake.confirm('owner.name');
  expect(intake.form.doubtful).toEqual(['owner.address']);
  intake.confirm('owner.address');
  expect(intake.raw).toBeUndefined();
});

test('the_same_person_again_keeps_the_people_and_nothing_else', async () => {
  const { intake } = scene();
  type(intake, (form) => (form.owner.name = 'Quách Thị Mỹ Duyên'));
  intake.pickProcedure('1.001193');
  intake.checkAll();
  await intake.submit();
  await intake.samePerson();
  expect(intake.form.owner.name).toBe('Quách Thị Mỹ Duyên');
  expect(intake.form.procedure).toBeNull();
  expect(intake.saved?.code).toBe('000.05.17.H28-240305-0031');
  expect(intake.repeatProcedure()).toBe(true);
  expect(intake.form.procedure).toBe('1.001193');
});
