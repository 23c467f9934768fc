import { expect, noAxeViolation, noClippedWord, picture, ready, scan, signIn, test } from './desk';
import { card, duyen, Hands, look, looks, nameOf, openIntake, receive, thanh } from './counter';

type Check = { limit: { rule: string | null } | null; papers: { need: string }[] };

test('a_repeat_applicant_with_a_card_needs_eight_keys_and_no_mouse', async ({ page, desk }) => {
  await signIn(page);
  await receive(page, duyen, 'dkkh');
  await page.keyboard.press('Control+1');
  await ready(page, 'today');

  const hands = new Hands(page);
  await hands.press('F2');
  await expect(page.locator('#person-box')).toBeFocused();
  await scan(page, card(duyen));
  await expect(page.locator('#owner-name')).toHaveValue(duyen.name);
  await expect(page.getByText(/Người đã có/)).toBeVisible();
  await expect(page.locator('#procedure')).toBeFocused();
  await hands.type('dkks');
  await hands.press('Enter');
  await hands.press('F8');
  await hands.press('F9');
  const line = page.getByRole('status').filter({ hasText: /Đã lưu/ });
  await expect(line).toContainText(/-\d{6}-\d{4}/);
  expect(hands.pressed).toBeLessThanOrEqual(8);
  // The empty, focused form stands below the line.
  await expect(page.locator('#person-box')).toBeFocused();
  await expect(page.locator('#owner-name')).toHaveValue('');
  await picture(page, 'intake-saved');

  const found = await desk.call<{ hits: { procedure: string; owner: string }[] }>('register_search', { text: duyen.name });
  expect(found.hits.map((hit) => hit.procedure)).toContain('Đăng ký khai sinh');
});

test('a_desk_without_a_printer_says_so_and_the_receipt_can_be_saved', async ({ page }) => {
  await signIn(page);
  const code = await receive(page, duyen);
  const line = page.getByRole('status').filter({ hasText: code });
  await expect(line).toContainText('Chưa in');
  await page.getByRole('button', { name: 'Lưu PDF' }).click();
  await expect(page.getByRole('status').filter({ hasText: code })).toContainText('.pdf');
});

test('f9_with_gaps_saves_nothing_and_leads_to_each', async ({ page, desk }) => {
  await signIn(page);
  await openIntake(page);
  const before = await desk.call<{ total: number }>('register_search', {});
  await page.locator('#owner-name').fill(duyen.name);
  await page.locator('#owner-birth_date').fill('31021990');
  await page.keyboard.press('F9');
  const summary = page.getByRole('alert').filter({ hasText: 'chỗ cần sửa' });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(2);
  await summary.getByRole('link').first().click();
  await expect(page.locator('#owner-birth_date')).toBeFocused();
  await expect(page.locator('#owner-birth_date')).toHaveValue('31021990');
  await picture(page, 'intake-problems');
  expect((await desk.call<{ total: number }>('register_search', {})).total).toBe(before.total);
});

test('a_citizen_without_a_needed_paper_goes_home_with_guidance_or_a_refusal_and_the_draft_stays', async ({ page, desk }) => {
  await signIn(page);
  await openIntake(page);
  const before = await desk.call<{ total: number }>('register_search', {});
  await scan(page, card(duyen));
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type('dkks');
  await page.keyboard.press('Enter');
  await expect(page.locator('#papers')).toBeFocused();
  await page.keyboard.press('F8');
  // The second state of the first always-needed paper is "missing".
  const must = page.locator('#papers [role="row"]').filter({ hasText: 'Bắt buộc' }).first();
  await must.locator('[role="gridcell"]').last().click();
  await expect(must).toContainText('Thiếu');
  await expect(page.getByRole('button', { name: /^Hướng dẫn/ }).first()).toContainText('F9');
  await page.keyboard.press('F9');
  const panel = page.locator('.leaving');
  await expect(panel.locator('#leaving-items')).toBeFocused();
  await expect(panel.locator('#leaving-items')).toBeChecked();
  await picture(page, 'intake-guidance');
  await noAxeViolation(page, 'guidance');
  await page.keyboard.press('F9');
  const line = page.locator('.message[role="status"]').filter({ hasText: 'Đã hướng dẫn' });
  await expect(line).toContainText('phiếu số 001');
  await line.getByRole('button', { name: 'Xem phiếu' }).click();
  await expect(page.getByAltText('Hướng dẫn công dân hoàn thiện hồ sơ').first()).toBeVisible();
  await picture(page, 'intake-guided');
  await expect(page.locator('#owner-name')).toHaveValue(duyen.name);

  await page.getByRole('button', { name: 'Từ chối tiếp nhận' }).first().click();
  await expect(page.locator('#leaving-reason')).toBeFocused();
  await page.keyboard.type('Không thuộc thẩm quyền của xã');
  await page.keyboard.press('F9');
  await expect(page.locator('#leaving-ground')).toBeFocused();
  await page.keyboard.type('Điều 13 Luật Hộ tịch');
  await picture(page, 'intake-refusal');
  await page.keyboard.press('F9');
  const refused = page.locator('.message[role="status"]').filter({ hasText: 'Đã từ chối' });
  await expect(refused).toBeVisible();
  await refused.getByRole('button', { name: 'Bỏ bản nháp' }).click();
  await expect(page.locator('#owner-name')).toHaveValue('');
  expect((await desk.call<{ total: number }>('register_search', {})).total).toBe(before.total);

  // Both slips are kept: seen, saved and printed again from the register's list of them.
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.getByRole('button', { name: 'Phiếu không thành hồ sơ' }).click();
  await ready(page, 'walk_ins');
  const slips = page.locator('#walk-ins');
  await expect(slips).toBeFocused();
  await expect(slips.locator('.body .line').first()).toContainText('Không thuộc thẩm quyền của xã');
  await page.keyboard.press('ArrowDown');
  await expect(slips.locator('.line.active')).toContainText('Hướng dẫn');
  await expect(page.locator('.pages img').first()).toBeVisible();
  await noAxeViolation(page, 'slips without a dossier');
  await noClippedWord(page, 'slips without a dossier');
  await picture(page, 'walk-ins');
  await page.getByRole('button', { name: 'Lưu PDF' }).click();
  await expect(page.getByText(/Đã lưu phiếu .*\.pdf/).first()).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.getByText(/Chưa chọn máy in/).first()).toBeVisible();
});

test('a_line_of_the_paper_book_is_entered_with_its_own_time_and_marked', async ({ page, desk }) => {
  await signIn(page);
  await openIntake(page);
  await page.locator('#back-entry').click();
  await expect(page.getByText(/Đang nhập bù/)).toBeVisible();
  await expect(page.locator('#back_entry-received')).toBeFocused();
  await scan(page, card(thanh));
  await expect(page.locator('#owner-name')).toHaveValue(thanh.name);
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type('dkks');
  await page.keyboard.press('Enter');
  await expect(page.locator('#papers')).toBeFocused();
  await page.keyboard.press('F8');
  await page.keyboard.press('F9');
  await expect(page.getByRole('alert').filter({ hasText: 'chỗ cần sửa' }).or(page.locator('#back_entry-received:focus'))).toBeVisible();
  await page.locator('#back_entry-received').fill('01/03/2024');
  await page.keyboard.press('Tab');
  await page.keyboard.type('09:30');
  await page.locator('#back_entry-source').fill('quyển 2/2024, số 115');
  await picture(page, 'intake-back-entry');
  await noAxeViolation(page, 'back entry');
  await page.keyboard.press('F9');
  await expect(page.locator('.message[role="status"]').filter({ hasText: 'Đã lưu' })).toBeVisible();
  const { hits } = await desk.call<{ hits: { back_entry: boolean; received: string }[] }>('register_search', { text: thanh.name });
  expect(hits[0]?.back_entry).toBe(true);
  expect(hits[0]?.received).toContain('2024-03-01T09:30');
});

test('keys_of_the_papers_grid_turn_states_and_set_counts', async ({ page }) => {
  await signIn(page);
  await openIntake(page);
  await page.locator('#procedure').focus();
  await page.keyboard.type('dkks');
  await page.keyboard.press('Enter');
  await expect(page.locator('#papers')).toBeFocused();
  const row = page.locator('#papers-row-0');
  for (const word of [/Đủ|Đã xem/, /Thiếu/, /Không áp dụng/, /Đủ|Đã xem/]) {
    await page.keyboard.press('Space');
    await expect(row).toContainText(word);
  }
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('3');
  await expect(page.locator('#papers-cell-0-originals')).toHaveText('3');
  await page.keyboard.press('Control+z');
  await expect(page.locator('#papers-cell-0-originals')).not.toHaveText('3');
});

test('a_scan_mangled_by_an_input_tool_is_amber_and_stops_the_save_until_confirmed', async ({ page }) => {
  await signIn(page);
  await openIntake(page);
  await scan(page, card({ ...duyen, name: 'QUACH THI MY DUYEN' }));
  await expect(page.locator('#owner-name')).not.toHaveValue('');
  const doubt = page.locator('.beside').first();
  await expect(doubt).toBeVisible();
  await picture(page, 'intake-doubtful');
  await page.locator('#procedure').focus();
  await page.keyboard.type('dkks');
  await page.keyboard.press('Enter');
  await page.keyboard.press('F8');
  await page.keyboard.press('F9');
  await expect(page.getByText(/Chữ quét ở đây chưa chắc đúng/).first()).toBeVisible();
  while ((await page.getByRole('button', { name: /như trên thẻ/ }).count()) > 0) {
    await page.getByRole('button', { name: /như trên thẻ/ }).first().click();
  }
  await page.keyboard.press('F9');
  await expect(page.getByRole('status').filter({ hasText: /Đã lưu/ })).toBeVisible();
});

test('an_enter_that_the_scanner_sends_late_confirms_nothing', async ({ page }) => {
  await signIn(page);
  await openIntake(page);
  await scan(page, card({ ...duyen, name: 'QUACH THI MY DUYEN' }), 500);
  const doubt = page.locator('.beside').first();
  await expect(doubt).toBeVisible();
  await page.waitForTimeout(500);
  await expect(doubt).toBeVisible();
  // A person's own Enter does.
  await expect(page.locator('#owner-name')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(doubt).toHaveCount(0);
});

test('a_new_applicant_is_typed_in_vietnamese_and_enter_leads_on_without_saving', async ({ page, desk }) => {
  await signIn(page);
  await openIntake(page);
  const before = await desk.call<{ total: number }>('register_search', {});
  await page.keyboard.type('Xa Thị Ngọc Ánh');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.locator('#owner-name')).toHaveValue('Xa Thị Ngọc Ánh');
  await expect(page.locator('#owner-personal_number')).toBeFocused();
  for (const [id, words] of [['owner-personal_number', '017301005678'], ['owner-birth_date', '5/3/2001'], ['owner-address', 'Xóm Cú, xã Tử Nê'], ['owner-phone', '0987654321']] as const) {
    await expect(page.locator(`#${id}`)).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  }
  await expect(page.locator('#owner-birth_date')).toHaveValue('05/03/2001');
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type('khai sinh');
  await page.keyboard.press('Enter');
  await expect(page.locator('#papers')).toBeFocused();
  expect((await desk.call<{ total: number }>('register_search', {})).total).toBe(before.total);
});

test('a_draft_is_saved_by_itself_and_taken_up_again', async ({ page }) => {
  await signIn(page);
  await openIntake(page);
  await page.locator('#owner-name').fill('Hà Thị Ấm');
  await expect(page.getByText(/Nháp tự lưu/)).toBeVisible();
  // As after a killed process: the page begins anew.
  await page.reload();
  await ready(page, 'today');
  await openIntake(page);
  await page.getByRole('button', { name: /^Nháp \(/ }).click();
  await page.locator('#drafts').getByRole('button', { name: /Hà Thị Ấm/ }).first().click();
  await expect(page.locator('#owner-name')).toHaveValue('Hà Thị Ấm');
});

test('a_procedure_without_one_known_limit_asks_for_one_with_a_reason', async ({ page, desk }) => {
  await signIn(page);
  const { hits } = await desk.call<{ hits: { code: string; on: boolean }[] }>('procedures_find', { text: 'đất', person: null });
  let code: string | undefined;
  for (const hit of hits) {
    const check = await desk.call<Check>('intake_check', { procedure: hit.code, sets: 1 });
    if (check.limit && check.limit.rule === null) {
      code = hit.code;
      break;
    }
  }
  expect(code, 'a land procedure whose limit nobody stated').toBeDefined();
  await openIntake(page);
  await scan(page, card(thanh));
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type(code ?? '');
  await page.keyboard.press('Enter');
  await expect(page.locator('#limit')).toBeVisible();
  await page.locator('#limit').fill('20');
  await page.locator('#limit-reason').fill('Theo quyết định của tỉnh');
  await expect(page.getByText('Thời hạn do cán bộ nhập')).toBeVisible();
  await page.getByText('Cách tính').click();
  await expect(page.getByText('Nhận hồ sơ', { exact: true })).toBeVisible();
  await picture(page, 'intake-limit');
});

test('a_like_dossier_shows_an_amber_line_and_is_received_only_with_a_reason', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await scan(page, card(duyen));
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.type('dkks');
  await page.keyboard.press('Enter');
  await page.keyboard.press('F8');
  await expect(page.getByText(/Đã có hồ sơ cùng thủ tục/).first()).toBeVisible();
  await page.keyboard.press('F9');
  await expect(page.locator('#duplicate-reason')).toBeFocused();
  await picture(page, 'intake-duplicate');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Nội dung khác hồ sơ trước' }).click();
  await page.keyboard.press('F9');
  await expect(page.locator('#person-box')).toBeFocused();
  await expect(page.locator('#owner-name')).toHaveValue('');
});

test('the_same_person_again_and_the_last_procedure_again_cost_one_key_each', async ({ page }) => {
  await signIn(page);
  await receive(page, duyen);
  await page.keyboard.press('Shift+F2');
  await expect(page.locator('#owner-name')).toHaveValue(duyen.name);
  await expect(page.locator('#procedure')).toBeFocused();
  await page.keyboard.press('Control+d');
  await expect(page.locator('#papers')).toBeFocused();
  for (const [key, id] of [['Alt+1', 'person-box'], ['Alt+2', 'procedure'], ['Alt+3', 'papers']] as const) {
    await page.keyboard.press(key);
    const inside = await page.evaluate((wanted) => document.activeElement?.id === wanted || document.activeElement?.closest(`#block-3`) !== null, id);
    expect(inside, key).toBe(true);
  }
});

test('an_organisation_opens_a_second_block_in_place', async ({ page }) => {
  await signIn(page);
  await openIntake(page);
  await scan(page, card(thanh));
  await expect(page.locator('#procedure')).toBeFocused();
  await page.locator('#owner-kind').click();
  await page.getByRole('option', { name: 'Tổ chức' }).click();
  await expect(page.locator('#submitter-name')).toHaveValue(thanh.name);
  await page.locator('#owner-name').fill('Hợp tác xã nông nghiệp và dịch vụ tổng hợp hữu cơ vùng cao Tử Nê – Thanh Hối – Phú Cường');
  await picture(page, 'intake-organisation');
  await noAxeViolation(page, 'organisation');
});

test('people_who_look_alike_stand_side_by_side_and_what_is_said_of_them_can_be_taken_back', async ({ page }) => {
  await signIn(page);
  await receive(page, { ...duyen, number: '017190009999' });
  // The same name and birth date under another number.
  await scan(page, card(duyen));
  await expect(page.locator('#procedure')).toBeFocused();
  const alike = page.locator('#alike');
  await expect(alike).toContainText('cùng tên, cùng ngày sinh, nhưng số định danh khác');
  await expect(alike.locator('tr.differs')).toContainText('017190009999');
  await noAxeViolation(page, 'alike');
  await picture(page, 'intake-alike');
  await page.locator('#alike-one').press('Enter');
  await expect(alike).toContainText('Đã ghi là một người với chủ hồ sơ');
  // Her dossier under the other number is now one of hers.
  await page.keyboard.press('Alt+2');
  await page.locator('#procedure').fill('dkks');
  await page.locator('#procedure').press('Enter');
  await expect(page.getByText(/Đã có hồ sơ cùng thủ tục/).first()).toBeVisible();
  await alike.getByRole('button', { name: 'Sửa lại: khác nhau' }).press('Enter');
  await expect(alike).toContainText('Đã ghi là khác với chủ hồ sơ');
  await expect(page.getByText(/Đã có hồ sơ cùng thủ tục/)).toHaveCount(0);
  await picture(page, 'intake-alike-said');
});

test('the_page_reads_well', async ({ page, desk }) => {
  test.setTimeout(120_000);
  await signIn(page);
  for (const how of looks) {
    await look(page, desk, how);
    await openIntake(page);
    await scan(page, card(duyen));
    await expect(page.locator('#procedure')).toBeFocused();
    await page.keyboard.type('dkks');
    await page.keyboard.press('Enter');
    await expect(page.locator('#papers')).toBeFocused();
    await page.keyboard.press('F8');
    await expect(page.locator('figure.preview img')).toBeVisible();
    await noAxeViolation(page, 'full');
    await noClippedWord(page, 'full');
    await picture(page, `intake-full-${nameOf(how)}`);
  }
});
