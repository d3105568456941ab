import type { Caller } from '../platform/caller.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { customersOf, liesIn } from './recall-holders.ts';
import { reachOf } from './recall-repository.ts';

/** Holders on the caller's own call list by how each stands, and whether the recall has others. */
export async function holdersSeen(read: Store['read'], caller: Caller, recall: DB['recall']) {
  const reach = reachOf(caller, recall);
  let query = read
    .selectFrom('recall_holder as holder')
    .select((eb) => ['holder.state', eb.fn.countAll<number>().as('n')])
    .where('holder.recallId', '=', recall.id);
  if (reach.kind === 'region') query = query.where((eb) => liesIn(eb, reach));
  if (reach.kind === 'customers' && !reach.others) query = query.where('holder.partyId', 'in', customersOf(read, recall.id, reach));
  const rows = await query.groupBy('holder.state').execute();
  const byState: Record<string, number> = Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
  return { byState, total: Object.values(byState).reduce((sum, n) => sum + n, 0), isPart: reach.kind === 'region' };
}
