// A province for a test: the real server on a folder of its own, and an office that works through desk-cli.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PASSWORD } from './desk';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const program = (name: string): string => join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'debug', name);

export class Province {
  readonly folder = mkdtempSync(join(tmpdir(), 'motcua-province-'));
  private process: ChildProcess | undefined;
  address = '';

  async start(): Promise<void> {
    const listen = this.address ? this.address.replace('http://', '') : '127.0.0.1:0';
    const running = spawn(program('desk-server'), ['serve', '--demo', '--listen', listen, '--data', join(this.folder, 'data')], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.process = running;
    this.address = await new Promise((resolve, reject) => {
      running.once('exit', () => reject(new Error('the server did not start')));
      createInterface({ input: running.stdout }).once('line', (line) => resolve((JSON.parse(line) as { listening: string }).listening));
    });
  }

  code(counter: number): string {
    const said = execFileSync(program('desk-server'), ['code', '--unit', '05164', '--on', '2024-03-05', '--counter', String(counter), '--json', '--data', join(this.folder, 'data')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return (JSON.parse(said) as { code: string }).code;
  }

  async stop(): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (!running || running.exitCode !== null) return;
    await new Promise<void>((resolve) => {
      running.once('exit', () => resolve());
      running.kill('SIGKILL');
    });
  }

  async end(): Promise<void> {
    await this.stop();
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
