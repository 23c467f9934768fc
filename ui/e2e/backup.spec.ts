// Backups at the desk: one now, the schedule, a place that is not there, a torn copy; restoring as a new machine.
import { Hands, look, looks, nameOf } from './counter';
import { received } from './life';
import { expect, noAxeViolation, noClippedWord, PASSWORD, picture, ready, signIn, test, type Desk } from './desk';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

async function open(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
  await page.locator('#commands-box').fill(vietnamese ? 'sao luu va' : 'backup and');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'backup');
}
function stickOf(desk: Desk): string {
  const stick = join(desk.folder, 'USB');
  mkdirSync(stick, { recursive: true });
  return stick;
}
const outcome = (page: Page) => page.getByRole('region', { name: 'Các lần sao lưu' }).getByRole('row');

test('one_is_made_now_by_keyboard_and_told_verified_and_a_pulled_stick_is_said_in_its_place', async ({ page, desk }) => {
  await signIn(page);
  await open(page);
  await expect(page.locator('#backup-folder')).toBeFocused();
  await noAxeViolation(page, 'backups, none yet');
  await noClippedWord(page, 'backups, none yet');
  await picture(page, 'backup-empty');
  const hands = new Hands(page);
  await hands.press('F9');
  await expect(page.locator('#backup-folder-error')).toContainText('Chưa có thư mục');
  await page.keyboard.type(join(desk.folder, 'pulled'));
  await hands.press('F9');
  await expect(page.locator('#backup-folder-error')).toContainText('Không thấy nơi lưu');
  await picture(page, 'backup-no-stick');

  await page.locator('#backup-folder').fill(stickOf(desk));
  await hands.press('F9');
  await expect(outcome(page).nth(1)).toContainText('Đã kiểm tra', { timeout: 60_000 });
  await expect(page.getByText(/Đã sao lưu và kiểm tra/).first()).toBeVisible();
  expect(hands.pressed).toBe(3);
  expect(readdirSync(stickOf(desk)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  await noAxeViolation(page, 'backups made');
  await picture(page, 'backup-made');
});

test('the_schedule_runs_by_itself_and_a_failure_is_a_calm_line_in_today', async ({ page, desk }) => {
  await signIn(page);
  await open(page);
  await page.locator('#plan-on').click();
  await page.locator('#plan-folder').fill(stickOf(desk));
  await page.locator('#plan-at').fill('25h');
  await page.getByRole('button', { name: 'Lưu lịch' }).click();
  await expect(page.locator('#plan-at-error')).toContainText('Giờ này chưa đọc được');
  await page.locator('#plan-at').fill('1645');
  await page.getByRole('button', { name: 'Lưu lịch' }).click();
  await expect(outcome(page).nth(1)).toContainText('Lịch');
  await expect(outcome(page).nth(1)).toContainText('Đã kiểm tra', { timeout: 60_000 });
  await picture(page, 'backup-plan');
  // The stick goes; the next one that is asked for finds nothing there.
  await desk.call('backup_make', { folder: join(desk.folder, 'pulled') }).catch(() => undefined);
  expect((await desk.call<{ trouble: unknown }>('backup_open')).trouble).toBeNull();
});

test('restoring_needs_the_password_anew_and_the_machine_goes_on_as_another', async ({ page, desk }) => {
  await signIn(page);
  const kept = await received(desk, 'Bùi Thị Hoa');
  await desk.call('backup_make', { folder: stickOf(desk) });
  await expect.poll(async () => (await desk.call<{ running: unknown; notes: unknown[] }>('backup_open')).notes.length).toBe(1);
  const after_it = await received(desk, 'Đinh Văn Ấm');
  const before = await desk.call<{ device: string; entries: number }>('desk_state');

  await open(page);
  await page.locator('#backup-restore').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#restore-where')).toBeFocused();
  await page.locator('#restore-where').fill(stickOf(desk));
  await page.keyboard.press('F9');
  await expect(page.getByText(/thiếu \d+ bản ghi so với máy/)).toBeVisible();
  await noAxeViolation(page, 'restoring');
  await noClippedWord(page, 'restoring');
  await picture(page, 'backup-restore');
  await page.keyboard.press('F9');
  await expect(page.locator('#restore-number-error, #restore-reason-error').first()).toBeVisible();
  await page.locator('#restore-reason').fill('ổ đĩa hỏng sáng 05/03');
  await page.locator('#restore-number').fill('2');
  await page.locator('#restore-password').fill('một câu khác hẳn');
  await page.keyboard.press('F9');
  await expect(page.locator('#restore-password-error')).toContainText('Mật khẩu chưa đúng');
  await picture(page, 'backup-restore-wrong');
  await page.locator('#restore-password').fill(PASSWORD);
  await page.keyboard.press('F9');
  await expect(page.getByText(/Đã khôi phục\. Máy này đi tiếp/).first()).toBeVisible();
  await picture(page, 'backup-restored');
  const after = await desk.call<{ device: string; entries: number; warnings: unknown[] }>('desk_state');
  expect(after.device).not.toBe(before.device);
  expect((await desk.call<{ dossier: string }>('dossier_open', { dossier: kept })).dossier).toBe(kept);
  await expect(desk.call('dossier_open', { dossier: after_it }), 'received after the backup').rejects.toThrow(/no_such_dossier/);
  expect(after.warnings).toEqual([]);
  expect(readdirSync(join(desk.folder, 'demo-2024')).some((name) => name.includes('before-restore'))).toBe(true);
});

test('a_torn_backup_is_refused_and_nothing_has_changed', async ({ page, desk }) => {
  await signIn(page);
  await desk.call('backup_make', { folder: stickOf(desk) });
  await expect.poll(async () => (await desk.call<{ notes: unknown[] }>('backup_open')).notes.length).toBe(1);
  const made = join(stickOf(desk), readdirSync(stickOf(desk))[0] ?? '');
  const bytes = readFileSync(join(made, 'motcua.db'));
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  writeFileSync(join(made, 'motcua.db'), bytes);
  const before = await desk.call<{ entries: number }>('desk_state');
  await open(page);
  await page.locator('#backup-restore').click();
  await page.locator('#restore-where').fill(made);
  await page.keyboard.press('F9');
  await page.locator('#restore-reason').fill('thử bản sao lưu');
  await page.locator('#restore-number').fill('0');
  await page.locator('#restore-password').fill(PASSWORD);
  await page.keyboard.press('F9');
  await expect(page.getByText(/bị mất hoặc đã thay đổi\. Chưa khôi phục gì/)).toBeVisible();
  await picture(page, 'backup-torn');
  expect((await desk.call<{ entries: number }>('desk_state')).entries).toBe(before.entries);
});

test('backups_read_well_in_every_look', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  await desk.call('backup_make', { folder: stickOf(desk) });
  for (const how of looks) {
    await look(page, desk, how);
    await open(page);
    await noAxeViolation(page, `backups ${nameOf(how)}`);
    await noClippedWord(page, `backups ${nameOf(how)}`);
    await picture(page, `backup-${nameOf(how)}`);
  }
});
