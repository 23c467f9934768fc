// The first run of a machine: language, office, counter, first supervisor, recovery code, printer, scanner; then the desk.
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Desk, expect, noAxeViolation, noClippedWord, PASSWORD, picture, ready, scan, test } from './desk';

test.use({ demo: null });

const CARD = '017190001234|113456789|Quách Thị Mỹ Duyên|05031990|Nữ|Xóm Cú, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình|21052021';

test('a_new_machine_is_set_up_by_keyboard_alone_and_says_each_thing_once', async ({ page, desk }) => {
  await ready(page, 'first-run');
  await noAxeViolation(page, 'language');
  await picture(page, 'first-run-1-language');
  await page.keyboard.press('F9');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cơ quan nào dùng máy này?');
  await page.locator('#unit').fill('tu ne');
  // The old commune's name finds the one it went into.
  await expect(page.getByRole('option').first()).toContainText('Tân Lạc');
  await picture(page, 'first-run-2-unit');
  await noAxeViolation(page, 'unit');
  await page.keyboard.press('Escape');
  await page.locator('#office-2024').check();
  await page.keyboard.press('F9');

  await expect(page.locator('main')).toHaveAttribute('data-step', 'counter');
  await expect(page.getByText('0001')).toBeVisible();
  // Paper that was begun: what cannot be gone on from is said at its field.
  await page.locator('#last-number').fill('1200');
  await page.keyboard.press('F9');
  await expect(page.locator('#last-number-error')).toContainText('phải từ 0001 đến 0999');
  await noAxeViolation(page, 'counter with an error');
  await picture(page, 'first-run-3-counter');
  await page.locator('#last-number').fill('17');
  await page.locator('#last-line').fill('5000');
  await page.keyboard.press('F9');

  await page.locator('#person-name').fill('Bùi Văn Thành');
  await page.keyboard.press('Tab');
  await expect(page.locator('#person-login')).toHaveValue('thanhbv');
  await page.locator('#person-password').fill(PASSWORD);
  await page.locator('#person-login').fill('Thành có dấu');
  await page.keyboard.press('F9');
  await expect(page.locator('#person-login-error')).toContainText('DN-17');
  await expect(page.locator('#person-name')).toHaveValue('Bùi Văn Thành');
  await noAxeViolation(page, 'person with an error');
  await picture(page, 'first-run-4-person-error');
  await page.locator('#person-login').fill('thanhbv');
  await page.keyboard.press('F9');

  await expect(page.locator('main')).toHaveAttribute('data-step', 'recovery');
  await expect(page.locator('output')).not.toBeEmpty();
  await noAxeViolation(page, 'recovery');
  await picture(page, 'first-run-5-recovery');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alert')).toContainText('Chép mã ra giấy');
  await page.locator('#copied').press('Space');
  await page.keyboard.press('F9');

  await expect(page.locator('main')).toHaveAttribute('data-step', 'printer');
  await expect(page.locator('#printer, .message').first()).toBeVisible();
  await noAxeViolation(page, 'printer');
  await picture(page, 'first-run-6-printer');
  await page.keyboard.press('F9');

  await expect(page.locator('main')).toHaveAttribute('data-step', 'scanner');
  await scan(page, CARD);
  await expect(page.getByText('Quách Thị Mỹ Duyên')).toBeVisible();
  await noAxeViolation(page, 'scanner');
  await picture(page, 'first-run-7-scanner');
  await page.keyboard.press('F9');

  await ready(page, 'today');
  await picture(page, 'first-run-8-today');
  const state = await desk.call<{ session: { kind: string }; demo: string }>('desk_state');
  expect([state.session.kind, state.demo]).toEqual(['signed_in', '2024']);
  expect(await desk.call('ranges_open')).toMatchObject({ next: 18, line: 5001 });
});

test('a_new_machine_begins_from_the_backup_of_another_by_keyboard', async ({ page, desk }) => {
  test.setTimeout(120_000);
  const old = new Desk(mkdtempSync(join(tmpdir(), 'motcua-')));
  try {
    await old.start();
    await old.call('set_up', { lang: 'vi', unit: null, demo: '2024', counter: 1, person: { name: 'Bùi Văn Thành', login: 'thanhbv', password: PASSWORD } });
    const stick = join(old.folder, 'stick');
    mkdirSync(stick);
    await old.call('backup_make', { folder: stick });
    await expect.poll(async () => (await old.call<{ running: unknown; notes: unknown[] }>('backup_open')).notes.length).toBe(1);
    const before = await old.call<{ device: string; entries: number }>('desk_state');
    await old.stop();

    await ready(page, 'first-run');
    await page.keyboard.press('F9');
    await page.locator('#office-restore').check();
    await page.keyboard.press('F9');
    await expect(page.locator('main')).toHaveAttribute('data-step', 'restore');
    await expect(page.locator('#restore-where')).toBeFocused();
    await noAxeViolation(page, 'where the backup lies');
    await page.locator('#restore-where').fill(old.folder);
    await page.keyboard.press('F9');
    await expect(page.locator('#restore-where-error')).toContainText('không có bản sao lưu');
    await page.locator('#restore-where').fill(stick);
    await page.keyboard.press('F9');
    await expect(page.getByText(/bản thử, .* bản ghi/)).toBeVisible();
    await expect(page.locator('#restore-login')).toContainText('Bùi Văn Thành');
    await page.locator('#restore-password').fill('một câu khác hẳn');
    await page.locator('#restore-reason').fill('máy cũ hỏng ổ đĩa');
    await page.locator('#restore-number').fill('7');
    await page.keyboard.press('F9');
    await expect(page.locator('#restore-password-error')).toContainText('Mật khẩu chưa đúng');
    await noAxeViolation(page, 'a wrong password of the backup');
    await noClippedWord(page, 'restoring at first run');
    await picture(page, 'first-run-restore');
    await page.locator('#restore-by-code').press('Space');
    await expect(page.locator('#restore-code')).toBeVisible();
    await noAxeViolation(page, 'restoring by the recovery code');
    await picture(page, 'first-run-restore-code');
    await page.locator('#restore-by-code').press('Space');
    await page.locator('#restore-password').fill(PASSWORD);
    await page.keyboard.press('F9');
    await expect(page.locator('main')).toHaveAttribute('data-step', 'printer');
    await picture(page, 'first-run-restored');
    await page.keyboard.press('F9');
    await page.keyboard.press('F9');
    await ready(page, 'today');
    const after = await desk.call<{ device: string; entries: number; warnings: unknown[]; session: { kind: string } }>('desk_state');
    expect(after.session.kind).toBe('signed_in');
    expect(after.device).not.toBe(before.device);
    expect(after.entries).toBeGreaterThan(before.entries);
    expect(after.warnings).toEqual([]);
  } finally {
    await old.remove();
  }
});

test('the_first_run_speaks_english_from_the_first_page_on', async ({ page, desk }) => {
  void desk;
  await ready(page, 'first-run');
  await page.locator('#language-en').check();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose the language');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.keyboard.press('F9');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Which office uses this desk?');
});
