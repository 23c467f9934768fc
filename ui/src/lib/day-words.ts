// What a mark of the daily review stands for: said there and on the register's chip.
import { find, m } from './i18n';
import type { DayMarkView } from './ipc/types';

/** What a mark stands for, as the register's chip says it. */
export function markWords(mark: DayMarkView): string {
  const hour = mark.hour === null ? undefined : find('day_mark', `${mark.what}_hour`, { day: mark.day, hour: mark.hour });
  let words = hour ?? find('day_mark', mark.what, { day: mark.day }) ?? mark.what;
  if (mark.online !== null) words = mark.online ? m.dayMarkOnline({ what: words }) : m.dayMarkDirect({ what: words });
  return mark.field === null ? words : m.dayMarkField({ what: words, field: mark.field });
}
