// The bridge's host, for tests in a browser: the same commands over loopback.
import type { Answer } from './call';

const base: string = import.meta.env.VITE_BRIDGE ?? '';

export async function ask(name: string, input: unknown): Promise<Answer> {
  const response = await fetch(`${base}/call/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input ?? {}),
  });
  const output: unknown = await response.json();
  return response.ok ? { ok: true, output } : { ok: false, error: output };
}
