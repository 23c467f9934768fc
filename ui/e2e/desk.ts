// A desk for a test: the bridge on a folder of its own, a page on it, axe, and pictures kept in target/pictures.
import { test as base, expect, type Page } from '@playwright/test';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const axe = readFileSync(join(root, 'ui/node_modules/axe-core/axe.min.js'), 'utf8');

export const PASSWORD = 'câu dài dễ nhớ của bàn thử';

/** The bridge as cargo left it; built here when it is not there yet. */
function bridge(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const path = join(target, 'debug/examples/bridge');
  if (!existsSync(path)) execFileSync('cargo', ['build', '-q', '-p', 'desk-ipc', '--example', 'bridge'], { cwd: root, stdio: 'inherit' });
  return path;
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

export class Desk {
  private process: ChildProcess | undefined;
  private port = 0;
  constructor(readonly folder: string) {}

  get address(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  async start(): Promise<void> {
    this.port = await freePort();
    this.process = spawn(bridge(), ['--data', this.folder, '--port', String(this.port), ...(process.env.UI_DIST ? ['--ui', process.env.UI_DIST] : [])], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    for (let tries = 0; tries < 200; tries++) {
      try {
        if ((await fetch(this.address)).ok) return;
      } catch {
        // Not listening yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('the bridge did not start');
  }

  async stop(): Promise<void> {
    const running = this.process;
    if (!running || running.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      running.once('exit', () => resolve());
      running.kill('SIGTERM');
    });
    this.process = undefined;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async call<Output>(name: string, input: unknown = {}): Promise<Output> {
    const response = await fetch(`${this.address}call/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) });
    const output: unknown = await response.json();
    if (!response.ok) throw new Error(`${name}: ${JSON.stringify(output)}`);
    return output as Output;
  }
}

type Demo = '2024' | 'now' | null;
type Options = { demo: Demo };
type Fixtures = { desk: Desk };

/** A desk on a fresh folder; signed out where it is a demo office. */
async function prepared(demo: Demo): Promise<Desk> {
  const desk = new Desk(mkdtempSync(join(tmpdir(), 'motcua-')));
  await desk.start();
  if (demo) {
    await desk.call('set_up', { lang: 'vi', unit: null, demo, counter: 1, person: { name: 'Bùi Văn Thành', login: 'thanhbv', password: PASSWORD } });
    await desk.call('sign_out');
  }
  return desk;
}

/** Desks of their own for every test, the next one made ready while a test runs: passwords are slow to set on purpose. */
class Ahead {
  private readonly waiting = new Map<Demo, Promise<Desk>>();

  take(demo: Demo): Promise<Desk> {
    const desk = this.waiting.get(demo) ?? prepared(demo);
    const next = prepared(demo);
    // Told to whoever takes it.
    next.catch(() => undefined);
    this.waiting.set(demo, next);
    return desk;
  }

  async end(): Promise<void> {
    for (const desk of this.waiting.values()) await desk.then((left) => left.remove(), () => undefined);
  }
}

/** `demo` null is a machine nobody has set up; otherwise a demo office made for this test (a copied folder is met as such). */
export const test = base.extend<Options & Fixtures, { ahead: Ahead }>({
  demo: ['2024', { option: true }],
  ahead: [
    async ({}, use) => {
      const ahead = new Ahead();
      await use(ahead);
      await ahead.end();
    },
    { scope: 'worker' },
  ],
  // Every test has its desk, whether it names it or not.
  desk: [
    async ({ demo, ahead, page }, use) => {
      const desk = await ahead.take(demo);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        // The browser reports every refused or cut-off command; what the page says of it is the test's own matter.
        if (message.type() === 'error' && !/422|ERR_FAILED/.test(message.text())) faults.push(message.text());
      });
      await page.goto(desk.address);
      await use(desk);
      await page.goto('about:blank');
      await desk.remove();
      expect(faults, 'errors in the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function ready(page: Page, screen: string): Promise<void> {
  await expect(page.locator(`main[data-screen="${screen}"]`)).toHaveAttribute('data-ready', 'true');
}

export async function signIn(page: Page, login?: string): Promise<void> {
  await ready(page, 'signin');
  if (login) await page.locator('.tiles button', { hasText: login }).click();
  await page.locator('#secret').fill(PASSWORD);
  await page.keyboard.press('F9');
  await ready(page, 'today');
}

/** What finds a screen without a key of its own: Vietnamese without marks, English. */
const named: Record<string, readonly [string, string]> = { people: ['nguoi dung', 'people'], settings: ['cai dat', 'settings'], status: ['may nay', 'this desk'] };

/** A screen by its place in the rail; from the tenth on they have no key of their own and are found by name. */
export async function openNth(page: Page, index: number, screen: string): Promise<void> {
  if (screen === 'sync') await page.keyboard.press('F5');
  else if (screen === 'day') await page.keyboard.press('Alt+k');
  else if (index < 9) await page.keyboard.press(`Control+${index + 1}`);
  else {
    await page.keyboard.press('Control+k');
    const vietnamese = (await page.locator('html').getAttribute('lang')) === 'vi';
    await page.locator('#commands-box').fill(named[screen]?.[vietnamese ? 0 : 1] ?? screen);
    await page.locator('#commands-box-item-0').waitFor();
    await page.keyboard.press('Enter');
  }
  await ready(page, screen);
}

/** Types as a scanner in keyboard mode does: every key a few milliseconds after the other, Vietnamese letters too, then Enter. */
export async function scan(page: Page, text: string, pauseBeforeEnterMs = 0): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // The times are the scanner's own: eight milliseconds a key, however busy this machine is.
  const began = Date.now() / 1000;
  const strokes = [...text].flatMap((key, index) => {
    const timestamp = began + index * 0.008;
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key, timestamp }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp: timestamp + 0.002 }),
    ];
  });
  await Promise.all(strokes);
  if (pauseBeforeEnterMs > 0) await page.waitForTimeout(pauseBeforeEnterMs);
  await page.keyboard.press('Enter');
}

export async function noAxeViolation(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { target: string[]; html: string }[] }[] }> } }).axe.run;
    const result = await run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return result.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
  expect(found, where).toEqual([]);
}

export async function picture(page: Page, name: string): Promise<void> {
  const folder = join(root, 'target/pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

/** Words that do not fit their button, label or heading. */
export async function noClippedWord(page: Page, where: string): Promise<void> {
  const clipped = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, label, h1, h2, h3, dt, legend')]
      .filter((element) => element.offsetParent !== null && !element.closest('[role="grid"], .most, header'))
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
      .map((element) => element.textContent?.trim().slice(0, 40) ?? ''),
  );
  expect(clipped, where).toEqual([]);
}
