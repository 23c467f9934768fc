// The papers that a dossier can be printed as: its receipt, the slips its acts made, and the sheets that are filled when asked for.
import { m, say } from '../../lib/i18n';
import type { DossierView, PrintView, SlipView } from '../../lib/ipc/types';

export type Paper = { form: string; slip: SlipView | null };
export type PaperLine = Paper & { key: string; name: string; prints: readonly PrintView[] };

export function paperName(paper: Paper): string {
  const name = say('dossier_paper_form', paper.form);
  return paper.slip ? m.formWithSlip({ form: name, slip: paper.slip.on_paper }) : name;
}

/** Slips that the view gives whole, oldest first. */
function slips(view: DossierView): SlipView[] {
  const { custody, supplements, extensions, fees } = view.life;
  return [...custody.map((one) => one.handed.slip), ...supplements.map((one) => one.slip), ...extensions.map((one) => one.slip), ...fees.map((one) => one.slip)];
}

/** Forms of acts whose slip only the history names; the desk finds the newest itself. */
const BY_HISTORY: Readonly<Record<string, string>> = {
  'dossier.refused': 'refusal', 'dossier.stopped': 'stop', 'post.sent': 'postal', 'department.chased': 'chasing', 'result.entered': 'results', 'result.returned': 'collected',
};

const ROLL = 'thermal';

/** The receipt and what the acts made, in the order in which it came to be. */
export function papersMade(view: DossierView): PaperLine[] {
  const made: Paper[] = [{ form: 'receipt', slip: null }, ...slips(view).map((slip) => ({ form: slip.form, slip }))];
  const facts = new Set(view.history.map((fact) => fact.kind));
  for (const [kind, form] of Object.entries(BY_HISTORY)) if (facts.has(kind)) made.push({ form, slip: null });
  // The slip of a roll stands beside the receipt where the desk has a printer for it, or had one.
  if (view.actions.includes('print_roll') || view.prints.some((print) => print.form === ROLL)) made.splice(1, 0, { form: ROLL, slip: null });
  return lines(view, made);
}

/** Sheets that any dossier can be given. */
export function papersOther(view: DossierView): PaperLine[] {
  return lines(view, ['control', 'appointment', 'commitment'].map((form) => ({ form, slip: null })));
}

function lines(view: DossierView, papers: readonly Paper[]): PaperLine[] {
  return papers.map((paper) => ({
    ...paper,
    key: `${paper.form}-${paper.slip ? `${paper.slip.book}-${paper.slip.number}` : ''}`,
    name: paperName(paper),
    // Of two slips of one form each has its own prints.
    prints: view.prints.filter((print) => print.form === paper.form && (!paper.slip || !print.slip || (print.slip.number === paper.slip.number && print.slip.book === paper.slip.book))),
  }));
}

/** Papers in people's hands that say something else since a correction, and were not printed again. */
export function outdated(view: DossierView): Paper[] {
  const last = [...view.life.corrections].reverse().find((one) => one.outdated.length > 0);
  if (!last) return [];
  const forms = [...new Set(last.outdated.map(([form]) => form))];
  return forms.filter((form) => !view.prints.some((print) => print.form === form && print.at > last.at)).map((form) => ({ form, slip: null }));
}
