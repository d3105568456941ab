import { regionPrefix } from '../law/authority.ts';
import type { Caller } from '../platform/caller.ts';
import type { Cursor } from '../platform/paging.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export type Read = Store['read'];
export type SampleRow = DB['sample'];

/** Samples an authority may read beside its own: those of its region, but what a party had tested for itself. */
const OF_REGION = ['official', 'market', 'quick'];

/** Samples as the caller may see them: who took it, who tests it, from whom it was taken; an authority those of its region. */
export function sampleRepository(read: Read, caller: Caller) {
  function scoped() {
    const query = read.selectFrom('sample').selectAll('sample');
    if (caller.kind === 'party') {
      const { party, siteIds } = caller;
      return query.where((eb) => {
        const own = eb.or([
          eb.and([eb('takerKind', '=', 'party'), eb('takerId', '=', party.id)]),
          eb('laboratoryId', '=', party.id),
          eb('retestLaboratoryId', '=', party.id),
          eb('partyId', '=', party.id),
        ]);
        return siteIds === undefined ? own : eb.and([own, eb('siteId', 'in', [...siteIds, -1])]);
      });
    }
    if (caller.kind !== 'authority') return query.where('sample.id', '=', -1);
    const { authority } = caller;
    return query.where((eb) =>
      eb.or([
        eb.and([eb('takerKind', '=', 'authority'), eb('takerId', '=', authority.id)]),
        eb.and([eb('regionCode', 'like', `${regionPrefix(authority.regionCode)}%`), eb('kind', 'in', OF_REGION)]),
      ]),
    );
  }

  return {
    byId: (publicId: string): Promise<SampleRow | undefined> => scoped().where('publicId', '=', publicId).executeTakeFirst(),
    /** At most two: a number is each taker's own. */
    byNumber: (number: string): Promise<SampleRow[]> => scoped().where('number', '=', number).orderBy('id').limit(2).execute(),
    list: (asked: { limit: number; after: Cursor | null; state: string | undefined }): Promise<SampleRow[]> => {
      const { after } = asked;
      let query = scoped();
      if (asked.state !== undefined) query = query.where('state', '=', asked.state);
      if (after) query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id)));
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(asked.limit + 1)
        .execute();
    },
  };
}

export interface SampledBatch {
  id: number;
  traceCode: string;
  partyId: number;
  /** The brand it was made for. */
  commissionerUscc: string | null;
}

/** Batches of samples, by sample. */
export async function batchesOf(read: Read, sampleIds: readonly number[]): Promise<Map<number, SampledBatch[]>> {
  if (sampleIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('sample_batch')
    .innerJoin('batch', 'batch.id', 'sample_batch.batchId')
    .select(['sample_batch.sampleId', 'batch.id', 'batch.traceCode', 'batch.partyId', 'batch.commissionerUscc'])
    .where('sample_batch.sampleId', 'in', [...sampleIds])
    .orderBy('batch.id')
    .execute();
  return Map.groupBy(rows, (row) => row.sampleId);
}

export type ReportRow = DB['lab_report'] & {
  number: string | null;
  conclusion: string | null;
  issuer: string | null;
  issuedOn: string | null;
  results: string | null;
  fileSha256: string | null;
  certificatePublicId: string;
};

/** Reports to samples with the documents they stand as, in the order of issue. */
export function reportsOf(read: Read, sampleIds: readonly number[]): Promise<ReportRow[]> {
  return read
    .selectFrom('lab_report as report')
    .innerJoin('certificate', 'certificate.id', 'report.certificateId')
    .selectAll('report')
    .select([
      'certificate.number',
      'certificate.conclusion',
      'certificate.issuer',
      'certificate.issuedOn',
      'certificate.results',
      'certificate.fileSha256',
      'certificate.publicId as certificatePublicId',
    ])
    .where('report.sampleId', 'in', [...sampleIds, -1])
    .orderBy('report.sampleId')
    .orderBy('report.n')
    .execute();
}
