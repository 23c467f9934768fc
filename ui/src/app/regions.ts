// F6 walks rail → work → side panel → hint bar; each remembers where the focus was.
const remembered = new WeakMap<HTMLElement, HTMLElement>();

export function nextRegion(by: 1 | -1): void {
  const order = ['rail', 'work', 'panel', 'hints'];
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')]
    .filter((region) => region.offsetParent !== null || region.getClientRects().length > 0)
    .sort((a, b) => order.indexOf(a.dataset['region'] ?? '') - order.indexOf(b.dataset['region'] ?? ''));
  if (regions.length === 0) return;
  const focus = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
  const here = regions.findIndex((region) => focus !== undefined && region.contains(focus));
  const left = regions[here];
  if (left && focus) remembered.set(left, focus);
  const next = regions[(here + by + regions.length) % regions.length];
  if (!next) return;
  const kept = remembered.get(next);
  const first = next.querySelector<HTMLElement>('[data-autofocus], [aria-current="page"], input, button, a[href], [tabindex="0"]');
  (kept?.isConnected && next.contains(kept) ? kept : (first ?? next)).focus();
}
