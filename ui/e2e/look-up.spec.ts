// What a citizen's phone shows behind the receipt's QR: the real server, receipts of a real enrolled desk.
import { expect, type Page, test as base } from '@playwright/test';
import { join } from 'node:path';
import { noAxeViolation, picture } from './desk';
import { Office, Province } from './province';

const SAY = { received: 'Đã nhận, đang chờ giải quyết', nothing: 'Không có gì để hiện cho mã này', replaced: 'Giấy hẹn này đã được thay', papers: 'Cần quý vị bổ sung giấy tờ', silent: 'Chưa hỏi được' };
const PERSON = { name: 'Bùi Thị Duyên', personal_number: '017190012345', birth_date: '1990-03-05', sex: 'Nữ', phone: '0987654321', address: 'Xóm Cú, xã Tử Nê, huyện Tân Lạc, tỉnh Hòa Bình' };
const DOSSIER = { procedure: '1.004873', channel: 'in_person', owner: PERSON, papers: [{ index: 1, originals: 1, copies: 0 }], sets: 1, return_by: 'desk' };

type Story = { province: Province; office: Office; code: string; qr: (nth?: number) => string };
const test = base.extend<Story>({
  province: async ({ page }, use) => {
    const province = new Province();
    await province.start();
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED/.test(message.text())) faults.push(message.text());
    });
    page.on('request', (request) => asked.push(request.url()));
    await use(province);
    await province.end();
    expect(faults, 'errors in the page, its own policy among them').toEqual([]);
    expect(asked.filter((url) => !url.startsWith(`${province.address}/h/`) && url !== 'about:blank'), 'asked of anybody else').toEqual([]);
  },
  office: async ({ province }, use) => {
    const office = new Office();
    office.ask('enrol', ['--server', province.address, '--code', province.code(1), '--as', 'lan']);
    await use(office);
    office.end();
  },
  code: async ({ office }, use) => {
    const code = office.receive(DOSSIER, '2024-03-05T08:15:00+07:00');
    office.ask('sync', []);
    await use(code);
  },
  qr: async ({ province, office, code }, use) => {
    await use((nth = 0) => `${province.address}/h/${code}#${office.proofs(code)[nth] ?? ''}`);
  },
});

test.use({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });

async function open(page: Page, address: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(address);
}

const said = (page: Page) => page.locator('#answer p.said:visible');

async function looked(page: Page, name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await picture(page, `look-up-${name}-${scheme}`);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'nothing sticks out').toBeLessThanOrEqual(0);
}

/** axe needs to run its own script, which the page's policy forbids: the same page is shown once more without the policy. */
async function sound(page: Page, address: string, sentence: string): Promise<void> {
  const bare = await page.context().browser()?.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
  if (!bare) throw new Error('no browser');
  const other = await bare.newPage();
  for (const colorScheme of ['light', 'dark'] as const) {
    await other.emulateMedia({ colorScheme });
    await open(other, address);
    await expect(said(other)).toContainText(sentence);
    await noAxeViolation(other, `${sentence}, ${colorScheme}`);
  }
  await bare.close();
}

test('who_holds_the_receipt_sees_state_date_and_place_and_nobody_s_name', async ({ page, office, code, qr }) => {
  await open(page, qr());
  await expect(said(page)).toHaveText(SAY.received);
  await expect(page.locator('#code')).toHaveText(code);
  await expect(page.locator('#due-vi')).toContainText('08/03/2024');
  await expect(page.locator('#collect-vi')).toContainText('Tử Nê');
  const text = await page.locator('body').innerText();
  for (const personal of ['Duyên', '017190012345', '0987654321', 'Hương', 'hôn nhân']) expect(text).not.toContain(personal);
  await looked(page, 'genuine');
  await sound(page, qr(), SAY.received);

  office.act(code, 'hand_over', { to: 'Công chức Tư pháp - Hộ tịch' }, '2024-03-05T09:00:00+07:00');
  office.act(code, 'confirm_hand_over', {}, '2024-03-05T09:10:00+07:00');
  office.act(code, 'request_supplement', { items: [{ index: 1, what: 'Tờ khai còn thiếu chữ ký' }], reason: 'thiếu chữ ký' }, '2024-03-05T10:00:00+07:00');
  office.ask('sync', []);
  await page.reload();
  await expect(said(page)).toContainText(SAY.papers);
  await looked(page, 'papers');
});

test('an_altered_an_unknown_and_a_bare_code_get_one_neutral_sentence', async ({ page, province, code, qr }) => {
  const genuine = qr();
  const last = genuine.at(-40) === 'A' ? 'B' : 'A';
  const altered = `${genuine.slice(0, -40)}${last}${genuine.slice(-39)}`;
  const other = genuine.replace(code, `${code.slice(0, -4)}0777`);
  let first = '';
  for (const address of [altered, other, `${province.address}/h/${code}`, `${province.address}/h/%3Cb%3Ex#x`]) {
    await open(page, address);
    await expect(said(page)).toContainText(SAY.nothing);
    await expect(page.locator('#more > div:visible')).toHaveCount(0);
    const sentence = await page.locator('#answer').innerText();
    first ||= sentence;
    expect(sentence).toBe(first);
  }
  await open(page, altered);
  await expect(said(page)).toContainText(SAY.nothing);
  await looked(page, 'nothing');
  await sound(page, altered, SAY.nothing);
});

test('a_receipt_that_was_corrected_says_that_another_took_its_place', async ({ page, office, code, qr }) => {
  office.act(code, 'correct', { reason: 'gõ nhầm', owner: { name: 'Bùi Thị Duyến' } }, '2024-03-05T09:10:00+07:00', 'huong');
  office.ask('form', ['--code', code, '--out', join(office.folder, 'new.pdf'), '--reprint', '--at', '2024-03-05T09:20:00+07:00']);
  office.ask('sync', []);
  await open(page, qr(0));
  await expect(said(page)).toContainText(SAY.replaced);
  await looked(page, 'replaced');
  await sound(page, qr(0), SAY.replaced);
  await open(page, qr(1));
  await expect(said(page)).toHaveText(SAY.received);
});

test('with_the_line_down_the_page_says_so_and_asks_again', async ({ page, province, qr }) => {
  const address = qr();
  await open(page, address);
  await expect(said(page)).toHaveText(SAY.received);
  await province.kill();
  // The page is there already; the phone comes out of the tunnel later.
  await page.evaluate(() => dispatchEvent(new HashChangeEvent('hashchange')));
  await expect(said(page)).toContainText(SAY.silent);
  await looked(page, 'silent');
  await province.start();
  await page.getByRole('button', { name: 'Hỏi lại' }).click();
  await expect(said(page)).toHaveText(SAY.received);
});
