import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test, type Desk } from './desk';
import { look, looks, nameOf } from './counter';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

async function openReports(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
  await page.locator('#commands-box').fill(vietnamese ? 'bao cao' : 'reports');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'reports');
}

test('a_figure_of_the_form_opens_exactly_its_dossiers_and_esc_leads_back_to_it', async ({ page }) => {
  await signIn(page);
  await openReports(page);
  await expect(page.getByText(/\(3\) = \(7\) \+ \(11\) khớp/)).toBeVisible();
  const figure = page.locator('#figure-total-c10');
  const count = Number((await figure.textContent())?.replace('.', ''));
  expect(count).toBeGreaterThan(0);
  await page.locator('#figure-total-c3').focus();
  // A figure of 0 opens nothing and is passed over, so fewer keys may do.
  for (let at = 0; at < 7 && !(await figure.evaluate((one) => one === document.activeElement)); at++) await page.keyboard.press('ArrowRight');
  await expect(figure).toBeFocused();
  await page.keyboard.press('Enter');
  await ready(page, 'register');
  await expect(page.getByText(new RegExp(`^${count} hồ sơ$`))).toBeVisible();
  await expect(page.getByText(/Hồ sơ của một số liệu: II\.06a/)).toBeVisible();
  await picture(page, 'reports-behind');
  await noAxeViolation(page, 'register behind a figure');
  await page.locator('h1').click();
  await page.keyboard.press('Escape');
  await ready(page, 'reports');
  await expect(figure).toBeFocused();
});

test('every_report_is_shown_for_every_kind_of_period_and_saved_in_three_forms', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  await openReports(page);
  for (const kind of ['day', 'month', 'quarter', 'year', 'any']) {
    await page.locator(`label:has(#report-kind-${kind})`).click();
    await expect(page.locator('table')).toBeVisible();
  }
  await page.locator('#report-from').fill('01022024');
  await page.locator('#report-to').fill('29022024');
  await page.locator('#report-to').press('Tab');
  await expect(page.getByText('Số liệu từ 01/02/2024 đến hết 29/02/2024')).toBeVisible();
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page.getByText('Số liệu từ 03/01/2024 đến hết 31/01/2024')).toBeVisible();
  const names = await page.evaluate(() => document.querySelectorAll('#report').length);
  expect(names).toBe(1);
  await page.locator('#report').click();
  const options = await page.getByRole('option').allTextContents();
  expect(options.length).toBe(17);
  await page.keyboard.press('Escape');
  for (const option of options.map((text) => text.trim())) {
    await page.locator('#report').click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await expect(page.locator('#report')).toContainText(option);
    await expect(page.locator('.message.late')).toHaveCount(0);
  }
  for (const format of ['pdf', 'xlsx', 'csv']) {
    await page.keyboard.press('F9');
    await expect(page.locator('#report-save-pdf')).toBeFocused();
    await page.locator(`#report-save-${format}`).click();
    await expect(page.getByText(new RegExp(`Đã lưu .*\\.${format}`))).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await desk.call('rail_counts');
});

test('the_preview_is_the_paper_and_an_empty_period_is_a_report_of_zeros', async ({ page }) => {
  await signIn(page);
  await openReports(page);
  await page.keyboard.press('Control+p');
  await expect(page.getByAltText(/Báo cáo trên giấy, trang 1/)).toBeVisible();
  await picture(page, 'reports-paper');
  await page.keyboard.press('Escape');
  await page.locator('label:has(#report-kind-any)').click();
  await page.locator('#report-from').fill('01012020');
  await page.locator('#report-to').fill('31012020');
  await page.locator('#report-to').press('Tab');
  await expect(page.getByText('Không có dòng nào trong kỳ.')).toBeVisible();
  await expect(page.getByText(/\(3\) = \(7\) \+ \(11\) khớp/)).toBeVisible();
  await picture(page, 'reports-empty');
  // The last day before the first: said, and the report in sight stays.
  await page.locator('#report-from').fill('05022020');
  await page.locator('#report-from').press('Tab');
  await expect(page.getByText(/Ngày cuối kỳ đứng trước ngày đầu/)).toBeVisible();
});

async function openTrends(page: Page): Promise<void> {
  await openReports(page);
  await page.locator('label:has(#reports-tab-trends)').click();
  await expect(page.locator('#ageing-question')).toBeVisible();
  await ready(page, 'reports');
}

test('each_mark_of_a_chart_opens_its_dossiers_and_the_arrows_walk_the_marks', async ({ page }) => {
  await signIn(page);
  await openTrends(page);
  const marks = page.locator('#chart-hours [data-mark], .chart:has(#hours-question) [data-mark]');
  const first = marks.first();
  await first.focus();
  const count = Number(await first.textContent());
  await page.keyboard.press('ArrowRight');
  await expect(first).not.toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(first).toBeFocused();
  const id = (await first.getAttribute('id')) ?? '';
  await page.keyboard.press('Enter');
  await ready(page, 'register');
  await expect(page.getByText(new RegExp(`^${count} hồ sơ$`))).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('Escape');
  await ready(page, 'reports');
  await expect(page.locator(`[id="${id}"]`)).toBeFocused();

  const bar = page.locator('.chart:has(#ageing-question) svg [data-mark]').first();
  const says = (await bar.getAttribute('aria-label')) ?? '';
  await bar.focus();
  await page.keyboard.press('Enter');
  await ready(page, 'register');
  const counted = /: [^:]* (\d+)\./.exec(says)?.[1] ?? '';
  await expect(page.getByText(new RegExp(`^${counted} hồ sơ$`))).toBeVisible();
});

test('charts_of_a_time_without_dossiers_say_so', async ({ page }) => {
  await signIn(page);
  await openTrends(page);
  await page.locator('#trends-on').fill('01062021');
  await page.locator('#trends-on').press('Tab');
  await expect(page.getByText('Chưa có số liệu trong kỳ này.').first()).toBeVisible();
  await picture(page, 'trends-empty');
});

test('the_charts_are_printed_light_with_every_number_in_sight_and_without_the_frame', async ({ page, desk }) => {
  await signIn(page);
  await look(page, desk, { lang: 'vi', theme: 'dark', zoom: 100 });
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await openTrends(page);
  await page.keyboard.press('Control+p');
  await expect(page.locator('.numbers[open]').first()).toBeAttached();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.paper-only').getByText('BẢN THỬ')).toBeVisible();
  await expect(page.getByText('Xu hướng và nguyên nhân, tính đến hết ngày 05/03/2024')).toBeVisible();
  for (const gone of ['header', 'nav', 'footer', '#trends-on']) await expect(page.locator(gone).first()).toBeHidden();
  await expect(page.locator('#trends-print')).toBeHidden();
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  const path = join(dirname(fileURLToPath(import.meta.url)), '../../target/pictures/trends-paper.pdf');
  writeFileSync(path, pdf);
  const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  for (const asked of ['Mỗi ngày nhận bao nhiêu', 'Giải quyết đúng hạn bao nhiêu', 'Giấy tờ nào hay thiếu', 'Quá hạn']) expect(words).toContain(asked);
  await page.emulateMedia({ media: null });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.locator('.numbers[open]')).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

async function reads(page: Page, desk: Desk, how: (typeof looks)[number]): Promise<void> {
  await look(page, desk, how);
  await openReports(page);
  await noAxeViolation(page, 'reports');
  await noClippedWord(page, 'reports');
  await picture(page, `reports-${nameOf(how)}`);
  await openTrends(page);
  await noAxeViolation(page, 'trends');
  await noClippedWord(page, 'trends');
  await picture(page, `trends-${nameOf(how)}`);
  for (const chart of ['intake', 'on-time', 'fields', 'procedures', 'papers', 'hours', 'steps', 'ageing']) {
    const card = page.locator(`.chart:has(#${chart}-question)`);
    await card.scrollIntoViewIfNeeded();
    await card.screenshot({ path: `../target/pictures/chart-${chart}-${nameOf(how)}.png`, animations: 'disabled' });
  }
}

test('the_pages_read_well_in_every_look', async ({ page, desk }) => {
  test.setTimeout(240_000);
  await signIn(page);
  for (const how of looks) await reads(page, desk, how);
});
