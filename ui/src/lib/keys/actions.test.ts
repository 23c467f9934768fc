import { describe, expect, it } from 'vitest';
import { actions, cancelled, capOf, chordOf, reserved, type Action, type KeyPress } from './actions';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key, code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, isComposing: false, keyCode: 0, ...more,
});

describe('keys', () => {
  it('names what was pressed by the place of the key when a modifier is down', () => {
    const check = (event: KeyPress, expected: string | undefined): void => expect(chordOf(event)).toBe(expected);
    check(press('F9'), 'F9');
    check(press('F2', { shiftKey: true }), 'Shift+F2');
    check(press('k', { code: 'KeyK', ctrlKey: true }), 'Ctrl+K');
    check(press('к', { code: 'KeyK', ctrlKey: true }), 'Ctrl+K');
    check(press('&', { code: 'Digit1', altKey: true }), 'Alt+1');
    check(press('1', { code: 'Numpad1', ctrlKey: true }), 'Ctrl+1');
    check(press('=', { code: 'Equal', ctrlKey: true }), 'Ctrl+=');
    check(press('+', { code: 'NumpadAdd', ctrlKey: true }), 'Ctrl++');
    check(press('+', { code: 'Equal', ctrlKey: true, shiftKey: true }), 'Ctrl++');
    check(press('ArrowUp', { ctrlKey: true }), 'Ctrl+ArrowUp');
    check(press(' '), 'Space');
    check(press('Control', { ctrlKey: true }), undefined);
  });

  it('leaves every key to an input method while it composes', () => {
    expect(chordOf(press('Enter', { isComposing: true }))).toBeUndefined();
    expect(chordOf(press('Process', { keyCode: 229 }))).toBeUndefined();
    expect(chordOf(press('F9', { keyCode: 229 }))).toBeUndefined();
  });

  it('gives every key to one action only', () => {
    const all = (Object.keys(actions) as Action[]).flatMap((action) => actions[action].keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it('never uses what input tools and the system own', () => {
    for (const action of Object.keys(actions) as Action[]) {
      for (const chord of actions[action].keys) {
        if (!['Escape', 'F11'].includes(chord)) expect(reserved(chord), chord).toBe(false);
      }
    }
    for (const chord of ['A', 'Shift+A', '1', 'Ctrl+Shift+K', 'Alt+Z', 'F10', 'F12', 'Ctrl+C', 'Tab', 'Ctrl+Z']) expect(reserved(chord), chord).toBe(true);
    for (const chord of ['F8', 'Alt+X', 'Ctrl+M', 'Shift+F3']) expect(reserved(chord), chord).toBe(false);
  });

  it('cancels what the webview would do with F3, F5, F7 and Ctrl F, P, J, R', () => {
    for (const chord of ['F3', 'F5', 'F7', 'Ctrl+F', 'Ctrl+P', 'Ctrl+J', 'Ctrl+R']) expect(cancelled).toContain(chord);
  });

  it('writes key caps as people read them', () => {
    expect(capOf('Ctrl+ArrowUp')).toBe('Ctrl ↑');
    expect(capOf('Escape')).toBe('Esc');
    expect(capOf('Ctrl++')).toBe('Ctrl +');
    expect(capOf('Shift+F2')).toBe('Shift F2');
  });
});
