// One table: what can be done by key, and its key out of the box. The F1 list, the hints and the key caps are made from it.
//
// Single letters, Ctrl+Shift, Alt+Z, F10 and F12 are never used: WCAG 2.1.4, Vietnamese input tools and the system own them.

export type Area = 'everywhere' | 'screen' | 'form' | 'grid';

/** `change` says whether a desk may choose other keys for it. */
type Entry = { keys: readonly string[]; area: Area; change: boolean };

export const actions = {
  help: { keys: ['F1'], area: 'everywhere', change: false },
  primary: { keys: ['F9', 'Ctrl+Enter'], area: 'screen', change: false },
  intake: { keys: ['F2', 'Ctrl+N'], area: 'everywhere', change: true },
  intake_same: { keys: ['Shift+F2'], area: 'everywhere', change: true },
  register: { keys: ['F3', 'Ctrl+F'], area: 'everywhere', change: true },
  returns: { keys: ['F4'], area: 'everywhere', change: true },
  sync: { keys: ['F5'], area: 'everywhere', change: true },
  next_region: { keys: ['F6'], area: 'everywhere', change: true },
  previous_region: { keys: ['Shift+F6'], area: 'everywhere', change: true },
  check_all: { keys: ['F8'], area: 'screen', change: true },
  save_draft: { keys: ['Ctrl+S'], area: 'screen', change: true },
  print: { keys: ['Ctrl+P'], area: 'screen', change: true },
  post: { keys: ['Alt+B'], area: 'screen', change: true },
  repeat: { keys: ['Ctrl+D'], area: 'screen', change: true },
  day: { keys: ['Alt+K'], area: 'everywhere', change: true },
  day_before: { keys: ['Ctrl+ArrowLeft'], area: 'screen', change: true },
  day_after: { keys: ['Ctrl+ArrowRight'], area: 'screen', change: true },
  columns: { keys: ['Alt+C'], area: 'screen', change: true },
  export: { keys: ['Ctrl+E'], area: 'screen', change: true },
  previous: { keys: ['Ctrl+ArrowUp'], area: 'screen', change: true },
  next: { keys: ['Ctrl+ArrowDown'], area: 'screen', change: true },
  period_before: { keys: ['Alt+ArrowLeft'], area: 'screen', change: true },
  period_after: { keys: ['Alt+ArrowRight'], area: 'screen', change: true },
  jump_1: { keys: ['Alt+1'], area: 'screen', change: true },
  jump_2: { keys: ['Alt+2'], area: 'screen', change: true },
  jump_3: { keys: ['Alt+3'], area: 'screen', change: true },
  jump_4: { keys: ['Alt+4'], area: 'screen', change: true },
  jump_5: { keys: ['Alt+5'], area: 'screen', change: true },
  commands: { keys: ['Ctrl+K'], area: 'everywhere', change: true },
  lock: { keys: ['Ctrl+L'], area: 'everywhere', change: true },
  fold_rail: { keys: ['Ctrl+B'], area: 'everywhere', change: true },
  full_screen: { keys: ['F11'], area: 'everywhere', change: false },
  zoom_in: { keys: ['Ctrl+=', 'Ctrl++'], area: 'everywhere', change: false },
  zoom_out: { keys: ['Ctrl+-'], area: 'everywhere', change: false },
  zoom_reset: { keys: ['Ctrl+0'], area: 'everywhere', change: false },
  screen_1: { keys: ['Ctrl+1'], area: 'everywhere', change: false },
  screen_2: { keys: ['Ctrl+2'], area: 'everywhere', change: false },
  screen_3: { keys: ['Ctrl+3'], area: 'everywhere', change: false },
  screen_4: { keys: ['Ctrl+4'], area: 'everywhere', change: false },
  screen_5: { keys: ['Ctrl+5'], area: 'everywhere', change: false },
  screen_6: { keys: ['Ctrl+6'], area: 'everywhere', change: false },
  screen_7: { keys: ['Ctrl+7'], area: 'everywhere', change: false },
  screen_8: { keys: ['Ctrl+8'], area: 'everywhere', change: false },
  screen_9: { keys: ['Ctrl+9'], area: 'everywhere', change: false },
  back: { keys: ['Escape'], area: 'screen', change: false },
} as const satisfies Record<string, Entry>;

export type Action = keyof typeof actions;

/** What the parts themselves do with keys; listed for people, handled where it happens. */
export const fixedKeys: readonly { keys: string; name: string; area: Area }[] = [
  { keys: 'Tab', name: 'tab', area: 'form' },
  { keys: 'Enter', name: 'enter', area: 'form' },
  { keys: 'Ctrl+Z', name: 'undo', area: 'form' },
  { keys: 'ArrowUp ArrowDown', name: 'arrows', area: 'grid' },
  { keys: 'Home End', name: 'edges', area: 'grid' },
  { keys: 'PageUp PageDown', name: 'pages', area: 'grid' },
  { keys: 'Space', name: 'mark', area: 'grid' },
  { keys: 'Enter', name: 'open', area: 'grid' },
];

/** Keys the webview would use for itself (find, caret browsing, print, reload, downloads). */
export const cancelled: readonly string[] = ['F3', 'F5', 'F7', 'Ctrl+F', 'Ctrl+G', 'Ctrl+P', 'Ctrl+J', 'Ctrl+R', 'Ctrl+S', 'Ctrl+D', 'Ctrl+N', 'Ctrl+E', 'Ctrl+O', 'Ctrl+U'];

/** A chord nobody may choose: input tools, the system and plain typing own them. */
export function reserved(chord: string): boolean {
  if (/Ctrl\+Shift|Meta|Alt\+Z$|^F1[012]$|^Alt\+F4$/.test(chord)) return true;
  const plain = chord.split('+').pop() ?? '';
  const single = plain.length === 1 && !/Ctrl|Alt/.test(chord);
  const editing = /^(Ctrl\+[ACVXYZ]|Tab|Shift\+Tab|Enter|Space|Backspace|Delete|Arrow.*|Home|End|Page.*|Escape)$/.test(chord);
  return single || editing;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey' | 'isComposing' | 'keyCode'>;

/** The name of what was pressed, such as `Ctrl+K`; undefined while an input method is at work. */
export function chordOf(event: KeyPress): string | undefined {
  if (event.isComposing || event.keyCode === 229) return undefined;
  if (['Control', 'Alt', 'Shift', 'Meta', 'Dead', 'Process', 'Unidentified'].includes(event.key)) return undefined;
  let key = event.key === ' ' ? 'Space' : event.key;
  if (event.ctrlKey || event.altKey) {
    // With a modifier the place of the key counts, so that layouts and input tools do not move the shortcuts.
    const place = /^(?:Key([A-Z])|Digit(\d)|Numpad(\d))$/.exec(event.code);
    // Alt and the number pad write letters by their codes; some scanners do.
    if (event.altKey && place?.[3]) return undefined;
    if (place) key = place[1] ?? place[2] ?? place[3] ?? key;
    if (event.code === 'NumpadAdd') key = '+';
    if (event.code === 'NumpadSubtract') key = '-';
  }
  if (key.length === 1) key = key.toUpperCase();
  const shift = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key));
  return [event.ctrlKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', event.metaKey ? 'Meta' : '', key].filter(Boolean).join('+');
}

/** `Ctrl+ArrowUp` as people read it on a key cap: `Ctrl ↑`. */
export function capOf(chord: string): string {
  const signs: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Space: 'Space', PageUp: 'PgUp', PageDown: 'PgDn' };
  return chord
    .split(' ')
    .map((one) => one.split(/\+(?=.)/).map((key) => signs[key] ?? key).join(' '))
    .join(' · ');
}
