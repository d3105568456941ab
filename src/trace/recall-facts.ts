import { packedFrom } from '../batches/ancestry.ts';
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
 * Goods packed, mixed or divided anew stay under the recall of what they came of; under a hold for whoever did that, since nobody else was told of it.
 */
export async function loadMarks(read: Read, batchIds: readonly number[], partyIds: readonly number[]): Promise<(partyId: number) => Marks> {
  if (batchIds.length === 0) return () => ({ recalls: [], holds: [] });
  const sources = await packedFrom(read, batchIds);
  const all = [...batchIds, ...[...sources.values()].flatMap((of) => [...of])];
  const [named, held] = await Promise.all([recallsOn(read, all, [...new Set(partyIds)]), holdsOn(read, all)]);
  const packers = new Map((await makersOf(read, [...sources.keys()])).map((row) => [row.id, row.partyId]));
  const recalls = handedOn(named, batchIds, sources);
  const holds = handedOn(held, batchIds, sources);
  return (partyId) => ({
    recalls: recalls.flatMap(({ holderId, openedBy, noticedAt, ordered, isPacked: _packed, ...recall }) => {
      const since = openedBy === partyId ? recall.openedAt : holderId === partyId ? noticedAt : null;
      return since === null ? [] : [{ ...recall, ordered: ordered !== null, noticedAt: since }];
    }),
    holds: holds
      .filter(({ by, makerId, brandId }) => by === null || by === makerId || by === brandId || by === partyId)
      .filter(({ isPacked, batchId }) => !isPacked || packers.get(batchId) === partyId)
      .map(({ by, makerId: _maker, brandId: _brand, isPacked: _packed, ...hold }) => ({ ...hold, ordered: by === null })),
  });
}

/** Each mark for the batch it names and for those that are its goods in other packing, once for each. */
function handedOn<R extends { batchId: number; publicId: string }>(
  rows: readonly R[],
  batchIds: readonly number[],
  sources: ReadonlyMap<number, ReadonlySet<number>>,
): (R & { isPacked: boolean })[] {
  const direct = rows.filter((row) => batchIds.includes(row.batchId)).map((row) => ({ ...row, isPacked: false }));
  const known = new Set(direct.map((row) => `${row.batchId} ${row.publicId}`));
  const further = new Map<string, R & { isPacked: boolean }>();
  for (const [batchId, of] of sources)
    for (const row of rows) {
      if (!of.has(row.batchId) || known.has(`${batchId} ${row.publicId}`)) continue;
      const mark = { ...row, batchId, isPacked: true };
      further.set(JSON.stringify(mark), mark);
    }
  return [...direct, ...further.values()];
}

function makersOf(read: Read, batchIds: readonly number[]) {
  return rowsOf(batchIds, (part) => read.selectFrom('batch').select(['id', 'partyId']).where('id', 'in', part).execute());
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
      .leftJoin('party as brand', (join) => join.onRef('brand.uscc', '=', 'batch.commissionerUscc').on('brand.state', '=', 'approved'))
      .select([
        'named.batchId',
        'hold.publicId',
        'hold.partyId as by',
        'batch.partyId as makerId',
        'brand.id as brandId',
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
