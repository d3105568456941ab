import { refuseSiteDelegate } from '../parties/access.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { codeLinks } from './model.ts';
import { quantityView } from './views.ts';

/** GET /v1/commissioned-batches: what others made for the caller (委托加工), as their makers recorded it under its credit code; newest first. */
export async function listCommissioned(
  deps: Deps,
  call: Call<unknown, { limit?: number | undefined; cursor?: string | undefined }>,
  caller: PartyCaller,
): Promise<Reply> {
  refuseSiteDelegate(caller);
  const limit = call.query.limit ?? PAGE_SIZE;
  const after = decodeCursor(call.query.cursor);
  let query = deps.store.read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .innerJoin('party', 'party.id', 'batch.partyId')
    .selectAll('batch')
    .select(['product.name as productName', 'product.specification', 'party.publicId as maker', 'party.name as makerName', 'party.natural'])
    // Without a credit code nobody is told apart from others of the same name.
    .where('batch.commissionerUscc', '=', caller.party.uscc ?? '');
  if (after) query = query.where((eb) => eb(eb.refTuple('batch.createdAt', 'batch.id'), '<', eb.tuple(after.at, after.id)));
  const rows = await query
    .orderBy('batch.createdAt', 'desc')
    .orderBy('batch.id', 'desc')
    .limit(limit + 1)
    .execute();
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      id: row.traceCode,
      ...codeLinks(deps.publicUrl, row.traceCode),
      product: { name: row.productName, specification: row.specification },
      maker: { id: row.maker, name: row.natural === 1 ? null : row.makerName },
      batchNumber: row.batchNumber,
      productionDate: row.productionDate,
      expiresOn: row.expiresOn,
      quantity: quantityView(row.steps, row.unit, row.unitCode),
      recordedAt: formatInstant(row.createdAt),
    }),
  );
  return json(200, list, nextLink(call, list.next));
}
