import { sql } from 'kysely';
import { revealed } from '../ledger/personal.ts';
import { ERASED } from '../parties/model.ts';
import type { Cursor } from '../platform/paging.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { perStore } from '../store/prepared.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What every record asks, compiled once a store. */
const hotQueries = perStore((store) => ({
  firstSite: store.prepare<{ partyId: number }, SiteFacts>(
    (read, param) =>
      read
        .selectFrom('site')
        .select(['id', 'publicId', 'name', 'kind', 'regionCode'])
        .where('partyId', '=', param('partyId'))
        .where('endedAt', 'is', null)
        .orderBy('id')
        .limit(sql.lit(1)),
    { shared: true },
  ),
  productByDigest: store.prepare<{ partyId: number; digest: string }, DB['product']>(
    (read, param) => read.selectFrom('product').selectAll().where('partyId', '=', param('partyId')).where('digest', '=', param('digest')),
    { shared: true },
  ),
}));

/** What a party may read and name of its own goods. */
export function batchRepository(store: Store, party: { id: number }, siteIds?: readonly number[]) {
  const { read } = store;
  // An empty list is no SQL: no site has the id -1.
  const allowedSites = siteIds && siteIds.length > 0 ? siteIds : [-1];
  const hot = hotQueries(store);
  return {
    /** The party's site of that public id, or its first one; null when it has none by that name or may not act for it. */
    site: async (publicId: string | undefined): Promise<SiteFacts | null> => {
      if (publicId === undefined && !siteIds) return (await hot.firstSite({ partyId: party.id }))[0] ?? null;
      let query = read
        .selectFrom('site')
        .select(['id', 'publicId', 'name', 'kind', 'regionCode'])
        .where('partyId', '=', party.id)
        .where('endedAt', 'is', null);
      if (publicId !== undefined) query = query.where('publicId', '=', publicId);
      if (siteIds) query = query.where('id', 'in', allowedSites);
      return (await query.orderBy('id').limit(1).executeTakeFirst()) ?? null;
    },
    productByDigest: async (digest: string): Promise<DB['product'] | undefined> =>
      (await hot.productByDigest({ partyId: party.id, digest }))[0],
    productByPublicId: (publicId: string) =>
      read.selectFrom('product').selectAll().where('partyId', '=', party.id).where('publicId', '=', publicId).executeTakeFirst(),
    products: (cursor: Cursor | null, limit: number) =>
      read
        .selectFrom('product')
        .selectAll()
        .where('partyId', '=', party.id)
        .$if(cursor !== null, (q) => q.where((eb) => eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(cursor?.at ?? 0, cursor?.id ?? 0))))
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute(),
    batchByCode: (traceCode: string) =>
      read.selectFrom('batch').selectAll().where('partyId', '=', party.id).where('traceCode', '=', traceCode).executeTakeFirst(),
    batches: (cursor: Cursor | null, limit: number) =>
      read
        .selectFrom('batch')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select([
          'batch.id',
          'batch.traceCode',
          'batch.batchNumber',
          'batch.lot',
          'batch.gtin',
          'batch.productionDate',
          'batch.expiresOn',
          'batch.expiresBy',
          'batch.steps',
          'batch.unit',
          'batch.unitCode',
          'batch.revision',
          'batch.origin',
          'batch.createdAt',
          'product.name as productName',
          'product.specification',
        ])
        .where('batch.partyId', '=', party.id)
        .$if(siteIds !== undefined, (q) => q.where('batch.siteId', 'in', allowedSites))
        .$if(cursor !== null, (q) =>
          q.where((eb) => eb(eb.refTuple('batch.createdAt', 'batch.id'), '<', eb.tuple(cursor?.at ?? 0, cursor?.id ?? 0))),
        )
        .orderBy('batch.createdAt', 'desc')
        .orderBy('batch.id', 'desc')
        .limit(limit + 1)
        .execute(),
    reservedCode: (traceCode: string) =>
      read.selectFrom('reserved_code').selectAll().where('partyId', '=', party.id).where('traceCode', '=', traceCode).executeTakeFirst(),
    /** Each revision with its ledger entry, oldest first. */
    revisions: (batchId: number, chain: string) =>
      read
        .selectFrom('batch_revision')
        .innerJoin('entry', (join) => join.onRef('entry.seq', '=', 'batch_revision.ledgerSeq').on('entry.chain', '=', chain))
        .select(['batch_revision.revision', 'batch_revision.at', 'entry.seq', 'entry.hash', 'entry.bytes'])
        .where('batch_revision.batchId', '=', batchId)
        .orderBy('batch_revision.revision')
        .execute(),
    files: (hashes: readonly string[]) =>
      read.selectFrom('stored_file').select('sha256').where('partyId', '=', party.id).where('sha256', 'in', hashes).execute(),
  };
}

export type BatchRepository = ReturnType<typeof batchRepository>;

export function certificatesOfBatches(
  read: Store['read'],
  batchIds: readonly number[],
): Promise<(DB['certificate'] & { batchId: number })[]> {
  return read
    .selectFrom('batch_certificate')
    .innerJoin('certificate', 'certificate.id', 'batch_certificate.certificateId')
    .selectAll('certificate')
    .select('batch_certificate.batchId')
    .where('batch_certificate.batchId', 'in', batchIds)
    .orderBy('certificate.id')
    .execute();
}

/** Documents with the names of issuers that stand concealed, as people read them. */
export async function withIssuers<T extends { issuer: string | null }>(read: Store['read'], papers: readonly T[]): Promise<T[]> {
  const issuers = await revealed(
    read,
    papers.map((paper) => paper.issuer),
    ERASED,
  );
  return papers.map((paper, i) => ({ ...paper, issuer: issuers[i] ?? null }));
}
