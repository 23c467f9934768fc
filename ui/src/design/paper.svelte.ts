// A page of the window on paper: charts have no form of their own, so the page itself is printed, light and at one size, with
// every number in sight. Official forms never come this way.
import { tick } from 'svelte';

class Paper {
  /** True while the page is laid out for paper. */
  on = $state(false);

  async print(): Promise<void> {
    if (this.on) return;
    const root = document.documentElement;
    const [theme, size] = [root.dataset.theme, root.style.fontSize];
    const back = (): void => {
      this.on = false;
      if (theme !== undefined) root.dataset.theme = theme;
      root.style.fontSize = size;
    };
    this.on = true;
    root.dataset.theme = 'light';
    root.style.fontSize = '75%';
    window.addEventListener('afterprint', back, { once: true });
    await tick();
    // Charts are drawn at the width that their card has now.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    window.print();
  }
}

export const paper = new Paper();
