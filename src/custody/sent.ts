import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import { photoCounts } from './receipt-photos.ts';
import { linesOf } from './repository.ts';
import { buyerName, endsOf } from './views.ts';

/** What a party sent, as its own pages list it. */
export interface Sent {
  id: string;
  state: string;
  slip: string;
  buyer: string;
  /** Registered here, so that it can be told. */
  isRegistered: boolean;
  shippedAt: string;
  goods: readonly { traceCode: string; name: string; amount: string; unit: string }[];
  /** When the buyer was asked to confirm; null: not yet. */
  remindedAt: string | null;
  /** Photos that came with its receipt. */
  photoCount: number;
}

export const REMINDER = 'shipment.reminder';

/** A caller's own shipments of one batch, newest first, or those on their way, the longest first. */
export async function sentBy(
  deps: Deps,
  caller: PartyCaller,
  asked: { traceCode: string } | 'unconfirmed',
  limit: number,
): Promise<Sent[]> {
  const { read } = deps.store;
  let query = read.selectFrom('shipment').selectAll('shipment').where('shipment.partyId', '=', caller.party.id);
  if (caller.siteIds) query = query.where('shipment.siteId', 'in', [...caller.siteIds, -1]);
  if (asked === 'unconfirmed')
    query = query.where('shipment.state', '=', 'in-transit').orderBy('shipment.shippedAt').orderBy('shipment.id');
  else
    query = query
      .where('shipment.id', 'in', (eb) =>
        eb
          .selectFrom('shipment_line')
          .innerJoin('batch', 'batch.id', 'shipment_line.batchId')
          .select('shipment_line.shipmentId')
          .where('batch.traceCode', '=', asked.traceCode),
      )
      .orderBy('shipment.shippedAt', 'desc')
      .orderBy('shipment.id', 'desc');
  const rows = await query.limit(limit).execute();
  return rows.length === 0 ? [] : viewsOf(deps, rows);
}

/** How many of a caller's shipments nobody has confirmed. */
export async function countUnconfirmed(deps: Deps, caller: PartyCaller): Promise<number> {
  let query = deps.store.read
    .selectFrom('shipment')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('partyId', '=', caller.party.id)
    .where('state', '=', 'in-transit');
  if (caller.siteIds) query = query.where('siteId', 'in', [...caller.siteIds, -1]);
  return Number((await query.executeTakeFirst())?.count ?? 0);
}

async function viewsOf(deps: Deps, rows: readonly DB['shipment'][]): Promise<Sent[]> {
  const { read } = deps.store;
  const ends = await endsOf(read, rows);
  const lines = await linesOf(
    read,
    rows.map((row) => row.id),
  );
  const told = await read
    .selectFrom('notice')
    .select(['subjectCode', 'at'])
    .where('kind', '=', REMINDER)
    .where('subjectType', '=', 'shipment')
    .where(
      'subjectCode',
      'in',
      rows.map((row) => row.publicId),
    )
    .execute();
  const photos = await photoCounts(
    read,
    rows.map((row) => row.id),
  );
  const toldAt = new Map(told.map((row) => [row.subjectCode, row.at]));
  return rows.map((row) => {
    const at = toldAt.get(row.publicId);
    return {
      id: row.publicId,
      state: row.state,
      slip: row.slip,
      buyer: buyerName(row, ends),
      isRegistered: row.toPartyId !== null,
      shippedAt: formatInstant(row.shippedAt),
      goods: (lines.get(row.id) ?? []).map(({ traceCode, productName, amount, unit }) => ({ traceCode, name: productName, amount, unit })),
      remindedAt: at === undefined ? null : formatInstant(at),
      photoCount: photos.get(row.id) ?? 0,
    };
  });
}
