// The supervisor's day: reviewed, judged, closed and signed by keyboard alone, each figure opening its dossiers.
import { Hands, look } from './counter';
import { act, received } from './life';
import { expect, noAxeViolation, noClippedWord, PASSWORD, picture, ready, signIn, test, type Desk } from './desk';
import type { Page } from '@playwright/test';

type DayView = { day: string; stage: string; equation: { printed: number; logged: number }; review: { figures: { name: string; value: number | null; mark: object }[]; exceptions: { kind: string; count: number; open: number; mark: object | null }[] } };

async function open(page: Page): Promise<void> {
  await page.keyboard.press('Alt+k');
  await ready(page, 'day');
}
async function view(desk: Desk): Promise<DayView> {
  return desk.call<DayView>('day_open', {});
}

/** A day with something to decide: a void asked for, a correction, a dossier still at the desk. */
async function busyDay(desk: Desk): Promise<string[]> {
  const ids: string[] = [];
  for (const name of ['Bùi Thị Hoa', 'Đinh Văn Ấm', 'Quách Thị Lụa', 'Hà Công Tiến']) ids.push(await received(desk, name));
  await act(desk, [ids[0] ?? ''], 'request_void', { reason: 'nhập hai lần' });
  await act(desk, [ids[1] ?? ''], 'hand_over', { to: 'Tư pháp – Hộ tịch' });
  return ids;
}

test('the_supervisor_reviews_judges_and_signs_the_day_by_keyboard_alone', async ({ page, desk }) => {
  await signIn(page);
  await busyDay(desk);
  const hands = new Hands(page);
  await hands.press('Alt+k');
  await ready(page, 'day');
  await expect(page.locator('#tile-received')).toContainText('4');
  await expect(page.locator('#day-exceptions-grid')).toBeFocused();
  await noAxeViolation(page, 'the day');
  await noClippedWord(page, 'the day');
  await picture(page, 'day-full');

  // Down to the void, approved with a confirmation.
  const grid = page.getByRole('grid', { name: 'Việc cần quyết trong ngày' });
  const lines = await grid.getByRole('row').allInnerTexts();
  const at = lines.findIndex((line) => line.includes('xin hủy số'));
  for (let down = 1; down < at; down++) await hands.press('ArrowDown');
  await hands.press('Alt+1');
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await picture(page, 'day-void-confirm');
  await hands.press('F9');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(grid).toContainText('đã hủy số trong ngày');
  expect((await view(desk)).review.figures.find((one) => one.name === 'received')?.value).toBe(3);

  await hands.press('F9');
  await expect(page.locator('#day-password')).toBeFocused();
  await noAxeViolation(page, 'the closing');
  await noClippedWord(page, 'the closing');
  await picture(page, 'day-closing');
  await page.keyboard.type('mật khẩu khác hẳn');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alert')).toBeVisible();
  await picture(page, 'day-closing-wrong');
  await page.keyboard.type(PASSWORD);
  await hands.press('F9');
  await expect(page.getByText('Đã ký duyệt ngày').first()).toBeVisible();
  expect((await view(desk)).stage).toBe('signed');
  await noAxeViolation(page, 'a signed day');
  await picture(page, 'day-signed');
  // The password apart, which has its own length.
  expect(hands.pressed, 'keys from Today to the signature').toBeLessThanOrEqual(12);
});

test('every_mark_opens_exactly_the_dossiers_that_it_counts_and_esc_returns_to_it', async ({ page, desk }) => {
  await signIn(page);
  await busyDay(desk);
  const day = await view(desk);
  for (const one of day.review.figures) {
    const found = await desk.call<{ total: number }>('register_search', { mark: one.mark, limit: 50 });
    if (['received', 'returned', 'overdue', 'supplements'].includes(one.name)) expect(found.total, one.name).toBe(one.value);
  }
  for (const one of day.review.exceptions.filter((exception) => exception.mark)) {
    const found = await desk.call<{ total: number }>('register_search', { mark: one.mark, limit: 50 });
    expect(found.total, one.kind).toBe(one.count);
  }
  await open(page);
  await page.locator('#tile-received').focus();
  await page.keyboard.press('Enter');
  await ready(page, 'register');
  await expect(page.getByText('4 hồ sơ', { exact: true })).toBeVisible();
  await expect(page.locator('#chip-mark')).toContainText('nhận 05/03/2024');
  await noAxeViolation(page, 'the register of a mark');
  await picture(page, 'day-mark-register');
  await page.keyboard.press('Escape');
  await ready(page, 'day');
  await expect(page.locator('#tile-received')).toBeFocused();

  const bar = page.getByRole('group', { name: 'Tiếp nhận theo giờ' }).getByRole('link').first();
  await bar.focus();
  await page.keyboard.press('Enter');
  await ready(page, 'register');
  await expect(page.locator('#chip-mark')).toContainText('giờ');
  await page.keyboard.press('Escape');
  await ready(page, 'day');
  await expect(bar).toBeFocused();
});

test('a_question_goes_to_the_dossier_and_more_work_amends_the_signed_sheet', async ({ page, desk }) => {
  await signIn(page);
  const ids = await busyDay(desk);
  await open(page);
  await page.keyboard.press('Alt+2');
  await expect(page.locator('#day-words')).toBeFocused();
  await page.keyboard.press('F9');
  await expect(page.locator('#day-words-error')).toBeVisible();
  await page.keyboard.type('Vì sao chưa chuyển?');
  await noAxeViolation(page, 'a question');
  await picture(page, 'day-question');
  await page.keyboard.press('F9');
  await expect(page.getByRole('grid', { name: 'Việc cần quyết' })).toContainText('đã hỏi lại');

  await page.keyboard.press('F9');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã ký duyệt ngày').first()).toBeVisible();

  await act(desk, [ids[2] ?? ''], 'withdraw', { reason: 'công dân xin rút' });
  await page.keyboard.press('Escape');
  await ready(page, 'today');
  await open(page);
  await expect(page.getByText('Sau khi kết:')).toContainText('rút 0 → 1');
  await picture(page, 'day-changed-since');
  await desk.call('day_close', { day: '2024-03-05', counted: 30_000, password: null });
  await page.keyboard.press('Escape');
  await ready(page, 'today');
  await open(page);
  await expect(page.getByText('Có bảng mới thay bảng đã ký, chờ ký lại').first()).toBeVisible();
  await noAxeViolation(page, 'an amended day');
  await picture(page, 'day-amended');
});

test('a_day_gone_by_says_what_is_not_computed_and_an_empty_day_is_a_day', async ({ page }) => {
  await signIn(page);
  await open(page);
  await picture(page, 'day-empty');
  await expect(page.getByText('Chưa có hồ sơ trong ngày').first()).toBeVisible();
  await page.keyboard.press('Control+ArrowLeft');
  await expect(page.locator('#day-date')).toHaveValue('04/03/2024');
  await expect(page.locator('#tile-overdue')).toContainText('chưa tính được');
  await noAxeViolation(page, 'a day gone by');
  await picture(page, 'day-gone-by');
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Control+ArrowRight');
  await expect(page.locator('#day-date')).toHaveValue('05/03/2024');
});

test('the_day_is_whole_in_both_tongues_and_themes_and_at_twice_the_size', async ({ page, desk }) => {
  await signIn(page);
  await busyDay(desk);
  for (const how of [
    { lang: 'en', theme: 'dark', zoom: 100 },
    { lang: 'vi', theme: 'dark', zoom: 200 },
    { lang: 'en', theme: 'light', zoom: 100 },
  ] as const) {
    await look(page, desk, how);
    await open(page);
    const where = `${how.lang} ${how.theme} ${how.zoom}`;
    await noAxeViolation(page, where);
    await noClippedWord(page, where);
    await picture(page, `day-${how.lang}-${how.theme}-${how.zoom}`);
    await page.keyboard.press('F9');
    await expect(page.locator('#day-password')).toBeFocused();
    await noAxeViolation(page, `${where}, closing`);
    await picture(page, `day-closing-${how.lang}-${how.theme}-${how.zoom}`);
    await page.keyboard.press('Escape');
  }
});
