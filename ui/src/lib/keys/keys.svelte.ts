// Who answers a key right now. Screens and panels lay their live actions on a pile; the topmost one that has the action gets it,
// and the hint bar shows what the pile holds.

import { actions, cancelled, capOf, chordOf, type Action } from './actions';

export type Live = {
  action: Action;
  /** In words, for the hint bar and the commands; without it the action is live but not shown. */
  label?: string;
  run: () => void;
  enabled?: boolean;
};

type Layer = { list: Live[]; modal: boolean };

class Keys {
  // The pile itself is plain: while a component is taken down, a signal still reads as it was before, and a layer laid by
  // its successor would be lost. The signal beside it only says that the pile changed.
  private pile: Layer[] = [];
  private changed = $state.raw({});
  /** Chosen keys of this desk; an action that is not in it has its own. */
  chosen = $state<Partial<Record<Action, string>>>({});

  chordsOf(action: Action): readonly string[] {
    const own = this.chosen[action];
    return own ? [own] : actions[action].keys;
  }

  /** The key cap of an action: `F9`. */
  cap(action: Action): string {
    return capOf(this.chordsOf(action)[0] ?? '');
  }

  actionOf(chord: string): Action | undefined {
    return (Object.keys(actions) as Action[]).find((action) => this.chordsOf(action).includes(chord));
  }

  private get layers(): readonly Layer[] {
    void this.changed;
    return this.pile;
  }

  /** Lays `next` on the pile, or in the place of `old`. */
  lay(next: Layer, old: Layer | undefined): void {
    this.pile = old && this.pile.includes(old) ? this.pile.map((layer) => (layer === old ? next : layer)) : [...this.pile, next];
    this.changed = {};
  }

  lift(old: Layer | undefined): void {
    this.pile = this.pile.filter((layer) => layer !== old);
    this.changed = {};
  }

  /** The live action, looking from the top; a modal layer hides what is below it, except help and display. */
  live(action: Action): Live | undefined {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const layer = this.layers[i];
      const found = layer?.list.find((live) => live.action === action);
      if (found) return found;
      if (layer?.modal && !/^zoom_|^full_screen$|^help$|^lock$/.test(action)) return undefined;
    }
    return undefined;
  }

  /** What the hint bar shows: labelled, enabled, each action once, in the order of the table. */
  hints(): Live[] {
    return (Object.keys(actions) as Action[])
      .map((action) => this.live(action))
      .filter((live): live is Live => live?.label !== undefined && live.enabled !== false);
  }

  run(action: Action): boolean {
    const live = this.live(action);
    if (!live) return false;
    if (live.enabled !== false) live.run();
    return true;
  }

  /** Whoever asks what is pressed next (the settings of keys) hears it before it does anything. */
  private next: ((event: KeyboardEvent, chord: string) => void) | undefined;

  takeNext(take: ((event: KeyboardEvent, chord: string) => void) | undefined): void {
    this.next = take;
  }

  /** For the window, capture phase: everything but Escape, which the parts may want first. */
  down = (event: KeyboardEvent): void => {
    const chord = chordOf(event);
    if (chord && this.next) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.next(event, chord);
      return;
    }
    if (!chord || chord === 'Escape') return;
    const action = this.actionOf(chord);
    const mine = action !== undefined && this.live(action) !== undefined;
    if (mine || cancelled.includes(chord)) {
      event.preventDefault();
      if (mine) event.stopPropagation();
    }
    if (mine && !event.repeat) this.run(action);
  };

  /** For the window, bubble phase: Escape nobody took. */
  escape = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || chordOf(event) !== 'Escape') return;
    if (this.run('back')) event.preventDefault();
  };
}

export const keys = new Keys();

/** Called while a component is made: its actions are live as long as it lives. The list is read again when what it reads changes. */
export function useKeys(list: () => Live[], options: { modal?: boolean } = {}): void {
  let layer: Layer | undefined;
  $effect.pre(() => {
    const next: Layer = { list: list(), modal: options.modal ?? false };
    keys.lay(next, layer);
    layer = next;
  });
  $effect(() => () => keys.lift(layer));
}
