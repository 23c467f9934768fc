// What charts share: marks that are links, ways to walk them by key, and scales from zero.

/** How a part looks: colour and pattern together, so that no meaning hangs on colour alone. */
export type Series = 'first' | 'second' | 'third' | 'good' | 'fine' | 'late' | 'hold';

/** A mark of a chart with its sentence; without `open` there is nothing behind it. */
export type Mark = { id: string; value: number; series: Series; says: string; open?: (() => void) | undefined };

/** The end of an axis: the next round number above the largest value. */
export function niceMax(most: number): number {
  if (most <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(most));
  const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
  return (steps.find((step) => step * power >= most) ?? 10) * power;
}

/** Lines across: zero, the end, and whole numbers between. */
export function ticks(max: number): number[] {
  const step = [4, 3, 5, 2].map((parts) => max / parts).find((one) => Number.isInteger(one)) ?? max;
  return Array.from({ length: Math.round(max / step) + 1 }, (_, at) => at * step);
}

/** One stop for Tab; arrows walk the marks in order, Home and End go to the ends, Enter opens. */
export function walk(node: Element): { destroy: () => void } {
  const marks = (): (SVGElement | HTMLElement)[] => [...node.querySelectorAll<SVGElement | HTMLElement>('[data-mark]')];
  function down(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = marks();
    const at = all.findIndex((one) => one === document.activeElement);
    if (at < 0) return;
    if (event.key === 'Enter' && event.target instanceof SVGElement) {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return;
    }
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const next = to === undefined ? undefined : all[to];
    if (to === undefined) return;
    event.preventDefault();
    if (!next) return;
    for (const one of all) one.setAttribute('tabindex', one === next ? '0' : '-1');
    next.focus();
  }
  node.addEventListener('keydown', down);
  return { destroy: () => node.removeEventListener('keydown', down) };
}
