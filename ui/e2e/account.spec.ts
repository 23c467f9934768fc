// The machine's own log, who looked at which dossier, and practice.
import { card, duyen, look, looks, nameOf, openIntake } from './counter';
import { received } from './life';
import { expect, noAxeViolation, noClippedWord, PASSWORD, picture, ready, scan, signIn, test, type Desk } from './desk';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

async function openLog(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
  await page.locator('#commands-box').fill(vietnamese ? 'nhat ky may' : 'log of this');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'log');
}

test('the_log_is_shown_and_saved_without_anybodys_data', async ({ page, desk }) => {
  await signIn(page);
  await received(desk, 'Quách Thị Lụa');
  await openLog(page);
  const region = page.getByRole('region', { name: 'Bản ghi của máy' });
  await expect(region).toContainText('Tiếp nhận hồ sơ');
  await expect(region).not.toContainText('Lụa');
  await noAxeViolation(page, 'the log');
  await noClippedWord(page, 'the log');
  await picture(page, 'log');
  await page.keyboard.press('F9');
  const told = page.getByText(/Đã lưu, không kèm dữ liệu của công dân: /).first();
  await expect(told).toBeVisible();
  const text = readFileSync((await told.innerText()).split(': ')[1] ?? '', 'utf8');
  expect(text.split('\n')[0]).toBe('position,at,device,seq,kind,kind_version,actor,dossier,reference,hash');
  expect(text).not.toMatch(/Lụa|0987654321|Xóm Cú/);
  const { entries } = await desk.call<{ entries: number }>('desk_state');
  expect(text.trim().split('\n').length).toBe(entries + 1);
});

test('a_supervisor_sees_who_looked_at_a_dossier_and_how_often', async ({ page, desk }) => {
  await signIn(page);
  const dossier = await received(desk, 'Bùi Thị Hoa');
  await desk.call('dossier_open', { dossier });
  const { code } = await desk.call<{ code: string }>('dossier_open', { dossier });
  await desk.call('proof_save', { dossier });
  await openLog(page);
  await page.getByRole('radio', { name: 'Bản ghi của máy' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#look-dossier').fill(code);
  await page.keyboard.press('F9');
  const rows = page.getByRole('region', { name: 'Ai đã xem hồ sơ' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('lưu bằng chứng');
  await expect(rows.nth(2)).toContainText('mở hồ sơ');
  await expect(rows.nth(2)).toContainText('Bùi Văn Thành');
  await noAxeViolation(page, 'who looked');
  await picture(page, 'log-accesses');
  await page.locator('#look-dossier').fill('không có mã này');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Không có hồ sơ này trên máy/)).toBeVisible();
});

test('the_proof_of_a_dossier_is_saved_from_its_page', async ({ page, desk }) => {
  await signIn(page);
  const dossier = await received(desk, 'Đinh Văn Ấm');
  const { code } = await desk.call<{ code: string }>('dossier_open', { dossier });
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.locator('#register-box').fill(code.slice(-11));
  await expect(page.locator('#register')).toContainText(code);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await ready(page, 'dossier');
  await page.locator('#dossier-proof').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Đã lưu bằng chứng: .*\.mclog/)).toBeVisible();
  await picture(page, 'dossier-proof');
  await noAxeViolation(page, 'a dossier with its proof');
});

test('the_log_reads_well_in_every_look', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  for (const how of looks) {
    await look(page, desk, how);
    await openLog(page);
    await noAxeViolation(page, `log ${nameOf(how)}`);
    await noClippedWord(page, `log ${nameOf(how)}`);
    await picture(page, `log-${nameOf(how)}`);
  }
});

test('an_own_abbreviation_finds_its_procedure_first_and_fields_are_a_tree', async ({ page, desk }) => {
  await signIn(page);
  await page.keyboard.press('Control+k');
  await page.locator('#commands-box').fill('thu tuc');
  await page.locator('#commands-box-item-0').waitFor();
  await page.keyboard.press('Enter');
  await ready(page, 'procedures');
  const tree = page.getByRole('navigation', { name: 'Lĩnh vực' });
  const all = await page.getByRole('status').filter({ hasText: 'thủ tục' }).innerText();
  await tree.getByRole('button', { name: /^Hộ tịch/ }).click();
  await expect(page.getByRole('status').filter({ hasText: 'thủ tục' })).not.toHaveText(all);
  await page.locator('#procedures').focus();
  await page.keyboard.press('End');
  const name = await page.locator('#procedure-one').innerText();
  await page.locator('#procedure-own').fill('có dấu');
  await page.keyboard.press('Enter');
  await expect(page.locator('#procedure-own-error')).toContainText('không dấu');
  await page.locator('#procedure-own').fill('zq7');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Đã lưu chữ tắt zq7/).first()).toBeVisible();
  await noAxeViolation(page, 'procedures');
  await noClippedWord(page, 'procedures');
  await picture(page, 'procedures-tree');
  const found = await desk.call<{ hits: { name: string; abbreviation: string }[] }>('procedures_find', { text: 'zq7', person: null });
  expect(found.hits[0]).toMatchObject({ name, abbreviation: 'zq7' });
});

test.describe('practice', () => {
  test.use({ demo: null });

  async function setUp(page: Page, desk: Desk): Promise<void> {
    await desk.call('set_up', { lang: 'vi', unit: '05128', demo: null, counter: 1, person: { name: 'Bùi Văn Thành', login: 'thanhbv', password: PASSWORD } });
    await desk.call('sign_out');
    await page.reload();
    await signIn(page);
  }

  test('practice_is_entered_and_left_from_the_desk_marked_everywhere_and_leaves_nothing_behind', async ({ page, desk }) => {
    test.setTimeout(120_000);
    await setUp(page, desk);
    const before = await desk.call<{ entries: number; device: string }>('desk_state');
    await page.keyboard.press('Control+k');
    await page.locator('#commands-box').fill('cai dat');
    await page.locator('#commands-box-item-0').waitFor();
    await page.keyboard.press('Enter');
    await ready(page, 'settings');
    await picture(page, 'practice-settings');
    await page.locator('#practice-begin').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('header .demo-word')).toHaveText('Luyện tập', { timeout: 60_000 });
    await ready(page, 'today');
    await expect(page.locator('header')).toContainText('Bùi Văn Thành');
    await noAxeViolation(page, 'practice');
    await noClippedWord(page, 'practice');
    await picture(page, 'practice-today');
    const inside = await desk.call<{ device: string; practice: boolean; demo: string }>('desk_state');
    expect(inside.device).not.toBe(before.device);
    expect(inside.practice).toBe(true);
    // The first intake is guided, a hint at a time, until somebody has had enough.
    const hint = page.getByRole('note', { name: 'Hướng dẫn tập tiếp nhận' });
    await openIntake(page);
    await expect(hint).toContainText('Bước 1 trên 4');
    await noAxeViolation(page, 'a guided intake');
    await noClippedWord(page, 'a guided intake');
    await picture(page, 'practice-guide');
    await scan(page, card(duyen));
    await expect(hint).toContainText('Bước 2 trên 4');
    await page.keyboard.type('dkks');
    await page.keyboard.press('Enter');
    await expect(hint).toContainText('Bước 3 trên 4');
    await picture(page, 'practice-guide-papers');
    await page.keyboard.press('F8');
    await expect(hint).toContainText('Bước 4 trên 4');
    await page.keyboard.press('F9');
    await expect(hint).toContainText('Xong hồ sơ đầu tiên');
    await picture(page, 'practice-guide-saved');
    await hint.getByRole('button', { name: 'Thôi hướng dẫn' }).click();
    await expect(hint).toHaveCount(0);
    const dossier = await received(desk, 'Người Tập Việc');
    const { code } = await desk.call<{ code: string }>('dossier_open', { dossier });
    for (const [name, input] of [['enrol', { server: 'http://127.0.0.1:1', code: 'x' }], ['carry_out', {}], ['backup_make', { folder: desk.folder }]] as const) {
      await expect(desk.call(name, input), name).rejects.toThrow(/not_in_practice/);
    }

    await page.locator('#practice-end').focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('header .demo-word')).toHaveCount(0);
    await openIntake(page);
    await expect(page.getByRole('note', { name: 'Hướng dẫn tập tiếp nhận' })).toHaveCount(0);
    await page.keyboard.press('Escape');
    const after = await desk.call<{ entries: number; device: string }>('desk_state');
    expect(after).toMatchObject({ entries: before.entries, device: before.device });
    expect((await desk.call<{ total: number }>('register_search', { text: code })).total).toBe(0);

    // Locking leaves practice first: the lock is the real desk's.
    await desk.call('practice_begin');
    await page.reload();
    await ready(page, 'today');
    await page.keyboard.press('Control+l');
    await ready(page, 'unlock');
    await page.locator('#secret').fill(PASSWORD);
    await page.keyboard.press('F9');
    await ready(page, 'today');
    expect((await desk.call<{ device: string }>('desk_state')).device).toBe(before.device);
  });
});
