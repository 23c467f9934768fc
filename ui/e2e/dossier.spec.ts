import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { duyen, look, looks, nameOf, receive, thanh } from './counter';
import type { Page } from '@playwright/test';

async function openNewest(page: Page): Promise<void> {
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.keyboard.press('F9');
  await ready(page, 'dossier');
}

test('a_dossier_tells_who_what_and_when_and_prints_from_its_preview', async ({ page }) => {
  await signIn(page);
  const code = await receive(page, duyen);
  await openNewest(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code);
  await expect(page.locator('#panel-1')).toContainText(`Tiếp nhận, số ${code}`);
  await expect(page.locator('#panel-5')).toContainText('Chưa in lần nào');
  await page.keyboard.press('Control+p');
  const sheet = page.getByAltText(/Trang 1/);
  await expect(sheet).toBeVisible();
  expect(await sheet.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(400);
  await picture(page, 'dossier-preview');
  await page.keyboard.press('F9');
  // No printer is chosen on this desk: the reason and a way on, nothing lost.
  await expect(page.getByText(/máy in/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Lưu PDF', exact: true }).first().click();
  await expect(page.getByText(/đã lưu PDF: .*\.pdf/).first()).toBeVisible();
  await expect(page.locator('#panel-5')).not.toContainText('Chưa in lần nào');
  await picture(page, 'dossier');
});

test('panels_have_their_keys_and_every_day_of_the_due_date_can_be_seen', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await openNewest(page);
  for (const number of [1, 2, 3, 4, 5]) {
    await page.keyboard.press(`Alt+${number}`);
    await expect(page.locator(`#panel-${number}`)).toBeFocused();
  }
  await page.locator('#panel-3').getByText('Cách tính').click();
  await expect(page.locator('#panel-3')).toContainText('Nhận hồ sơ');
  await expect(page.locator('#panel-3')).toContainText('Hạn trả');
});

test('the_list_it_came_from_is_walked_and_left_at_the_same_row', async ({ page }) => {
  await signIn(page);
  const first = await receive(page, duyen);
  const second = await receive(page, thanh);
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await ready(page, 'dossier');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second);
  await page.keyboard.press('Control+ArrowDown');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(first);
  await page.keyboard.press('Control+ArrowUp');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(second);
  await page.keyboard.press('Escape');
  await ready(page, 'register');
  await expect(page.locator('#register')).toBeFocused();
  await expect(page.locator('#register .line.active')).toContainText(second);
});

test('the_person_is_copied_whole_and_taken_to_a_new_intake', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page);
  await receive(page, duyen);
  await openNewest(page);
  await page.keyboard.press('Alt+4');
  await page.locator('[data-person]').first().focus();
  await page.keyboard.press('Control+c');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(duyen.name);
  expect(copied).toContain(duyen.number);
  expect(copied).toContain('05/03/1990');
  await page.keyboard.press('Shift+F2');
  await ready(page, 'intake');
  await expect(page.locator('#owner-name')).toHaveValue(duyen.name);
  await expect(page.locator('#owner-birth_date')).toHaveValue('05/03/1990');
});

test('the_page_reads_well', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  await receive(page, duyen);
  for (const how of looks) {
    await look(page, desk, how);
    await openNewest(page);
    await noAxeViolation(page, 'dossier');
    await noClippedWord(page, 'dossier');
    await picture(page, `dossier-${nameOf(how)}`);
    await page.keyboard.press('Control+p');
    await expect(page.locator('.pages img').first()).toBeVisible();
    await noAxeViolation(page, 'preview');
  }
});
