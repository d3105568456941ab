import type { HoldFacts, RecallFacts } from '../rules/facts.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

/** What stands against moving goods, for one party. */
export interface Marks {
  recalls: RecallFacts[];
  holds: HoldFacts[];
}

/**
 * Recalls these parties were told of, and holds that bind them, on some batches; ended ones too, since rules ask what held when the goods moved. Drills are none.
 */
export async function loadMarks(read: Read, batchIds: readonly number[], partyIds: readonly number[]): Promise<(partyId: number) => Marks> {
  if (batchIds.length === 0) return () => ({ recalls: [], holds: [] });
  const [recalls, holds] = await Promise.all([recallsOn(read, batchIds, [...new Set(partyIds)]), holdsOn(read, batchIds)]);
  return (partyId) => ({
    recalls: recalls.flatMap(({ holderId, openedBy, noticedAt, ordered, ...recall }) => {
      const since = openedBy === partyId ? recall.openedAt : holderId === partyId ? noticedAt : null;
      return since === null ? [] : [{ ...recall, ordered: ordered !== null, noticedAt: since }];
    }),
    holds: holds
      .filter(({ by, makerId }) => by === null || by === makerId || by === partyId)
      .map(({ by, makerId: _maker, ...hold }) => ({ ...hold, ordered: by === null })),
  });
}

function recallsOn(read: Read, batchIds: readonly number[], partyIds: readonly number[]) {
  return rowsOf(batchIds, (part) =>
    read
      .selectFrom('recall_batch as named')
      .innerJoin('recall', 'recall.id', 'named.recallId')
      .leftJoin('recall_holder as holder', (join) =>
        join.onRef('holder.recallId', '=', 'recall.id').on('holder.partyId', 'in', [...partyIds, -1]),
      )
      .select(['named.batchId', 'recall.publicId', 'recall.level', 'recall.authorityId as ordered', 'recall.partyId as openedBy'])
      .select(['recall.openedAt', 'recall.actedBy as enteredBy', 'holder.partyId as holderId', 'holder.noticedAt'])
      .where('named.batchId', 'in', part)
      .where('recall.drill', '=', 0)
      .orderBy('recall.openedAt')
      .orderBy('recall.id')
      .execute(),
  );
}

function holdsOn(read: Read, batchIds: readonly number[]) {
  return rowsOf(batchIds, (part) =>
    read
      .selectFrom('hold_batch as named')
      .innerJoin('hold', 'hold.id', 'named.holdId')
      .innerJoin('batch', 'batch.id', 'named.batchId')
      .select([
        'named.batchId',
        'hold.publicId',
        'hold.partyId as by',
        'batch.partyId as makerId',
        'hold.reason',
        'hold.at',
        'hold.liftedAt',
      ])
      .select('hold.actedBy as enteredBy')
      .where('named.batchId', 'in', part)
      .orderBy('hold.at')
      .orderBy('hold.id')
      .execute(),
  );
}
