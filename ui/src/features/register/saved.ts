// Filters that this machine keeps for its register: chips and order, never the words of a search (they name people).
import { find, say } from '../../lib/i18n';
import { chipNames, emptyQuery, statuses, tasks, type Chips, type Query, type Sort } from './register.svelte';

export type SavedFilter = { chips: Chips; sort: Sort };

const KEY = 'motcua.register.filters';
/** So many fit in a row; a further one is not taken before one is dropped. */
export const savedMost = 6;

/** What of a query is kept; nothing where no chip is set. The mark of a day belongs to that day and is left out. */
export function keepable(query: Query): SavedFilter | undefined {
  const chips = { ...query.chips, mark: null };
  return chipNames.some((name) => chips[name] !== null) ? { chips, sort: query.sort } : undefined;
}

const same = (a: SavedFilter, b: SavedFilter): boolean => a.sort === b.sort && chipNames.every((name) => a.chips[name] === b.chips[name]);

/** Reads one as it was kept; a later program may know other words than an earlier one. */
function read(kept: unknown): SavedFilter | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const { chips = {}, sort } = kept as { chips?: Partial<Record<keyof Chips, unknown>>; sort?: unknown };
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const among = (list: readonly string[], value: unknown): string | null => list.find((one) => one === value) ?? null;
  return keepable({
    ...emptyQuery(),
    sort: sort === 'due' || sort === 'owner' ? sort : 'newest',
    chips: {
      year: typeof chips.year === 'number' ? chips.year : null,
      field: text(chips.field),
      status: among(statuses, chips.status),
      due: among(['late', 'today', 'week'], chips.due),
      task: among(tasks, chips.task),
      mark: null,
    },
  });
}

export function savedFilters(storage: Pick<Storage, 'getItem'> | undefined): SavedFilter[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? 'null');
    if (Array.isArray(kept)) return kept.map(read).filter((one) => one !== undefined).slice(0, savedMost);
  } catch {
    // Without storage, or with something else in it: none.
  }
  return [];
}

export function saveFilters(storage: Pick<Storage, 'setItem'> | undefined, filters: readonly SavedFilter[]): void {
  try {
    storage?.setItem(KEY, JSON.stringify(filters));
  } catch {
    // They last as long as the screen.
  }
}

export function withFilter(filters: readonly SavedFilter[], one: SavedFilter): SavedFilter[] {
  return filters.some((kept) => same(kept, one)) ? [...filters] : [...filters, one].slice(0, savedMost);
}

export function isSaved(filters: readonly SavedFilter[], one: SavedFilter): boolean {
  return filters.some((kept) => same(kept, one));
}

/** A filter is called by what it lets through. */
export function nameOf({ chips }: SavedFilter): string {
  const words = [
    chips.due && (find('register_due', chips.due) ?? chips.due),
    chips.task && say('register_task', chips.task),
    chips.status && say('status', chips.status),
    chips.field,
    chips.year === null ? null : String(chips.year),
  ];
  return words.filter((word) => word !== null && word !== '').join(' · ');
}
