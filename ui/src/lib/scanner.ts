// A keyboard-mode scanner types a whole card in a second. Its keys are told from a person's by their pace and by the bars
// between the fields, and taken back out of the field they fell into. What was scanned is handed on and kept nowhere.

export type Stroke = { key: string; at: number };

export const scanner = { keys_min: 20, mean_gap_ms_max: 50, bars_min: 5, silence_ms: 120 } as const;

/** Long receipts' proofs have no bars: an address or `code proof` in one run is known by its length and pace alone. */
export const plainRun = { keys_min: 60, mean_gap_ms_max: 35 } as const;

/** Is this run of keys a scan? */
export function isScan(strokes: readonly Stroke[]): boolean {
  const first = strokes[0];
  const last = strokes[strokes.length - 1];
  if (!first || !last || strokes.length < scanner.keys_min) return false;
  const gap = (last.at - first.at) / (strokes.length - 1);
  const bars = strokes.filter((stroke) => stroke.key === '|').length;
  if (bars >= scanner.bars_min && gap <= scanner.mean_gap_ms_max) return true;
  return strokes.length >= plainRun.keys_min && gap <= plainRun.mean_gap_ms_max;
}

type Field = HTMLInputElement | HTMLTextAreaElement;
type Snapshot = { field: Field; value: string; start: number | null; end: number | null };

function fieldOf(target: EventTarget | null): Field | undefined {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;
}

function snapshot(target: EventTarget | null): Snapshot | undefined {
  const field = fieldOf(target);
  if (!field) return undefined;
  let start: number | null = null;
  let end: number | null = null;
  try {
    start = field.selectionStart;
    end = field.selectionEnd;
  } catch {
    // Fields of some types have no selection.
  }
  return { field, value: field.value, start, end };
}

/** Puts a field back to what it held before the scan fell into it, and tells whoever listens. */
function restore(before: Snapshot | undefined): void {
  if (!before || !before.field.isConnected) return;
  before.field.value = before.value;
  if (before.start !== null && before.end !== null) {
    try {
      before.field.setSelectionRange(before.start, before.end);
    } catch {
      // As above.
    }
  }
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Listens on `window` in the capture phase; returns what stops it. */
export function watchScanner(window: Window, found: (text: string, into: Element | null) => void): () => void {
  let strokes: Stroke[] = [];
  let before: Snapshot | undefined;
  let into: Element | null = null;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    strokes = [];
    before = undefined;
    into = null;
    clearTimeout(silence);
  };

  const finish = (): boolean => {
    if (!isScan(strokes)) {
      forget();
      return false;
    }
    // What reached the field counts where it is longer: an input method may have joined keys.
    const text = strokes.map((stroke) => stroke.key).join('');
    const landed = into;
    restore(before);
    forget();
    found(text, landed);
    return true;
  };

  const down = (event: KeyboardEvent): void => {
    const at = event.timeStamp;
    if (event.key === 'Enter' || event.key === 'Tab') {
      if (strokes.length >= scanner.keys_min && finish()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else {
        forget();
      }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) {
      if (event.key !== 'Shift') forget();
      return;
    }
    const last = strokes[strokes.length - 1];
    if (!last || at - last.at > scanner.silence_ms) {
      strokes = [];
      before = snapshot(event.target);
      into = event.target instanceof Element ? event.target : null;
    }
    strokes.push({ key: event.key, at });
    clearTimeout(silence);
    silence = setTimeout(finish, scanner.silence_ms);
  };

  window.addEventListener('keydown', down, true);
  return () => {
    forget();
    window.removeEventListener('keydown', down, true);
  };
}
