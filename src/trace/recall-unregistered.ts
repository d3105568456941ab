import { isCommitment } from '../ledger/personal.ts';
import { maskName } from '../parties/model.ts';
import { formatInstant } from '../platform/civil-date.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Reach } from './recall-repository.ts';

type Read = Store['read'];

/** A buyer without registration: one line for each shipment to one, which stands for it. */
export interface UnregisteredLine {
  /** The shipment's inner id, by which the list goes on. */
  id: number;
  shipment: string;
  name: string;
  shippedAt: string;
  state: 'reached' | 'not-reached';
  reachedBy: string | null;
}

/** Shipments of goods of a recall to buyers without registration: seen by the sender itself and by authorities. */
function shipmentsTo(read: Read, recallId: number, reach: Reach) {
  const query = read
    .selectFrom('recall_batch as sent')
    .innerJoin('shipment_line as line', 'line.batchId', 'sent.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .where('sent.recallId', '=', recallId)
    .where('shipment.toPartyId', 'is', null)
    .where('shipment.state', '<>', 'void');
  if (reach.kind === 'region') return query.where('shipment.regionCode', '>=', reach.from).where('shipment.regionCode', '<=', reach.to);
  if (reach.kind === 'all') return query;
  const own = query.where('shipment.partyId', '=', reach.partyId);
  return reach.siteIds ? own.where('shipment.siteId', 'in', [...reach.siteIds, -1]) : own;
}

/** A page of them by shipment, as the sender wrote the buyer down. */
export async function unregisteredOf(
  read: Read,
  recall: DB['recall'],
  reach: Reach,
  { after, limit }: { after: number; limit: number },
): Promise<UnregisteredLine[]> {
  const rows = await shipmentsTo(read, recall.id, reach)
    .leftJoin('personal', 'personal.commitment', 'shipment.toName')
    .select(['shipment.id', 'shipment.publicId', 'shipment.toName', 'shipment.shippedAt', 'personal.value as clearName'])
    .distinct()
    .where('shipment.id', '>', after)
    .orderBy('shipment.id')
    .limit(limit)
    .execute();
  const said = await rowsOf(
    rows.map((row) => row.id),
    (part) =>
      read
        .selectFrom('recall_report')
        .select(['shipmentId', 'reachedBy'])
        .where('recallId', '=', recall.id)
        .where('shipmentId', 'in', part)
        .orderBy('at')
        .orderBy('id')
        .execute(),
  );
  const reachedBy = new Map(said.map((row) => [row.shipmentId, row.reachedBy]));
  return rows.map((row) => ({
    id: row.id,
    shipment: row.publicId,
    name: row.clearName ?? (isCommitment(row.toName) ? maskName(row.toName) : row.toName),
    shippedAt: formatInstant(row.shippedAt),
    state: reachedBy.has(row.id) ? 'reached' : 'not-reached',
    reachedBy: reachedBy.get(row.id) ?? null,
  }));
}

/** How many shipments there are to buyers without registration whom somebody has to call. */
export async function countUnregistered(read: Read, recallId: number, reach: Reach): Promise<number> {
  const row = await shipmentsTo(read, recallId, reach)
    .select((eb) => eb.fn.count<number>('shipment.id').distinct().as('n'))
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}
