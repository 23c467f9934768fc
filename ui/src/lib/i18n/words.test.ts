import { describe, expect, it } from 'vitest';
import { errorWords, find, m, say, speak } from './index';

describe('words', () => {
  it('follow the language in use', () => {
    speak('vi');
    expect(m.frameLock()).toBe('Khóa');
    speak('en');
    expect(m.frameLock()).toBe('Lock');
    speak('vi');
  });
  it('come by code, and a code without words is seen', () => {
    expect(say('status', 'in_progress')).toBe('Đang giải quyết');
    expect(say('weekday', '2')).toBe('Thứ Ba');
    expect(find('status', 'no_such_state')).toBeUndefined();
    expect(say('status', 'no_such_state')).toBe('no_such_state');
  });
  it('count one and many in English', () => {
    speak('en');
    expect(m.todayTasksCount({ count: 1 })).toBe('1 task');
    expect(m.todayTasksCount({ count: 2 })).toBe('2 tasks');
    speak('vi');
  });
  it('say an unknown error with its code, and never put isolating marks around a value', () => {
    expect(errorWords({ code: 'comet_struck' })).toContain('comet_struck');
    expect(errorWords({ code: 'wrong_pin', fields: { tries_left: '3' } })).toContain('Còn 3 lần thử');
    expect(m.errorUnexpected({ code: 'x' })).not.toMatch(/[\u2066-\u2069]/);
  });
  it('make days and moments among the fields ready to read', () => {
    expect(say('when', 'due_today', { at: '2024-03-05T17:00:00+07:00', days: '0' })).toBe('17:00 hôm nay');
    expect(say('when', 'uncollected', { at: '2024-03-05T17:00:00+07:00' })).toBe('chờ nhận từ 05/03/2024');
    expect(say('when', 'due_in_days', { at: '2024-03-07T17:00:00+07:00', days: '2' })).toBe('17:00 07/03/2024');
  });
});
