// The intake form as plain data: what a card, a known person, a key in the papers grid or a new procedure makes of it.
// Rules of law are the desk's; nothing here decides what may be saved.
import type { CardFields, FieldProblem, IntakeForm, PaperForm, PaperRow, PartyForm, PersonHit } from '../../lib/ipc/generated/types';
import { date, isoOfDay, parseDay, type Day } from '../../lib/i18n';

export type PartyField = Exclude<keyof PartyForm, 'organisation'>;
export type PartyPath = 'owner' | 'submitter';

/** A field in which the card and what this desk knew differ; the card's value is in the form. */
export type Difference = { field: PartyField; known: string };

export function emptyParty(): PartyForm {
  return { name: '', personal_number: '', birth_date: '', sex: '', phone: '', email: '', address: '', organisation: false };
}

export function emptyForm(): IntakeForm {
  return {
    channel: 'in_person', procedure: null, case: null, owner: emptyParty(), submitter: null, papers: [], sets: 1, fee_vnd: null, exemption: null,
    fee_paid: 'now', limit: null, return_by: 'desk', duplicate: null, back_entry: null, doubtful: [],
  };
}

/** Nothing of a citizen or a procedure is in it: not worth a draft. */
export function isEmpty(form: IntakeForm): boolean {
  const blank = (party: PartyForm): boolean => partyFields.every((field) => party[field].trim() === '');
  return form.procedure === null && blank(form.owner) && (form.submitter === null || blank(form.submitter.party));
}

export const partyFields: readonly PartyField[] = ['personal_number', 'name', 'birth_date', 'sex', 'address', 'phone', 'email'];

/** The person who stands at the desk: the submitter where there is one. */
export function atDesk(form: IntakeForm): { path: PartyPath; party: PartyForm } {
  return form.submitter ? { path: 'submitter', party: form.submitter.party } : { path: 'owner', party: form.owner };
}

export type Owner = 'self' | 'other' | 'organisation';

export function ownerKind(form: IntakeForm): Owner {
  if (!form.submitter) return 'self';
  return form.owner.organisation ? 'organisation' : 'other';
}

/** Whose dossier it is: the person at the desk stays in the first block, the second opens or closes. */
export function withOwner(form: IntakeForm, kind: Owner): IntakeForm {
  const now = ownerKind(form);
  if (now === kind) return form;
  if (kind === 'self') {
    const doubtful = form.doubtful.filter((field) => !field.startsWith('owner.')).map((field) => field.replace(/^submitter\./, 'owner.'));
    return { ...form, owner: { ...(form.submitter?.party ?? emptyParty()), organisation: false }, submitter: null, doubtful };
  }
  if (form.submitter) return { ...form, owner: { ...form.owner, organisation: kind === 'organisation' } };
  return {
    ...form,
    owner: { ...emptyParty(), organisation: kind === 'organisation' },
    submitter: { party: form.owner, standing: '' },
    doubtful: form.doubtful.map((field) => field.replace(/^owner\./, 'submitter.')),
  };
}

const tidy = (text: string | null | undefined): string => (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();

/** A day as the form shows it: ISO from a card or the desk becomes 05/03/1990; what is no day stays as typed. */
export function shownDay(text: string): string {
  return date(text) || text;
}

/** On leaving the field: 05031990 and 5/3/90 become 05/03/1990, anything else stays for the desk to judge. */
export function leftDay(typed: string, today: Day): string {
  const day = parseDay(typed, today);
  return day ? date(isoOfDay(day)) : typed;
}

/** The party a card gives, with what this desk knows besides; the card comes first wherever it says something. */
export function fromCard(card: CardFields, known: PersonHit | null): { party: PartyForm; differences: Difference[] } {
  const before = known?.party;
  const party = emptyParty();
  const differences: Difference[] = [];
  for (const field of partyFields) {
    const raw = field === 'phone' || field === 'email' ? null : card[field];
    const mine = field === 'birth_date' ? shownDay(tidy(raw)) : tidy(raw);
    const theirs = field === 'birth_date' ? shownDay(tidy(before?.[field])) : tidy(before?.[field]);
    party[field] = mine || theirs;
    if (mine && theirs && mine !== theirs) differences.push({ field, known: theirs });
  }
  return { party, differences };
}

/** The part of a raw scan that stands for a field; the whole of it where the parts are not those of a card. */
export function rawOf(raw: string, field: PartyField): string {
  const parts = raw.split('|');
  const places: Partial<Record<PartyField, number>> = { personal_number: 0, name: 2, birth_date: 3, sex: 4, address: 5 };
  const place = places[field];
  return parts.length >= 7 && place !== undefined ? (parts[place] ?? raw) : raw;
}

/** A person of this desk, as the newest dossier has them. */
export function fromKnown(known: PersonHit): PartyForm {
  return { ...known.party, birth_date: shownDay(known.party.birth_date) };
}

/** What was typed into the person box and found nobody: a number, a phone or a name, put where it belongs. */
export function fieldOfText(text: string): { field: PartyField; value: string } {
  const plain = tidy(text);
  const digits = plain.replace(/[\s.-]/g, '');
  if (/^(\d{12}|\d{9})$/.test(digits)) return { field: 'personal_number', value: digits };
  if (/^0\d{9,10}$/.test(digits) || /^\+84\d{9,10}$/.test(digits)) return { field: 'phone', value: digits };
  if (/^\d+$/.test(digits)) return { field: 'personal_number', value: digits };
  return { field: 'name', value: plain };
}

export function setProcedure(form: IntakeForm, code: string): IntakeForm {
  if (form.procedure === code) return form;
  return { ...form, procedure: code, case: null, papers: [], limit: null, fee_vnd: null, exemption: null, duplicate: null };
}

// ---- papers

/** The rows to show: those of the last check, with what the clerk has changed since, then the papers outside the catalogue. */
export function rowsOf(checked: readonly PaperRow[], papers: readonly PaperForm[]): PaperRow[] {
  const rows = checked
    .filter((row) => row.index !== null)
    .map((row) => {
      const mine = papers.find((paper) => paper.index === row.index);
      return mine ? { ...row, state: mine.state, originals: mine.originals, copies: mine.copies } : row;
    });
  const extra = papers
    .filter((paper) => paper.index === null)
    .map((paper): PaperRow => ({
      index: null, name: paper.name, group: null, need: 'unknown', condition: null, originals_asked: null, copies_asked: null, state: paper.state,
      originals: paper.originals, copies: paper.copies, reason: paper.reason, checked_state: paper.state === 'unseen' ? 'given' : paper.state,
    }));
  return [...rows, ...extra];
}

export function papersOf(rows: readonly PaperRow[]): PaperForm[] {
  return rows.map((row) => ({ index: row.index, name: row.name, state: row.state, originals: row.originals, copies: row.copies, reason: row.reason }));
}

/** Đủ (or đã xem, where the paper is only shown) → Thiếu → Không áp dụng → Đủ. */
export function nextState(row: PaperRow): string {
  switch (row.state) {
    case 'given':
    case 'shown':
      return 'missing';
    case 'missing':
      return 'not_applicable';
    default:
      return row.need === 'shown' ? 'shown' : 'given';
  }
}

/** The row in another state: what is there has at least one sheet, what is not has none. */
export function inState(row: PaperRow, state: string): PaperRow {
  if (state === 'missing' || state === 'not_applicable') return { ...row, state, originals: 0, copies: 0 };
  if (state === 'unseen' || row.originals + row.copies > 0) return { ...row, state };
  const originals = row.originals_asked ?? (row.copies_asked ? 0 : 1);
  const copies = row.copies_asked ?? 0;
  return originals + copies > 0 ? { ...row, state, originals, copies } : { ...row, state, originals: 1 };
}

/** Which count digits set when the state column is active: originals, unless only copies are asked for. */
export function mainCount(row: PaperRow): 'originals' | 'copies' {
  return !row.originals_asked && (row.copies_asked ?? 0) > 0 ? 'copies' : 'originals';
}

export function withCount(row: PaperRow, which: 'originals' | 'copies', count: number): PaperRow {
  const next = { ...row, [which]: Math.max(0, Math.min(999, count)) };
  const there = next.originals + next.copies > 0;
  if (there && (row.state === 'unseen' || row.state === 'missing' || row.state === 'not_applicable')) next.state = row.need === 'shown' ? 'shown' : 'given';
  return next;
}

/** F8: every paper gets the state the desk names for it. */
export function allChecked(rows: readonly PaperRow[]): PaperRow[] {
  return rows.map((row) => inState(row, row.checked_state));
}

/**
 * After a check the form's papers follow its rows: another case or channel may ask for others. The same array when nothing changes,
 * and still empty as long as the clerk has touched none.
 */
export function reconciled(checked: readonly PaperRow[], papers: PaperForm[]): PaperForm[] {
  if (papers.length === 0) return papers;
  const wanted = checked.filter((row) => row.index !== null).map((row) => row.index);
  const have = papers.filter((paper) => paper.index !== null).map((paper) => paper.index);
  if (wanted.length === have.length && wanted.every((index, place) => have[place] === index)) return papers;
  return papersOf(rowsOf(checked, papers));
}

/** Why a dossier is received although a like one is open, as it goes on record: in Vietnamese, whatever the screens speak. */
export const duplicateReasons: Readonly<Record<string, string>> = {
  another_matter: 'Nội dung khác hồ sơ trước',
  another_copy: 'Nộp thêm bộ hồ sơ',
  first_withdrawn: 'Người nộp xin rút hồ sơ trước',
  asked_again: 'Người nộp đề nghị nộp lại',
};

// ---- the typed limit

export const limitUnits = ['wd', 'cd', 'mo', 'wh'] as const;
export type LimitUnit = (typeof limitUnits)[number];

/** `3,5` and `wd` make `3.5wd`; undefined when it is no limit. Halves are for working days alone. */
export function ruleOf(typed: string, unit: LimitUnit): string | undefined {
  const found = /^(\d{1,4})(?:[.,](0|5))?$/.exec(typed.trim());
  if (!found) return undefined;
  const half = found[2] === '5';
  if (half && unit !== 'wd') return undefined;
  const whole = Number(found[1]);
  if (whole === 0 && !half) return undefined;
  return `${whole}${half ? '.5' : ''}${unit}`;
}

export function splitRule(rule: string | null | undefined): { number: string; unit: LimitUnit } {
  const found = /^(\d+(?:\.5)?)(wd|cd|mo|wh)$/.exec(rule ?? '');
  return { number: (found?.[1] ?? '').replace('.', ','), unit: (found?.[2] as LimitUnit | undefined) ?? 'wd' };
}

/** Ticked but not filled in: the desk would read it as not ticked, which nobody meant. */
export function halfFilled(form: IntakeForm): FieldProblem[] {
  return form.exemption !== null && form.exemption.trim() === '' ? [{ field: 'exemption', code: 'reason_missing', fields: {} }] : [];
}

// ---- the way of Enter

/** The control of a field that the desk names: `owner.birth_date` → `owner-birth_date`, `papers.3` → the grid. */
export function controlOf(field: string): string {
  const plain = field.replace(/^submitter\.party\./, 'submitter.').replace(/^limit\..*$/, 'limit').replace(/^due$/, 'limit');
  if (/^papers(\.|$)/.test(plain)) return 'papers';
  if (/^fee(_vnd|_paid)?$/.test(plain)) return 'fee_vnd';
  if (plain === 'back_entry') return 'back_entry-received';
  if (/^duplicates?(\.|$)/.test(plain)) return 'duplicate-reason';
  return plain.replaceAll('.', '-');
}

/** Controls that Enter visits, in the order of the form: those stopping the save, and those of a person that are still empty. */
export function neededControls(form: IntakeForm, problems: readonly { field: string }[]): string[] {
  const stopping = new Set(problems.map((problem) => controlOf(problem.field)));
  const desk = atDesk(form);
  const wanted: string[] = ['back_entry-received', 'back_entry-source'].filter((id) => stopping.has(id));
  const party = (path: PartyPath, one: PartyForm): void => {
    for (const field of partyFields) {
      const id = `${path}-${field}`;
      const expected = field !== 'email' && field !== 'sex' && !(one.organisation && field === 'birth_date');
      if (stopping.has(id) || form.doubtful.includes(`${path}.${field}`) || (expected && one[field].trim() === '')) wanted.push(id);
    }
  };
  party(desk.path, desk.party);
  if (desk.path === 'submitter') {
    if (form.submitter?.standing.trim() === '') wanted.push('submitter-standing');
    party('owner', form.owner);
  }
  if (form.procedure === null) wanted.push('procedure');
  for (const id of ['procedure', 'case', 'papers', 'sets', 'limit', 'fee_vnd', 'exemption', 'duplicate-reason']) {
    if (stopping.has(id) && !wanted.includes(id)) wanted.push(id);
  }
  return wanted;
}

/** All controls of the form in their order, so that "the next one" has a meaning wherever the focus is. */
export const formOrder: readonly string[] = [
  'back_entry-received', 'back_entry-source', 'person-box',
  ...partyFields.map((field) => `submitter-${field}`),
  'submitter-standing',
  ...partyFields.map((field) => `owner-${field}`),
  'channel', 'procedure', 'case', 'sets', 'papers', 'limit', 'return_by', 'fee_vnd', 'exemption', 'duplicate-reason',
];

/** The next control that Enter goes to from `here`; it wraps only to what stops the save. */
export function nextNeeded(form: IntakeForm, problems: readonly { field: string }[], here: string | undefined): string | undefined {
  const wanted = neededControls(form, problems);
  const at = here === undefined ? -1 : formOrder.indexOf(here);
  const after = wanted.find((id) => formOrder.indexOf(id) > at);
  if (after) return after;
  const stopping = new Set(problems.map((problem) => controlOf(problem.field)));
  return wanted.find((id) => id !== here && (stopping.has(id) || (id === 'procedure' && form.procedure === null)));
}
