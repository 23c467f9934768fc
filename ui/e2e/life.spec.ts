// The life of a dossier after its receipt, in the dossier screen: by keyboard from the hand-over to the return, papers asked for,
// corrections, voids; and every state as it looks.
import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { duyen, look, looks, nameOf, receive, thanh } from './counter';
import { received } from './life';
import type { Page } from '@playwright/test';

async function openNewest(page: Page): Promise<void> {
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.keyboard.press('F9');
  await ready(page, 'dossier');
}
const act = (page: Page) => page.locator('[data-act]');
const chip = (page: Page) => page.locator('header .chip').first();

/** F9 opens the panel of the next act; what it needs is typed; F9 does it. */
async function next(page: Page, title: string, fill?: () => Promise<void>): Promise<void> {
  await page.keyboard.press('F9');
  await expect(act(page)).toContainText(title);
  await expect(act(page).locator(':focus')).toHaveCount(1);
  await fill?.();
  await page.keyboard.press('F9');
  await expect(act(page)).toHaveCount(0);
}

test('a_dossier_goes_from_hand_over_to_return_by_keyboard', async ({ page }) => {
  await signIn(page);
  const code = await receive(page, duyen);
  await openNewest(page);
  await next(page, 'Bàn giao cho bộ phận chuyên môn', async () => {
    await expect(page.locator('#act-to')).toBeFocused();
    // Nothing is lost when the panel is put away, and Enter goes to what is still needed.
    await page.keyboard.type('Tư pháp – Hộ tịch');
    // The first shuts the list of known departments, the next puts the panel away.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-verb="hand_over"]')).toBeFocused();
    await page.keyboard.press('F9');
    await expect(page.locator('#act-to')).toHaveValue('Tư pháp – Hộ tịch');
    await noAxeViolation(page, 'hand over');
    await picture(page, 'life-hand-over');
  });
  await expect(page.getByText(/Đã chuyển Tư pháp – Hộ tịch, chờ xác nhận · phiếu \d+-1/)).toBeVisible();
  // No printer is chosen on this desk: the slip is saved instead.
  await expect(page.getByText(/Chưa chọn máy in nên chưa in phiếu bàn giao hồ sơ/)).toBeVisible();
  await page.getByRole('button', { name: 'Lưu PDF', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Phiếu bàn giao hồ sơ .*đã lưu PDF: .*handover.*\.pdf/).first()).toBeVisible();
  await picture(page, 'life-handed-over');
  await next(page, 'Xác nhận đã nhận bàn giao');
  await expect(chip(page)).toContainText('Đang giải quyết');
  await next(page, 'Nhập kết quả giải quyết', async () => {
    await page.locator('#act-number').focus();
    await page.keyboard.type('12/GKS');
    await expect(act(page)).toContainText('Sau đó: Có kết quả');
  });
  await expect(chip(page)).toContainText('Có kết quả');
  await next(page, 'Trả kết quả', async () => {
    await expect(page.locator('#act-authority')).toHaveCount(0);
    await page.locator('#act-to-owner').focus();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('#act-authority')).toBeVisible();
    // Something is still needed: the panel says where and nothing is done.
    await page.keyboard.press('F9');
    await expect(page.getByRole('alert')).toBeFocused();
    await noAxeViolation(page, 'return with problems');
    await picture(page, 'life-return-problems');
    await page.locator('#act-name').focus();
    await page.keyboard.type('Bùi Văn An');
    await page.keyboard.press('Enter');
    await expect(page.locator('#act-authority')).toBeFocused();
    await page.keyboard.type('12/2024, UBND xã Tử Nê');
  });
  await expect(chip(page)).toContainText('Đã trả');
  await expect(page.locator('#panel-1')).toContainText('Trả kết quả: người được ủy quyền nhận');
  await expect(page.locator('#panel-1')).toContainText('Bùi Văn An');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code);
  await picture(page, 'life-returned');
});

test('papers_are_asked_for_and_taken_in_with_the_new_date_before_F9', async ({ page }) => {
  await signIn(page);
  await receive(page, thanh, 'thường trú');
  await openNewest(page);
  await page.locator('[data-verb="request_supplement"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#act-items')).toBeFocused();
  await page.keyboard.press('Space');
  await page.locator('#act-items-own').fill('Ảnh chân dung 3x4');
  await page.locator('#act-items-own').press('Enter');
  await expect(act(page).getByText('Ảnh chân dung 3x4')).toBeVisible();
  await page.locator('#act-reason').focus();
  await page.keyboard.type('tờ khai chưa ký');
  await page.locator('#act-deadline').focus();
  await page.keyboard.type('20/3/24');
  await page.keyboard.press('Tab');
  await expect(page.locator('#act-deadline')).toHaveValue('20/03/2024');
  await expect(act(page)).toContainText('Sau đó: Chờ bổ sung');
  await noAxeViolation(page, 'supplement');
  // The longest panel keeps its one button in sight, wherever it was scrolled to.
  await page.locator('#act-items').first().scrollIntoViewIfNeeded();
  await expect(act(page).locator('[data-primary]')).toBeInViewport();
  await picture(page, 'life-supplement');
  await page.keyboard.press('F9');
  await expect(chip(page)).toContainText('Chờ bổ sung');
  await expect(page.locator('#panel-3')).toContainText('Ngừng tính hạn từ');
  await expect(page.locator('#panel-3')).toContainText('đến 20/03/2024');
  await expect(page.locator('#panel-1')).toContainText('Ảnh chân dung 3x4');
  await next(page, 'Nhận giấy tờ bổ sung', async () => {
    await page.locator('#act-due').focus();
    await page.keyboard.type('12032024');
    await page.keyboard.press('Tab');
    await page.keyboard.type('16h30');
    await page.keyboard.press('Tab');
    await page.locator('#act-due_reason').focus();
    await page.keyboard.type('lịch của bộ phận chuyên môn');
    await expect(act(page)).toContainText('Hẹn trả mới: 16:30 thứ Ba, 12/03/2024');
    await act(page).getByText('Cách tính').click();
    await picture(page, 'life-supplement-answer');
  });
  await expect(page.locator('#panel-3')).toContainText('16:30 thứ Ba, 12/03/2024');
  await expect(page.locator('#panel-1')).toContainText('Hẹn trả mới 16:30 12/03/2024');
});

test('a_correction_keeps_both_values_and_a_void_is_asked_for_and_approved', async ({ page, desk }) => {
  await signIn(page);
  const code = await receive(page, duyen);
  await desk.call('form_save', { dossier: code, form: 'receipt', slip: null });
  await openNewest(page);
  const choose = async (name: RegExp): Promise<void> => {
    await page.locator('.more-acts').focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name })).toBeVisible();
    await page.getByRole('menuitem', { name }).focus();
    await page.keyboard.press('Enter');
  };
  await choose(/^Đính chính/);
  await expect(page.locator('#act-reason')).toBeFocused();
  await page.keyboard.type('gõ nhầm số điện thoại');
  await page.locator('#act-owner_phone').fill('0987654321');
  await noAxeViolation(page, 'correction');
  await picture(page, 'life-correct');
  await page.keyboard.press('F9');
  const changed = page.getByRole('region', { name: 'Đính chính' });
  await expect(changed).toContainText('0987654321');
  await expect(page.getByText(/Sau đính chính, bản đã in của giấy tiếp nhận/)).toBeVisible();
  await picture(page, 'life-corrected');

  await choose(/^Đề nghị hủy số/);
  await expect(page.locator('#act-reason')).toBeFocused();
  await page.keyboard.type('nhập trùng hồ sơ');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Có đề nghị hủy số hồ sơ này. Lý do: nhập trùng hồ sơ/)).toBeVisible();
  await picture(page, 'life-void-wanted');

  // Today counts it and leads to the answer.
  await page.keyboard.press('Control+1');
  await ready(page, 'today');
  await expect(page.getByRole('button', { name: /Xin hủy số/ })).toContainText(/[1-9]/);
  await picture(page, 'life-today');
  await page.keyboard.press('ArrowDown');
  const chosen = page.locator('#today-tasks [aria-selected="true"]');
  for (let rows = 0; rows < 250; rows++) {
    const text = await chosen.innerText();
    if (text.includes('Duyệt hủy số') && text.includes(code.slice(-4))) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(chosen).toContainText('Duyệt hủy số');
  await page.keyboard.press('Enter');
  await ready(page, 'dossier');
  await expect(act(page)).toContainText('Duyệt hủy số hồ sơ');
  await page.keyboard.press('F9');
  await expect(chip(page)).toContainText('Hủy số');
  await expect(page.getByText('Lý do: nhập trùng hồ sơ').first()).toBeVisible();
});

test.describe('every state', () => {
  test.use({ demo: 'now' });

  const acts: Record<string, [string, Record<string, string>][]> = {
    void: [['request_void', { reason: 'nhập trùng' }], ['approve_void', { reason: 'nhập trùng' }]],
    withdrawn: [['withdraw', { reason: 'công dân không còn nhu cầu' }]],
    stopped: [['stop', { requested_by: 'Đinh Công Thành', reason: 'đang tranh chấp', decided_by: 'Bùi Văn Thành' }]],
    refused: [['request_supplement', { reason: 'thiếu giấy', policy: 'shift' }], ['close_supplement', { ground: 'Điều 14 Thông tư 03/2025/TT-VPCP', reason: 'không bổ sung' }]],
    returned: [['enter_result', { outcome: 'granted', number: '7/QĐ', at_desk: 'true' }], ['return_result', { to: 'owner' }]],
    ready: [['enter_result', { outcome: 'declined', summary: 'không đủ điều kiện', at_desk: 'true' }]],
    awaiting_payment: [['require_payment', { what: 'Thuế trước bạ', vnd: '250000', policy: 'shift' }]],
    awaiting_papers: [['request_supplement', { reason: 'thiếu giấy', policy: 'shift' }]],
    in_progress: [['hand_over', { to: 'Phòng Kinh tế' }], ['confirm_hand_over', { receiver: 'Lê Văn Hải' }], ['chase', { to: 'Phòng Kinh tế', text: 'sắp đến hạn' }]],
    received: [],
  };


  test('has_its_shape_word_and_colour', async ({ page, desk }) => {
    await signIn(page);
    for (const [state, steps] of Object.entries(acts)) {
      const dossier = await received(desk, `Quách Thị ${state}`);
      for (const [verb, fields] of steps) {
        const items = verb === 'request_supplement' ? [{ index: null, what: 'Tờ khai có chữ ký', asked: true }] : [];
        await desk.call('dossier_act', { dossiers: [dossier], form: { verb, fields, items, papers: [] }, on_slip: null });
      }
    }
    // Light and dark, Vietnamese and English, each in one; the dossier's own test shows the other pairs.
    for (const how of looks.filter((one) => one.zoom === 100)) {
      await look(page, desk, how);
      await openNewest(page);
      for (const state of Object.keys(acts).reverse()) {
        await expect(page.locator('#panel-4')).toContainText(`Quách Thị ${state}`);
        await noAxeViolation(page, state);
        await noClippedWord(page, state);
        await picture(page, `state-${state}-${nameOf(how)}`);
        await page.keyboard.press('Control+ArrowDown');
        await ready(page, 'dossier');
      }
    }
  });
});
