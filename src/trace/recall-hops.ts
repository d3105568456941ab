import type { LongRead, LongReader } from '../store/long-read.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import { type Told, toldOf } from './recall-told.ts';

/** Holders so many steps from who made the goods, by how each stands; null for those no recorded delivery leads to. */
export interface HopCount {
  hop: number | null;
  total: number;
  byState: Record<string, number>;
}

export interface ReachedSoFar {
  hops: HopCount[];
  told: Told;
}

interface Asked {
  id: number;
  publicId: string;
}

/** How far a recall has come, step by step from the makers: 1 got the goods of them, 2 of those, and so on by the shortest way; and who was told. */
export async function reachedSoFar(store: Pick<Store, 'longRead'>, { id, publicId }: Asked): Promise<ReachedSoFar> {
  let text = '';
  for await (const piece of store.longRead(soFar, { id, publicId })) text += piece;
  return JSON.parse(text) as ReachedSoFar;
}

/** Every delivery of the goods and every holder is looked at once, beside the scans. */
const soFar: LongRead<Asked> = { module: import.meta.url, name: 'writeReached', run: writeReached };

export async function* writeReached({ read }: LongReader, recall: Asked): AsyncGenerator<string, void> {
  const reached: ReachedSoFar = { hops: await hopCounts(read, recall.id), told: await toldOf(read, recall) };
  yield JSON.stringify(reached);
}

async function hopCounts(read: Store['read'], recallId: number): Promise<HopCount[]> {
  const hopOf = hopsFrom(await makers(read, recallId), await sent(read, recallId));
  const holders = await read.selectFrom('recall_holder').select(['partyId', 'state']).where('recallId', '=', recallId).execute();
  const counts = new Map<number | null, HopCount>();
  for (const { partyId, state } of holders) {
    const hop = hopOf.get(partyId) ?? null;
    const count = counts.get(hop) ?? { hop, total: 0, byState: {} };
    count.total++;
    count.byState[state] = (count.byState[state] ?? 0) + 1;
    counts.set(hop, count);
  }
  const last = Number.POSITIVE_INFINITY;
  return [...counts.values()].sort((a, b) => (a.hop === b.hop ? 0 : (a.hop ?? last) - (b.hop ?? last)));
}

/** Who made the goods that were named; what others made from them is a step on. */
async function makers(read: Store['read'], recallId: number): Promise<number[]> {
  const rows = await read
    .selectFrom('recall_batch as named')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select('batch.partyId')
    .distinct()
    .where('named.recallId', '=', recallId)
    .where('named.derived', '=', 0)
    .execute();
  return rows.map((row) => row.partyId);
}

async function sent(read: Store['read'], recallId: number): Promise<ReadonlyMap<number, readonly number[]>> {
  const batches = await read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recallId).execute();
  const rows = await rowsOf(
    batches.map((row) => row.batchId),
    (part) =>
      read
        .selectFrom('shipment_line as line')
        .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
        .select(['shipment.partyId', 'shipment.toPartyId'])
        .distinct()
        .where('line.batchId', 'in', part)
        .where('shipment.state', '<>', 'void')
        .where('shipment.toPartyId', 'is not', null)
        .execute(),
  );
  const to = new Map<number, number[]>();
  for (const { partyId, toPartyId } of rows) {
    const list = to.get(partyId) ?? [];
    if (toPartyId !== null) list.push(toPartyId);
    to.set(partyId, list);
  }
  return to;
}

function hopsFrom(first: readonly number[], to: ReadonlyMap<number, readonly number[]>): ReadonlyMap<number, number> {
  const hops = new Map(first.map((partyId) => [partyId, 0]));
  for (let frontier = [...first], hop = 1; frontier.length > 0; hop++) {
    const next = new Set(frontier.flatMap((partyId) => (to.get(partyId) ?? []).filter((one) => !hops.has(one))));
    for (const partyId of next) hops.set(partyId, hop);
    frontier = [...next];
  }
  return hops;
}
