// Nhập sổ cũ: a spreadsheet is opened, mapped, checked row by row, taken over, and taken back as a whole.
import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { look, looks, nameOf } from './counter';
import { act } from './life';
import type { Page } from '@playwright/test';

/** A register as an office keeps it: heads of its own wording, rows good and bad. */
function csv(rows: number): string {
  const lines = ['Số hồ sơ,Họ và tên chủ hồ sơ,Địa chỉ,Số điện thoại,Tên thủ tục,Ngày nhận,Ngày hẹn,Ngày trả kết quả'];
  for (let row = 1; row <= rows; row++) {
    const day = String((row % 27) + 1).padStart(2, '0');
    lines.push(`${row},Bùi Thị Số ${row},Xóm Cú,0987654321,Đăng ký khai sinh,${day}/11/2023,${day}/12/2023,${row % 2 ? `${day}/12/2023` : ''}`);
  }
  lines.push(`${rows + 1},,Xóm Cú,,Đăng ký khai sinh,01/11/2023,,`, `${rows + 2},Đinh Văn Lạ,Xóm Bin,,Thủ tục không ai biết,01/11/2023,,`, `${rows + 3},Hà Thị Ấm,,,Đăng ký kết hôn,hôm qua,,`);
  return lines.join('\n');
}

async function bring(page: Page, rows: number, name = 'so-2023.csv'): Promise<void> {
  await page.locator('#import-chooser').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv(rows)) });
  await expect(page.locator('#import-check')).toBeFocused();
}

test('an_old_register_is_checked_row_by_row_taken_over_and_taken_back', async ({ page, desk }) => {
  await signIn(page);
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.getByRole('button', { name: 'Nhập sổ cũ' }).click();
  await ready(page, 'import');
  await expect(page.locator('#import-choose')).toBeFocused();

  // No spreadsheet: the reason and what to do; nothing has changed.
  await page.locator('#import-chooser').setInputFiles({ name: 'so.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1') });
  await expect(page.getByText(/bảng tính kiểu cũ hoặc có mật khẩu/)).toBeVisible();

  await bring(page, 700);
  // The guesses stand in the lists; the heads are the file's own words.
  await expect(page.locator('#import-owner')).toContainText('Họ và tên chủ hồ sơ');
  await expect(page.locator('#import-received')).toContainText('Ngày nhận');
  const check = page.locator('section', { has: page.locator('#import-check') });
  await expect(check).toContainText('703 dòng');
  await expect(check).toContainText('3 dòng không nhập được');
  const grid = page.locator('#import-findings');
  await expect(grid).toContainText('Chưa có họ tên');
  await expect(grid).toContainText('Danh mục không có thủ tục này');
  await picture(page, 'import-checked');

  // One kind alone; the row's own words stand beside.
  await page.locator('#import-filter').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /Ngày nhận trống hoặc không đọc được/ }).click();
  await expect(grid.locator('.body .line')).toHaveCount(1);
  await expect(grid).toContainText('hôm qua');

  // What the catalogue lacks is named once, for all its rows.
  await page.locator('#import-unknown-0').fill('khai sinh');
  await page.locator('#import-unknown-0-item-0').waitFor();
  await page.locator('#import-unknown-0').press('Enter');
  await expect(check).toContainText('2 dòng không nhập được');

  await page.keyboard.press('F9');
  await expect(page.getByText(/Đã nhập xong lần 1: 701 hồ sơ từ so-2023.csv. 2 dòng không nhập./).first()).toBeVisible();
  await expect(page.locator('section', { has: page.locator('#import-list') })).toContainText('Trong sổ');
  await picture(page, 'import-done');
  const found = await desk.call<{ hits: { code: string }[] }>('register_search', { text: 'Bùi Thị Số 350', limit: 1 });
  await act(desk, [found.hits[0]?.code ?? ''], 'add_note', { about: 'plain', text: 'đã gọi điện' });

  // The very same file is not taken over twice.
  await bring(page, 700);
  await expect(page.getByText(/Chính tệp này đã được nhập ở lần 1/)).toBeVisible();

  await page.getByRole('button', { name: 'Hủy lần 1' }).click();
  await expect(page.locator('#import-undo-reason')).toBeFocused();
  await page.keyboard.press('F9');
  await expect(page.getByText(/Chưa có lý do/)).toBeVisible();
  await page.keyboard.type('nhập nhầm năm');
  await noAxeViolation(page, 'undo');
  await picture(page, 'import-undo');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Đã hủy lần nhập 1: 700 hồ sơ được hủy số, 1 hồ sơ giữ lại/).first()).toBeVisible();
  await expect(page.locator('section', { has: page.locator('#import-list') })).toContainText('Đã hủy 700 hồ sơ');
});

test('an_import_is_left_running_stopped_and_gone_on_with_and_reads_well', async ({ page, desk }) => {
  await signIn(page);
  for (const how of looks) {
    await look(page, desk, how);
    await page.keyboard.press('Control+k');
    await page.locator('#commands-box').fill(how.lang === 'vi' ? 'nhap so cu' : 'import a register');
    await page.locator('#commands-box-item-0').waitFor();
    await page.keyboard.press('Enter');
    await ready(page, 'import');
    await bring(page, 3000);
    await expect(page.locator('#import-findings .body .line').first()).toBeVisible();
    await noAxeViolation(page, 'import');
    await noClippedWord(page, 'import');
    await picture(page, `import-${nameOf(how)}`);
  }
  await look(page, desk, looks[0]);
  await page.keyboard.press('Control+k');
  await page.locator('#commands-box').fill('nhap so cu');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'import');
  await bring(page, 3000);
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Dừng' }).click();
  await expect(page.getByText(/Đã dừng: .* hồ sơ đã nhập và nằm trong sổ/).first()).toBeVisible();
  await picture(page, 'import-stopped');
  // Going on, and away: the bar below shows it, and leads back to the account.
  await page.keyboard.press('F9');
  await expect(page.locator('.hints .job')).toBeVisible();
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await picture(page, 'import-elsewhere');
  await expect(page.locator('.hints .job')).toHaveCount(0, { timeout: 30_000 });
  await page.keyboard.press('Escape');
  await ready(page, 'import');
  await expect(page.getByText(/Đã nhập xong lần 1: 3.000 hồ sơ/).first()).toBeVisible();
});
