import { expect, noAxeViolation, noClippedWord, picture, ready, scan, signIn, test } from './desk';
import { Hands, look, looks, nameOf } from './counter';
import { act, pile, received, withResult } from './life';

// Learned from the office's own dossiers of the field: nobody types it.
const department = 'Tư pháp – Hộ tịch';

test('a_pile_goes_out_on_one_slip_is_confirmed_and_its_results_are_fetched', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page, 'thanhbv');
  const waiting = async (task: string): Promise<number> => (await pile(desk, task, 500)).length;
  const told = page.locator('.message[role="status"]');
  const grid = page.locator('#handover-grid');

  await test.step('thirty dossiers of a field in few keys, the department known from earlier ones', async () => {
    // What the demo's own people brought is out of the way; thirty of one field come to the desk.
    const rest = (await pile(desk, 'hand_over', 500)).map((hit) => hit.dossier);
    for (const hit of await pile(desk, 'confirm', 500)) rest.push(hit.dossier);
    const fetched = (await pile(desk, 'fetch', 500)).map((hit) => hit.dossier);
    if (fetched.length > 0) await act(desk, fetched, 'receive_result');
    for (let n = 0; n < 30; n++) await received(desk, `Bùi Thị Mẫu ${n + 1}`);
    for (let from = 0; from < rest.length; from += 200) await act(desk, rest.slice(from, from + 200), 'withdraw', { reason: 'không thuộc bài thử' });

    const hands = new Hands(page);
    await hands.press('Control+5');
    await ready(page, 'handover');
    await expect(grid).toBeFocused();
    await hands.press('F8');
    await picture(page, 'handover-marked');
    await hands.press('F9');
    await expect(told.filter({ hasText: `Đã bàn giao 30 hồ sơ cho ${department}` })).toContainText('Chưa chọn máy in');
    await picture(page, 'handover-done');
    expect(hands.pressed).toBe(3);
    expect(await waiting('confirm')).toBe(30);
    await expect(page.getByText('Không có hồ sơ chờ bàn giao.')).toBeVisible();
    await told.getByRole('button', { name: 'Lưu PDF' }).click();
    await expect(told.filter({ hasText: '.pdf' })).toBeVisible();
  });

  await test.step('two are not taken, the rest is confirmed with the receiver of the slip', async () => {
    await page.keyboard.press('Alt+2');
    await expect(grid).toBeFocused();
    await page.keyboard.press('F9');
    await expect(page.getByText('Chưa đánh dấu hồ sơ nào')).toBeVisible();
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('button', { name: 'Không nhận bàn giao' }).click();
    await page.keyboard.press('F9');
    await expect(page.locator('#handover-reason-error')).toBeVisible();
    await page.keyboard.type('Thiếu chữ ký của người nộp');
    await picture(page, 'handover-refuse');
    await noAxeViolation(page, 'handover refuse');
    await page.keyboard.press('F9');
    await expect(told.filter({ hasText: '2 hồ sơ bên nhận không nhận' })).toBeVisible();
    await page.keyboard.press('F8');
    await page.locator('#handover-receiver').fill('Lê Văn Hải');
    await page.keyboard.press('F9');
    await expect(told.filter({ hasText: 'xác nhận 28 hồ sơ' })).toBeVisible();
  });

  await test.step('the next pile of the field needs three keys, or scans', async () => {
    const hands = new Hands(page);
    await page.keyboard.press('Control+1');
    await hands.press('Control+5');
    await ready(page, 'handover');
    await expect(page.locator('#handover-to')).toHaveValue(department);
    const back = await pile(desk, 'hand_over', 5);
    await scan(page, back[1]?.code ?? '');
    await expect(grid.locator('[aria-selected="true"]')).toHaveCount(1);
    await hands.press('F8');
    await hands.press('F9');
    await expect(told.filter({ hasText: 'Đã bàn giao 2 hồ sơ' })).toBeVisible();
    expect(hands.pressed).toBe(3);
    await scan(page, back[1]?.code ?? '');
    await expect(page.getByText(/không nằm trong chồng này/)).toBeVisible();
  });

  await test.step('results are fetched as a pile', async () => {
    const hits = (await desk.call<{ hits: { dossier: string; owner: string; pending: boolean; holder: string | null }[] }>('register_search', { text: 'Bùi Thị Mẫu', limit: 100 })).hits;
    const confirmed = hits.filter((hit) => hit.owner.startsWith('Bùi Thị Mẫu') && hit.holder && !hit.pending);
    const before = await waiting('return');
    await act(desk, confirmed.map((hit) => hit.dossier), 'enter_result', { outcome: 'granted', number: '9', at_desk: 'false' });
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+5');
    await ready(page, 'handover');
    await page.keyboard.press('Alt+3');
    // The pile is here before it is marked.
    await expect(page.getByRole('grid', { name: 'Lấy kết quả về' }).getByRole('row').nth(5)).toBeVisible();
    await page.keyboard.press('F8');
    await expect(page.getByText('28/28').first()).toBeVisible();
    await picture(page, 'handover-fetch');
    await page.keyboard.press('F9');
    await expect(told.filter({ hasText: '28 kết quả về bàn' })).toBeVisible();
    expect(await waiting('return')).toBe(before + 28);
  });

  await test.step('an error takes the place of the pile', async () => {
    await page.route('**/call/register_search', (route) => route.abort());
    await page.keyboard.press('Control+1');
    await page.keyboard.press('Control+5');
    await expect(page.getByText('MM-01')).toBeVisible();
    await picture(page, 'handover-error');
    await page.unroute('**/call/register_search');
    await page.getByRole('button', { name: 'Thử lại' }).click();
    await expect(page.getByText('Không có hồ sơ chờ bàn giao.')).toBeVisible();
  });
});

test('the_page_reads_well', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  for (let n = 0; n < 40; n++) await received(desk, `Bùi Thị Mẫu ${n + 1}`);
  const hits = await pile(desk, 'hand_over', 60);
  await withResult(desk, hits.slice(0, 10).map((hit) => hit.dossier), false);
  await act(desk, hits.slice(10, 25).map((hit) => hit.dossier), 'hand_over', { to: 'Địa chính – Xây dựng' });
  for (const how of looks) {
    await look(page, desk, how);
    await page.keyboard.press('Control+5');
    await ready(page, 'handover');
    await page.keyboard.press('Space');
    await noAxeViolation(page, 'handover');
    await noClippedWord(page, 'handover');
    await picture(page, `handover-${nameOf(how)}`);
    await page.keyboard.press('Alt+2');
    await noAxeViolation(page, 'confirm');
    await noClippedWord(page, 'confirm');
    await picture(page, `handover-confirm-${nameOf(how)}`);
  }
});
