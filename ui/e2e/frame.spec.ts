// The frame: regions, help, commands, the way back, the keys of the webview, scans from anywhere.
import { expect, noAxeViolation, picture, ready, scan, signIn, test } from './desk';

const CARD = '017190001234|113456789|Quách Thị Mỹ Duyên|05031990|Nữ|Xóm Cú, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình|21052021';

test('f6_walks_the_regions_and_each_remembers_its_focus', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await expect(page.locator('#today-box')).toBeFocused();
  const region = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'));
  await page.keyboard.press('F6');
  expect(await region()).toBe('hints');
  await page.keyboard.press('F6');
  expect(await region()).toBe('rail');
  await page.keyboard.press('F6');
  expect(await region()).toBe('work');
  await expect(page.locator('#today-box')).toBeFocused();
  await page.keyboard.press('Shift+F6');
  expect(await region()).toBe('rail');
});

test('f11_asks_for_the_whole_screen_also_before_anybody_signed_in', async ({ page, desk }) => {
  void desk;
  await ready(page, 'signin');
  const asked = page.waitForRequest('**/call/full_screen');
  await page.keyboard.press('F11');
  expect((await (await asked).response())?.status()).toBe(200);
});

test('help_opens_beside_the_work_finds_without_marks_and_lists_the_keys_in_force', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('F1');
  const panel = page.getByRole('complementary', { name: 'Trợ giúp' });
  await expect(panel.getByRole('heading', { name: 'Bàn làm việc' })).toBeVisible();
  await panel.getByRole('searchbox').fill('ngay hen');
  await expect(panel.getByRole('heading', { name: 'Ngày hẹn trả được tính thế nào' })).toBeVisible();
  await expect(panel.getByText('Shift F2')).toBeVisible();
  await noAxeViolation(page, 'help');
  await picture(page, 'help');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

test('commands_go_anywhere_and_escape_comes_back', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+k');
  await page.locator('#commands-box').fill('nguoi dung');
  await expect(page.getByRole('option').first()).toContainText('Người dùng');
  await noAxeViolation(page, 'commands');
  await picture(page, 'commands');
  await page.keyboard.press('Enter');
  await ready(page, 'people');
  await page.keyboard.press('Escape');
  await ready(page, 'today');
});

test('a_key_of_the_desk_can_be_changed_and_the_hints_follow', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.locator('nav button', { hasText: 'Cài đặt' }).click();
  await ready(page, 'settings');
  const row = page.locator('li', { has: page.locator('#key-lock') });
  await row.getByRole('button').click();
  await page.keyboard.press('Alt+z');
  await expect(page.getByText('dành cho hệ thống')).toBeVisible();
  await row.getByRole('button').click();
  await page.keyboard.press('F3');
  await expect(page.getByText('đang dùng cho')).toBeVisible();
  await row.getByRole('button').click();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã lưu cài đặt').first()).toBeVisible();
  await expect(page.locator('footer')).toContainText('Ctrl M');
  await page.keyboard.press('Control+m');
  await ready(page, 'unlock');
});

test('a_card_scanned_on_any_screen_opens_intake_and_leaves_the_field_it_fell_into', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+8');
  await ready(page, 'procedures');
  await page.locator('#procedures-find').fill('khai sinh');
  await scan(page, CARD);
  await ready(page, 'intake');
  await expect.poll(() => page.locator('main input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).toContain('Quách Thị Mỹ Duyên');
  // Escape closes the open list first, then goes back to what was typed there.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await ready(page, 'procedures');
  await expect(page.locator('#procedures-find')).toHaveValue('khai sinh');
});

test('the_desk_says_so_when_its_engine_is_gone_and_goes_on_when_it_is_back', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  await page.route('**/call/today', (route) => route.abort());
  await page.locator('nav button', { hasText: 'Cài đặt' }).click();
  await ready(page, 'settings');
  await page.keyboard.press('Control+1');
  await expect(page.getByText('MM-01')).toBeVisible();
  await expect(page.locator('#today-box')).toBeVisible();
  await picture(page, 'today-error');
  await page.unroute('**/call/today');
  await page.getByRole('button', { name: 'Thử lại' }).click();
  await expect(page.locator('#today-tasks')).toBeVisible();
  void desk;
});

test('zoom_is_by_key_and_remembered', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  await page.keyboard.press('Control+=');
  await expect(page.locator('html')).toHaveCSS('font-size', '17.6px');
  await expect.poll(async () => (await desk.call<{ zoom: number }>('settings_get')).zoom).toBe(110);
  await page.keyboard.press('Control+0');
  await expect(page.locator('html')).toHaveCSS('font-size', '16px');
});
