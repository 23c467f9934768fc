// The columns of the official register that exist now (sổ theo dõi hồ sơ), and which of them this machine shows.
import type { Column } from '../../design/grid';
import { date, find, m, say, shortDate, time } from '../../lib/i18n';
import type { DossierHit } from '../../lib/ipc/types';

export const columnIds = ['code', 'book', 'owner', 'personal_number', 'phone', 'procedure', 'field', 'received', 'due', 'status', 'clerk'] as const;
export type ColumnId = (typeof columnIds)[number];

/** Out of the box: what fits a screen of 1366 and names a dossier beyond doubt. */
export const columnsAtFirst: readonly ColumnId[] = ['code', 'owner', 'procedure', 'received', 'due', 'status'];

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
  status: '7.75rem', code: '11.75rem', book: '6rem', owner: 'minmax(9rem, 1.2fr)', personal_number: '8rem', phone: '7rem',
  procedure: 'minmax(9rem, 1.8fr)', field: 'minmax(8rem, 1fr)', received: '5rem', due: '6.75rem', clerk: '9rem',
};

function text(id: ColumnId, hit: DossierHit, year: string): string {
  const day = (iso: string): string => (iso.startsWith(year) ? shortDate(iso) : date(iso));
  switch (id) {
    case 'status':
      return say('status', hit.status);
    case 'code':
      return hit.code;
    case 'book':
      return m.registerBook({ book: hit.book, number: hit.book_number });
    case 'owner':
      return hit.owner;
    case 'personal_number':
      return hit.personal_number ?? '';
    case 'phone':
      return hit.phone ?? '';
    case 'procedure':
      return hit.procedure;
    case 'field':
      return hit.field;
    case 'received':
      return day(hit.received);
    case 'due':
      return hit.due ? `${day(hit.due)} ${time(hit.due)}` : m.registerDueNone();
    case 'clerk':
      return hit.clerk;
  }
}

/** Columns for the grid; dates of the desk's own year are shown without it. */
export function gridColumns(shown: readonly ColumnId[], year: string): Column<DossierHit>[] {
  return columnIds
    .filter((id) => shown.includes(id))
    .map((id) => ({ id, label: columnLabel(id), width: widths[id], text: (hit) => text(id, hit, year), custom: id === 'status' || id === 'due' }));
}
