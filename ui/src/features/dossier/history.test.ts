import { describe, expect, test } from 'vitest';
import { dueLines } from '../../lib/due-words';
import type { DueView, FactView, PrintJobView } from '../../lib/ipc/generated/types';
import { DeskError } from '../../lib/ipc/call';
import { OpenDossier, type Port } from './dossier.svelte';
import { happenings, sentence, span } from './history';

function fact(kind: string, fields: Record<string, string>, seq = 1): FactView {
  return { at: `2024-03-05T14:0${seq}:00+07:00`, actor: 'Bùi Thị Hương', kind, fields, device: '0123456789abcdef', seq };
}

describe('the timeline', () => {
  test('facts_become_sentences', () => {
    const check = (kind: string, fields: Record<string, string>, words: string): void => expect(sentence(fact(kind, fields))).toBe(words);
    check('dossier.received', { code: '000.05.17.H28-240305-0031' }, 'Tiếp nhận, số 000.05.17.H28-240305-0031');
    check('form.printed', { number: '1', copies: '2', to: 'HP 1020' }, 'In giấy tiếp nhận, 2 liên');
    check('form.printed', { number: '3', copies: '2', to: 'HP 1020' }, 'In lại giấy tiếp nhận lần 2, 2 liên');
    check('form.printed', { number: '1', copies: '1', to: 'pdf' }, 'Lưu giấy tiếp nhận thành tệp PDF');
    check('print.ended', { outcome: 'completed' }, 'Máy in báo đã in xong');
    check('print.ended', { outcome: 'failed', reason: 'job_canceled' }, 'Chưa in được: lệnh in đã bị hủy ở máy in. In lại nếu cần.');
  });

  test('a_kind_of_a_newer_version_is_said_to_be_one', () => {
    expect(sentence(fact('supplement.requested', {}))).toContain('phiên bản mới hơn');
  });

  test('the_newest_comes_first', () => {
    expect(happenings([fact('dossier.received', { code: 'x' }, 1), fact('form.printed', {}, 2)]).map((one) => one.id)).toEqual(['0123456789abcdef-2', '0123456789abcdef-1']);
  });

  test('spans_are_told_in_their_two_largest_units', () => {
    const check = (minutes: number, words: string): void => expect(span(minutes)).toBe(words);
    check(130, '2 giờ 10 phút');
    check(-25, '25 phút');
    check(0, '0 phút');
    check(60, '1 giờ');
    check(4560, '3 ngày 4 giờ');
  });
});

describe('how a due date came about', () => {
  const step = (date: string, counts: boolean, why: string, name: string | null = null) => ({ date, counts, why, name });
  const due: DueView = {
    due: '2024-03-12T17:00:00+07:00', counted_from: '2024-03-07T14:00:00+07:00', provisional: false, latest: null,
    steps: [step('2024-03-07', false, 'received'), step('2024-03-08', true, 'working'), step('2024-03-09', false, 'weekly_off'), step('2024-03-10', false, 'weekly_off'), step('2024-03-11', true, 'working'), step('2024-03-12', true, 'working')],
  };

  test('runs_of_like_days_are_one_line_and_the_due_time_is_last', () => {
    expect(dueLines(due).map((line) => `${line.when ?? ''} ${line.text}`)).toEqual([
      'T5 07/03 Nhận hồ sơ', 'T6 08/03 Ngày làm việc thứ 1', '09/03–10/03 Nghỉ hằng tuần', '11/03–12/03 Ngày làm việc thứ 2 đến thứ 3', 'T3 12/03 Hạn trả 17:00',
    ]);
  });

  test('a_reception_that_counts_later_says_from_when', () => {
    const lines = dueLines({ ...due, counted_from: '2024-03-08T07:00:00+07:00' });
    expect(lines[1]?.text).toBe('Tính từ 07:00 thứ Sáu, 08/03/2024');
  });

  test('without_a_date_the_law_sets_none', () => {
    const lines = dueLines({ ...due, due: null, steps: [] });
    expect(lines.map((line) => line.text)).toEqual(['Pháp luật không quy định ngày trả']);
  });
});

describe('printing an opened dossier', () => {
  function scene(print: () => Promise<PrintJobView>): OpenDossier {
    const port: Port = {
      open: async () => ({ prints: [], actions: ['print'] }) as never,
      picture: async () => ({ pages: [] }),
      print,
      printStatus: async (job) => ({ job, printer: 'HP 1020', state: 'done', reason: null }),
      savePdf: async () => '/home/a.pdf',
    };
    return new OpenDossier('x', port);
  }

  test('a_refused_print_says_why_and_leaves_the_dossier_open', async () => {
    const dossier = scene(async () => Promise.reject(new DeskError('no_printer_chosen')));
    await dossier.load();
    await dossier.print();
    expect(dossier.printing).toMatchObject({ kind: 'refused', error: { code: 'no_printer_chosen' } });
    expect(dossier.printAction).toBe('print');
    dossier.end();
  });

  test('a_finished_job_is_told_as_done', async () => {
    const dossier = scene(async () => ({ job: 'j', printer: 'HP 1020', state: 'done', reason: null }));
    await dossier.load();
    await dossier.print();
    expect(dossier.printing).toEqual({ kind: 'done', printer: 'HP 1020' });
    dossier.end();
  });
});
