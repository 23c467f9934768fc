import { describe, expect, it } from 'vitest';
import { speak } from './i18n';
import { composeRule, ruleWords } from './rule-words';

describe('limits', () => {
  it('are put in words', () => {
    speak('vi');
    const check = (rule: string, expected: string): void => expect(ruleWords(rule)).toBe(expected);
    check('3wd', '3 ngày làm việc');
    check('0.5wd', 'nửa ngày làm việc');
    check('2.5wd', '2,5 ngày làm việc');
    check('4wh', '4 giờ làm việc');
    check('20cd', '20 ngày');
    check('1mo', '1 tháng');
    check('same_day@15:00', 'trong ngày, nhận trước 15:00');
    check('none', 'không đặt hạn');
    check('whatever', 'whatever');
  });
  it('are composed in the notation of the desk', () => {
    expect(composeRule('wd', ' 0,5 ', '')).toBe('0.5wd');
    expect(composeRule('same_day', '', '15:00')).toBe('same_day@15:00');
    expect(composeRule('none', '9', '')).toBe('none');
  });
});
