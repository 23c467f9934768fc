// Where the clerk is, and the way back to the same row and scroll.

import type { DayMarkView, FigureOf } from './ipc/types';

export type Route =
  | { screen: 'today' }
  | { screen: 'intake'; person?: string; draft?: string; scan?: string; procedure?: string }
  | { screen: 'dossier'; dossier: string; list?: string[]; preview?: boolean; act?: string; at?: string }
  | { screen: 'register'; text?: string; filter?: string; task?: string; mark?: DayMarkView; figure?: FigureOf }
  | { screen: 'returns'; dossier?: string }
  | { screen: 'handover' }
  | { screen: 'day'; day?: string }
  | { screen: 'reports' }
  | { screen: 'calendar' }
  | { screen: 'people' }
  | { screen: 'figures'; procedure?: string }
  | { screen: 'procedures' }
  | { screen: 'news' }
  | { screen: 'import' }
  | { screen: 'walk_ins' }
  | { screen: 'labels' }
  | { screen: 'settings' }
  | { screen: 'backup' }
  | { screen: 'log' }
  | { screen: 'ranges' }
  | { screen: 'sync'; /** Call the province at once. */ now?: boolean }
  | { screen: 'status' };

export type ScreenName = Route['screen'];

type Step = { route: Route; kept: Record<string, unknown>; id: number };

class Router {
  private next = 1;
  private past: Step[] = [];
  private now = $state.raw<Step>({ route: { screen: 'today' }, kept: {}, id: 0 });
  /** Asked before a screen is left; a screen that would lose something saves it first. */
  leaving: (() => void | Promise<void>) | undefined;

  get route(): Route {
    return this.now.route;
  }
  get id(): number {
    return this.now.id;
  }
  get canGoBack(): boolean {
    return this.past.length > 0;
  }

  go(route: Route): void {
    void this.leaving?.();
    this.keepPlace();
    // The same screen again starts anew without a second step back.
    if (this.now.route.screen !== route.screen) this.past = [...this.past.slice(-30), this.now];
    this.now = { route, kept: {}, id: this.next++ };
  }

  back(): void {
    const step = this.past.pop();
    if (!step) {
      if (this.now.route.screen !== 'today') this.go({ screen: 'today' });
      return;
    }
    void this.leaving?.();
    this.now = { ...step, id: this.next++ };
  }

  home(): void {
    this.past = [];
    this.now = { route: { screen: 'today' }, kept: {}, id: this.next++ };
  }

  /** What this step of the way remembers for its screen: the query, the row, the scroll. */
  kept<Value>(name: string, initial: Value): Value {
    return name in this.now.kept ? (this.now.kept[name] as Value) : initial;
  }
  keep(name: string, value: unknown): void {
    this.now.kept[name] = value;
  }

  private keepPlace(): void {
    const work = document.querySelector('[data-region="work"]');
    if (work) this.now.kept['scroll'] = work.scrollTop;
  }
}

export const router = new Router();

export function go(route: Route): void {
  router.go(route);
}
