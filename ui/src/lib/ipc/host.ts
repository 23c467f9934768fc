// The window's host: one Tauri command. The only file that knows Tauri.
import { invoke } from '@tauri-apps/api/core';
import type { Answer } from './call';

export async function ask(name: string, input: unknown): Promise<Answer> {
  try {
    return { ok: true, output: await invoke('call', { name, input }) };
  } catch (error) {
    return { ok: false, error };
  }
}
