import { describe, expect, it } from 'vitest';
import { date, hideMiddle, isoOfDay, moment, money, number, parseDay, parseMoney, shortDate, time, weekday } from './format';

describe('days as people type them', () => {
  const today = { year: 2024, month: 3, day: 5 };
  const check = (typed: string, expected: string | undefined): void => {
    const day = parseDay(typed, today);
    expect(day && isoOfDay(day), typed).toBe(expected);
  };
  it('take every common way', () => {
    for (const typed of ['05031990', '5/3/90', '5.3.1990', '5-3-1990', '05/03/1990', ' 5 / 3 / 1990 ', '050390', '5 3 1990']) check(typed, '1990-03-05');
  });
  it('read a year of two digits as the latest that is not to come', () => {
    check('1/1/24', '2024-01-01');
    check('1/1/25', '1925-01-01');
    check('010100', '2000-01-01');
  });
  it('know the calendar', () => {
    check('29/02/2024', '2024-02-29');
    check('29/02/2023', undefined);
    check('31/02/1990', undefined);
    check('31/4/1990', undefined);
    check('00/01/1990', undefined);
    check('1/13/1990', undefined);
  });
  it('refuse what is no day', () => {
    for (const typed of ['', 'mai', '5/3', '1990', '5/3/199', '1/1/1700', '5031990']) check(typed, undefined);
  });
});

describe('dates, numbers and money', () => {
  it('are read the same under every locale and time zone', () => {
    expect(date('2024-03-05')).toBe('05/03/2024');
    expect(date('2024-03-05T23:30:00+07:00')).toBe('05/03/2024');
    expect(date('2024-03-05T17:30:00Z')).toBe('06/03/2024');
    expect(time('2024-03-05T17:30:00Z')).toBe('00:30');
    expect(moment('2024-03-05T14:06:21+07:00')).toBe('14:06 05/03/2024');
    expect(shortDate('2024-03-05')).toBe('05/03');
    expect(weekday('2024-03-05')).toBe(2);
    expect(date(null)).toBe('');
  });
  it('have dots by threes', () => {
    expect(number(0)).toBe('0');
    expect(number(999)).toBe('999');
    expect(number(1234567)).toBe('1.234.567');
    expect(number(-1234)).toBe('-1.234');
    expect(money(248000)).toBe('248.000\u00a0đ');
  });
  it('are read back from what was typed', () => {
    const check = (typed: string, expected: number | undefined): void => expect(parseMoney(typed), typed).toBe(expected);
    check('20000', 20000);
    check('1.234.567 đ', 1234567);
    check('1 234 567', 1234567);
    check('0', 0);
    check('hai mươi', undefined);
    check('', undefined);
    check('-5', undefined);
    check('12,5', undefined);
  });
  it('hide the middle of personal numbers in lists', () => {
    expect(hideMiddle('017190001234')).toBe('017•••••1234');
    expect(hideMiddle('12345')).toBe('12345');
  });
});
