import { describe, expect, it } from 'vitest';
import { isScan, textOf, type Stroke } from './scanner';

const CARD = '017190001234|113456789|Quách Thị Mỹ Duyên|05031990|Nữ|Xóm Cú, xã Tử Nê, Tân Lạc, Hòa Bình|21052021';

const typed = (text: string, gap: number): Stroke[] => [...text].map((key, index) => ({ key, at: 1000 + index * gap }));

describe('the scanner', () => {
  const check = (text: string, gap: number, expected: boolean): void => expect(isScan(typed(text, gap), text), `${text.slice(0, 24)} at ${gap} ms`).toBe(expected);

  it('is told from a person by its pace and by the bars', () => {
    check(CARD, 5, true);
    check(CARD, 20, true);
    check(CARD, 50, true);
    check(CARD, 51, false);
    check(CARD, 120, false);
  });

  it('needs twenty keys and five bars', () => {
    check('1|2|3|4|5|6|7|8|9|0', 5, false);
    check('1|2|3|4|5|6|7|8|9|01', 5, true);
    check('017190001234|113456789|Quách Thị', 5, false);
    check('Quách Thị Mỹ Duyên, Xóm Cú', 5, false);
  });

  it('knows the long run of a receipt, which has no bars, by length and pace', () => {
    const receipt = `https://tra-cuu.example/000.05.17.H28-240305-0031#${'A'.repeat(128)}`;
    check(receipt, 8, true);
    check(receipt, 60, false);
  });

  it('knows the code of a dossier, old or new, at a scanner\'s pace only', () => {
    for (const code of ['000.05.17.H28-240305-0031', 'H44.123-261123-0001', 'H28.155-240305-0001', 'H44-261123-00012']) {
      check(code, 8, true);
      check(code, 60, false);
    }
    check('240305-0031-2403050031', 8, false);
    check('Tờ khai 12.3456', 8, false);
  });

  it('counts the mean gap, so one hiccup of the cable does not lose a card', () => {
    const strokes = typed(CARD, 8).map((stroke, index) => ({ ...stroke, at: stroke.at + (index > 40 ? 110 : 0) }));
    expect(isScan(strokes, CARD)).toBe(true);
  });

  it('is nothing when nothing was typed', () => {
    expect(isScan([], '')).toBe(false);
  });

  it('reads through an input tool that erases and retypes letters', () => {
    const keys = [...'Thij', 'Backspace', 'Backspace', 'ị'];
    expect(textOf(keys.map((key, index) => ({ key, at: index })), undefined)).toBe('Thị');
  });

  it('takes what landed in the field where an input tool hid the keys', () => {
    const hidden = typed(CARD, 10).map((stroke, index) => (index > 24 && index < 30 ? { ...stroke, key: '' } : stroke));
    expect(textOf(hidden, CARD)).toBe(CARD);
    expect(isScan(hidden, textOf(hidden, CARD))).toBe(true);
    expect(isScan(hidden, textOf(hidden, undefined))).toBe(false);
  });
});
