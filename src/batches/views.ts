import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { within } from '../parties/regions.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problems.ts';
import { formatSteps } from '../platform/quantity.ts';
import { type Call, json } from '../platform/route.ts';
import { findingsOn } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { certificateView, codeLinks, productView } from './model.ts';
import { batchRepository, certificatesOfBatches } from './repository.ts';

type PageQuery = { limit?: number | undefined; cursor?: string | undefined };

export const noBatch = () => notFound({ zh: '该追溯码的批次', en: 'batch of that trace code' });

/** Stored steps as replies show a quantity. */
export function quantityView(steps: number | null, unit: string | null, unitCode: string | null, pieces: number | null = null) {
  if (steps === null || unit === null) return null;
  return { amount: formatSteps(steps, unit), unit, unitCode, ...(pieces === null ? {} : { pieces }) };
}

export async function listBatches(deps: Deps, call: Call<unknown, PageQuery>, caller: PartyCaller): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await batchRepository(deps.store, caller.party).batches(decodeCursor(call.query.cursor), limit);
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({
      id: row.traceCode,
      ...codeLinks(deps.publicUrl, row.traceCode),
      product: { name: row.productName, specification: row.specification },
      batchNumber: row.batchNumber,
      lot: row.lot,
      productionDate: row.productionDate,
      expiresOn: row.expiresOn,
      expiresBy: row.expiresBy,
      quantity: quantityView(row.steps, row.unit, row.unitCode),
      origin: row.origin,
      revision: row.revision,
      recordedAt: formatInstant(row.createdAt),
    }),
  );
  return json(200, list, nextLink(call, list.next));
}

export async function listProducts(deps: Deps, call: Call<unknown, PageQuery>, caller: PartyCaller): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await batchRepository(deps.store, caller.party).products(decodeCursor(call.query.cursor), limit);
  const list = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => ({ id: row.publicId, ...productView(row), revision: row.revision }),
  );
  return json(200, list, nextLink(call, list.next));
}

/** `Link: <…>; rel="next"` of a page that is not the last. */
export function nextLink(call: Call, next: string | null): Record<string, string> {
  if (next === null) return {};
  const url = new URL(call.request.url);
  url.searchParams.set('cursor', next);
  return { Link: `<${url.pathname}${url.search}>; rel="next"` };
}

/** The batch of a code, in the caller's scope: its own party's, or made in the authority's region. */
export async function batchInScope(deps: Deps, call: Call, code: string): Promise<DB['batch']> {
  const parsed = parseTraceCode(code);
  if (!parsed.ok) throw noBatch();
  const batch = await deps.store.read.selectFrom('batch').selectAll().where('traceCode', '=', parsed.code).executeTakeFirst();
  const { caller } = call;
  const inScope =
    caller.kind === 'party'
      ? batch?.partyId === caller.party.id
      : caller.kind === 'authority' && batch !== undefined && within(batch.regionCode, caller.authority.regionCode);
  if (!batch || !inScope) throw noBatch();
  return batch;
}

export async function readBatch(deps: Deps, call: Call<{ traceCode: string }>): Promise<Reply> {
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const product = await deps.store.read.selectFrom('product').selectAll().where('id', '=', batch.productId).executeTakeFirstOrThrow();
  const site = await deps.store.read
    .selectFrom('site')
    .select(['publicId', 'name'])
    .where('id', '=', batch.siteId)
    .executeTakeFirstOrThrow();
  const papers = await certificatesOfBatches(deps.store.read, [batch.id]);
  const body = {
    id: batch.traceCode,
    ...codeLinks(deps.publicUrl, batch.traceCode),
    product: { id: product.publicId, ...productView(product) },
    site: { id: site.publicId, name: site.name },
    batchNumber: batch.batchNumber,
    lot: batch.lot,
    productionDate: batch.productionDate,
    productionDateTo: batch.productionDateTo,
    productionTime: batch.productionTime,
    expiresOn: batch.expiresOn,
    expiresBy: batch.expiresBy,
    quantity: quantityView(batch.steps, batch.unit, batch.unitCode, batch.pieces),
    origin: batch.origin,
    commissionedBy: batch.commissionedBy === null ? null : JSON.parse(batch.commissionedBy),
    certificates: papers.map(certificateView),
    public: batch.publicFields === null ? [] : JSON.parse(batch.publicFields),
    findings: await findingsOn(deps, 'batch', batch.id, call.locale, batch.partyId),
    revision: batch.revision,
    recordedAt: formatInstant(batch.createdAt),
    ledger: { chain: batch.ledgerChain, seq: batch.ledgerSeq, hash: batch.ledgerHash },
  };
  return json(200, body, { ETag: `"${batch.revision}"` });
}

export async function readRevisions(deps: Deps, call: Call<{ traceCode: string }>): Promise<Reply> {
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const rows = await batchRepository(deps.store, { id: batch.partyId }).revisions(batch.id, batch.ledgerChain);
  const items = rows.map(({ revision, at, seq, hash, bytes }) => {
    const { reason = null, actedBy, ...record } = (JSON.parse(bytes) as { payload: Record<string, unknown> }).payload;
    return { revision, record, reason, actedBy, at: formatInstant(at), ledger: { chain: batch.ledgerChain, seq, hash } };
  });
  return json(200, { traceCode: formatTraceCode(batch.traceCode), items });
}
