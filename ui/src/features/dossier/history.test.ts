import { describe, expect, test, vi } from 'vitest';
import type { ActPort } from '../../lib/acts/acts.svelte';
import { dueLines } from '../../lib/due-words';
import type { DueView, FactView, PrintJobView } from '../../lib/ipc/generated/types';
import { DeskError } from '../../lib/ipc/call';
import { desk, OpenDossier, type Port } from './dossier.svelte';
import { besides, happenings, sentence, span } from '../../lib/history';

function fact(kind: string, fields: Record<string, string>, seq = 1): FactView {
  return { at: `2024-03-05T14:0${seq}:00+07:00`, actor: 'Bùi Thị Hương', kind, fields, device: '0123456789abcdef', seq, entry: String(seq).padStart(64, '0') };
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

  test('what_happened_after_the_receipt_is_told_with_its_reasons', () => {
    const check = (kind: string, fields: Record<string, string>, words: string, also: string): void => {
      expect(sentence(fact(kind, fields))).toBe(words);
      expect(besides(fact(kind, fields))).toBe(also);
    };
    check('dossier.handed_over', { slip: '012-1', to: 'Tư pháp', step: 'Thẩm định', step_due: '2024-03-06T17:00:00+07:00' }, 'Bàn giao cho Tư pháp · phiếu 012-1', 'Bước: Thẩm định · xong trước 17:00 06/03/2024');
    check('hand_over.confirmed', { receiver: 'Lê Văn Hải' }, 'Bộ phận xác nhận đã nhận bàn giao', 'Người nhận: Lê Văn Hải');
    check('supplement.requested', { slip: '3', items: 'Tờ khai; Ảnh', reason: 'thiếu', deadline: '2024-03-20' }, 'Yêu cầu bổ sung, tạm ngừng tính hạn · phiếu 3', 'Tờ khai; Ảnh · hạn bổ sung 20/03/2024 · Lý do: thiếu');
    check('supplement.answered', { due: '2024-03-12T17:00:00+07:00' }, 'Nhận giấy tờ bổ sung, tính hạn tiếp', 'Hẹn trả mới 17:00 12/03/2024');
    check('due.extended', { due: '2024-03-12T17:00:00+07:00', was: '2024-03-08T17:00:00+07:00', reason: 'mất điện', signer: 'Hà' }, 'Xin lỗi, hẹn lại 17:00 12/03/2024', 'Người ký: Hà · Lý do: mất điện');
    check('result.entered', { outcome: 'granted', number: '12/GKS' }, 'Có kết quả: đã giải quyết', 'văn bản số 12/GKS');
    check('result.returned', { collector: 'authorised', name: 'Bùi Văn An' }, 'Trả kết quả: người được ủy quyền nhận', 'Bùi Văn An');
    check('dossier.corrected', { reason: 'gõ nhầm', what: 'owner,sets' }, 'Đính chính chủ hồ sơ, số bộ', 'Lý do: gõ nhầm');
    check('fee.collected', { slip: '5', vnd: '8.000 đ', what: 'Lệ phí', means: 'cash' }, 'Thu 8.000 đ · phiếu 5', 'Tiền mặt');
    check('note.added', { about: 'contact', text: 'đã gọi' }, 'Ghi chú', 'đã gọi');
    check('department.chased', { to: 'Tư pháp', text: 'sắp đến hạn' }, 'Đôn đốc Tư pháp', 'sắp đến hạn');
  });

  test('every_kind_of_fact_has_its_sentence', () => {
    const kinds = [
      'dossier.received', 'dossier.handed_over', 'hand_over.confirmed', 'hand_over.refused', 'work.began', 'supplement.requested', 'supplement.answered', 'payment.required',
      'payment.settled', 'due.extended', 'dossier.refused', 'dossier.stopped', 'dossier.withdrawn', 'result.entered', 'result.received', 'result.returned', 'return.taken_back', 'post.sent',
      'post.came_back', 'dossier.corrected', 'void.requested', 'dossier.voided', 'void.declined', 'fee.collected', 'note.added', 'department.chased', 'file.attached', 'file.set_aside',
    ];
    for (const kind of kinds) expect(sentence(fact(kind, {})), kind).not.toContain('phiên bản mới hơn');
  });

  test('a_kind_of_a_newer_version_is_said_to_be_one', () => {
    expect(sentence(fact('dossier.blessed', {}))).toContain('phiên bản mới hơn');
    expect(besides(fact('dossier.blessed', { reason: 'x' }))).toBe('');
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
    due: '2024-03-12T17:00:00+07:00', counted_from: '2024-03-07T14:00:00+07:00', provisional: false, latest: null, jump: null,
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
  const receipt = { form: 'receipt', slip: null };
  function scene(print: () => Promise<PrintJobView>): OpenDossier {
    const port: Port = {
      open: async () => ({ prints: [], actions: ['print'], acts: [] }) as never,
      picture: async () => ({ pages: [] }),
      print,
      status: async (job) => ({ job, printer: 'HP 1020', state: 'done', reason: null }),
      save: async () => ({ path: 'giay/a.pdf' }),
    };
    return new OpenDossier('x', port);
  }

  test('without_a_printer_it_says_what_is_kept_and_the_PDF_is_a_way_on', async () => {
    const dossier = scene(async () => Promise.reject(new DeskError('no_printer_chosen')));
    await dossier.load();
    await dossier.print(receipt);
    expect(dossier.run.trouble).toBe(true);
    expect(dossier.run.words).toContain('Lưu PDF');
    await dossier.save(receipt);
    expect(dossier.run.words).toContain('đã lưu PDF: giay/a.pdf');
    dossier.end();
  });

  test('a_finished_job_is_told_as_done', async () => {
    const dossier = scene(async () => ({ job: 'j', printer: 'HP 1020', state: 'done', reason: null }));
    await dossier.load();
    await dossier.print({ form: 'handover', slip: { form: 'handover', book: '2024', number: 12, on_paper: '012-1' } });
    expect(dossier.run.words).toBe('Phiếu bàn giao hồ sơ 012-1: đã in ở HP 1020.');
    dossier.end();
  });
});

describe('the acts of an opened dossier', () => {
  test('the_next_comes_first_four_have_buttons_and_what_is_judged_stands_apart', async () => {
    const acts = ['enter_result', 'hand_over', 'begin_work', 'request_supplement', 'extend', 'approve_void', 'decline_void', 'attach_file'];
    const dossier = new OpenDossier('x', { ...desk, open: async () => ({ prints: [], actions: [], acts, next: 'hand_over' }) as never });
    await dossier.load();
    expect(dossier.buttons).toEqual(['hand_over', 'enter_result', 'begin_work', 'request_supplement']);
    expect(dossier.menu).toEqual(['extend']);
    expect(dossier.judged).toEqual(['approve_void', 'decline_void']);
    dossier.end();
  });

  test('the_panel_stays_until_the_acts_of_the_new_state_are_here', async () => {
    const view = (acts: string[]): never => ({ prints: [], actions: [], acts, next: acts[0] }) as never;
    let answer: (fresh: never) => void = () => undefined;
    const opened = [Promise.resolve(view(['confirm'])), new Promise<never>((resolve) => (answer = resolve))];
    const acts: ActPort = {
      open: async (_, verb) => ({ verb, fields: [], items: [], papers: [], slip: null }),
      check: async () => ({ problems: [], status: 'in_progress', due: null, due_changes: false }),
      act: async () => ({ done: [], refused: [], slip: null }),
    };
    const dossier = new OpenDossier('x', { ...desk, acts, open: async () => opened.shift() ?? Promise.reject(new Error('asked too often')) });
    await dossier.load();
    dossier.begin('confirm');
    await vi.waitFor(() => expect(dossier.act?.state).toBe('open'));
    const performed = dossier.act?.perform();
    await vi.waitFor(() => expect(opened).toEqual([]));
    expect(dossier.act?.name).toBe('confirm');
    answer(view(['enter_result']));
    await performed;
    expect(dossier.act).toBeUndefined();
    expect(dossier.next).toBe('enter_result');
    dossier.end();
  });
});
