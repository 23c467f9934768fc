import { expect, noAxeViolation, noClippedWord, picture, ready, scan, signIn, test } from './desk';
import { card, Hands, look, looks, nameOf, thanh } from './counter';
import { act, pile, received, withResult, type Hit } from './life';

const plain = (hits: Hit[]): string[] => hits.map((hit) => hit.dossier);

test('returning_results_from_receipt_to_next_citizen', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  // Not those that go by post: their citizens do not stand here.
  // What the demo's own people have with the post has arrived; only the story's item is on its way.
  const posted = plain(await pile(desk, 'post', 200));
  if (posted.length > 0) await act(desk, posted, 'post_delivered');
  for (let n = 0; n < 4; n++) await received(desk, `Bùi Thị Mẫu ${n + 1}`);
  await received(desk, 'Hà Văn Mẫu', 'post');
  const all = (await desk.call<{ hits: (Hit & { return_by: string })[] }>('register_search', { task: 'hand_over', limit: 300 })).hits.filter((hit) => hit.owner.includes('Mẫu'));
  const hits = all.filter((hit) => hit.return_by === 'desk').slice(0, 4);
  const byPost = all.find((hit) => hit.return_by === 'post');
  await withResult(desk, plain(hits.slice(0, 2)), true);
  await withResult(desk, plain(hits.slice(2, 3)), false);
  if (byPost) await withResult(desk, [byPost.dossier], true);
  const [first, second, fetched, running] = hits;
  if (!first || !second || !fetched || !running || !byPost) throw new Error('the demo has too few dossiers');

  await test.step('the plain case takes three keys', async () => {
    const hands = new Hands(page);
    await hands.press('F4');
    await ready(page, 'returns');
    await expect(page.locator('#returns-box')).toBeFocused();
    await scan(page, first.code);
    hands.pressed += 1;
    await expect(page.locator('#returns-dossier')).toHaveText(first.code);
    await expect(page.locator('#returns-paper-0')).toBeChecked();
    await picture(page, 'returns-open');
    await noAxeViolation(page, 'returns open');
    await noClippedWord(page, 'returns open');
    await hands.press('F9');
    await expect(page.getByRole('status').filter({ hasText: `Đã trả kết quả ${first.code}` })).toContainText('Chưa chọn máy in');
    await expect(page.locator('#returns-box')).toBeFocused();
    expect(hands.pressed).toBe(3);
    expect((await desk.call<{ status: string }>('dossier_open', { dossier: first.dossier })).status).toBe('returned');
    await page.getByRole('button', { name: 'Lưu PDF' }).click();
    await expect(page.locator('.message[role="status"]').filter({ hasText: first.code })).toContainText('.pdf');
    await picture(page, 'returns-done');
  });

  await test.step('somebody else collects with a paper, a card is compared, a gap is named', async () => {
    await page.locator('#returns-box').focus();
    await page.keyboard.type(second.code.slice(-11));
    await page.keyboard.press('Enter');
    await expect(page.locator('#returns-dossier')).toHaveText(second.code);
    await scan(page, card(thanh));
    await expect(page.getByText(/không phải chủ hồ sơ/)).toBeVisible();
    await expect(page.locator('#returns-name')).toHaveValue(thanh.name);
    await page.keyboard.press('F9');
    await expect(page.locator('#returns-authority')).toBeFocused();
    await expect(page.locator('#returns-authority-error')).toBeVisible();
    await picture(page, 'returns-stranger');
    await noAxeViolation(page, 'returns authorised');
    await page.keyboard.type('Ủy quyền 15/UQ ngày 04/03/2024');
    await page.keyboard.press('F9');
    await expect(page.getByRole('status').filter({ hasText: `${second.code} cho ${thanh.name}` })).toBeVisible();
  });

  await test.step('a result that has not come is received first, then returned without its receipt', async () => {
    await scan(page, fetched.code);
    await expect(page.getByText(/chưa về bàn/)).toBeVisible();
    await page.keyboard.press('F9');
    await expect(page.getByText('Về bàn lúc')).toBeVisible();
    await page.keyboard.press('Alt+3');
    await expect(page.locator('#returns-name')).toBeFocused();
    await expect(page.locator('#returns-name')).toHaveValue(fetched.owner);
    await page.keyboard.press('F9');
    await expect(page.getByRole('status').filter({ hasText: 'giấy cam đoan' }).or(page.getByRole('status').filter({ hasText: 'Giấy cam đoan' }))).toBeVisible();
  });

  await test.step('what has no result says where it is', async () => {
    await scan(page, running.code);
    await expect(page.getByText(/Chưa có kết quả/)).toBeVisible();
    await picture(page, 'returns-not-in');
    await page.keyboard.press('Escape');
    await expect(page.locator('#returns-box')).toBeFocused();
    await expect(page.locator('#returns-dossier')).toBeHidden();
  });

  await test.step('by post: the number of the item, then delivered', async () => {
    await scan(page, byPost.code);
    await expect(page.locator('#returns-item')).toBeFocused();
    await page.keyboard.type('EM123456789VN');
    await page.keyboard.press('F9');
    await expect(page.getByRole('status').filter({ hasText: 'Đã gửi bưu chính' })).toBeVisible();
    await page.locator('#returns-lane-post').check({ force: true });
    await expect(page.locator('#returns-list')).toContainText(byPost.owner);
    await picture(page, 'returns-post');
    await page.locator('#returns-list').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText('EM123456789VN')).toBeVisible();
    await page.keyboard.press('F9');
    await expect(page.getByRole('status').filter({ hasText: 'phát xong' })).toBeVisible();
  });

  await test.step('an error takes the place of its list, the box goes on', async () => {
    await page.route('**/call/register_search', (route) => route.abort());
    await page.keyboard.press('F4');
    await expect(page.getByText('MM-01').first()).toBeVisible();
    await expect(page.locator('#returns-box')).toBeFocused();
    await picture(page, 'returns-error');
    await page.unroute('**/call/register_search');
    await page.getByRole('button', { name: 'Thử lại' }).first().click();
    await expect(page.locator('#returns-list')).toBeVisible();
  });
});

test('the_page_reads_well', async ({ page, desk }) => {
  await signIn(page, 'thanhbv');
  for (let n = 0; n < 12; n++) await received(desk, `Bùi Thị Mẫu ${n + 1}`);
  const hits = (await pile(desk, 'hand_over', 40)).filter((hit) => hit.owner.startsWith('Bùi Thị Mẫu'));
  await withResult(desk, plain(hits), true);
  for (const how of looks) {
    await look(page, desk, how);
    await page.keyboard.press('F4');
    await ready(page, 'returns');
    await noAxeViolation(page, 'returns');
    await noClippedWord(page, 'returns');
    await picture(page, `returns-${nameOf(how)}`);
    await scan(page, hits[3]?.code ?? '');
    await expect(page.locator('#returns-dossier')).toBeVisible();
    await page.keyboard.press('Alt+2');
    await noAxeViolation(page, 'returns open');
    await noClippedWord(page, 'returns open');
    await picture(page, `returns-open-${nameOf(how)}`);
  }
});
