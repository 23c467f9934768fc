// An office on its first day: every screen says what to do when there is nothing yet.
import { expect, noAxeViolation, PASSWORD, picture, ready, signIn, test } from './desk';

test.use({ demo: null });

test('an_office_without_dossiers_is_told_what_to_do_next', async ({ page, desk }) => {
  const { units } = await desk.call<{ units: { code: string; level: string }[] }>('units_find', { text: 'xã Tân Lạc' });
  const unit = units.find((one) => one.level === 'commune')?.code ?? null;
  expect(unit).not.toBeNull();
  await desk.call('set_up', { lang: 'vi', unit, demo: null, counter: 2, person: { name: 'Bùi Văn Thành', login: 'thanhbv', password: PASSWORD } });
  await desk.call('sign_out');
  await page.reload();
  await signIn(page);
  await expect(page.getByText('Hết việc đến hạn. Quét CCCD để tiếp nhận.')).toBeVisible();
  await expect(page.locator('.demo')).toHaveCount(0);
  await noAxeViolation(page, 'today, empty');
  await picture(page, 'today-empty');
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await noAxeViolation(page, 'register, empty');
  await picture(page, 'register-empty');
  await page.keyboard.press('F4');
  await ready(page, 'returns');
  await expect(page.getByText('Không có kết quả nào chờ trả.')).toBeVisible();
  await noAxeViolation(page, 'returns, empty');
  await picture(page, 'returns-empty');
  await page.keyboard.press('Control+5');
  await ready(page, 'handover');
  await expect(page.getByText('Không có hồ sơ chờ bàn giao.')).toBeVisible();
  await noAxeViolation(page, 'handover, empty');
  await picture(page, 'handover-empty');
  await page.keyboard.press('Control+7');
  await ready(page, 'figures');
  await expect(page.getByText('Chưa nhập số liệu nào.')).toBeVisible();
  await picture(page, 'figures-empty');
});
