// Files of a dossier: brought by dialog, drag and paste; refused with the reason; seen page by page; set aside, never deleted.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, noAxeViolation, noClippedWord, picture, ready, signIn, test } from './desk';
import { look, looks, nameOf } from './counter';
import { received } from './life';
import type { Page } from '@playwright/test';

const here = dirname(fileURLToPath(import.meta.url));
const icon = readFileSync(join(here, '../../assets/icons/mot-cua-128.png'));

/** A PDF of so many pages, each with a rule across it. */
function pdf(pages: number): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, page) => `${3 + 2 * page} 0 R`).join(' ')}] >>`];
  for (let page = 0; page < pages; page++) {
    const content = `0.2 g 40 ${400 - 60 * page} 300 8 re f 40 60 300 2 re f`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 380 540] /Contents ${4 + 2 * page} 0 R >>`, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const at = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

async function open(page: Page): Promise<void> {
  await page.keyboard.press('F3');
  await ready(page, 'register');
  await page.keyboard.press('F9');
  await ready(page, 'dossier');
}

/** The files as a person's drag or clipboard carries them. */
async function carry(page: Page, how: 'drop' | 'paste', on: string, files: { name: string; type: string; bytes: Buffer }[]): Promise<void> {
  await page.evaluate(
    ({ how: event, on: where, files: brought }) => {
      const carried = new DataTransfer();
      for (const file of brought) carried.items.add(new File([Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0))], file.name, { type: file.type }));
      const target = document.querySelector(where);
      if (event === 'paste') target?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true }));
      else for (const kind of ['dragover', 'drop']) target?.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
    },
    { how, on, files: files.map((file) => ({ name: file.name, type: file.type, data: file.bytes.toString('base64') })) },
  );
}

/** A choice of one of our lists, by keyboard. */
async function choose(page: Page, control: string, label: RegExp): Promise<void> {
  await page.locator(control).focus();
  await page.keyboard.press('Enter');
  const option = page.getByRole('option', { name: label });
  await option.first().click();
}

const panel = (page: Page): ReturnType<Page['locator']> => page.locator('section.attach');
const papers = (page: Page): ReturnType<Page['locator']> => page.locator('#panel-2');

test('a_scan_is_attached_to_its_paper_seen_page_by_page_and_set_aside', async ({ page, desk }) => {
  await signIn(page);
  await received(desk, 'Quách Thị Mỹ Duyên');
  await open(page);
  await expect(papers(page)).toContainText('Chưa số hóa');
  await page.locator('#file-chooser').setInputFiles({ name: 'to-khai.pdf', mimeType: 'application/pdf', buffer: pdf(3) });
  await expect(panel(page)).toContainText('to-khai.pdf');
  // Which paper it is is asked, never guessed.
  await page.keyboard.press('F9');
  await expect(panel(page)).toContainText('Chưa chọn tệp thuộc giấy nào');
  await expect(page.locator('#file-place-1')).toBeFocused();
  await choose(page, '#file-place-1', /^Tờ khai/);
  await noAxeViolation(page, 'attach');
  await noClippedWord(page, 'attach');
  await picture(page, 'files-attach');
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã đính kèm một tệp.')).toBeVisible();
  await expect(papers(page)).toContainText('Đã số hóa');
  await expect(page.locator('#panel-1')).toContainText('Đính kèm tệp to-khai.pdf');

  await papers(page).getByRole('button', { name: 'Xem to-khai.pdf' }).click();
  const sheet = page.getByAltText('Trang 1 của to-khai.pdf');
  await expect(sheet).toBeVisible();
  expect(await sheet.evaluate((image) => (image as HTMLImageElement).naturalHeight)).toBeGreaterThan(1000);
  await page.locator('.pages').focus();
  await page.keyboard.press('PageDown');
  await expect(page.getByAltText('Trang 2 của to-khai.pdf')).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByAltText('Trang 3 của to-khai.pdf')).toBeVisible();
  const width = async (): Promise<number> => (await page.locator('.pages img').boundingBox())?.width ?? 0;
  const fits = await width();
  await page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(fits * 1.4);
  await picture(page, 'files-look');
  await page.keyboard.press('-');
  await page.keyboard.press('Escape');

  await papers(page).getByRole('button', { name: 'Bỏ to-khai.pdf' }).click();
  await expect(page.locator('#act-reason')).toBeFocused();
  await page.keyboard.type('quét nhầm tờ');
  await page.keyboard.press('F9');
  // It stays to be seen, with the reason; the paper is to be digitised again.
  await expect(papers(page)).toContainText('đã bỏ: quét nhầm tờ');
  await expect(papers(page)).not.toContainText('Đã số hóa');
  await papers(page).getByRole('button', { name: 'Xem to-khai.pdf' }).click();
  await expect(page.getByAltText('Trang 1 của to-khai.pdf')).toBeVisible();
});

test('files_come_by_drag_and_from_the_clipboard_and_what_is_no_scan_is_refused_with_its_reason', async ({ page, desk }) => {
  await signIn(page);
  await received(desk, 'Quách Thị Mỹ Duyên');
  await open(page);
  const trailing = Buffer.concat([icon, Buffer.from('<html><script>alert(1)</script>')]);
  await carry(page, 'drop', '[data-paper="0"]', [
    { name: 'anh.png', type: 'image/png', bytes: icon },
    { name: 'trang.html', type: 'text/html', bytes: Buffer.from('<html>') },
    { name: 'lớn.pdf', type: 'application/pdf', bytes: Buffer.alloc(0) },
    { name: 'hai-trong-mot.png', type: 'image/png', bytes: trailing },
  ]);
  await expect(panel(page)).toContainText('Tệp không phải PDF, JPEG hay PNG. Hồ sơ không đổi.');
  await expect(panel(page)).toContainText('Tệp không có gì bên trong. Hồ sơ không đổi.');
  // Dropped on a paper, it belongs to it; F9 at once.
  await page.keyboard.press('F9');
  await expect(page.getByText('Đã đính kèm một tệp.')).toBeVisible();
  await expect(panel(page)).toContainText('Sau phần ảnh, tệp còn chứa nội dung khác');
  await noAxeViolation(page, 'refused files');
  await picture(page, 'files-refused');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(papers(page).locator('[data-paper="0"]')).toContainText('anh.png');

  await carry(page, 'paste', 'main', [{ name: 'image.png', type: 'image/png', bytes: Buffer.concat([icon, Buffer.from('\n')]) }]);
  await expect(panel(page)).toContainText(/Ảnh dán lúc \d\d:\d\d\.png/);
  await choose(page, '#file-place-5', /^Không thuộc giấy nào/);
  await page.keyboard.press('F9');
  await expect(papers(page)).toContainText('Ảnh dán lúc');
  // The very same bytes once more are known.
  await carry(page, 'paste', 'main', [{ name: 'lai.png', type: 'image/png', bytes: icon }]);
  await choose(page, '#file-place-6', /^Không thuộc giấy nào/);
  await page.keyboard.press('F9');
  await expect(panel(page)).toContainText('Tệp này đã đính kèm trước đó.');
});

test('of_a_card_it_is_recorded_that_it_was_seen_and_compared_and_no_picture_is_asked_for', async ({ page, desk }) => {
  await signIn(page);
  await received(desk, 'Quách Thị Mỹ Duyên');
  await open(page);
  const tick = papers(page).getByRole('checkbox', { name: 'Đã xem, đã đối chiếu' }).first();
  await expect(tick).not.toBeChecked();
  const card = await papers(page).locator('[data-paper]', { has: page.getByRole('checkbox') }).first().getAttribute('data-paper');
  await carry(page, 'drop', `[data-paper="${card}"]`, [{ name: 'can-cuoc.png', type: 'image/png', bytes: icon }]);
  await expect(panel(page)).toContainText('chỉ cần xem và đối chiếu, không cần giữ ảnh');
  await expect(panel(page).getByRole('button', { name: 'Vẫn đính kèm ảnh' })).toBeVisible();
  await picture(page, 'files-card');
  // F9 records that it was seen; the picture goes nowhere.
  await page.keyboard.press('F9');
  await expect(panel(page)).toHaveCount(0);
  await expect(tick).toBeChecked();
  await expect(papers(page)).toContainText('Bùi Văn Thành');
  await expect(papers(page)).not.toContainText('can-cuoc.png');
});

test('the_files_read_well', async ({ page, desk }) => {
  await signIn(page);
  const dossier = await received(desk, 'Quách Thị Mỹ Duyên');
  await desk.call('file_attach', { dossier, name: 'to-khai.pdf', data: pdf(2).toString('base64'), paper: 0, result: false, digitised: 'scanned' });
  for (const how of looks) {
    await look(page, desk, how);
    await open(page);
    await papers(page).locator('.file button').first().click();
    await expect(page.locator('.pages img')).toBeVisible();
    await noAxeViolation(page, 'a file in sight');
    await page.locator('#file-chooser').setInputFiles({ name: 'giay-chung-sinh.png', mimeType: 'image/png', buffer: icon });
    await expect(panel(page)).toBeVisible();
    await noAxeViolation(page, 'files');
    await noClippedWord(page, 'files');
    await picture(page, `files-${nameOf(how)}`);
  }
});
