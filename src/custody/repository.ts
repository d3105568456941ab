import { sql } from 'kysely';
import { parseTraceCode } from '../codes/trace-code.ts';
import { regionPrefix } from '../law/authority.ts';
import type { Caller } from '../platform/caller.ts';
import type { Cursor } from '../platform/paging.ts';
import type { Packaging } from '../platform/quantity.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { SlipGoods } from './model.ts';

export type Read = Store['read'];

/** A line with the batch it names, as slips, receipts and replies need it. */
export interface ShippedLine extends SlipGoods {
  batchId: number;
  batchRevision: number;
  holdingId: number;
  pieces: number | null;
  traceCode: string;
  gtin: string | null;
  productName: string;
  specification: string | null;
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
}

/** A page boundary: newest first by (recordedAt, id). */
interface PageAsked {
  limit: number;
  after: Cursor | null;
}

/** What a delivery is looked for by: its paper's number, or goods on its lines. */
export type DeliveryNamed =
  | { documentNumber: string }
  | { traceCode: string }
  | { gtin: string; batchNumber: string | null; productionDate: string | null };

/** Deliveries one search lists at most. */
const NAMED_AT_MOST = 100;

/**
 * Shipments as the caller may see them: its own, those addressed to it, and for an authority those sent from or to its region.
 * A delegate for some sites sees the shipments of these sites.
 */
export function custodyRepository(read: Read, caller: Caller) {
  function scoped() {
    let query = read.selectFrom('shipment').selectAll('shipment');
    if (caller.kind === 'party') {
      const { party, siteIds } = caller;
      query = query.where((eb) =>
        eb.or([
          eb.and([eb('shipment.partyId', '=', party.id), ...(siteIds ? [eb('shipment.siteId', 'in', [...siteIds, -1])] : [])]),
          eb.and([eb('shipment.toPartyId', '=', party.id), ...(siteIds ? [eb('shipment.toSiteId', 'in', [...siteIds, -1])] : [])]),
        ]),
      );
    } else if (caller.kind === 'authority') {
      const prefix = `${regionPrefix(caller.authority.regionCode)}%`;
      query = query.where((eb) =>
        eb.or([
          eb('shipment.regionCode', 'like', prefix),
          eb('shipment.toSiteId', 'in', eb.selectFrom('site').select('site.id').where('site.regionCode', 'like', prefix)),
        ]),
      );
    } else query = query.where('shipment.id', '=', -1);
    return query;
  }

  return {
    shipment: (publicId: string): Promise<DB['shipment'] | undefined> =>
      scoped().where('shipment.publicId', '=', publicId).executeTakeFirst(),
    bySlip: (slip: string): Promise<DB['shipment'] | undefined> => scoped().where('shipment.slip', '=', slip).executeTakeFirst(),
    /** Shipments another system's code stands for, newest first, at most twenty. */
    byCode: (scheme: string, value: string): Promise<DB['shipment'][]> =>
      scoped()
        .innerJoin('shipment_code', 'shipment_code.shipmentId', 'shipment.id')
        .where('shipment_code.scheme', '=', scheme)
        .where('shipment_code.value', '=', value)
        .orderBy('shipment.recordedAt', 'desc')
        .orderBy('shipment.id', 'desc')
        .limit(20)
        .execute(),
    /** Those still on their way to the caller that are named so, newest first. */
    arrivingNamed: (named: DeliveryNamed): Promise<DB['shipment'][]> => {
      if (caller.kind !== 'party') return Promise.resolve([]);
      const arriving = scoped().where('shipment.toPartyId', '=', caller.party.id).where('shipment.state', '=', 'in-transit');
      const found =
        'documentNumber' in named
          ? arriving.where('shipment.documentNumber', '=', named.documentNumber)
          : arriving.where('shipment.id', 'in', linesNaming(read, named));
      return found.orderBy('shipment.recordedAt', 'desc').orderBy('shipment.id', 'desc').limit(NAMED_AT_MOST).execute();
    },
    shipments: (asked: PageAsked & { direction?: 'in' | 'out' | undefined; state?: string | undefined }): Promise<DB['shipment'][]> => {
      let query = scoped();
      if (caller.kind === 'party' && asked.direction === 'out') query = query.where('shipment.partyId', '=', caller.party.id);
      if (caller.kind === 'party' && asked.direction === 'in') query = query.where('shipment.toPartyId', '=', caller.party.id);
      if (asked.state !== undefined) query = query.where('shipment.state', '=', asked.state);
      const { after } = asked;
      if (after) query = query.where((eb) => eb(eb.refTuple('shipment.recordedAt', 'shipment.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('shipment.recordedAt', 'desc')
        .orderBy('shipment.id', 'desc')
        .limit(asked.limit + 1)
        .execute();
    },
  };
}

function linesNaming(read: Read, named: Exclude<DeliveryNamed, { documentNumber: string }>) {
  const lines = read.selectFrom('shipment_line').innerJoin('batch', 'batch.id', 'shipment_line.batchId').select('shipment_line.shipmentId');
  if ('traceCode' in named) return lines.where('batch.traceCode', '=', named.traceCode);
  const { gtin, batchNumber, productionDate } = named;
  let goods = lines.where('batch.gtin', '=', gtin);
  if (batchNumber !== null) goods = goods.where('batch.batchNumber', '=', batchNumber);
  if (productionDate !== null) goods = goods.where('batch.productionDate', '=', productionDate);
  return goods;
}

/** Compared as text, so that % and _ mean themselves. */
function beginsWith(q: string) {
  const begin = q.trim();
  return sql<boolean>`substr(product.name, 1, ${sql.lit(Array.from(begin).length)}) = ${begin}`;
}

/** What a party keeps at its sites; a delegate for some sites sees these. */
export function stockRepository(read: Read, party: { id: number }, siteIds?: readonly number[]) {
  return {
    holdings: ({ limit, after, site, q }: PageAsked & { site?: string | undefined; q?: string | undefined }) => {
      let query = read
        .selectFrom('holding')
        .innerJoin('batch', 'batch.id', 'holding.batchId')
        .innerJoin('product', 'product.id', 'batch.productId')
        .innerJoin('site', 'site.id', 'holding.siteId')
        .select([
          'holding.id',
          'holding.createdAt',
          'holding.steps',
          'batch.traceCode',
          'batch.batchNumber',
          'batch.productionDate',
          'batch.expiresOn',
          'batch.unit',
          'batch.unitCode',
          'product.name as productName',
          'product.specification',
          'site.publicId as siteId',
          'site.name as siteName',
        ])
        .where('holding.partyId', '=', party.id);
      if (siteIds) query = query.where('holding.siteId', 'in', [...siteIds, -1]);
      if (site !== undefined) query = query.where('site.publicId', '=', site);
      if (q !== undefined) {
        const code = parseTraceCode(q);
        query = code.ok ? query.where('batch.traceCode', '=', code.code) : query.where(beginsWith(q));
      }
      if (after) query = query.where((eb) => eb(eb.refTuple('holding.createdAt', 'holding.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('holding.createdAt', 'desc')
        .orderBy('holding.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    displays: ({ limit, after, site }: PageAsked & { site?: string | undefined }) => {
      let query = displayed(read).where('display.partyId', '=', party.id);
      if (siteIds) query = query.where('display.siteId', 'in', [...siteIds, -1]);
      if (site !== undefined) query = query.where('site.publicId', '=', site);
      if (after) query = query.where((eb) => eb(eb.refTuple('display.recordedAt', 'display.id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('display.recordedAt', 'desc')
        .orderBy('display.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    display: (publicId: string) => {
      let query = displayed(read).where('display.partyId', '=', party.id).where('display.publicId', '=', publicId);
      if (siteIds) query = query.where('display.siteId', 'in', [...siteIds, -1]);
      return query.executeTakeFirst();
    },
    opening: (siteId: number) =>
      read.selectFrom('opening').selectAll().where('partyId', '=', party.id).where('siteId', '=', siteId).executeTakeFirst(),
    /** Of these batches, those the site still has. */
    inStock: async (siteId: number, batchIds: readonly number[]): Promise<number[]> => {
      const rows = await read
        .selectFrom('holding')
        .select('batchId')
        .where('partyId', '=', party.id)
        .where('siteId', '=', siteId)
        .where('steps', '>', 0)
        .where('batchId', 'in', [...batchIds, -1])
        .execute();
      return rows.map((row) => row.batchId);
    },
    /** Of these holdings, those that goods came into by a receipt or an edge of the trace graph (a shipment that was joined later has only that). */
    receivedInto: async (holdingIds: readonly number[]): Promise<Set<number>> => {
      if (holdingIds.length === 0) return new Set();
      const ids = [...holdingIds];
      const received = await read
        .selectFrom('receipt_line')
        .select('holdingId as id')
        .where('holdingId', 'in', ids)
        .where('steps', '>', 0)
        .execute();
      const flown = await read.selectFrom('flow').select('dst as id').where('dst', 'in', ids).where('steps', '>', 0).execute();
      return new Set([...received, ...flown].flatMap(({ id }) => (id === null ? [] : [id])));
    },
  };
}

function displayed(read: Read) {
  return read
    .selectFrom('display')
    .innerJoin('batch', 'batch.id', 'display.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .innerJoin('site', 'site.id', 'display.siteId')
    .selectAll('display')
    .select(['batch.traceCode', 'product.name as productName', 'site.publicId as sitePublicId', 'site.name as siteName']);
}

/** A shipment by its slip: the code on the paper is the right to see and answer it. */
export function shipmentBySlip(read: Read, slip: string): Promise<DB['shipment'] | undefined> {
  return read.selectFrom('shipment').selectAll().where('slip', '=', slip).executeTakeFirst();
}

/** Lines of shipments that the caller has been admitted to, by shipment, in their order. */
export async function linesOf(read: Read, shipmentIds: readonly number[]): Promise<Map<number, ShippedLine[]>> {
  if (shipmentIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('shipment_line')
    .innerJoin('batch', 'batch.id', 'shipment_line.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .selectAll('shipment_line')
    .select([
      'batch.traceCode',
      'batch.gtin',
      'batch.batchNumber',
      'batch.productionDate',
      'batch.expiresOn',
      'batch.unit as batchUnit',
      'product.name as productName',
      'product.specification',
      'product.packaging as productPackaging',
    ])
    .where('shipment_line.shipmentId', 'in', [...shipmentIds])
    .orderBy('shipment_line.n')
    .execute();
  const lines = new Map<number, ShippedLine[]>();
  for (const { shipmentId, batchUnit, productPackaging, ...row } of rows) {
    const packaging = productPackaging === null ? [] : (JSON.parse(productPackaging) as Packaging[]);
    const list = lines.get(shipmentId) ?? [];
    list.push({ ...row, baseUnit: batchUnit ?? row.unit, packaging });
    lines.set(shipmentId, list);
  }
  return lines;
}

/** What followed a shipment: its receipt, what came back, what was proposed and agreed. */
export async function afterwards(read: Read, shipmentId: number) {
  const receipt = await read.selectFrom('receipt').selectAll().where('shipmentId', '=', shipmentId).executeTakeFirst();
  const receiptLines = receipt
    ? await read.selectFrom('receipt_line').selectAll().where('receiptId', '=', receipt.id).orderBy('n').execute()
    : [];
  const takebacks = await read.selectFrom('takeback').selectAll().where('shipmentId', '=', shipmentId).orderBy('n').execute();
  const amendments = await read.selectFrom('amendment').selectAll().where('shipmentId', '=', shipmentId).orderBy('n').execute();
  return { receipt, receiptLines, takebacks, amendments };
}

export type Afterwards = Awaited<ReturnType<typeof afterwards>>;

/** Codes of other systems for batches, as `scheme value` → batch. */
export async function externalCodesOf(
  read: Read,
  batchIds: readonly number[],
): Promise<{ batchId: number; scheme: string; value: string }[]> {
  return read
    .selectFrom('external_code')
    .select(['batchId', 'scheme', 'value'])
    .where('batchId', 'in', [...batchIds, -1])
    .execute();
}

/** Batches shown at a site of a party on a day: displays that have begun and not ended. */
export async function displayedAt(read: Read, where: { partyId: number; siteId: number }, today: string, except = -1): Promise<number[]> {
  const rows = await read
    .selectFrom('display')
    .select('batchId')
    .where('partyId', '=', where.partyId)
    .where('siteId', '=', where.siteId)
    .where('id', '!=', except)
    .where('shownFrom', '<=', today)
    .where((eb) => eb.or([eb('shownTo', 'is', null), eb('shownTo', '>', today)]))
    .execute();
  return rows.map((row) => row.batchId);
}
