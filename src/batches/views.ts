import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { Json } from '../ledger/entry.ts';
import { payloadsOf } from '../ledger/payload.ts';
import { revealed } from '../ledger/personal.ts';
import { ERASED } from '../parties/model.ts';
import { within } from '../parties/regions.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problems.ts';
import { formatSteps } from '../platform/quantity.ts';
import { type Call, json } from '../platform/route.ts';
import type { FindingView } from '../rules/findings.ts';
import { findingsOn } from '../rules/judging.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { certificateView, codeLinks, productView } from './model.ts';
import { batchRepository, certificatesOfBatches, withIssuers } from './repository.ts';

type PageQuery = { limit?: number | undefined; cursor?: string | undefined };

export const noBatch = () => notFound({ zh: '该追溯码的批次', en: 'batch of that trace code' });

/** Stored steps as replies show a quantity. */
export function quantityView(steps: number | null, unit: string | null, unitCode: string | null, pieces: number | null = null) {
  if (steps === null || unit === null) return null;
  return { amount: formatSteps(steps, unit), unit, unitCode, ...(pieces === null ? {} : { pieces }) };
}

export async function listBatches(deps: Deps, call: Call<unknown, PageQuery>, caller: PartyCaller): Promise<Reply> {
  const limit = call.query.limit ?? PAGE_SIZE;
  const rows = await batchRepository(deps.store, caller.party, caller.siteIds).batches(decodeCursor(call.query.cursor), limit);
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

/** The batch of a code, in the caller's scope: its own party's at a site it may act for, or made in the authority's region. */
export async function batchInScope(deps: Deps, call: Call, code: string): Promise<DB['batch']> {
  const parsed = parseTraceCode(code);
  if (!parsed.ok) throw noBatch();
  const batch = await deps.store.read.selectFrom('batch').selectAll().where('traceCode', '=', parsed.code).executeTakeFirst();
  const { caller } = call;
  const inScope =
    caller.kind === 'party'
      ? batch?.partyId === caller.party.id && (caller.siteIds === undefined || caller.siteIds.includes(batch.siteId))
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
    commissionedBy: batch.commissionedBy === null ? null : await revealed(deps.store.read, JSON.parse(batch.commissionedBy), ERASED),
    materials: batch.materials === null ? [] : await revealed(deps.store.read, JSON.parse(batch.materials), ERASED),
    certificates: (await withIssuers(deps.store.read, papers)).map(certificateView),
    public: batch.publicFields === null ? [] : JSON.parse(batch.publicFields),
    findings: await findingsFor(deps, call, batch),
    revision: batch.revision,
    recordedAt: formatInstant(batch.createdAt),
    ledger: { chain: batch.ledgerChain, seq: batch.ledgerSeq, hash: batch.ledgerHash },
  };
  return json(200, body, { ETag: `"${batch.revision}"` });
}

/** What its maker sees; an authority sees the reminders and leads of its own department, never a party's todos. */
async function findingsFor(deps: Deps, { caller, locale }: Call, batch: DB['batch']): Promise<FindingView[]> {
  const found = await findingsOn(deps, 'batch', batch.id, locale, batch.partyId);
  if (caller.kind !== 'authority') return found;
  return found.filter(({ weight, department }) => weight !== 'todo' && department === caller.authority.department);
}

export async function readRevisions(deps: Deps, call: Call<{ traceCode: string }>): Promise<Reply> {
  const batch = await batchInScope(deps, call, call.params.traceCode);
  const rows = await batchRepository(deps.store, { id: batch.partyId }).revisions(batch.id, batch.ledgerChain);
  const payloads = await payloadsOf(deps.store.read, rows);
  const records = await Promise.all(payloads.map((payload) => recordShown(deps.store.read, payload)));
  const items = rows.map(({ revision, at, seq, hash }, i) => {
    const { reason = null, actedBy, ...record } = records[i] ?? {};
    return { revision, record, reason, actedBy, at: formatInstant(at), ledger: { chain: batch.ledgerChain, seq, hash } };
  });
  return json(200, { traceCode: formatTraceCode(batch.traceCode), items });
}

/** What an entry keeps of a batch, with the names it conceals. */
async function recordShown(read: Store['read'], payload: { [key: string]: Json }): Promise<Record<string, unknown>> {
  const { commissionedBy, materials, certificates, certificatesAdded } = payload;
  const papers = async (kept: Json | undefined) => withIssuers(read, kept as { issuer: string | null }[]);
  return {
    ...payload,
    ...(commissionedBy ? { commissionedBy: await revealed(read, commissionedBy, ERASED) } : {}),
    ...(materials ? { materials: await revealed(read, materials, ERASED) } : {}),
    ...(certificates ? { certificates: await papers(certificates) } : {}),
    ...(certificatesAdded ? { certificatesAdded: await papers(certificatesAdded) } : {}),
  };
}
