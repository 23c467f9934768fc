// Đồng bộ with a real server: joining, the sum, offline, two machines that decide apart, and what only people can mend.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { look, looks, nameOf } from './counter';
import { Desk, expect, noAxeViolation, noClippedWord, PASSWORD, picture, ready, signIn, test as base } from './desk';
import { act, received } from './life';
import { Province } from './province';
import type { Page } from '@playwright/test';

type Sync = { kind: string; logged: number; received: number; waiting: number; needs_people: boolean };

const test = base.extend<{ province: Province }>({
  province: async ({}, use) => {
    const province = new Province();
    await province.start();
    await use(province);
    await province.end();
  },
});

async function openSync(page: Page): Promise<void> {
  await page.keyboard.press('F5');
  await ready(page, 'sync');
}

async function standing(desk: Desk): Promise<Sync> {
  return desk.call<Sync>('sync_standing');
}

/** Called until the desk says so: the courier works beside the screens. */
async function until(desk: Desk, kind: string): Promise<Sync> {
  await expect.poll(async () => {
    await desk.call('sync_now').catch(() => undefined);
    const now = await standing(desk);
    return kind === 'in_step' ? now.kind === kind && now.waiting === 0 : now.kind === kind;
  }, { timeout: 30_000, intervals: [200] }).toBe(true);
  const now = await standing(desk);
  expect(now.logged).toBe(now.received + now.waiting);
  return now;
}

async function enrol(desk: Desk, province: Province, counter: number): Promise<void> {
  await desk.call('enrol', { server: province.address, code: province.code(counter) });
  await until(desk, 'in_step');
}

/** A second desk of the office at another counter. */
async function second(province: Province): Promise<Desk> {
  const two = new Desk(mkdtempSync(join(tmpdir(), 'motcua-two-')));
  await two.start();
  await two.call('set_up', { lang: 'vi', unit: null, demo: '2024', counter: 2, person: { name: 'Hà Văn Nam', login: 'namhv', password: PASSWORD } });
  await enrol(two, province, 2);
  return two;
}

test('a_desk_that_worked_alone_joins_the_province_by_a_code_and_the_sum_always_holds', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await expect(page.locator('header .line')).toContainText('Chưa nối với tỉnh');
  await expect(page.locator('header .line')).toContainText(/Ghi ở đây [\d.]+ = đã nhận 0 \+ chờ [\d.]+/);
  await openSync(page);
  await expect(page.getByRole('heading', { name: 'Nối với tỉnh', exact: true })).toBeVisible();
  await noAxeViolation(page, 'before enrolment');
  await noClippedWord(page, 'before enrolment');
  await picture(page, 'sync-never');

  // Half a code is told at its field, a code of nobody in words; nothing has changed.
  await page.locator('#enrol-server').fill(province.address);
  await page.locator('#enrol-code').fill('ABCD-EFGH');
  await page.keyboard.press('F9');
  await expect(page.locator('#enrol-code-error')).toContainText('26');
  await page.locator('#enrol-code').fill('0'.repeat(26));
  await page.keyboard.press('F9');
  await expect(page.getByText(/DB-0[3-9]/).first()).toBeVisible();
  await picture(page, 'sync-enrol-error');
  expect((await standing(desk)).kind).toBe('never');

  await page.locator('#enrol-code').fill(province.code(1).toLowerCase());
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã nối với tỉnh, quầy 1').first()).toBeVisible();
  await expect(page.locator('header .line')).toContainText('Đã đồng bộ với tỉnh');
  await expect(page.locator('header .line')).toContainText('+ chờ 0');
  const now = await standing(desk);
  expect(now.received).toBe(now.logged);
  await expect(page.getByText(/Tỉnh đã nhận đủ [\d.]+ bản ghi của máy này/)).toBeVisible();
  await expect(page.locator('#sync-exchanges')).toBeVisible();
  await noAxeViolation(page, 'in step');
  await picture(page, 'sync-in-step');

  // The line is cut: work goes on, nothing is red, what waits is counted and marked, and goes by itself afterwards.
  await province.kill();
  const dossier = await received(desk, 'Bùi Thị Ngoài Mạng');
  await expect(page.locator('header .line')).toContainText('Ngoài mạng, cứ làm việc');
  await expect(page.locator('#sync-waiting').locator('..')).toContainText('Tiếp nhận hồ sơ');
  const offline = await standing(desk);
  expect(offline).toMatchObject({ kind: 'offline', received: now.received, needs_people: false });
  expect(offline.waiting).toBeGreaterThan(0);
  await expect(page.locator('.late')).toHaveCount(0);
  for (const how of looks) {
    await look(page, desk, how);
    await openSync(page);
    await noAxeViolation(page, `offline ${nameOf(how)}`);
    await noClippedWord(page, `offline ${nameOf(how)}`);
    await picture(page, `sync-offline-${nameOf(how)}`);
  }
  await look(page, desk, looks[0]);
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.locator('#register-box').fill('ngoai mang');
  await expect(page.locator('#register .unsent')).toHaveCount(1);
  await picture(page, 'sync-register-mark');
  await page.keyboard.press('F9');
  await ready(page, 'dossier');
  await expect(page.getByText('Chưa gửi lên tỉnh')).toBeVisible();
  await picture(page, 'sync-dossier-mark');
  // By stick: out, to the province, and its answer back; a torn copy is told and changes nothing.
  await openSync(page);
  await page.getByRole('button', { name: 'Chép ra phần tỉnh chưa có' }).click();
  const made = page.locator('#work').getByText(/Đã chép [\d.]+ bản ghi/);
  await expect(made).toBeVisible();
  const path = /vào (\S+\.mccarry)/.exec(await made.innerText())?.[1] ?? '';
  const answer = join(province.folder, 'tra-loi.mcanswer');
  province.chore('carry-in', '--file', path, '--answer', answer);
  await page.locator('#stick-chooser').setInputFiles({ name: 'tra-loi.mcanswer', mimeType: 'application/octet-stream', buffer: readFileSync(answer).subarray(0, 100) });
  await expect(page.locator('#work').getByText(/DB-22/)).toBeVisible();
  await picture(page, 'sync-stick-torn');
  expect((await standing(desk)).waiting).toBeGreaterThan(0);
  await page.locator('#stick-chooser').setInputFiles(answer);
  await expect(page.locator('#work').getByText(/tỉnh xác nhận thêm [\d.]+ bản ghi của máy này/)).toBeVisible();
  expect(await standing(desk)).toMatchObject({ waiting: 0 });
  await noAxeViolation(page, 'stick');
  await picture(page, 'sync-stick');
  const view = await desk.call<{ sync: string }>('dossier_open', { dossier });
  expect(view.sync).toBe('received');
  await province.start();
  await until(desk, 'in_step');
});

test('what_two_machines_decided_apart_stands_side_by_side_and_is_settled_from_there', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await enrol(desk, province, 1);
  const two = await second(province);
  try {
    const dossier = await received(desk, 'Đinh Công Hai Máy');
    await until(desk, 'in_step');
    await expect.poll(async () => {
      await two.call('sync_now');
      return two.call('dossier_open', { dossier }).then(() => true, () => false);
    }).toBe(true);
    await province.kill();
    await act(desk, [dossier], 'withdraw', { reason: 'công dân rút hồ sơ', requested_by: 'Đinh Công Hai Máy' });
    await act(two, [dossier], 'hand_over', { to: 'Tư pháp – Hộ tịch' });
    await act(two, [dossier], 'confirm_hand_over', { receiver: 'Lê Văn Hải' });
    await province.start();
    await until(two, 'in_step');
    await expect.poll(async () => {
      await desk.call('sync_now');
      return (await desk.call<{ collisions: unknown[] }>('sync_view')).collisions.length;
    }).toBe(1);
    await openSync(page);
    const collision = page.locator('article');
    await expect(collision).toContainText('Đinh Công Hai Máy');
    await expect(collision.locator('.side')).toHaveCount(2);
    await noAxeViolation(page, 'decided apart');
    await picture(page, 'sync-collision');
    await look(page, desk, { lang: 'en', theme: 'dark', zoom: 100 });
    await openSync(page);
    await expect(page.locator('article .side')).toHaveCount(2);
    await picture(page, 'sync-collision-en-dark');
    await look(page, desk, looks[0]);
    await openSync(page);
    await page.getByRole('button', { name: 'Chọn quyết định' }).click();
    await ready(page, 'dossier');
    const panel = page.getByRole('region', { name: 'Chọn quyết định có hiệu lực khi hai máy quyết định khác nhau' });
    await expect(panel).toBeVisible();
    await picture(page, 'sync-collision-settle');
    await panel.getByRole('radio').first().check();
    await panel.getByRole('textbox').first().fill('theo giấy công dân đã ký');
    await page.keyboard.press('F9');
    await expect.poll(async () => (await desk.call<{ collisions: unknown[] }>('sync_view')).collisions.length).toBe(0);
  } finally {
    await two.stop();
    rmSync(two.folder, { recursive: true, force: true });
  }
});

test('a_restored_server_another_province_and_a_revoked_machine_are_each_told_in_their_own_words', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await enrol(desk, province, 1);
  const backup = join(province.folder, 'backup');
  province.chore('backup', '--to', backup);
  await received(desk, 'Hà Thị Ấm');
  const before = await until(desk, 'in_step');

  // Yesterday's copy: nothing is lost, it is said, and what it lacks goes again.
  await province.kill();
  province.restoreFrom(backup);
  await province.start();
  await until(desk, 'in_step');
  await openSync(page);
  await expect(page.getByText('Máy chủ của tỉnh đã được khôi phục từ bản sao')).toBeVisible();
  await expect(page.locator('#sync-exchanges').locator('..')).toContainText('Máy chủ vừa khôi phục');
  expect((await standing(desk)).received).toBeGreaterThanOrEqual(before.received);
  await noAxeViolation(page, 'restored');
  await picture(page, 'sync-restored');

  // Another province's server at the same address: nothing goes to it.
  await province.replacedByAnother();
  await received(desk, 'Hà Thị Ửng');
  await until(desk, 'refused').catch(async () => until(desk, 'other_province'));
  const other = await standing(desk);
  expect(other.needs_people).toBe(true);
  expect(other.waiting).toBeGreaterThan(0);
  await openSync(page);
  await picture(page, 'sync-other-province');
  await noAxeViolation(page, 'another province');
  await province.firstAgain();
  await until(desk, 'in_step');

  // Revoked: the data stay, the reason and the way on are told.
  const { device } = await desk.call<{ device: string }>('desk_state');
  province.chore('revoke', '--device', device, '--seq', String((await standing(desk)).received));
  await until(desk, 'revoked');
  await openSync(page);
  await expect(page.getByText('Tỉnh đã thu hồi máy này').first()).toBeVisible();
  await expect(page.locator('header .line')).toContainText('Máy đã bị thu hồi');
  await noAxeViolation(page, 'revoked');
  await picture(page, 'sync-revoked');
  const kept = await desk.call<{ hits: unknown[] }>('register_search', { text: 'hà thị ấm', limit: 5 });
  expect(kept.hits.length).toBeGreaterThan(0);
});

test('a_copied_machine_is_noticed_by_the_province_and_a_supervisor_is_led_to_the_decision', async ({ page, desk, province }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  await enrol(desk, province, 1);
  await page.goto('about:blank');
  await desk.stop();
  const folder = mkdtempSync(join(tmpdir(), 'motcua-copy-'));
  cpSync(desk.folder, folder, { recursive: true });
  await desk.start();
  const copy = new Desk(folder);
  await copy.start();
  try {
    await desk.call('sign_in', { person: 'thanhbv', password: PASSWORD });
    await received(desk, 'Bùi Văn Gốc');
    await until(desk, 'in_step');
    await copy.call('sign_in', { person: 'thanhbv', password: PASSWORD });
    // Someone there takes it for the same machine on another disk.
    await copy.call('record_settle', { decision: 'đã chuyển thư mục', last_number: null });
    await until(copy, 'forked');
    await page.goto(copy.address);
    await ready(page, 'today');
    await openSync(page);
    await expect(page.getByText('Có máy khác dùng chung khóa với máy này').first()).toBeVisible();
    await picture(page, 'sync-forked');
    await noAxeViolation(page, 'forked');
    await page.getByRole('button', { name: 'Xem và quyết định' }).first().click();
    await ready(page, 'status');
    await expect(page.getByRole('heading', { name: 'Lãnh đạo quyết định' })).toBeVisible();
  } finally {
    await page.goto(desk.address);
    await copy.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
