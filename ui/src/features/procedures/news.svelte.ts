// Có gì mới: the reference data in force, what the province's sets changed, and a package that is looked at before it counts.
import { announce } from '../../lib/announce.svelte';
import { m } from '../../lib/i18n';
import { call, DeskError } from '../../lib/ipc/call';
import type { PackageView, ReferenceView } from '../../lib/ipc/types';
import { Loader } from '../../lib/loading.svelte';

/** The most bytes of a package; the desk holds the same limit. */
const BYTES_MAX = 24 * 1024 * 1024;

async function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new DeskError('reference_not_one'));
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  });
}

export class News {
  readonly page = new Loader<ReferenceView>(() => call('reference_news', {}));
  /** A package that was looked at and not taken. */
  seen = $state.raw<PackageView>();
  error = $state.raw<DeskError>();
  busy = $state(false);
  told = $state('');
  private data = '';

  get value(): ReferenceView | undefined {
    return this.page.value;
  }

  async look(file: File): Promise<void> {
    await this.run(async () => {
      this.leave();
      if (file.size > BYTES_MAX) throw new DeskError('reference_not_one');
      const data = await base64(file);
      this.seen = await call('reference_look', { data });
      this.data = data;
    });
  }

  async take(): Promise<void> {
    await this.run(async () => {
      this.page.put(await call('reference_take', { data: this.data }));
      this.told = m.newsTaken({ name: this.value?.name ?? '' });
      announce(this.told);
      this.leave();
    });
  }

  leave(): void {
    this.seen = undefined;
    this.data = '';
  }

  private async run(does: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = undefined;
    this.told = '';
    try {
      await does();
    } catch (error) {
      this.error = DeskError.from(error);
    } finally {
      this.busy = false;
    }
  }
}
