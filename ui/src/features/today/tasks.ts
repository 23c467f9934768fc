// What a counter and a task of the day lead to, and the totals in words.
import { m, money } from '../../lib/i18n';
import type { Mark, TotalsView } from '../../lib/ipc/types';

/** The panel with which a task opens its dossier; others open the dossier as it stands. */
export function actOf(task: string): string | undefined {
  const acts: Record<string, string> = {
    apologise: 'extend', confirm: 'confirm_hand_over', answer_overdue: 'close_supplement', void: 'approve_void', uncollected: 'return_result', ready: 'return_result',
  };
  return acts[task];
}

/** The register's list of what a counter counts; late and due today are its own chips. */
export function taskOf(counter: string): string | undefined {
  const tasks: Record<string, string> = {
    answered: 'answered', ready: 'return', to_hand_over: 'hand_over', unconfirmed: 'confirm', waiting: 'waiting', void_wanted: 'void', unprinted: 'unprinted',
  };
  return tasks[counter];
}

export function markOf(counter: string): Mark | 'none' {
  const marks: Record<string, Mark> = { late: 'late', due_today: 'soon', answered: 'new', ready: 'ok', unconfirmed: 'soon', waiting: 'hold', void_wanted: 'soon', unprinted: 'soon' };
  return marks[counter] ?? 'none';
}

/** The day in one line; what did not happen is left out, except what every day is asked. */
export function totals(day: TotalsView): string {
  return [
    m.todayReceived({ count: day.received }),
    m.todayReturned({ count: day.returned }),
    day.closed > 0 ? m.todayClosed({ count: day.closed }) : '',
    day.guided > 0 ? m.todayGuided({ count: day.guided }) : '',
    day.turned_down > 0 ? m.todayTurnedDown({ count: day.turned_down }) : '',
    [m.todayFees({ fees: money(day.fee_vnd) }), day.fee_corrected_vnd === 0 ? '' : m.todayFeesCorrected({ fees: money(day.fee_corrected_vnd) })].filter(Boolean).join(', '),
  ].filter(Boolean).join(' · ');
}
