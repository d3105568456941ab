import { itemsIn, type Layout } from '../codes/in-store.ts';
import type { Cursor } from '../platform/paging.ts';
import type { Read } from './repository.ts';

interface Asked {
  limit: number;
  after: Cursor | null;
  site?: string | undefined;
  digits?: string | undefined;
  inForce?: boolean | undefined;
  now: number;
}

/** What the in-store codes of a party's shops stand for; a delegate for some sites sees those of these. */
export function storeCodeRepository(read: Read, party: { id: number }, siteIds?: readonly number[]) {
  function scoped() {
    const query = read
      .selectFrom('store_code')
      .innerJoin('batch', 'batch.id', 'store_code.batchId')
      .innerJoin('product', 'product.id', 'batch.productId')
      .innerJoin('site', 'site.id', 'store_code.siteId')
      .selectAll('store_code')
      .select([
        'batch.traceCode',
        'batch.batchNumber',
        'batch.productionDate',
        'product.name as productName',
        'site.publicId as sitePublicId',
        'site.name as siteName',
      ])
      .where('store_code.partyId', '=', party.id);
    return siteIds ? query.where('store_code.siteId', 'in', [...siteIds, -1]) : query;
  }

  const newestFirst = (query: ReturnType<typeof scoped>) => query.orderBy('store_code.from', 'desc').orderBy('store_code.id', 'desc');

  return {
    list: ({ limit, after, site, digits, inForce, now }: Asked): Promise<StoreCodeRow[]> => {
      let query = scoped();
      if (site !== undefined) query = query.where('site.publicId', '=', site);
      if (digits !== undefined) query = query.where('store_code.item', 'in', itemsIn(digits));
      if (inForce !== undefined)
        query = query.where((eb) => {
          const holds = eb.and([
            eb('store_code.from', '<=', now),
            eb.or([eb('store_code.endedAt', 'is', null), eb('store_code.endedAt', '>', now)]),
          ]);
          return inForce ? holds : eb.not(holds);
        });
      if (after) query = query.where((eb) => eb(eb.refTuple('store_code.from', 'store_code.id'), '<', eb.tuple(after.at, after.id)));
      return newestFirst(query)
        .limit(limit + 1)
        .execute() as Promise<StoreCodeRow[]>;
    },
    one: (publicId: string) => scoped().where('store_code.publicId', '=', publicId).executeTakeFirst() as Promise<StoreCodeRow | undefined>,
    /** What labels stand for at an instant, at a site or at any of the caller's; newest first. */
    inForce: async (digits: readonly string[], at: number, siteId?: number): Promise<StoreCodeRow[]> => {
      const items = [...new Set(digits.flatMap(itemsIn))];
      if (items.length === 0) return [];
      let query = scoped().where('store_code.item', 'in', items).where('store_code.from', '<=', at);
      query = query.where((eb) => eb.or([eb('store_code.endedAt', 'is', null), eb('store_code.endedAt', '>', at)]));
      if (siteId !== undefined) query = query.where('store_code.siteId', '=', siteId);
      return (await newestFirst(query).execute()) as StoreCodeRow[];
    },
    /** What an item of a site stands for at an instant or will later. */
    notEndedBy: (siteId: number, item: string, at: number) =>
      scoped()
        .where('store_code.siteId', '=', siteId)
        .where('store_code.item', '=', item)
        .where((eb) => eb.or([eb('store_code.endedAt', 'is', null), eb('store_code.endedAt', '>', at)]))
        .execute() as Promise<StoreCodeRow[]>,
    /** Mappings of a site, at some time of a period, whose labels the labels of an item would be mistaken for: a shorter item it begins with, or a longer one. */
    mistakable: (siteId: number, item: string, { from, until }: { from: number; until: number | null }) => {
      const query = scoped()
        .where('store_code.siteId', '=', siteId)
        .where('store_code.item', '!=', item)
        .where((eb) => eb.or([eb('store_code.item', 'in', itemsIn(item)), eb('store_code.item', 'like', `${item}%`)]))
        .where((eb) => eb.or([eb('store_code.endedAt', 'is', null), eb('store_code.endedAt', '>', from)]));
      const during = until === null ? query : query.where('store_code.from', '<', until);
      return newestFirst(during).limit(1).executeTakeFirst() as Promise<StoreCodeRow | undefined>;
    },
    /** What a label stood for last at a site, over or not begun. */
    last: (siteId: number, digits: string) =>
      newestFirst(scoped())
        .where('store_code.siteId', '=', siteId)
        .where('store_code.item', 'in', itemsIn(digits))
        .limit(1)
        .executeTakeFirst() as Promise<StoreCodeRow | undefined>,
    /** Whether goods of a batch ever came to a site. */
    wasAt: async (siteId: number, batchId: number): Promise<boolean> => {
      const row = await read
        .selectFrom('holding')
        .select('id')
        .where('partyId', '=', party.id)
        .where('siteId', '=', siteId)
        .where('batchId', '=', batchId)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

export interface StoreCodeRow {
  id: number;
  publicId: string;
  partyId: number;
  siteId: number;
  item: string;
  layout: Layout;
  batchId: number;
  from: number;
  endedAt: number | null;
  actedBy: string;
  traceCode: string;
  batchNumber: string | null;
  productionDate: string | null;
  productName: string;
  sitePublicId: string;
  siteName: string;
}

/** Those of some mappings a label is meant by: with the longest item, which the scale has printed in full, whatever shorter one it begins with. */
export function meantBy(rows: readonly StoreCodeRow[], digits: string): StoreCodeRow[] {
  const fitting = rows.filter((row) => digits.startsWith(row.item));
  const longest = Math.max(...fitting.map((row) => row.item.length));
  return fitting.filter((row) => row.item.length === longest);
}

/** Whether an in-store code stood for its batch at an instant. */
export function heldAt(row: Pick<StoreCodeRow, 'from' | 'endedAt'>, at: number): boolean {
  return row.from <= at && (row.endedAt === null || row.endedAt > at);
}
