import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { regionRange } from '../../enforcement/model.ts';
import { within } from '../../parties/regions.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { inParts } from './mention-repository.ts';

type Read = Store['read'];

/** Where an authority asks: its region and those in which a competence names it; `null` is everywhere. */
export type Regions = readonly string[] | null;

const onSite = expressionBuilder<DB, 'site'>();

const siteIn = (regions: readonly string[]): Expression<SqlBool> =>
  onSite.or(
    regions
      .map(regionRange)
      .map(({ from, to }) => onSite.and([onSite('site.regionCode', '>=', from), onSite('site.regionCode', '<=', to)])),
  );

/** Goods and who holds them, as an authority may see them: made in its regions, or held there. */
export function noticeRepository(read: Read, regions: Regions) {
  /** What is still on hand at the sites in scope. */
  const holdings = (ids: readonly number[]) =>
    inParts(ids, (some) =>
      read
        .selectFrom('holding')
        .innerJoin('site', 'site.id', 'holding.siteId')
        .select(['holding.batchId', 'holding.partyId', 'holding.siteId', 'holding.steps'])
        .where('holding.batchId', 'in', some)
        .where('holding.steps', '>', 0)
        .$if(regions !== null, (query) => query.where(siteIn(regions ?? [])))
        .orderBy('holding.batchId')
        .orderBy('holding.id')
        .execute(),
    );
  return {
    holdings,
    /** The batches among these that are in scope, newest first. */
    batches: async (ids: readonly number[]) => {
      const held = new Set(regions === null ? [] : (await holdings(ids)).map((row) => row.batchId));
      const isInScope = (row: { id: number; regionCode: string }) =>
        regions === null || held.has(row.id) || regions.some((region) => within(row.regionCode, region));
      const columns = [
        'batch.id',
        'batch.traceCode',
        'batch.partyId',
        'batch.siteId',
        'batch.batchNumber',
        'batch.lot',
        'batch.productionDate',
        'batch.expiresOn',
        'batch.unit',
        'batch.origin',
        'batch.sourceName',
        'batch.regionCode',
        'batch.createdAt',
        'product.name as productName',
        'product.specification',
      ] as const;
      const rows = await inParts(ids, (some) =>
        read
          .selectFrom('batch')
          .innerJoin('product', 'product.id', 'batch.productId')
          .select([...columns])
          .where('batch.id', 'in', some)
          .execute(),
      );
      return rows.filter(isInScope).sort((one, other) => other.createdAt - one.createdAt || other.id - one.id);
    },
  };
}

export type NoticeRepository = ReturnType<typeof noticeRepository>;
export type NoticeBatch = Awaited<ReturnType<NoticeRepository['batches']>>[number];
export type NoticeHolding = Awaited<ReturnType<NoticeRepository['holdings']>>[number];
