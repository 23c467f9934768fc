// The steps of a procedure's process as they are typed, and the notation in which the desk takes them.
import { typedRule } from '../../lib/rule-words';

export type Step = { name: string; department: string; limit: string };

export const emptyStep = (): Step => ({ name: '', department: '', limit: '' });

/** A line a step, `name|department|rule`; rows left blank are none. */
export function stepsText(steps: readonly Step[]): string {
  const plain = (text: string): string => text.replaceAll('|', '/').replaceAll('\n', ' ').trim();
  return steps
    .filter((step) => step.name.trim() || step.department.trim() || step.limit.trim())
    .map((step) => [plain(step.name), plain(step.department), typedRule(step.limit)].join('|'))
    .join('\n');
}
