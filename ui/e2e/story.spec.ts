// The trial of `cargo xtask run --province` where there is no screen: a real server, two desks of one office, two pages. A
// dossier of one desk is seen at the other; the server is killed and comes back; the sum is true all the while.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Desk, expect, PASSWORD, picture, ready, signIn, test } from './desk';
import { received } from './life';
import { Province } from './province';
import type { Page } from '@playwright/test';

/** The sum as the frame shows it: logged, received, waiting. */
async function sum(page: Page): Promise<[number, number, number]> {
  const words = await page.locator('header .line .sum').innerText();
  const figures = [...words.matchAll(/[\d.]+/g)].map(([figure]) => Number(figure.replaceAll('.', '')));
  const [logged = -1, got = -1, waiting = -1] = figures;
  expect(logged, words).toBe(got + waiting);
  return [logged, got, waiting];
}

test('two_desks_and_a_server_that_goes_away_and_comes_back', async ({ page, desk, context }) => {
  test.setTimeout(180_000);
  const province = new Province();
  await province.start();
  const two = new Desk(mkdtempSync(join(tmpdir(), 'motcua-two-')));
  const other = await context.newPage();
  try {
    await two.start();
    await two.call('set_up', { lang: 'vi', unit: null, demo: '2024', counter: 2, person: { name: 'Hà Văn Nam', login: 'namhv', password: PASSWORD } });
    await signIn(page, 'thanhbv');
    for (const [one, counter] of [[desk, 1], [two, 2]] as const) await one.call('enrol', { server: province.address, code: province.code(counter) });
    await other.goto(two.address);
    await ready(other, 'today');
    await expect(page.locator('header .line')).toContainText('chờ 0', { timeout: 60_000 });

    // What is received at one counter is found at the other, by itself.
    await received(desk, 'Quách Thị Hai Quầy');
    await expect.poll(async () => (await two.call<{ hits: unknown[] }>('register_search', { text: 'hai quay', limit: 5 })).hits.length, { timeout: 60_000 }).toBe(1);
    await other.keyboard.press('F3');
    await ready(other, 'register');
    await other.locator('#register-box').fill('hai quay');
    await expect(other.locator('#register')).toContainText('Quách Thị Hai Quầy');
    await picture(other, 'province-1-seen-at-the-other');
    expect((await sum(page))[2]).toBe(0);

    // The server is killed: both go on, and say so in grey.
    await province.kill();
    await received(desk, 'Bùi Văn Mất Mạng');
    await received(two, 'Đinh Thị Mất Mạng');
    for (const [one, name] of [[page, 'one'], [other, 'two']] as const) {
      await one.bringToFront();
      await one.keyboard.press('F5');
      await ready(one, 'sync');
      await expect(one.locator('header .line')).toContainText('Ngoài mạng', { timeout: 60_000 });
      expect((await sum(one))[2]).toBeGreaterThan(0);
      await picture(one, `province-2-offline-${name}`);
    }

    // It comes back; nothing was lost on either side.
    await province.start();
    for (const one of [page, other]) {
      await one.bringToFront();
      await one.keyboard.press('F9');
      await expect(one.locator('header .line')).toContainText('chờ 0', { timeout: 90_000 });
      expect((await sum(one))[2]).toBe(0);
    }
    const found = async (one: Desk): Promise<number> => (await one.call<{ hits: unknown[] }>('register_search', { text: 'mat mang', limit: 5 })).hits.length;
    await expect.poll(async () => [await found(desk), await found(two)], { timeout: 60_000 }).toEqual([2, 2]);
    await page.bringToFront();
    await picture(page, 'province-3-in-step');
  } finally {
    await other.close();
    await two.stop();
    rmSync(two.folder, { recursive: true, force: true });
    await province.end();
  }
});
