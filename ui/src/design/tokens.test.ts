import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokens(block: RegExp): Record<string, string> {
  const body = block.exec(css)?.[1] ?? '';
  return Object.fromEntries([...body.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? '', found[2] ?? '']));
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

describe('colours', () => {
  const themes = { light: tokens(/:root \{([^}]*)\}/), dark: tokens(/:root\[data-theme='dark'\] \{([^}]*)\}/) };
  for (const [name, theme] of Object.entries(themes)) {
    const check = (front: string, back: string, least: number): void => {
      const [a, b] = [theme[front], theme[back]];
      expect(a && b, `${front} and ${back} in ${name}`).toBeTruthy();
      expect(contrast(a ?? '', b ?? ''), `${front} on ${back}, ${name}`).toBeGreaterThanOrEqual(least);
    };
    it(`of text can be read on every ground (${name})`, () => {
      for (const text of ['text', 'text-2', 'text-3']) for (const ground of ['canvas', 'surface', 'sunken']) check(text, ground, 4.5);
      check('primary', 'surface', 4.5);
      check('on-primary', 'primary', 4.5);
      check('text', 'primary-soft', 4.5);
      check('text-2', 'primary-soft', 4.5);
    });
    it(`of states can be read on their soft ground and on the surface (${name})`, () => {
      for (const state of ['ok', 'soon', 'late', 'hold', 'new', 'shut']) {
        check(state, `${state}-soft`, 4.5);
        check(state, 'surface', 4.5);
        check(state, 'primary-soft', 4.5);
      }
    });
    it(`of controls' edges are seen (${name})`, () => {
      for (const ground of ['canvas', 'surface']) check('edge', ground, 3);
      check('primary', 'canvas', 3);
    });
  }
});
