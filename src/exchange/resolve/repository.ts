import { type ExpressionBuilder, sql } from 'kysely';
import { FORMER_LINK_SCHEME } from '../../batches/model.ts';
import { regionPrefix } from '../../law/authority.ts';
import type { Caller } from '../../platform/caller.ts';
import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** More candidates than a person can choose from need a better code. */
export const MOST = 20;

const NOBODY = -1;

/**
 * What codes name for a caller. A trace code or GTIN with lot stands on the pack and names its batch for everybody; a code of another system names only
 * goods the caller made, has or is sent, for an authority those made in its region.
 */
export function resolveRepository(read: Store['read'], caller: Caller) {
  const partyId = caller.kind === 'party' ? caller.party.id : NOBODY;
  const siteIds = caller.kind === 'party' && caller.siteIds ? [...caller.siteIds, NOBODY] : null;

  /** Holdings of the caller, at the sites it may act for. */
  function held() {
    const query = read.selectFrom('holding').where('holding.partyId', '=', partyId);
    return siteIds ? query.where('holding.siteId', 'in', siteIds) : query;
  }

  /** Lines of shipments on their way to the caller. */
  function arriving() {
    const query = read
      .selectFrom('shipment_line')
      .innerJoin('shipment', 'shipment.id', 'shipment_line.shipmentId')
      .where('shipment.toPartyId', '=', partyId)
      .where('shipment.state', '!=', 'void');
    return siteIds ? query.where('shipment.toSiteId', 'in', siteIds) : query;
  }

  function inScope(eb: ExpressionBuilder<DB, 'batch'>) {
    if (caller.kind === 'authority') return eb('batch.regionCode', 'like', `${regionPrefix(caller.authority.regionCode)}%`);
    const made = eb.and([eb('batch.partyId', '=', partyId), ...(siteIds ? [eb('batch.siteId', 'in', siteIds)] : [])]);
    const thisBatch = sql.ref<number>('batch.id');
    const isHeld = eb.exists(held().select('holding.id').where('holding.batchId', '=', thisBatch));
    const isSent = eb.exists(arriving().select('shipment.id').where('shipment_line.batchId', '=', thisBatch));
    return eb.or([made, isHeld, isSent]);
  }

  return {
    /** Compact trace codes of the batches another system's code stands for. */
    byExternalCode: async (scheme: string, value: string): Promise<string[]> => {
      if (scheme === FORMER_LINK_SCHEME) return [];
      const rows = await read
        .selectFrom('batch')
        .innerJoin('external_code', 'external_code.batchId', 'batch.id')
        .select('batch.traceCode')
        .where('external_code.scheme', '=', scheme)
        .where('external_code.value', '=', value)
        .where((eb) => inScope(eb as unknown as ExpressionBuilder<DB, 'batch'>))
        .orderBy('batch.id', 'desc')
        .limit(MOST)
        .execute();
      return rows.map((row) => row.traceCode);
    },
    /** Compact trace codes of the batches of a product the caller has in stock. */
    inStock: async (gtin: string): Promise<string[]> => {
      const rows = await held()
        .innerJoin('batch', 'batch.id', 'holding.batchId')
        .select(['batch.traceCode', 'batch.id'])
        .distinct()
        .where('batch.gtin', '=', gtin)
        .where('holding.steps', '>', 0)
        .orderBy('batch.id', 'desc')
        .limit(MOST)
        .execute();
      return rows.map((row) => row.traceCode);
    },
    /** What the pack of a batch says, and whose record it is. */
    batches: (traceCodes: readonly string[]) =>
      read
        .selectFrom('batch')
        .innerJoin('product', 'product.id', 'batch.productId')
        .innerJoin('party', 'party.id', 'batch.partyId')
        .leftJoin('personal', (join) => join.onRef('personal.commitment', '=', 'party.name').on('party.natural', '=', 1))
        .select([
          'batch.id',
          'batch.partyId',
          'batch.traceCode',
          'batch.gtin',
          'batch.batchNumber',
          'batch.productionDate',
          'batch.expiresOn',
          'product.name as productName',
          'product.specification',
          'party.name as producer',
          'party.natural',
          'personal.value as clearName',
        ])
        .where('batch.traceCode', 'in', [...traceCodes, ''])
        .orderBy('batch.productionDate', 'desc')
        .orderBy('batch.id', 'desc')
        .execute(),
    /** What the caller has of some batches, by site. */
    holdings: (batchIds: readonly number[]) =>
      held()
        .innerJoin('batch', 'batch.id', 'holding.batchId')
        .innerJoin('site', 'site.id', 'holding.siteId')
        .select(['holding.batchId', 'holding.steps', 'batch.unit', 'batch.unitCode', 'site.publicId as siteId', 'site.name as siteName'])
        .where('holding.batchId', 'in', [...batchIds, NOBODY])
        .orderBy('holding.id')
        .execute(),
  };
}

export type BatchRow = Awaited<ReturnType<ReturnType<typeof resolveRepository>['batches']>>[number];
