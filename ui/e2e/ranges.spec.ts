// Number ranges: what is left today, another counter from tomorrow on.
import { look, looks, nameOf } from './counter';
import { received } from './life';
import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import type { Page } from '@playwright/test';

async function open(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
  await page.locator('#commands-box').fill(vietnamese ? 'dai so' : 'number ranges');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'ranges');
}

test('another_counter_is_taken_by_keyboard_and_counts_from_tomorrow', async ({ page, desk }) => {
  await signIn(page);
  await open(page);
  await expect(page.getByText('0001 đến 0999').first()).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.locator('#ranges-counter')).toBeFocused();
  await expect(page.locator('#ranges-counter-error')).toContainText('Chưa chọn số quầy');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^Quầy 3/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.locator('#ranges-counter')).toContainText('Quầy 3');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alertdialog')).toContainText('Từ ngày mai');
  await picture(page, 'ranges-confirm');
  await page.keyboard.press('F9');
  await expect(page.getByText('Từ ngày mai máy này là quầy 3.').first()).toBeVisible();
  await expect(page.getByRole('row', { name: /máy này/ })).toContainText('quầy 3 từ 06/03/2024');
  await noAxeViolation(page, 'ranges');
  await picture(page, 'ranges-taken');
  const view = await desk.call<{ counter: number; left: number; machines: { later: number | null }[] }>('ranges_open');
  expect(view).toMatchObject({ counter: 1, machines: [{ later: 3 }] });
});

test('ranges_read_well_in_every_look', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  for (const how of looks) {
    await look(page, desk, how);
    await open(page);
    await noAxeViolation(page, `ranges ${nameOf(how)}`);
    await noClippedWord(page, `ranges ${nameOf(how)}`);
    await picture(page, `ranges-${nameOf(how)}`);
  }
});

test('a_counter_goes_on_above_the_paper_and_what_it_has_passed_is_no_end', async ({ page, desk }) => {
  await signIn(page);
  await open(page);
  await expect(page.getByText(/^số 0001, dòng \d+ quyển 1\/2024$/)).toBeVisible();
  const line = (await desk.call<{ line: number }>('ranges_open')).line;
  await page.locator('#ranges-last-number').press('Enter');
  await expect(page.locator('#ranges-last-number-error')).toContainText('Chưa có số nào');
  await page.locator('#ranges-last-number').fill('1200');
  await page.locator('#ranges-last-number').press('Enter');
  await expect(page.locator('#ranges-last-number-error')).toContainText('phải từ 0001 đến 0999');
  await expect(page.locator('#ranges-last-number')).toBeFocused();
  await noAxeViolation(page, 'a number that cannot be gone on from');
  await picture(page, 'ranges-paper-refused');
  await page.locator('#ranges-last-number').fill('0017');
  await page.locator('#ranges-last-line').fill(String(line + 11));
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Đã nối\. Hồ sơ kế tiếp là số 0018/).first()).toBeVisible();
  await picture(page, 'ranges-paper');
  expect(await desk.call('ranges_open')).toMatchObject({ next: 18, line: line + 12 });
  await received(desk, 'Hà Thị Ửng');
  expect(await desk.call('ranges_open')).toMatchObject({ next: 19, line: line + 13 });
  await page.locator('#ranges-last-line').fill(String(line));
  await page.keyboard.press('Enter');
  await expect(page.locator('#ranges-last-line-error')).toContainText('không nối được');
});
