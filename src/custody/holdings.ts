import { quantityView } from '../batches/views.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { stockRepository } from './repository.ts';

export interface Place {
  partyId: number;
  siteId: number;
}

/** The holdings of some batches at one place: those there are, and empty ones to be made in the same commit. */
export interface Holdings {
  idOf(batchId: number): number;
  fresh: DB['holding'][];
}

/**
 * Finds or prepares the holdings goods move out of or into. Two requests that prepare the same one meet at its unique key: the later one reads
 * again and finds it.
 */
export async function holdingsAt(store: Store, place: Place, batchIds: readonly number[], at: number): Promise<Holdings> {
  const wanted = [...new Set(batchIds)];
  const known =
    wanted.length === 0
      ? []
      : await store.read
          .selectFrom('holding')
          .select(['id', 'batchId'])
          .where('partyId', '=', place.partyId)
          .where('siteId', '=', place.siteId)
          .where('batchId', 'in', wanted)
          .execute();
  const idOf = new Map(known.map(({ id, batchId }) => [batchId, id]));
  const missing = wanted.filter((batchId) => !idOf.has(batchId));
  const ids = missing.length === 0 ? [] : await store.ids(missing.length);
  const fresh = missing.map((batchId, i): DB['holding'] => ({ id: ids[i] ?? 0, batchId, ...place, steps: 0, createdAt: at }));
  for (const { id, batchId } of fresh) idOf.set(batchId, id);
  return {
    idOf: (batchId) => {
      const id = idOf.get(batchId);
      if (id === undefined) throw new Error(`No holding was asked for of batch ${batchId}.`);
      return id;
    },
    fresh,
  };
}

/** GET /v1/holdings: what the party has by its own records; below zero where more went out than is known to have come in. */
export async function listHoldings(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined; site?: string | undefined; q?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await stockRepository(deps.store.read, caller.party, caller.siteIds).holdings({
    limit,
    after: decodeCursor(call.query.cursor),
    site: call.query.site,
    q: call.query.q,
  });
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      traceCode: formatTraceCode(row.traceCode),
      product: { name: row.productName, specification: row.specification },
      batchNumber: row.batchNumber,
      productionDate: row.productionDate,
      expiresOn: row.expiresOn,
      site: { id: row.siteId, name: row.siteName },
      quantity: quantityView(row.steps, row.unit, row.unitCode),
    }),
  );
  return json(200, list, nextLink(call, list.next));
}
