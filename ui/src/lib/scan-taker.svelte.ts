// A screen that has its own use for a scan (set-up's test, intake) takes it before the frame does.
type Taker = (text: string) => boolean;

const takers: Taker[] = [];

/** While the component lives, scans come here first; `false` lets the frame have it. */
export function takeScans(taker: Taker): void {
  $effect(() => {
    takers.push(taker);
    return () => {
      takers.splice(takers.indexOf(taker), 1);
    };
  });
}

export function offerScan(text: string): boolean {
  return takers[takers.length - 1]?.(text) ?? false;
}
