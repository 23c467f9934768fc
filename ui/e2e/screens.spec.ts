// Every screen in light and dark, in both languages, at 100 and 200 %: axe, no clipped word, a picture.
import { expect, noAxeViolation, noClippedWord, openNth, picture, ready, signIn, test } from './desk';

const screens = ['today', 'intake', 'register', 'returns', 'handover', 'reports', 'figures', 'procedures', 'people', 'settings', 'sync', 'status', 'day'] as const;

// One desk for a language: what is looked at changes nothing on it.
for (const lang of ['vi', 'en'] as const) {
  test(`all_screens_hold_in_${lang}_light_and_dark_at_100_and_200_percent`, async ({ page, desk }) => {
    test.setTimeout(180_000);
    await signIn(page, 'thanhbv');
    for (const theme of ['light', 'dark'] as const) {
      for (const zoom of [100, 200] as const) {
        await desk.call('settings_save', { lang, theme, zoom });
        await page.reload();
        await ready(page, 'today');
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
        await page.evaluate((tongue) => localStorage.setItem('motcua.language', tongue), lang);
        await page.reload();
        for (const [index, screen] of screens.entries()) {
          await openNth(page, index, screen);
          await noAxeViolation(page, `${screen} ${theme} ${zoom}`);
          await noClippedWord(page, `${screen} ${theme} ${zoom}`);
          await picture(page, `${screen}-${lang}-${theme}-${zoom}`);
        }
      }
    }
  });
}

test('no_word_is_clipped_in_a_small_window', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  for (const [width, height] of [[1024, 600], [683, 344]] as const) {
    await page.setViewportSize({ width, height });
    for (const [index, screen] of screens.entries()) {
      await openNth(page, index, screen);
      await noClippedWord(page, screen);
      await picture(page, `${screen}-${width}x${height}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wide, `${screen} scrolls sideways`).toBe(false);
    }
  }
});

test.describe('the office of today', () => {
  test.use({ demo: 'now' });
  test('opens_under_its_new_organisation', async ({ page, desk }) => {
    await signIn(page, 'thanhbv');
    const state = await desk.call<{ demo: string; unit: { name: string; desk_name: string } }>('desk_state');
    expect(state.demo).toBe('now');
    await expect(page.locator('header')).toContainText(state.unit.desk_name);
    await expect(page.locator('header')).toContainText('BẢN THỬ');
    await noAxeViolation(page, 'today');
    await picture(page, 'today-demo-now');
  });
});
