import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { look, looks, nameOf } from './counter';
import type { Page } from '@playwright/test';

async function openCalendar(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
  await page.locator('#commands-box').fill(vietnamese ? 'lich va gio' : 'calendar');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'calendar');
}

test('a_closed_day_is_set_with_its_decision_and_the_dossiers_in_hand_are_listed_and_keep_their_dates', async ({ page }) => {
  await signIn(page);
  await openCalendar(page);
  await page.locator('#calendar-day').fill('07032024');
  await page.locator('#calendar-name').fill('Đóng cửa chống bão');
  await page.keyboard.press('F9');
  await expect(page.locator('#calendar-decision')).toBeFocused();
  await expect(page.getByText(/Ô này còn trống/)).toBeVisible();
  await page.locator('#calendar-decision').fill('15/TB-UBND');
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã lưu. Giấy đã in giữ nguyên ngày hẹn.').first()).toBeVisible();
  await expect(page.getByText(/hồ sơ đang giải quyết có hạn từ ngày này trở đi/)).toBeVisible();
  await expect(page.locator('tr.own')).toContainText('Đóng cửa chống bão');
  await expect(page.getByText('07/03/2024: trước là ngày thường, nay là Đóng cửa (Đóng cửa chống bão)')).toBeVisible();
  await picture(page, 'calendar-set');
  await noAxeViolation(page, 'calendar after a change');
  // A day that has passed is refused in words at the field.
  await page.locator('#calendar-day').fill('01032024');
  await page.locator('#calendar-name').fill('Quá muộn');
  await page.locator('#calendar-decision').fill('16/TB-UBND');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Ngày này đã qua/)).toBeVisible();
});

test('a_past_moment_of_a_dossier_is_looked_at_and_nothing_can_be_done_there', async ({ page }) => {
  await signIn(page);
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.locator('#register-box').fill('240304-0003');
  await expect(page.locator('#register')).toContainText('240304-0003');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await ready(page, 'dossier');
  const entries = await page.locator('#panel-1 li').count();
  expect(entries).toBeGreaterThan(1);
  await page.getByText('Xem lại một thời điểm').click();
  await page.locator('#replay').fill('04032024');
  await page.locator('#replay').press('Tab');
  await page.keyboard.type('2359');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await expect(page.getByText(/Hồ sơ như đã ghi đến 23:59 04\/03\/2024/)).toBeVisible();
  await ready(page, 'dossier');
  await expect(page.locator('.ways button'), 'nothing is printed from the past').toHaveCount(0);
  await picture(page, 'dossier-past');
  await noAxeViolation(page, 'the past of a dossier');
  expect(await page.locator('#panel-1 li').count()).toBeLessThanOrEqual(entries);
  await expect(page.locator('[data-verb]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Về hiện tại' }).click();
  await expect(page.locator('#panel-1 li')).toHaveCount(entries);
});

test('the_calendar_reads_well', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  for (const how of looks) {
    await look(page, desk, how);
    await openCalendar(page);
    await noAxeViolation(page, 'calendar');
    await noClippedWord(page, 'calendar');
    await picture(page, `calendar-${nameOf(how)}`);
  }
});
