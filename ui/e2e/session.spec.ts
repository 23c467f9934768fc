// Sign-in, wrong tries, lock, PIN; one desk a test.
import { expect, noAxeViolation, PASSWORD, picture, ready, signIn, test } from './desk';

test('a_wrong_password_waits_says_what_to_do_and_keeps_the_person_chosen', async ({ page, desk }) => {
  void desk;
  await ready(page, 'signin');
  await noAxeViolation(page, 'sign-in');
  await picture(page, 'sign-in');
  await page.locator('.tiles button', { hasText: 'thanhbv' }).click();
  await page.locator('#secret').fill('không phải mật khẩu này');
  await page.keyboard.press('F9');
  await expect(page.locator('#secret-error')).toContainText('DN-07');
  await expect(page.locator('#secret')).toBeFocused();
  await noAxeViolation(page, 'wrong password');
  await picture(page, 'sign-in-wrong');
  await page.locator('#secret').fill('lại không phải');
  await page.keyboard.press('F9');
  await expect(page.locator('#secret-error')).toBeVisible();
});

test('arrows_choose_a_person_and_five_wrong_passwords_lock_them', async ({ page, desk }) => {
  await ready(page, 'signin');
  const tiles = page.locator('.tiles button');
  const logins = await tiles.locator('.login').allTextContents();
  const clerk = logins.find((login) => login !== 'thanhbv') ?? '';
  await page.locator('.tiles [aria-checked="true"]').focus();
  for (let tries = 0; tries < logins.length && (await page.locator('.tiles [aria-checked="true"] .login').textContent()) !== clerk; tries++) await page.keyboard.press('ArrowRight');
  await expect(page.locator('.tiles [aria-checked="true"] .login')).toHaveText(clerk);

  const outcome = async (): Promise<string> => desk.call('sign_in', { person: clerk, password: 'không phải mật khẩu này' }).then(() => 'in', (error: Error) => error.message);
  let last = '';
  await expect
    .poll(async () => (last = await outcome()), { timeout: 55_000, intervals: [1000] })
    .toContain('person_locked');
  expect(last).toContain('person_locked');
  await page.reload();
  await ready(page, 'signin');
  await page.locator('.tiles button', { hasText: clerk }).click();
  await expect(page.getByText('Đang khóa')).toBeVisible();
  await expect(page.getByText('năm lần sai')).toBeVisible();
  await noAxeViolation(page, 'locked person');
  await picture(page, 'sign-in-locked');

  // A supervisor's reset opens them again.
  await signIn(page, 'thanhbv');
  await page.locator('nav button', { hasText: 'Người dùng' }).click();
  await ready(page, 'people');
  await page.getByRole('row', { name: clerk }).click();
  await page.getByRole('button', { name: 'Đặt lại mật khẩu' }).click();
  await page.locator('#reset-password').fill(`${PASSWORD} mới`);
  await page.keyboard.press('F9');
  await expect(page.getByRole('row', { name: clerk })).toContainText('Đang dùng');
  await desk.call('sign_out');
  await desk.call('sign_in', { person: clerk, password: `${PASSWORD} mới` });
});

test('a_locked_desk_opens_by_pin_on_the_screen_it_was_left', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.locator('nav button', { hasText: 'Cài đặt' }).click();
  await ready(page, 'settings');
  await page.locator('#my-pin').fill('271828');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Đã đặt PIN mới')).toBeVisible();
  await page.keyboard.press('Control+l');
  await ready(page, 'unlock');
  await noAxeViolation(page, 'unlock');
  await picture(page, 'unlock');
  await page.locator('#secret').fill('000000');
  await page.keyboard.press('F9');
  await expect(page.locator('#secret-error')).toContainText('DN-10');
  await page.locator('#secret').fill('271828');
  await page.keyboard.press('F9');
  await ready(page, 'settings');
});

test('ten_idle_minutes_warn_and_then_lock', async ({ page, desk }) => {
  await page.clock.install();
  await page.goto(desk.address);
  await signIn(page, 'thanhbv');
  await page.clock.runFor('09:05');
  await expect(page.getByText('Máy sắp khóa')).toBeVisible();
  await noAxeViolation(page, 'idle warning');
  await picture(page, 'idle-warning');
  await page.keyboard.press('Shift');
  await expect(page.getByText('Máy sắp khóa')).toBeHidden();
  await page.clock.runFor('10:05');
  await ready(page, 'unlock');
});

test('a_lock_keeps_what_was_being_typed', async ({ page, desk }) => {
  void desk;
  await signIn(page, 'thanhbv');
  await page.keyboard.press('F2');
  await ready(page, 'intake');
  await page.locator('#owner-name').fill('Đinh Công Lợi');
  await page.keyboard.press('Control+l');
  await ready(page, 'unlock');
  await expect(page.locator('body')).not.toContainText('Đinh Công Lợi');
  await page.locator('#secret').fill(PASSWORD);
  await page.keyboard.press('F9');
  await ready(page, 'intake');
  await expect(page.locator('#owner-name')).toHaveValue('Đinh Công Lợi');
});
