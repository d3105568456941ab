import { deliverDue } from '../exchange/delivery.ts';
import type { NoticeDraft } from '../exchange/notices.ts';
import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import { recallNotice } from './recall-reach.ts';
import { TOLD_AT_ONCE, tell } from './telling.ts';

/** Tells every holder that a recall is closed, a page at a time; of a drill nobody knows. It may stop anywhere and be run again. */
export async function tellClosed(deps: Deps, publicId: string): Promise<void> {
  const recall = await deps.store.read.selectFrom('recall').selectAll().where('publicId', '=', publicId).executeTakeFirst();
  if (recall?.state !== 'closed' || recall.drill === 1) return;
  for (let after = -1; ; ) {
    const page = await closedDrafts(deps, recall, after);
    await tell(deps, page, []);
    const last = page.at(-1);
    if (!last || page.length < TOLD_AT_ONCE) break;
    after = last.owner.id;
  }
  deps.later(deliverDue(deps));
}

/** A page of those who are told that a recall is closed: its holders, in the order of their ids. */
export async function closedDrafts(deps: Deps, recall: DB['recall'], after: number): Promise<NoticeDraft[]> {
  const holders = await deps.store.read
    .selectFrom('recall_holder')
    .select('partyId')
    .where('recallId', '=', recall.id)
    .where('partyId', '>', after)
    .orderBy('partyId')
    .limit(TOLD_AT_ONCE)
    .execute();
  const draft = await recallNotice(deps, recall, 'recall.closed');
  return holders.map(({ partyId }) => ({ ...draft, owner: { kind: 'party', id: partyId } }));
}
