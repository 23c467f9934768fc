// The timeline in sentences: a fact's kind and fields become words; a kind this version does not know is said to be one.
import { midSentence, printReason } from './acts/printing.svelte';
import { date, find, m, moment, say } from './i18n';
import type { FactView, PrintView } from './ipc/types';

/** One line of a timeline. */
export type Happening = { id: string; when: string; title: string; by?: string; note?: string };

/** A form as it stands within a sentence, short where it has a short name. */
export function formName(form: string): string {
  return find('dossier_form', form) ?? midSentence(say('dossier_paper_form', form));
}

function printed(fields: Record<string, string>): string {
  const form = formName(fields['form'] ?? 'receipt');
  const number = Number(fields['number'] ?? '1');
  if (fields['to'] === 'pdf') return m.dossierFactSaved({ form });
  if (fields['replaces']) return m.dossierFactReplaced({ form, copies: fields['copies'] ?? '' });
  return number > 1 ? m.dossierFactReprinted({ form, copies: fields['copies'] ?? '', number: number - 1 }) : m.dossierFactPrinted({ form, copies: fields['copies'] ?? '' });
}

function printEnded(fields: Record<string, string>): string {
  switch (fields['outcome'] ?? fields['state']) {
    case 'completed':
      return m.dossierFactPrintDone();
    case 'saved':
      return m.dossierFactPdfDone();
    default:
      return m.dossierFactPrintFailed({ reason: printReason(fields['reason'] ?? null) });
  }
}

/** Codes among the fields become words. */
function spoken(fact: FactView): Record<string, string> {
  const fields: Record<string, string> = { ...fact.fields };
  const put = (name: string, words: string | undefined): void => {
    if (words !== undefined) fields[name] = words;
  };
  if (fields['due']) put('due', moment(fields['due']));
  if (fields['outcome']) put('outcome', find('dossier_outcome', fields['outcome']));
  if (fields['collector']) put('collector', find('dossier_collector', fields['collector']));
  if (fields['means']) put('means', find('act_choice_means', fields['means']));
  if (fact.kind === 'dossier.corrected') put('what', (fields['what'] ?? '').split(',').map((one) => midSentence(say('dossier_particular', one))).join(', '));
  return fields;
}

/** The sentence: what is always known. */
export function sentence(fact: FactView): string {
  if (fact.kind === 'form.printed') return printed(fact.fields);
  if (fact.kind === 'print.ended') return printEnded(fact.fields);
  const fields = spoken(fact);
  const said = find('dossier_fact', fact.kind, { ...fields, text: fields['text'] ?? '' });
  return said ? [said, fields['slip'] ? midSentence(m.actSlip({ slip: fields['slip'] }).replace(/\.$/, '')) : ''].filter(Boolean).join(' · ') : m.dossierFactUnknown({ kind: fact.kind });
}

/** What a fact says besides, a line below: reasons, names, dates. */
export function besides(fact: FactView): string {
  if (fact.kind === 'form.printed' || fact.kind === 'print.ended' || !find('dossier_fact', fact.kind, fact.fields)) return '';
  const fields = spoken(fact);
  const parts = ['receiver', 'step', 'step_due', 'items', 'deadline', 'due', 'vnd', 'means', 'notice', 'receipt', 'number', 'summary', 'name', 'because', 'ground', 'requested_by', 'decided_by', 'signer', 'reason', 'text'];
  return parts
    .filter((part) => fields[part] && fields[part].trim() !== '')
    .map((part) => find(`dossier_also_${fact.kind}`, part, { [part]: fields[part] }) ?? find('dossier_also', part, { [part]: part === 'deadline' ? date(fields[part]) : part === 'step_due' ? moment(fields[part]) : fields[part] }))
    .filter((words): words is string => Boolean(words))
    .join(' · ');
}

/** Newest first. */
export function happenings(history: readonly FactView[]): Happening[] {
  return history
    .toSorted((a, b) => (a.at === b.at ? b.seq - a.seq : a.at < b.at ? 1 : -1))
    .map((fact) => {
      const note = besides(fact);
      return {
        id: `${fact.device}-${fact.seq}`,
        when: moment(fact.at),
        title: sentence(fact),
        by: [fact.actor, m.dossierDevice({ device: shortDevice(fact.device) })].filter(Boolean).join(' · '),
        ...(note ? { note } : {}),
      };
    });
}

/** A device's id is long; people know it by its beginning. */
export function shortDevice(device: string): string {
  return device.length > 12 ? device.slice(0, 8) : device;
}

export type PrintMark = 'ok' | 'late' | 'none' | 'shut';

export function printMark(print: PrintView): PrintMark {
  switch (print.state) {
    case 'completed':
      return 'ok';
    case 'saved':
      return 'shut';
    case 'failed':
      return 'late';
    default:
      return 'none';
  }
}

/** How long is left, in the two largest units: 2 giờ 10 phút, 3 ngày 4 giờ. */
export function span(minutes: number): string {
  const all = Math.abs(Math.trunc(minutes));
  const days = Math.floor(all / 1440);
  const hours = Math.floor((all % 1440) / 60);
  const rest = all % 60;
  const parts = days > 0 ? [m.dossierSpanDays({ count: days }), hours > 0 ? m.dossierSpanHours({ count: hours }) : ''] : [hours > 0 ? m.dossierSpanHours({ count: hours }) : '', rest > 0 || hours === 0 ? m.dossierSpanMinutes({ count: rest }) : ''];
  return parts.filter(Boolean).join(' ');
}
