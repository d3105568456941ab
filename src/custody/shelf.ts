import { quantityView } from '../batches/views.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Read } from './repository.ts';

/** Rows a shelf shows at most; who has more asks GET /v1/holdings. */
export const MOST_ON_SHELF = 500;

/** Goods in stock at a site, as the people who handle them need them. */
export interface ShelfRow {
  batchId: number;
  traceCode: string;
  productName: string;
  batchNumber: string | null;
  expiresOn: string | null;
  gtin: string | null;
  quantity: { amount: string; unit: string };
  /** The same as a count of the unit's smallest steps. */
  steps: number;
  site: { id: string; name: string };
  /** The recall that reaches these goods. */
  recallId: string | null;
}

export interface ShopSite {
  id: number;
  publicId: string;
  name: string;
  kind: string;
}

/** A display that has begun and not ended. */
export interface Shown {
  id: string;
  batchId: number;
  traceCode: string;
  productName: string;
  batchNumber: string | null;
  expiresOn: string | null;
  place: string;
  shownFrom: string;
}

/** What stands at the sites a caller may act for. */
export function shelfRepository(read: Read, { party, siteIds }: { party: { id: number }; siteIds?: PartyCaller['siteIds'] }) {
  return {
    /** Open sites, oldest first; `kinds` alone where given. */
    sites: (kinds?: readonly string[]): Promise<ShopSite[]> => {
      let query = read
        .selectFrom('site')
        .select(['id', 'publicId', 'name', 'kind'])
        .where('partyId', '=', party.id)
        .where('endedAt', 'is', null);
      if (siteIds) query = query.where('id', 'in', [...siteIds, -1]);
      if (kinds) query = query.where('kind', 'in', [...kinds]);
      return query.orderBy('createdAt').orderBy('id').execute();
    },
    /** Goods in stock: every one that a recall reaches, then soonest printed expiry first, those without one last. */
    shelf: async (site?: number, most = MOST_ON_SHELF): Promise<ShelfRow[]> => {
      const recalled = await recalledHoldings(read, party.id);
      let query = goodsOf(read, party.id, siteIds).where('holding.steps', '>', 0);
      if (site !== undefined) query = query.where('holding.siteId', '=', site);
      const ordered = query.orderBy((eb) => eb.fn.coalesce('batch.expiresOn', eb.val('9999'))).orderBy('holding.id');
      // A recall must not lie behind the five hundredth batch that expires sooner.
      const urgent = await ordered.where('holding.id', 'in', recalledScope(read, party.id).select('recall_scope.holdingId')).execute();
      const first = new Set(urgent.map((row) => row.id));
      const others = await ordered.limit(most).execute();
      return [...urgent, ...others.filter((row) => !first.has(row.id))].map((row) => shelfRow(row, recalled.get(row.id) ?? null));
    },
    /** Goods of which more went than came, by the books: the most first. */
    short: async (most = MOST_ON_SHELF): Promise<ShelfRow[]> => {
      const rows = await goodsOf(read, party.id, siteIds)
        .where('holding.steps', '<', 0)
        .orderBy('holding.steps')
        .orderBy('holding.id')
        .limit(most)
        .execute();
      return rows.map((row) => shelfRow(row, null));
    },
    /** What is on show at a site on a day. */
    shown: async (siteId: number, today: string): Promise<Shown[]> => {
      const rows = await read
        .selectFrom('display')
        .innerJoin('batch', 'batch.id', 'display.batchId')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select(['display.publicId as id', 'display.batchId', 'display.place', 'display.shownFrom'])
        .select(['batch.traceCode', 'batch.batchNumber', 'batch.expiresOn', 'product.name as productName'])
        .where('display.partyId', '=', party.id)
        .where('display.siteId', '=', siteId)
        .where('display.shownFrom', '<=', today)
        .where((eb) => eb.or([eb('display.shownTo', 'is', null), eb('display.shownTo', '>', today)]))
        .orderBy('display.shownFrom')
        .orderBy('display.id')
        .limit(MOST_ON_SHELF)
        .execute();
      return rows.map((row) => ({ ...row, traceCode: formatTraceCode(row.traceCode) }));
    },
  };
}

function goodsOf(read: Read, partyId: number, siteIds: PartyCaller['siteIds']) {
  const query = read
    .selectFrom('holding')
    .innerJoin('batch', 'batch.id', 'holding.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .innerJoin('site', 'site.id', 'holding.siteId')
    .select(['holding.id', 'holding.batchId', 'holding.steps', 'batch.traceCode', 'batch.batchNumber', 'batch.expiresOn', 'batch.gtin'])
    .select(['batch.unit', 'batch.unitCode', 'product.name as productName', 'site.publicId as siteId', 'site.name as siteName'])
    .where('holding.partyId', '=', partyId);
  return siteIds ? query.where('holding.siteId', 'in', [...siteIds, -1]) : query;
}

type GoodsRow = Awaited<ReturnType<ReturnType<typeof goodsOf>['execute']>>[number];

function shelfRow(row: GoodsRow, recallId: string | null): ShelfRow {
  const { batchId, productName, batchNumber, expiresOn, gtin, steps } = row;
  return {
    batchId,
    traceCode: formatTraceCode(row.traceCode),
    productName,
    batchNumber,
    expiresOn,
    gtin,
    quantity: quantityView(steps, row.unit, row.unitCode) ?? { amount: '', unit: '' },
    steps,
    site: { id: row.siteId, name: row.siteName },
    recallId,
  };
}

/** Holdings of a party that open recalls reach, each with one of them; drills are left out. */
async function recalledHoldings(read: Read, partyId: number): Promise<Map<number, string>> {
  const rows = await recalledScope(read, partyId).select(['recall_scope.holdingId', 'recall.publicId']).execute();
  return new Map(rows.map((row) => [row.holdingId, row.publicId]));
}

function recalledScope(read: Read, partyId: number) {
  return read
    .selectFrom('recall_scope')
    .innerJoin('recall', 'recall.id', 'recall_scope.recallId')
    .where('recall_scope.partyId', '=', partyId)
    .where('recall.state', '=', 'open')
    .where('recall.drill', '=', 0);
}

/** Of these batches, those an open recall names, in whosever hands; drills are left out. */
export async function recalledBatches(read: Read, batchIds: readonly number[]): Promise<Set<number>> {
  if (batchIds.length === 0) return new Set();
  const rows = await read
    .selectFrom('recall_batch')
    .innerJoin('recall', 'recall.id', 'recall_batch.recallId')
    .select('recall_batch.batchId')
    .where('recall_batch.batchId', 'in', [...batchIds])
    .where('recall.state', '=', 'open')
    .where('recall.drill', '=', 0)
    .execute();
  return new Set(rows.map((row) => row.batchId));
}
