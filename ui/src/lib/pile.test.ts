import { expect, test } from 'vitest';
import { DeskError } from './ipc/call';
import type { ActedView, DossierAct } from './ipc/generated/types';
import { actForm, Pile } from './pile.svelte';

const slip = { form: 'handover', book: '1/2024', number: 7, on_paper: '007-1' };
const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `id${n}`);

function counter(refuse: readonly string[] = []): { act: (input: DossierAct) => Promise<ActedView>; asked: DossierAct[] } {
  const asked: DossierAct[] = [];
  return {
    asked,
    act: async (input) => {
      asked.push(input);
      const done = input.dossiers.filter((id) => !refuse.includes(id)).map((dossier) => ({ dossier, code: dossier, status: 'received', due: null }));
      const refused = input.dossiers.filter((id) => refuse.includes(id)).map((dossier) => ({ dossier, error: { code: 'refused', fields: {}, at: [] } }));
      return { done, refused, slip };
    },
  };
}

test('a_long_pile_goes_in_parts_on_one_slip_and_the_refused_are_named', async () => {
  const { act, asked } = counter(['id3', 'id410']);
  const account = await new Pile(act).run(ids(450), actForm('hand_over', { to: 'Địa chính' }));
  expect(asked.map((one) => one.dossiers.length)).toEqual([200, 200, 50]);
  expect(asked.map((one) => one.on_slip)).toEqual([null, slip, slip]);
  expect(account.done).toHaveLength(448);
  expect(account.refused.map((one) => one.dossier)).toEqual(['id3', 'id410']);
  expect(account.left).toEqual([]);
});

test('stopping_ends_after_the_part_under_way_and_says_what_is_left', async () => {
  const { act } = counter();
  const pile: Pile = new Pile(async (input) => {
    const answer = await act(input);
    pile.stop();
    return answer;
  }, 10);
  const account = await pile.run(ids(25), actForm('confirm_hand_over'));
  expect(account.done).toHaveLength(10);
  expect(account.left).toHaveLength(15);
  expect(pile.running).toBe(false);
});

test('a_fault_of_the_form_is_thrown_and_a_fault_on_the_way_keeps_the_account', async () => {
  await expect(new Pile(() => Promise.reject(new DeskError('reason_missing'))).run(ids(3), actForm('hand_over'))).rejects.toMatchObject({ code: 'reason_missing' });
  const { act } = counter();
  let asked = 0;
  const pile = new Pile((input) => (++asked > 1 ? Promise.reject(new DeskError('disk_full')) : act(input)), 10);
  const account = await pile.run(ids(25), actForm('hand_over', { to: 'Địa chính' }));
  expect(account.done).toHaveLength(10);
  expect(account.left).toHaveLength(15);
  expect(account.failure?.code).toBe('disk_full');
});

test('the_last_dossier_alone_in_its_part_is_refused_like_the_others', async () => {
  const { act } = counter();
  const pile = new Pile((input) => (input.dossiers.length === 1 ? Promise.reject(new DeskError('refused')) : act(input)), 10);
  const account = await pile.run(ids(11), actForm('hand_over', { to: 'Địa chính' }));
  expect(account.done).toHaveLength(10);
  expect(account.refused).toEqual([{ dossier: 'id10', error: { code: 'refused', fields: {}, at: [] } }]);
  expect(account.failure).toBeUndefined();
});

test('a_watched_pile_lets_the_rest_be_once_it_is_stopped', async () => {
  const { act } = counter();
  const pile = new Pile(act);
  const send = pile.watch(5);
  const form = actForm('add_note', { text: 'x' });
  const first = await send({ dossiers: ids(2), form, on_slip: null });
  pile.stop();
  const second = await send({ dossiers: ['id2', 'id3', 'id4'], form, on_slip: first.slip });
  expect(second).toEqual({ done: [], refused: [], slip });
  expect(pile.left).toEqual(['id2', 'id3', 'id4']);
  expect(pile.running).toBe(false);
});
