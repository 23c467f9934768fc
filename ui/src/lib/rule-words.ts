// Rule notation (`3wd`, `0.5wd`, `same_day@15:00`) in words, for people.
import { m } from './i18n';

export const ruleUnits = ['wd', 'wh', 'cd', 'mo', 'same_day', 'none'] as const;
export type RuleUnit = (typeof ruleUnits)[number];

export function ruleWords(rule: string): string {
  if (rule === 'none') return m.ruleNone();
  const sameDay = /^same_day@(\d{1,2}:\d{2})$/.exec(rule);
  if (sameDay) return m.ruleSameDay({ time: sameDay[1] });
  const found = /^(\d+(?:\.\d+)?)(wd|wh|cd|mo)$/.exec(rule);
  if (!found) return rule;
  if (rule === '0.5wd') return m.ruleHalf();
  const n = (found[1] ?? '').replace('.', ',');
  switch (found[2]) {
    case 'wd':
      return m.ruleWd({ n });
    case 'wh':
      return m.ruleWh({ n });
    case 'cd':
      return m.ruleCd({ n });
    default:
      return m.ruleMo({ n });
  }
}

export function composeRule(unit: RuleUnit, count: string, time: string): string {
  if (unit === 'none') return 'none';
  if (unit === 'same_day') return `same_day@${time.trim()}`;
  return `${count.trim().replace(',', '.')}${unit}`;
}

/** "2", "0,5 ngày" and "4 giờ" as a rule in working time; anything else stays as typed, for the desk to judge. */
export function typedRule(typed: string): string {
  const found = /^(\d+(?:[.,]\d+)?)\s*(ngày|days?|giờ|hours?|h|g)?$/i.exec(typed.trim());
  return found ? `${(found[1] ?? '').replace(',', '.')}${/^[ghG]/i.test(found[2] ?? '') ? 'wh' : 'wd'}` : typed.trim();
}
