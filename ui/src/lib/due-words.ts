// "Cách tính" in words: the days of a due date as lines, runs of like days drawn together. Used wherever a due date is shown.
import type { DueView, StepView } from './ipc/generated/types';
import { date, find, m, shortDate, time, weekday } from './i18n';

export type DueLine = { when?: string; text: string; counts?: boolean | null };

export function weekdayName(iso: string): string {
  return find('due_weekday', String(weekday(iso))) ?? '';
}

/** 17:00 thứ Ba, 05/03/2024 */
export function dueMoment(iso: string): string {
  return m.dueMoment({ time: time(iso), weekday: weekdayName(iso), date: date(iso) });
}

type Run = { steps: StepView[]; firstCount: number; lastCount: number };

/** Neighbouring days of one kind and one name make a run. */
function runsOf(steps: readonly StepView[]): Run[] {
  const runs: Run[] = [];
  let count = 0;
  for (const step of steps) {
    if (step.counts) count += 1;
    const last = runs[runs.length - 1];
    const before = last?.steps[0];
    const alike = before && before.why === step.why && before.counts === step.counts && before.name === step.name && step.why !== 'received';
    if (last && alike) {
      last.steps.push(step);
      last.lastCount = count;
    } else {
      runs.push({ steps: [step], firstCount: count, lastCount: count });
    }
  }
  return runs;
}

function words(run: Run): string {
  const step = run.steps[0];
  if (!step) return '';
  if (step.why === 'working' || step.why === 'calendar') {
    if (!step.counts) return m.dueWhyOpenDay();
    const one = run.firstCount === run.lastCount;
    if (step.why === 'working') return one ? m.dueWhyWorking({ n: run.firstCount }) : m.dueWhyWorkingRun({ from: run.firstCount, to: run.lastCount });
    return one ? m.dueWhyCalendar({ n: run.firstCount }) : m.dueWhyCalendarRun({ from: run.firstCount, to: run.lastCount });
  }
  if (step.why === 'swapped') return step.counts ? m.dueWhySwapped({ n: run.firstCount, name: step.name }) : m.dueWhySwappedOff({ name: step.name });
  if (step.why === 'received') return step.counts ? m.dueWhyReceivedCounted() : m.dueWhyReceived();
  return find('due_why', step.why, { name: step.name }) ?? step.why;
}

function dayWords(iso: string): string {
  return m.dueDay({ weekday: find('due_weekday_short', String(weekday(iso))) ?? '', date: shortDate(iso) });
}

/** The strip of days, the reception first, the due time last. */
export function dueLines(due: DueView): DueLine[] {
  const lines: DueLine[] = runsOf(due.steps).map((run) => {
    const first = run.steps[0];
    const last = run.steps[run.steps.length - 1];
    const when = !first ? '' : first === last || !last ? dayWords(first.date) : m.dueRun({ from: shortDate(first.date), to: shortDate(last.date) });
    const off = first ? !first.counts && first.why !== 'received' && first.why !== 'working' : false;
    return { when, text: words(run), counts: first?.counts ? true : off ? false : null };
  });
  const received = due.steps[0];
  if (received && due.counted_from.slice(0, 10) !== received.date) {
    lines.splice(1, 0, { text: m.dueCountedFrom({ at: dueMoment(due.counted_from) }), counts: null });
  }
  lines.push(due.due ? { when: dayWords(due.due), text: m.dueEnd({ time: time(due.due) }), counts: null } : { text: m.dueNone(), counts: null });
  if (due.provisional) lines.push({ text: m.dueProvisional(), counts: null });
  return lines;
}
