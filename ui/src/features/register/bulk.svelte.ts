// One act on the marked rows: the shared panel asks what it needs, the pile goes in parts, and the account names each refused.
import { Act, actPort } from '../../lib/acts/acts.svelte';
import { FormRun } from '../../lib/acts/printing.svelte';
import { errorWords, m, number } from '../../lib/i18n';
import type { ActedView, DossierHit } from '../../lib/ipc/generated/types';
import { Pile } from '../../lib/pile.svelte';

/** What may be done with many at once; whether it may be done with each is the desk's word. */
export const bulkVerbs = ['hand_over', 'confirm_hand_over', 'enter_result', 'receive_result', 'extend', 'chase', 'add_note'] as const;

export type Told = { text: string; notes: readonly string[]; refused: readonly { name: string; why: string }[] };

export class Bulk {
  act = $state.raw<Act | undefined>(undefined);
  told = $state.raw<Told | undefined>(undefined);
  readonly pile = new Pile();
  readonly paper = new FormRun();

  constructor(private readonly onacted: () => void) {}

  open(verb: string, rows: readonly DossierHit[]): void {
    this.close();
    this.told = undefined;
    this.paper.clear();
    const dossiers = rows.map((row) => row.dossier);
    const names = new Map(rows.map((row) => [row.dossier, row.code]));
    this.act = new Act(dossiers, verb, { port: { ...actPort, act: this.pile.watch(dossiers.length) }, onacted: (account) => this.tell(account, names) });
    this.act.load();
  }

  private tell(account: ActedView, names: ReadonlyMap<string, string>): void {
    const { left, failure } = this.pile;
    const first = account.done[0];
    this.told = {
      text: this.act?.told(account) ?? '',
      notes: [failure?.words ?? '', left.length > 0 ? m.pileLeft({ count: number(left.length) }) : ''],
      refused: account.refused.map((one) => ({ name: names.get(one.dossier) ?? one.dossier, why: errorWords(one.error) })),
    };
    this.close();
    if (first && account.slip) void this.paper.print({ dossier: first.dossier, form: account.slip.form, slip: account.slip });
    this.onacted();
  }

  close(): void {
    this.act?.end();
    this.act = undefined;
  }

  end(): void {
    this.close();
    this.paper.end();
  }
}
