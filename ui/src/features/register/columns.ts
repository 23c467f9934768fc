// The columns of the official register (sổ theo dõi hồ sơ), in its order, and which of them this machine shows.
import type { Column } from '../../design/grid';
import { date, find, m, say, shortDate, time } from '../../lib/i18n';
import type { DossierHit } from '../../lib/ipc/types';

export const columnIds = [
  'book', 'code', 'procedure', 'sets', 'owner', 'address', 'phone', 'holder', 'received', 'due', 'handed', 'at_desk', 'ended', 'collector', 'note',
  'personal_number', 'field', 'status', 'clerk',
] as const;
export type ColumnId = (typeof columnIds)[number];

/** Out of the box: what fits a screen of 1366 and names a dossier beyond doubt. */
export const columnsAtFirst: readonly ColumnId[] = ['code', 'procedure', 'owner', 'received', 'due', 'status'];
/** The columns of the official book. */
export const columnsOfBook: readonly ColumnId[] = columnIds.slice(0, columnIds.indexOf('personal_number'));

const KEY = 'motcua.register.columns';

export function rememberedColumns(storage: Pick<Storage, 'getItem'> | undefined): ColumnId[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    if (Array.isArray(kept)) {
      const known = columnIds.filter((id) => kept.includes(id));
      if (known.length > 0) return known;
    }
  } catch {
    // Without storage, or with something else in it: as out of the box.
  }
  return [...columnsAtFirst];
}

export function rememberColumns(storage: Pick<Storage, 'setItem'> | undefined, columns: readonly ColumnId[]): void {
  try {
    storage?.setItem(KEY, JSON.stringify(columns));
  } catch {
    // The choice lasts as long as the screen.
  }
}

export function columnLabel(id: ColumnId): string {
  return find('register_column', id) ?? id;
}

const widths: Record<ColumnId, string> = {
  book: '6.25rem', code: '12.25rem', procedure: 'minmax(9rem, 1.8fr)', sets: '3.75rem', owner: 'minmax(9rem, 1.2fr)', address: 'minmax(9rem, 1.2fr)', phone: '7rem',
  holder: 'minmax(8rem, 1fr)', received: '5rem', due: '6.75rem', handed: '5rem', at_desk: '5.5rem', ended: '5rem', collector: '9rem', note: 'minmax(8rem, 1fr)',
  personal_number: '8.5rem', field: 'minmax(8rem, 1fr)', status: '8.5rem', clerk: '9rem',
};

/** Ghi chú: how it stands, dates put off, and where it came from when it is no ordinary receipt. */
function note(hit: DossierHit): string {
  return [
    say('status', hit.status),
    hit.extended > 0 ? m.registerNoteExtended({ count: hit.extended }) : '',
    hit.back_entry ? m.registerNoteBackEntry() : '',
    hit.posted ? m.registerNotePosted() : '',
  ].filter(Boolean).join('; ');
}

function text(id: ColumnId, hit: DossierHit, year: string): string {
  const day = (iso: string | null): string => (iso === null ? '' : iso.startsWith(year) ? shortDate(iso) : date(iso));
  switch (id) {
    case 'status':
      return say('status', hit.status);
    case 'book':
      return m.registerBook({ book: hit.book, number: hit.book_number });
    case 'sets':
      return String(hit.sets);
    case 'code':
    case 'owner':
    case 'procedure':
    case 'field':
    case 'clerk':
      return hit[id];
    case 'address':
    case 'phone':
    case 'personal_number':
      return hit[id] ?? '';
    case 'holder':
      return hit.holder === null ? '' : hit.pending ? m.registerHolderPending({ holder: hit.holder }) : hit.holder;
    case 'received':
    case 'handed':
    case 'at_desk':
    case 'ended':
      return day(hit[id]);
    case 'due':
      return hit.due ? `${day(hit.due)} ${time(hit.due)}` : m.registerDueNone();
    case 'collector':
      return hit.collector ? say('register_collector', hit.collector) : '';
    case 'note':
      return note(hit);
  }
}

/** Columns for the grid; dates of the desk's own year are shown without it. */
export function gridColumns(shown: readonly ColumnId[], year: string): Column<DossierHit>[] {
  return columnIds
    .filter((id) => shown.includes(id))
    .map((id) => ({ id, label: columnLabel(id), width: widths[id], text: (hit) => text(id, hit, year), custom: id === 'status' || id === 'due', numeric: id === 'sets' }));
}
