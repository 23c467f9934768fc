import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { duyen, look, looks, nameOf, receive, thanh } from './counter';
import type { Page } from '@playwright/test';

async function openRegister(page: Page): Promise<void> {
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await expect(page.locator('#register-box')).toBeFocused();
}

test('words_without_marks_find_while_they_are_typed', async ({ page }) => {
  await signIn(page);
  const code = await receive(page, duyen);
  await receive(page, thanh);
  await openRegister(page);
  await page.keyboard.type('quach my duyen');
  await expect(page.locator('#register')).toContainText(code);
  await expect(page.locator('#register')).not.toContainText(thanh.name);
  await page.locator('#register-box').fill(code.slice(-4));
  await expect(page.locator('#register')).toContainText(code);
  await picture(page, 'register-found');
});

test('an_empty_result_names_the_chip_and_backspace_drops_it', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await openRegister(page);
  await page.keyboard.type('Quach Thi My Duyen');
  await page.locator('#chip-due').click();
  await page.getByRole('option', { name: 'Quá hạn' }).click();
  await expect(page.getByText(/Bộ lọc Hạn loại nhiều nhất/)).toBeVisible();
  await picture(page, 'register-empty');
  await page.locator('#register-box').fill('');
  await page.locator('#register-box').focus();
  await page.keyboard.press('Backspace');
  await expect(page.locator('#chip-due')).toContainText('Tất cả');
  await expect(page.locator('#register')).toBeVisible();
});

test('an_unknown_word_keeps_the_query_and_says_what_to_try', async ({ page }) => {
  await signIn(page);
  await openRegister(page);
  await page.keyboard.type('khongcotrongso');
  await expect(page.getByText(/Không có hồ sơ nào khớp “khongcotrongso”/)).toBeVisible();
  await expect(page.locator('#register-box')).toHaveValue('khongcotrongso');
});

test('filters_are_kept_by_this_machine_and_are_a_press_away', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await openRegister(page);
  await page.keyboard.type('Quach');
  await page.locator('#chip-due').click();
  await page.getByRole('option', { name: 'Quá hạn' }).click();
  await page.getByRole('button', { name: 'Lưu bộ lọc' }).click();
  await expect(page.getByRole('button', { name: 'Lưu bộ lọc' })).toBeHidden();
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain('Quach');
  await page.reload();
  await ready(page, 'today');
  await openRegister(page);
  await expect(page.locator('#chip-due')).toContainText('Tất cả');
  await page.getByRole('button', { name: 'Quá hạn', exact: true }).click();
  await expect(page.locator('#chip-due')).toContainText('Quá hạn');
  await noAxeViolation(page, 'register-kept');
  await picture(page, 'register-kept');
  await page.getByRole('button', { name: 'Bỏ bộ lọc đã lưu: Quá hạn' }).click();
  await expect(page.getByRole('button', { name: 'Quá hạn', exact: true })).toBeHidden();
});

test('a_register_that_does_not_answer_keeps_the_query_and_can_be_asked_again', async ({ page }) => {
  await signIn(page);
  await openRegister(page);
  await page.route('**/call/register_search', (route) => route.abort());
  await page.keyboard.type('Quách');
  await expect(page.getByRole('button', { name: 'Thử lại' })).toBeVisible();
  await expect(page.locator('#register-box')).toHaveValue('Quách');
  await picture(page, 'register-error');
  await page.unroute('**/call/register_search');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expect(page.getByRole('button', { name: 'Thử lại' })).toBeHidden();
});

test('columns_are_chosen_by_key_and_remembered', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await openRegister(page);
  await page.keyboard.press('Alt+c');
  await expect(page.locator('#column-book')).toBeFocused();
  await page.locator('#column-phone').click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Số điện thoại' })).toBeVisible();
  await page.reload();
  await ready(page, 'today');
  await openRegister(page);
  await expect(page.getByRole('columnheader', { name: 'Số điện thoại' })).toBeVisible();
});

test('the_reprint_key_opens_the_preview_of_the_row', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await openRegister(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+p');
  await ready(page, 'dossier');
  await expect(page.getByAltText(/Trang 1/)).toBeVisible();
});

test('all_that_is_found_is_marked_and_acted_on_and_the_book_shows_its_columns', async ({ page }) => {
  await signIn(page);
  await openRegister(page);
  await page.locator('#register').focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText(/^Đã chọn 400$/)).toBeVisible();
  await page.locator('#register-bulk').click();
  await page.getByRole('option', { name: 'Ghi chú' }).click();
  await page.locator('#act-text').fill('Kiểm tra cuối quý');
  await picture(page, 'register-bulk');
  await noAxeViolation(page, 'bulk');
  await page.keyboard.press('F9');
  await expect(page.locator('.message[role="status"]').filter({ hasText: '400 hồ sơ' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Alt+c');
  await page.getByRole('button', { name: 'Đủ cột của sổ' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Cơ quan chủ trì' })).toBeVisible();
  await picture(page, 'register-book');
  await page.keyboard.press('Control+e');
  await expect(page.locator('#export-xlsx')).toBeFocused();
});

test('the_page_reads_well', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  await receive(page, duyen);
  for (const how of looks) {
    await look(page, desk, how);
    await openRegister(page);
    await page.keyboard.press('ArrowDown');
    await noAxeViolation(page, 'register');
    await noClippedWord(page, 'register');
    await picture(page, `register-${nameOf(how)}`);
  }
});
