// The province for a test: the real desk-server on a data folder of its own, killed and started again at will; and an office that
// works through desk-cli.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PASSWORD } from './desk';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = (name: string): string => join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', name);

export class Province {
  readonly folder = mkdtempSync(join(tmpdir(), 'motcua-province-'));
  private server: ChildProcess | undefined;
  address = '';
  private listen = '127.0.0.1:0';

  get data(): string {
    return join(this.folder, 'data');
  }

  /** Serves; after the first start on the same port, since desks remember it. */
  async start(): Promise<void> {
    const server = spawn(program('desk-server'), ['serve', '--demo', '--listen', this.listen, '--data', this.data], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.server = server;
    const said = await new Promise<{ listening: string }>((resolve, reject) => {
      server.once('exit', () => reject(new Error('the server did not start')));
      createInterface({ input: server.stdout }).once('line', (line) => resolve(JSON.parse(line) as { listening: string }));
    });
    this.address = said.listening;
    this.listen = said.listening.replace('http://', '');
  }

  /** Killed, not stopped: whatever it had said is on its disk. */
  async kill(): Promise<void> {
    const running = this.server;
    this.server = undefined;
    if (!running || running.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      running.once('exit', () => resolve());
      running.kill('SIGKILL');
    });
  }

  chore<Answer>(...words: string[]): Answer {
    return JSON.parse(execFileSync(program('desk-server'), [...words, '--json', '--data', this.data], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()) as Answer;
  }

  code(counter: number): string {
    return this.chore<{ code: string }>('code', '--unit', '05164', '--counter', String(counter), '--on', '2024-03-05').code;
  }

  /** Yesterday's copy takes the place of what was lost; the server is not running meanwhile. */
  restoreFrom(backup: string): void {
    renameSync(this.data, join(this.folder, `lost-${Date.now()}`));
    this.chore('restore', '--from', backup);
  }

  /** Another province at the same address: what desks know it by is another key. */
  async replacedByAnother(): Promise<void> {
    await this.kill();
    renameSync(this.data, join(this.folder, 'first'));
    await this.start();
  }

  async firstAgain(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
    cpSync(join(this.folder, 'first'), this.data, { recursive: true });
    await this.start();
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The demo office of 2024 behind desk-cli; a supervisor does everything. */
export class Office {
  readonly folder = mkdtempSync(join(tmpdir(), 'motcua-office-'));

  constructor() {
    this.ask('init', ['--demo', '2024', '--counter', '1']);
  }

  ask<Answer>(verb: string, words: string[]): Answer {
    const said = execFileSync(program('desk-cli'), [verb, '--store', join(this.folder, 'store'), ...words, '--json'], {
      encoding: 'utf8',
      env: { ...process.env, XDG_STATE_HOME: join(this.folder, 'state'), MOTCUA_PASSWORD: PASSWORD },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return JSON.parse(said) as Answer;
  }

  file(name: string, content: unknown): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  receive(input: unknown, at: string): string {
    return this.ask<{ code: string }>('receive', ['--input', this.file('input.json', input), '--at', at]).code;
  }

  act(code: string, verb: string, input: unknown, at: string, as = 'lan'): void {
    this.ask('act', ['--code', code, '--do', verb, '--input', this.file('act.json', input), '--at', at, '--as', as]);
  }

  /** The proofs behind the receipts' QR codes, in the order in which they were printed. */
  proofs(code: string): string[] {
    return this.ask<{ prints: { proof: string }[] }>('dossier', ['--code', code]).prints.map((print) => print.proof);
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
