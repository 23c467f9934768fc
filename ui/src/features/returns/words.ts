// What stands against a field, in words.
import { errorWords, find, m } from '../../lib/i18n';
import type { FieldProblem } from '../../lib/ipc/generated/types';

export function faultAt(problems: readonly FieldProblem[], field: string): string | undefined {
  const found = problems.find((problem) => problem.field === field);
  if (!found) return undefined;
  if (found.code === 'reason_missing' && !/reason|because/.test(field)) return m.errorFieldEmpty();
  return find('returns_problem', found.code, found.fields) ?? errorWords(found);
}
