import type { PartyCaller } from '../platform/caller.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { partsReached } from './inherited-papers.ts';
import type { OwnBatch } from './own-batches.ts';

type Row = DB['import_papers'];

/** Import papers of a party, as far as the caller's sites reach. */
export function papersRepository(read: Store['read'], { party, siteIds }: PartyCaller) {
  const own = () => read.selectFrom('import_papers').selectAll().where('partyId', '=', party.id);
  const sites = siteIds && [...siteIds, -1];
  const attached = () => {
    const query = read.selectFrom('import_papers_batch as link').innerJoin('batch', 'batch.id', 'link.batchId');
    return sites ? query.where('batch.siteId', 'in', sites) : query;
  };
  const seen = () => (sites ? own().where('id', 'in', attached().select('link.importPapersId')) : own());
  return {
    /** Whether the party has a declaration of that number, wherever its batches are. */
    isRecorded: async (declarationNumber: string): Promise<boolean> =>
      (await own().where('declarationNumber', '=', declarationNumber).executeTakeFirst()) !== undefined,
    one: (ref: string): Promise<Row | undefined> =>
      seen()
        .where((eb) => eb.or([eb('publicId', '=', ref), eb('declarationNumber', '=', ref)]))
        .executeTakeFirst(),
    list: (after: { at: number; id: number } | null, limit: number): Promise<Row[]> => {
      const query = after ? seen().where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id))) : seen();
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    batches: async (ids: readonly number[]): Promise<Map<number, OwnBatch[]>> => {
      const rows = await attached()
        .select(['link.importPapersId', 'batch.id', 'batch.traceCode'])
        .where('link.importPapersId', 'in', [...ids, -1])
        .orderBy('batch.id')
        .execute();
      return Map.groupBy(rows, (row) => row.importPapersId);
    },
  };
}

/** The document the papers were recorded with; none where it was withdrawn. */
export function certificateBehind(read: Store['read'], row: Row): Promise<DB['certificate'] | undefined> {
  return read
    .selectFrom('certificate')
    .selectAll()
    .where('partyId', '=', row.partyId)
    .where('kind', '=', 'importInspection')
    .where('number', '=', row.inspectionCertificate ?? '')
    .where('recordedAt', '=', row.at)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst();
}

/** The batches with the parts that were made of them before: the certificate of the container holds for these too. */
export async function covered(read: Store['read'], batches: readonly OwnBatch[]): Promise<OwnBatch[]> {
  const ids = batches.map((batch) => batch.id);
  return [...batches, ...(await partsReached(read, 'importInspection', ids))];
}

/** Those of them, and of their parts, that a certificate does not cover yet. */
export async function newlyCovered(read: Store['read'], certificateId: number, batches: readonly OwnBatch[]): Promise<OwnBatch[]> {
  const rows = await read.selectFrom('batch_certificate').select('batchId').where('certificateId', '=', certificateId).execute();
  const known = new Set(rows.map((row) => row.batchId));
  return (await covered(read, batches)).filter((batch) => !known.has(batch.id));
}
