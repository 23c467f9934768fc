// A folder that was copied or moved is met as such: nothing new is written until a supervisor has decided.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Desk, expect, noAxeViolation, picture, ready, signIn, test } from './desk';

test('a_moved_record_waits_for_a_supervisors_words', async ({ page, desk }) => {
  // The desk's own screens are read a moment after the sign-in is in sight.
  await ready(page, 'signin');
  await expect.poll(() => page.evaluate(() => performance.getEntriesByType('resource').some((read) => read.name.includes('Frame')))).toBe(true);
  await desk.stop();
  const folder = mkdtempSync(join(tmpdir(), 'motcua-moved-'));
  cpSync(desk.folder, folder, { recursive: true });
  const moved = new Desk(folder);
  await moved.start();
  try {
    await page.goto(moved.address);
    await signIn(page, 'thanhbv');
    await page.getByRole('button', { name: 'Xem và quyết định' }).click();
    await ready(page, 'status');
    await noAxeViolation(page, 'a decision');
    await picture(page, 'settle');
    await page.keyboard.press('F9');
    await expect(page.locator('#settle-decision-error, [role=alert]').first()).toBeVisible();
    await page.locator('#settle-decision').fill('Đã chuyển thư mục sang ổ mới, bản cũ đã xóa.');
    if (await page.locator('#settle-number').count()) await page.locator('#settle-number').fill('26');
    await page.keyboard.press('F9');
    await expect(page.getByRole('heading', { name: 'Lãnh đạo quyết định' })).toBeHidden();
    const state = await moved.call<{ warnings: unknown[] }>('desk_state');
    expect(state.warnings).toEqual([]);
  } finally {
    await page.goto('about:blank');
    await moved.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
