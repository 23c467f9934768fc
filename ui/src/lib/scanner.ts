// A keyboard-mode scanner types a whole card in a second. Its keys are told from a person's by their pace and by the bars
// between the fields, and taken back out of the field they fell into. What was scanned is handed on and kept nowhere.
//
// An input tool may stand between: it erases and retypes letters (Backspace amid the run), or it swallows keys and puts its
// own text into the field. Then what landed in the field is the text; the desk repairs it or marks it doubtful.

/** `key` is empty where an input tool or an Alt code hid which one it was. */
export type Stroke = { key: string; at: number };

export const scanner = { keys_min: 20, code_keys_min: 15, mean_gap_ms_max: 50, bars_min: 5, silence_ms: 120 } as const;

/** The Enter that ends a scan may come late on a busy machine, after silence has ended the run: so long it is still the scanner's. */
const late_enter_ms = 1_000;

/** Long receipts' proofs have no bars: an address or `code proof` in one run is known by its length and pace alone. */
export const plainRun = { keys_min: 60, mean_gap_ms_max: 35 } as const;

/** A dossier's code alone, with the unit as identifiers were written before 2020 (level 1 last) or since (level 1 first). */
export const codeRun = /^(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(\.\d{2,3}){0,4})-\d{6}-\d{4,6}$/;

/** An enrolment code of the province, grouped or not. */
export const enrolmentRun = /^[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{5}[ -]?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{5}$/;

/** What the run wrote: its keys, or what landed in the field where keys were hidden. */
export function textOf(strokes: readonly Stroke[], landed: string | undefined): string {
  if (strokes.some((stroke) => stroke.key === '')) return landed ?? '';
  const letters: string[] = [];
  for (const { key } of strokes) {
    if (key === 'Backspace') letters.pop();
    else letters.push(key);
  }
  return letters.join('');
}

/** Is this run of keys a scan? `text` is what it wrote. */
export function isScan(strokes: readonly Stroke[], text: string): boolean {
  const first = strokes[0];
  const last = strokes[strokes.length - 1];
  if (!first || !last || strokes.length < scanner.code_keys_min) return false;
  const gap = (last.at - first.at) / (strokes.length - 1);
  if (codeRun.test(text) && gap <= plainRun.mean_gap_ms_max) return true;
  if (strokes.length < scanner.keys_min) return false;
  const bars = [...text].filter((letter) => letter === '|').length;
  if (bars >= scanner.bars_min && gap <= scanner.mean_gap_ms_max) return true;
  if (enrolmentRun.test(text) && gap <= plainRun.mean_gap_ms_max) return true;
  return [...text].length >= plainRun.keys_min && gap <= plainRun.mean_gap_ms_max;
}

type Field = HTMLInputElement | HTMLTextAreaElement;
type Snapshot = { field: Field; value: string; start: number; end: number };

function snapshot(target: EventTarget | null): Snapshot | undefined {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return undefined;
  const length = target.value.length;
  try {
    return { field: target, value: target.value, start: target.selectionStart ?? length, end: target.selectionEnd ?? length };
  } catch {
    // Fields of some types have no selection.
    return { field: target, value: target.value, start: length, end: length };
  }
}

/** What came into the field since the snapshot. */
function landedIn(before: Snapshot): string {
  const { value } = before.field;
  return value.slice(before.start, value.length - (before.value.length - before.end));
}

/** Puts a field back to what it held before the scan fell into it, and tells whoever listens. */
function restore(before: Snapshot): void {
  if (!before.field.isConnected) return;
  before.field.value = before.value;
  try {
    before.field.setSelectionRange(before.start, before.end);
  } catch {
    // As above.
  }
  before.field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The stroke of a key: its letter, Backspace, empty where it is hidden; undefined for keys that end or do not belong to a run. */
function strokeKey(event: KeyboardEvent): string | undefined {
  if (event.isComposing || event.keyCode === 229) return '';
  if (event.altKey && /^Numpad\d$/.test(event.code)) return '';
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined;
  return event.key.length === 1 || event.key === 'Backspace' ? event.key : undefined;
}

/** Listens on `window` in the capture phase; returns what stops it. */
export function watchScanner(window: Window, found: (text: string, into: Element | null) => void): () => void {
  let strokes: Stroke[] = [];
  let before: Snapshot | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  /** When silence ended a scan that no key has followed yet. */
  let ended: number | undefined;

  const forget = (): void => {
    strokes = [];
    before = undefined;
    clearTimeout(silence);
  };

  const finish = (): boolean => {
    const text = textOf(strokes, before && landedIn(before));
    const scanned = isScan(strokes, text);
    const into = before;
    forget();
    if (!scanned) return false;
    if (into) restore(into);
    found(text, into?.field ?? null);
    return true;
  };

  const down = (event: KeyboardEvent): void => {
    const at = event.timeStamp;
    const composing = event.isComposing || event.keyCode === 229;
    const late = ended !== undefined && at - ended < late_enter_ms;
    ended = undefined;
    if (late && !composing && (event.key === 'Enter' || event.key === 'Tab')) {
      // It must not confirm what the scan has just left doubtful.
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!composing && (event.key === 'Enter' || event.key === 'Tab')) {
      if (strokes.length >= scanner.code_keys_min && finish()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else {
        forget();
      }
      return;
    }
    const key = strokeKey(event);
    if (key === undefined) {
      if (!['Shift', 'Alt', 'CapsLock'].includes(event.key)) forget();
      return;
    }
    const last = strokes[strokes.length - 1];
    if (!last || at - last.at > scanner.silence_ms) {
      strokes = [];
      before = snapshot(event.target);
    }
    // A blank in the middle of a run does not press the button that has the focus.
    if (key === ' ' && strokes.length >= 3 && !before) event.preventDefault();
    strokes.push({ key, at });
    clearTimeout(silence);
    silence = setTimeout(() => {
      if (finish()) ended = window.performance.now();
    }, scanner.silence_ms);
  };

  window.addEventListener('keydown', down, true);
  return () => {
    forget();
    window.removeEventListener('keydown', down, true);
  };
}
