// How the page looks on this machine: light or dark, zoom, density, folded rail. Kept in the desk's settings; the copy beside
// the page only spares a flash before they arrive.

export type Theme = 'light' | 'dark' | 'system';
export type Density = 'normal' | 'roomy';
export type Look = { theme: Theme; zoom: number; density: Density; foldRail: boolean };

export const zooms = [80, 90, 100, 110, 125, 150, 175, 200] as const;
const KEY = 'motcua.display';

class Display {
  theme = $state<Theme>('system');
  zoom = $state(100);
  density = $state<Density>('normal');
  foldRail = $state(false);
  private system = $state<'light' | 'dark'>('light');
  /** Called when the clerk changed something here; the app writes it to the settings. */
  changed: ((look: Look) => void) | undefined;

  get shown(): 'light' | 'dark' {
    return this.theme === 'system' ? this.system : this.theme;
  }
  get look(): Look {
    return { theme: this.theme, zoom: this.zoom, density: this.density, foldRail: this.foldRail };
  }

  start(): void {
    const media = window.matchMedia('(prefers-color-scheme: dark)');
    this.system = media.matches ? 'dark' : 'light';
    media.addEventListener('change', (event) => {
      this.system = event.matches ? 'dark' : 'light';
      this.apply();
    });
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Look>;
      this.set(kept, false);
    } catch {
      this.apply();
    }
  }

  set(look: Partial<Look>, byClerk = true): void {
    if (look.theme) this.theme = look.theme;
    if (look.density) this.density = look.density;
    if (look.foldRail !== undefined) this.foldRail = look.foldRail;
    if (look.zoom) this.zoom = Math.min(200, Math.max(80, look.zoom));
    this.apply();
    try {
      localStorage.setItem(KEY, JSON.stringify(this.look));
    } catch {
      // The settings of the desk still hold it.
    }
    if (byClerk) this.changed?.(this.look);
  }

  step(by: 1 | -1 | 0): void {
    if (by === 0) return this.set({ zoom: 100 });
    const nearest = zooms.reduce((best, z) => (Math.abs(z - this.zoom) < Math.abs(best - this.zoom) ? z : best), 100);
    const at = zooms.indexOf(nearest as (typeof zooms)[number]) + by;
    this.set({ zoom: zooms[Math.max(0, Math.min(zooms.length - 1, at))] ?? 100 });
  }

  private apply(): void {
    const root = document.documentElement;
    root.dataset['theme'] = this.shown;
    root.dataset['density'] = this.density;
    // All sizes are in rem; the frame measures itself in rem too, so zoom makes it narrow by itself.
    root.style.fontSize = `${this.zoom}%`;
  }
}

export const display = new Display();
