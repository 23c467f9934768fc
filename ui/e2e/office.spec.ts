// The supervisor's pages: people, local figures, procedures, the check of the log.
import { expect, noAxeViolation, noClippedWord, PASSWORD, openNth, picture, ready, signIn, test } from './desk';

test('a_person_is_added_with_roles_and_retired_with_a_reason', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+9');
  await ready(page, 'people');
  await page.keyboard.press('F9');
  await expect(page.locator('#new-name')).toBeFocused();
  await page.keyboard.press('F9');
  await expect(page.locator('#new-name-error, [role=alert]').first()).toBeVisible();
  await noAxeViolation(page, 'a person with errors');
  await picture(page, 'people-add-error');
  await page.locator('#new-name').fill('Quách Văn Bình');
  await page.locator('#new-login').fill('binhqv');
  await page.locator('#new-password').fill(PASSWORD);
  await page.keyboard.press('F9');
  const row = page.getByRole('row', { name: 'binhqv' });
  await expect(row).toContainText('Cán bộ một cửa');
  await picture(page, 'people-added');

  await row.click();
  await page.getByRole('button', { name: 'Thôi dùng…' }).click();
  const dialog = page.getByRole('alertdialog');
  await noAxeViolation(page, 'retire');
  await picture(page, 'people-retire');
  await dialog.getByRole('textbox').fill('chuyển công tác');
  await page.keyboard.press('F9');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('Thôi dùng');
  await expect(desk.call('sign_in', { person: 'binhqv', password: PASSWORD })).rejects.toThrow();
});

test('a_local_limit_is_entered_with_its_decision_and_counts_from_then_on', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+7');
  await ready(page, 'figures');
  await page.locator('#figures-procedure').fill('khai sinh');
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Đang có hiệu lực' })).toBeVisible();
  await page.locator('#figure-value').fill('0');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alert')).toBeVisible();
  await noAxeViolation(page, 'a figure with errors');
  await picture(page, 'figures-error');
  await page.locator('#figure-value').fill('2');
  await page.locator('#figure-decision').fill('12/QĐ-UBND ngày 03/01/2024 (bản thử)');
  await page.locator('#figure-from').fill('15012024');
  await page.keyboard.press('Tab');
  await expect(page.locator('#figure-from')).toHaveValue('15/01/2024');
  await page.keyboard.press('F9');
  await expect(page.getByRole('grid', { name: 'Đã nhập' })).toContainText('2 ngày làm việc');
  await picture(page, 'figures-saved');
});

test('roles_are_changed_by_keyboard_and_the_last_supervisor_stays_one', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+9');
  await ready(page, 'people');
  const line = page.getByRole('row', { name: /Bùi Thị Hương/ });
  await line.click();
  await page.locator('#person-roles').press('Enter');
  await expect(page.locator('#role-clerk')).toBeFocused();
  await page.locator('#role-supervisor').press('Space');
  await noAxeViolation(page, 'roles');
  await noClippedWord(page, 'roles');
  await picture(page, 'people-roles');
  await page.keyboard.press('F9');
  await expect(line).toContainText('Lãnh đạo');
  type People = { people: { login: string; roles: string[] }[] };
  const roles = async (login: string): Promise<string[]> => (await desk.call<People>('people_list')).people.find((one) => one.login === login)?.roles ?? [];
  expect(await roles('huong')).toEqual(['clerk', 'supervisor']);

  // Whoever is the only administrator stays one.
  await page.getByRole('row', { name: /Bùi Văn Thành/ }).click();
  await page.locator('#person-roles').click();
  await page.locator('#role-administrator').press('Space');
  await page.keyboard.press('F9');
  await expect(page.getByText(/người quản trị cuối cùng/)).toBeVisible();
  await picture(page, 'people-roles-last');
  await page.keyboard.press('Escape');
  expect(await roles('thanhbv')).toContain('administrator');
});

test('a_procedure_is_switched_off_and_on_again', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+8');
  await ready(page, 'procedures');
  const grid = page.getByRole('grid');
  await grid.focus();
  const code = await grid.getByRole('row').nth(1).getByRole('gridcell').nth(1).textContent();
  await page.keyboard.press('Space');
  await expect(grid).not.toContainText(code ?? '');
  await page.locator('#procedures-on').press('Space');
  await page.locator('#procedures-find').fill(code ?? '');
  await expect(grid.getByRole('row').nth(1)).toContainText('Tắt');
  await grid.focus();
  await page.keyboard.press('Space');
  await expect(grid.getByRole('row').nth(1)).toContainText('Bật');
  await picture(page, 'procedures-switched');
  await page.keyboard.press('F9');
  await ready(page, 'news');
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('F9');
  await (await chooser).setFiles({ name: 'bộ.mcref', mimeType: 'application/octet-stream', buffer: Buffer.from('không phải') });
  await expect(page.getByText(/không phải bộ dữ liệu tham chiếu còn nguyên vẹn|BL-|DB-/).first()).toBeVisible();
});

test('the_log_of_the_demo_is_whole', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await openNth(page, 9, 'status');
  await page.keyboard.press('F9');
  await expect(page.getByText('Sổ ghi nguyên vẹn')).toBeVisible();
  await noAxeViolation(page, 'status');
  await picture(page, 'status-verified');
});

test('a_label_is_worded_otherwise_from_a_day_on_with_the_official_text_beside_it', async ({ page }) => {
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+k');
  await page.locator('#commands-box').fill('chu tren bieu mau');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'labels');
  await page.locator('#labels-form').press('Enter');
  await page.getByRole('option', { name: /^Phiếu hướng dẫn hoàn thiện hồ sơ/ }).click();
  const grid = page.locator('#labels');
  const line = grid.locator('.line').filter({ hasText: /PHIẾU HƯỚNG DẪN/ });
  await line.click();
  await grid.press('Enter');
  await expect(page.locator('#label-text')).toHaveValue('PHIẾU HƯỚNG DẪN');
  await expect(page.locator('#label-text')).toBeFocused();
  await page.locator('#label-text').fill('PHIẾU HƯỚNG DẪN BỔ SUNG HỒ SƠ');
  // Papers of today may be in people's hands.
  await page.locator('#label-from').fill('05/03/2024');
  await page.keyboard.press('Tab');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Ngày áp dụng phải sau hôm nay/).first()).toBeVisible();
  await page.locator('#label-from').fill('06/03/2024');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+p');
  await expect(page.getByAltText('Mẫu trống với chữ mới')).toBeVisible();
  await noAxeViolation(page, 'labels');
  await noClippedWord(page, 'labels');
  await picture(page, 'labels');
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã lưu. Chữ mới dùng từ 06/03/2024.').first()).toBeVisible();
  await expect(line).toContainText('từ 06/03/2024: PHIẾU HƯỚNG DẪN BỔ SUNG HỒ SƠ');
  // A sentence keeps its fields, or it is not taken.
  await grid.locator('.line').filter({ hasText: '{contact}' }).click();
  await page.locator('#label-text').fill('Có vướng mắc thì hỏi cán bộ.');
  await page.keyboard.press('F9');
  await expect(page.getByText(/thiếu chỗ trống trong ngoặc nhọn/).first()).toBeVisible();
});
