// The first intake, guided: in practice alone one hint stands beside what comes next, until a dossier is saved or the hints are
// put away. Real work never sees them.
import type { IntakeForm } from '../../lib/ipc/types';
import { neededControls } from './form';

export type GuideStep = 'person' | 'procedure' | 'papers' | 'save' | 'saved';

/** What comes next, by what the form still needs. */
export function stepOf(form: IntakeForm, problems: readonly { field: string }[], saved: boolean): GuideStep {
  if (saved) return 'saved';
  if (form.owner.name.trim() === '') return 'person';
  if (form.procedure === null) return 'procedure';
  return neededControls(form, problems).includes('papers') ? 'papers' : 'save';
}

class Guide {
  /** Put away for as long as the program runs. */
  off = $state(false);
}

export const guide = new Guide();
