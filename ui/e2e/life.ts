// Dossiers brought to a state through the counter, so that a story begins where it means to.
import type { Desk } from './desk';

export type Hit = { dossier: string; code: string; owner: string; phone: string | null; procedure: string; field: string };
type Acted = { done: { dossier: string }[]; slip: unknown };

export async function pile(desk: Desk, task: string, limit: number): Promise<Hit[]> {
  return (await desk.call<{ hits: Hit[] }>('register_search', { task, limit })).hits;
}

export async function act(desk: Desk, dossiers: readonly string[], verb: string, fields: Record<string, string> = {}): Promise<Acted> {
  return desk.call<Acted>('dossier_act', { dossiers, form: { verb, fields, items: [], papers: [] }, on_slip: null });
}

/** Handed over, confirmed, and with a result; `atDesk` says whether it has come. */
export async function withResult(desk: Desk, dossiers: readonly string[], atDesk: boolean): Promise<void> {
  await act(desk, dossiers, 'hand_over', { to: 'Tư pháp – Hộ tịch' });
  await act(desk, dossiers, 'confirm_hand_over', { receiver: 'Lê Văn Hải' });
  await act(desk, dossiers, 'enter_result', { outcome: 'granted', number: '12/2024', date: '2024-03-05', signer: 'Hà Văn Nam', at_desk: String(atDesk) });
}

/** A dossier received through the counter, every paper given. */
export async function received(desk: Desk, name: string, returnBy: 'desk' | 'post' = 'desk'): Promise<string> {
  const party = { name, personal_number: '', birth_date: '', sex: '', phone: '0987654321', email: '', address: 'Xóm Cú', organisation: false };
  const procedures = await desk.call<{ hits: { code: string }[] }>('procedures_find', { text: 'khai sinh', person: null });
  const blank = { channel: 'in_person', procedure: procedures.hits[0]?.code, case: null, owner: party, submitter: null, papers: [], sets: 1, fee_vnd: null, exemption: null, fee_paid: 'now', limit: null, return_by: returnBy, duplicate: null, doubtful: [], back_entry: null };
  const check = await desk.call<{ papers: { index: number | null; name: string; need: string }[] }>('intake_check', blank);
  const papers = check.papers.map((paper) => ({ index: paper.index, name: paper.name, state: 'given', originals: 1, copies: 0, reason: null }));
  return (await desk.call<{ dossier: string }>('receive_dossier', { draft: null, form: { ...blank, papers }, print: false })).dossier;
}
