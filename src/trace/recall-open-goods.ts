import { standingsOf } from '../custody/standing.ts';
import type { Store } from '../store/store.ts';
import { traceQueries } from './queries.ts';

type Read = Store['read'];

/** Goods of a recall on a slip that somebody still has to be asked about, in steps of their unit. */
export interface OnSlips {
  unit: string | null;
  unitCode: string | null;
  /** Shipped and in no other books. */
  inTransit: number;
  /** Confirmed by slip by a buyer without registration: out of the sender's books and in nobody's. */
  withBuyers: number;
  /** Of these, what nobody has been asked about: the buyer was not reached. Goods handed over for disposal are with no buyer. */
  notReached: number;
}

/** What slips say is in nobody's books: on its way, refused, missing from what came, or with a buyer without registration. */
export async function onSlips(store: Store, recallId: number): Promise<OnSlips[]> {
  const going = await inTransit(store.read, recallId);
  return [
    ...going.map((row) => ({ ...row, inTransit: Number(row.steps), withBuyers: 0, notReached: 0 })),
    ...(await answered(store, recallId)),
  ];
}

function inTransit(read: Read, recallId: number) {
  return read
    .selectFrom('recall_batch as named')
    .innerJoin('shipment_line as line', 'line.batchId', 'named.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select((eb) => ['batch.unit', 'batch.unitCode', eb.fn.sum<number>('line.steps').as('steps')])
    .where('named.recallId', '=', recallId)
    .where('shipment.state', '=', 'in-transit')
    .groupBy(['batch.unit', 'batch.unitCode'])
    .execute();
}

/**
 * Of shipments that were answered, what is in nobody's books: refused or missing goods, until they are taken back or both sides agree, and what buyers without
 * registration took. What registered buyers took is in their books.
 */
async function answered(store: Store, recallId: number): Promise<OnSlips[]> {
  const lines = await store.read
    .selectFrom('recall_batch as named')
    .innerJoin('shipment_line as line', 'line.batchId', 'named.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('batch', 'batch.id', 'named.batchId')
    .select(['line.shipmentId', 'shipment.partyId', 'shipment.toPartyId', 'shipment.purpose', 'line.n', 'line.steps'])
    .select(['batch.unit', 'batch.unitCode'])
    .where('named.recallId', '=', recallId)
    .where((eb) =>
      eb.or([
        eb('shipment.state', 'in', ['refused', 'disputed']),
        eb.and([eb('shipment.state', '=', 'received'), eb('shipment.toPartyId', 'is', null)]),
      ]),
    )
    .execute();
  const isReached = await reachedOf(store.read, recallId);
  const standing = await standingOfLines(store, lines);
  return lines.map((line) => {
    const stands = standing(line);
    const withBuyers = line.toPartyId === null ? stands.in : 0;
    const isAsked = isReached.has(line.shipmentId) || line.purpose === 'disposal';
    return { unit: line.unit, unitCode: line.unitCode, inTransit: stands.inTransit, withBuyers, notReached: isAsked ? 0 : withBuyers };
  });
}

/** Shipments to buyers without registration whom somebody has reached. */
async function reachedOf(read: Read, recallId: number): Promise<ReadonlySet<number | null>> {
  const rows = await read
    .selectFrom('recall_report')
    .select('shipmentId')
    .where('recallId', '=', recallId)
    .where('shipmentId', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.shipmentId));
}

interface SlipLine {
  shipmentId: number;
  partyId: number;
  n: number;
  steps: number;
}

/** Where lines of answered shipments stand after receipts, takebacks and amendments. */
export async function standingOfLines(store: Store, lines: readonly SlipLine[]) {
  const q = traceQueries(store);
  const ids = [...new Set(lines.map((line) => line.shipmentId))].sort((a, b) => a - b);
  const receiptLines = Map.groupBy(await q.receiptLines(ids), (row) => row.shipmentId);
  const takebacks = Map.groupBy(await q.takebacks(ids), (row) => row.shipmentId);
  const amendments = Map.groupBy(await q.amendments(ids), (row) => row.shipmentId);
  return (line: SlipLine) => {
    const id = line.shipmentId;
    const after = { receiptLines: receiptLines.get(id) ?? [], takebacks: takebacks.get(id) ?? [], amendments: amendments.get(id) ?? [] };
    return standingsOf(line, [line], after).get(line.n) ?? { out: line.steps, in: 0, inTransit: 0, beyond: 0 };
  };
}
