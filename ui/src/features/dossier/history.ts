// The timeline in sentences: a fact's kind and fields become words; a kind this version does not know is said to be one.
import type { Happening } from '../../design/Timeline.svelte';
import { find, m, moment, say } from '../../lib/i18n';
import type { FactView, PrintView, Reason } from '../../lib/ipc/types';

/** Why a print failed, in words. */
export function printReason(reason: Reason | string | null): string {
  if (reason === null) return m.dossierPrintUnknown();
  const { code, fields } = typeof reason === 'string' ? { code: reason, fields: {} } : reason;
  return find('print_reason', code, fields) ?? find('error', code, fields) ?? code;
}

export function sentence(fact: FactView): string {
  const fields = fact.fields;
  switch (fact.kind) {
    case 'dossier.received':
      return m.dossierFactReceived({ code: fields['code'] ?? '' });
    case 'form.printed': {
      const form = say('dossier_form', fields['form'] ?? 'receipt');
      const number = Number(fields['number'] ?? '1');
      if (fields['to'] === 'pdf') return m.dossierFactSaved({ form });
      return number > 1 ? m.dossierFactReprinted({ form, copies: fields['copies'] ?? '', number: number - 1 }) : m.dossierFactPrinted({ form, copies: fields['copies'] ?? '' });
    }
    case 'print.ended':
      switch (fields['outcome'] ?? fields['state']) {
        case 'completed':
          return m.dossierFactPrintDone();
        case 'saved':
          return m.dossierFactPdfDone();
        default:
          return m.dossierFactPrintFailed({ reason: printReason(fields['reason'] ?? null) });
      }
    default:
      return m.dossierFactUnknown({ kind: fact.kind });
  }
}

/** Newest first. */
export function happenings(history: readonly FactView[]): Happening[] {
  return history
    .map((fact) => ({
      id: `${fact.device}-${fact.seq}`,
      at: fact.at,
      when: moment(fact.at),
      title: sentence(fact),
      by: [fact.actor, m.dossierDevice({ device: shortDevice(fact.device) })].filter(Boolean).join(' · '),
    }))
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
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
