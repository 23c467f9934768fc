// What the mouse did that a key does too. The third time it says so, once; then it rests until the program is opened again.

/** How often the mouse does a thing before its key is told. */
const TIMES = 3;

export type Learned = { cap: string; label: string };

export class MouseHints {
  private readonly seen = new Map<string, number>();

  /** Counts one click on something that has a key; gives the key on the third. */
  clicked(cap: string, label: string): Learned | undefined {
    const count = (this.seen.get(cap) ?? 0) + 1;
    this.seen.set(cap, count);
    return count === TIMES ? { cap, label } : undefined;
  }
}

/** The key printed on what was clicked, and its words; nothing for the keyboard's own clicks and for what has no key. */
export function keyOf(event: Pick<MouseEvent, 'detail' | 'target'>): Learned | undefined {
  // Enter and Space on a button make a click too, which says 0.
  const target = event.target as Partial<Element> | null;
  if (event.detail === 0 || !target?.closest) return undefined;
  const thing = target.closest('button, a, label, [role="menuitem"]');
  const cap = thing?.querySelector('kbd')?.textContent?.trim() ?? '';
  if (!thing || cap === '') return undefined;
  const label = (thing.textContent ?? '').replace(cap, '').replace(/\s+/g, ' ').trim();
  return { cap, label };
}
