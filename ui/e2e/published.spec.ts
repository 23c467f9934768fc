// What the province publishes, with a real server: the changes side by side, a package looked at before it counts, a person let in;
// and the dossiers of a period in the national shapes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Desk, expect, noAxeViolation, noClippedWord, openNth, PASSWORD, picture, ready, signIn, test as base } from './desk';
import { Province } from './province';
import type { Page } from '@playwright/test';

const shipped = join(dirname(fileURLToPath(import.meta.url)), '../../assets/reference');

const test = base.extend<{ province: Province }>({
  province: async ({}, use) => {
    const province = new Province();
    await province.start();
    await use(province);
    await province.end();
  },
});

/** A file of the set with a change, in a folder of the province. */
function changed(province: Province, folder: string, name: string, change: (text: string) => string): string {
  const path = join(province.folder, folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, change(readFileSync(join(shipped, name), 'utf8')));
  return path;
}

const holiday = (day: string, name: string) => (text: string): string => `${text}${day},substitute,${name},Day off,thử [low]\n`;

async function enrol(desk: Desk, province: Province): Promise<void> {
  await desk.call('enrol', { server: province.address, code: province.code(1) });
}

async function openNews(page: Page): Promise<void> {
  await page.keyboard.press('Control+8');
  await ready(page, 'procedures');
  await page.getByRole('button', { name: 'Có gì mới' }).click();
  await ready(page, 'news');
}

test('what_the_province_publishes_is_listed_before_and_now', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await openNews(page);
  await expect(page.getByText(/đi kèm chương trình/)).toBeVisible();
  await picture(page, 'news-none');
  await enrol(desk, province);
  changed(province, 'a', 'holidays.csv', holiday('2024-03-08', 'Nghỉ theo quyết định của tỉnh'));
  changed(province, 'a', 'procedures.json', (text) => text.replaceAll('"Đăng ký khai sinh"', '"Đăng ký khai sinh (mới)"'));
  const { set } = province.chore<{ set: string }>('publish', '--from', join(province.folder, 'a'));
  await expect.poll(async () => {
    await desk.call('sync_now');
    return (await desk.call<{ name: string }>('reference_news')).name;
  }, { timeout: 60_000 }).toBe(set);
  await page.keyboard.press('Escape');
  await openNews(page);
  await expect(page.getByText(`Đang dùng bộ dữ liệu ${set} do tỉnh công bố.`)).toBeVisible();
  await expect(page.getByRole('row', { name: /2024-03-08/ })).toContainText('Nghỉ theo quyết định của tỉnh (nghỉ bù)');
  await expect(page.getByRole('row', { name: /^Thủ tục/ }).first()).toContainText('Đăng ký khai sinh (mới)');
  await noAxeViolation(page, 'news');
  await noClippedWord(page, 'news');
  await picture(page, 'news');
  await desk.call('settings_save', { lang: 'en', theme: 'dark', zoom: 100 });
  await page.reload();
  await page.evaluate(() => localStorage.setItem('motcua.language', 'en'));
  await page.reload();
  await ready(page, 'today');
  await page.keyboard.press('Control+8');
  await ready(page, 'procedures');
  await page.getByRole('button', { name: 'What is new' }).click();
  await ready(page, 'news');
  await noAxeViolation(page, 'news, dark');
  await noClippedWord(page, 'news, dark');
  await picture(page, 'news-en-dark');
});

test('a_package_is_looked_at_before_it_counts_and_a_bad_one_changes_nothing', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await enrol(desk, province);
  const file = join(province.folder, 'set.mcref');
  province.chore('publish', '--from', changed(province, 'a', 'holidays.csv', holiday('2024-03-08', 'Nghỉ một ngày')), '--package', file);
  await province.kill();
  const before = await desk.call<{ name: string }>('reference_news');
  await openNews(page);
  const torn = join(province.folder, 'torn.mcref');
  writeFileSync(torn, readFileSync(file).subarray(0, -5));
  await page.locator('#reference-chooser').setInputFiles(torn);
  await expect(page.getByText(/không phải bộ dữ liệu tham chiếu còn nguyên vẹn/)).toBeVisible();
  await page.locator('#reference-chooser').setInputFiles(file);
  await expect(page.getByText(`Chưa có gì thay đổi; máy đang dùng bộ ${before.name}.`)).toBeVisible();
  await expect(page.getByRole('row', { name: /2024-03-08/ })).toContainText('Nghỉ một ngày');
  await noAxeViolation(page, 'a package');
  await noClippedWord(page, 'a package');
  await picture(page, 'news-package');
  expect((await desk.call<{ name: string }>('reference_news')).name).toBe(before.name);
  await page.keyboard.press('F9');
  await expect(page.getByText(/^Đã áp dụng bộ/).first()).toBeVisible();
  const after = await desk.call<{ name: string; sets: { by_hand: boolean }[] }>('reference_news');
  expect(after.name > before.name && after.sets[0]?.by_hand).toBe(true);
  await page.locator('#reference-chooser').setInputFiles(file);
  await expect(page.getByText(/không mới hơn bộ đang dùng/)).toBeVisible();
  await picture(page, 'news-taken');
});

test('a_person_named_by_the_province_is_let_in_once_and_gone_when_withdrawn', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await enrol(desk, province);
  province.chore('grant', '--unit', '05164@2020-01-01', '--login', 'moi', '--name', 'Bùi Thị Mới', '--roles', 'clerk');
  type People = { people: { login: string; state: string }[] };
  const state = async (): Promise<string | undefined> => {
    await desk.call('sync_now');
    return (await desk.call<People>('people_list')).people.find((one) => one.login === 'moi')?.state;
  };
  await expect.poll(state, { timeout: 30_000 }).toBe('waiting');
  await page.keyboard.press('Control+9');
  await ready(page, 'people');
  await page.getByRole('row', { name: /Bùi Thị Mới/ }).click();
  await page.getByRole('button', { name: 'Cho vào' }).click();
  await page.locator('#reset-password').fill(PASSWORD);
  await noAxeViolation(page, 'letting in');
  await noClippedWord(page, 'letting in');
  await picture(page, 'people-admit');
  await page.keyboard.press('F9');
  await expect(page.getByRole('row', { name: /Bùi Thị Mới/ })).toContainText('Đang dùng');
  province.chore('withdraw', '--unit', '05164@2020-01-01', '--person', 'moi');
  await expect.poll(state, { timeout: 30_000 }).toBe('withdrawn');
  await page.reload();
  await ready(page, 'today');
  await page.keyboard.press('Control+9');
  await ready(page, 'people');
  await expect(page.getByRole('row', { name: /Bùi Thị Mới/ })).toContainText('Tỉnh đã rút');
  await picture(page, 'people-withdrawn');
});

test('the_dossiers_of_a_period_go_out_in_the_national_shapes_with_what_they_lack', async ({ page, desk }) => {
  test.setTimeout(120_000);
  void desk;
  await signIn(page, 'thanhbv');
  await openNth(page, 5, 'reports');
  await page.keyboard.press('F9');
  await page.locator('#report-save-national').click();
  await expect(page.getByText(/Chưa gửi đi đâu\./)).toBeVisible({ timeout: 30_000 });
  await noAxeViolation(page, 'the national file');
  await noClippedWord(page, 'the national file');
  await picture(page, 'reports-national');
});
