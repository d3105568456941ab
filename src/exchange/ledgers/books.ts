import { type CivilDate, endOfDay, startOfDay } from '../../platform/civil-date.ts';
import { rowsOf } from '../../store/parts.ts';
import type { Store } from '../../store/store.ts';
import type { SheetPlace } from './sheets.ts';

type Read = Store['read'];

export interface Period {
  from: CivilDate;
  to: CivilDate;
}

/** How much later than it happened something is recorded at most: a month, and slips two days ahead. */
const RECORDED_WITHIN_MS = 33 * 24 * 60 * 60_000;
/** Clocks of tills and phones run ahead, slips are written two days before. */
const AHEAD_MS = 3 * 24 * 60 * 60_000;

/** Why goods come to a place as a purchase, and why they leave it as a sale; returns, samples and disposal are none. */
const BOUGHT = ['sale', 'transfer', 'processing', 'donation'];

/** Records of a period by site, in the order of their day: ids alone, so that a month of 200 shops is held at once. */
export type Books = ReadonlyMap<number, readonly number[]>;

interface Dated {
  id: number;
  siteId: number | null;
  at: number;
}

/** Receipts of goods that were bought, by the site they came to. */
export async function receiptBooks(read: Read, places: readonly SheetPlace[], period: Period): Promise<Books> {
  const ids = places.map(({ party }) => party.id);
  const from = startOfDay(period.from);
  const rows = await rowsOf(ids, (part) =>
    read
      .selectFrom('receipt')
      .leftJoin('shipment', 'shipment.id', 'receipt.shipmentId')
      .select(['receipt.id', 'receipt.siteId', 'receipt.receivedAt as at'])
      .where('receipt.partyId', 'in', part)
      .where('receipt.recordedAt', '>=', startOfDay(period.from) - AHEAD_MS)
      .where('receipt.receivedAt', '>=', from)
      .where('receipt.receivedAt', '<', endOfDay(period.to))
      .where((eb) => eb.or([eb('receipt.shipmentId', 'is', null), eb('shipment.purpose', 'in', BOUGHT)]))
      .execute(),
  );
  return bySite(rows);
}

/** Shipments of goods that were sold, by the site they left. */
export async function shipmentBooks(read: Read, places: readonly SheetPlace[], period: Period): Promise<Books> {
  const ids = places.map(({ party }) => party.id);
  const rows = await rowsOf(ids, (part) =>
    read
      .selectFrom('shipment')
      .select(['id', 'siteId', 'shippedAt as at'])
      .where('partyId', 'in', part)
      .where('purpose', '=', 'sale')
      .where('state', '!=', 'void')
      .where('recordedAt', '>=', startOfDay(period.from) - AHEAD_MS)
      .where('recordedAt', '<', endOfDay(period.to) + RECORDED_WITHIN_MS)
      .where('shippedAt', '>=', startOfDay(period.from))
      .where('shippedAt', '<', endOfDay(period.to))
      .execute(),
  );
  return bySite(rows);
}

function bySite(rows: readonly Dated[]): Books {
  const books = new Map<number, Dated[]>();
  for (const row of rows) {
    if (row.siteId === null) continue;
    const own = books.get(row.siteId);
    if (own) own.push(row);
    else books.set(row.siteId, [row]);
  }
  return new Map([...books].map(([site, own]) => [site, own.sort((a, b) => a.at - b.at || a.id - b.id).map(({ id }) => id)]));
}
