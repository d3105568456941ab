import { loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { CertificateFacts } from '../rules/facts.ts';
import type { SampleFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { isAgricultural, isOwnWord, type SampleKind, standsWith } from './model.ts';

export interface ReportFacts {
  sample: SampleFacts;
  /** A later report to the same sample speaks in its place. */
  isSuperseded: boolean;
  /** The sampled party itself entered it: taking it back is no laboratory’s word. */
  isOwnWord: boolean;
}

/** Kinds of documents reports to samples stand as (see `certificateKindOf`). */
const REPORTS = ['officialSample', 'quickTest', 'typeTest', 'release'];

/** The samples behind documents, by inner id of the document; a party's own papers have none. */
export async function loadSampleFacts(
  read: Store['read'],
  papers: readonly Pick<DB['certificate'], 'id' | 'kind'>[],
): Promise<Map<number, ReportFacts>> {
  const ids = papers.filter(({ kind }) => REPORTS.includes(kind)).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom('lab_report as report')
    .innerJoin('sample', 'sample.id', 'report.sampleId')
    .selectAll('sample')
    .select(['report.certificateId', 'report.n', 'report.actedBy as enteredBy'])
    .where('report.certificateId', 'in', [...new Set(ids)])
    .execute();
  if (rows.length === 0) return new Map();
  const latest = await latestReports(read, [...new Set(rows.map((row) => row.id))]);
  const facts = await sampleFacts(read, rows);
  return new Map(
    rows.map((row) => [
      row.certificateId,
      {
        sample: { ...facts(row), enteredBy: row.enteredBy },
        isSuperseded: row.n < (latest.get(row.id) ?? row.n),
        isOwnWord: isOwnWord(row),
      },
    ]),
  );
}

async function latestReports(read: Store['read'], sampleIds: readonly number[]): Promise<Map<number, number>> {
  const rows = await read
    .selectFrom('lab_report')
    .select((eb) => ['sampleId', eb.fn.max('n').as('n')])
    .where('sampleId', 'in', [...sampleIds])
    .where('withdrawnAt', 'is', null)
    .groupBy('sampleId')
    .execute();
  return new Map(rows.map((row) => [row.sampleId, Number(row.n)]));
}

/** Reports in force to samples that others had tested for themselves, by the batch: see {@link standsWith}. */
export async function loadOthersTests(
  read: Store['read'],
  batches: readonly Pick<DB['batch'], 'id' | 'partyId'>[],
  factsOf: (paper: DB['certificate']) => CertificateFacts,
): Promise<Map<number, CertificateFacts[]>> {
  const makers = new Map(batches.map((batch) => [batch.id, batch]));
  const taken = await read
    .selectFrom('sample_batch')
    .innerJoin('sample', 'sample.id', 'sample_batch.sampleId')
    .selectAll('sample')
    .select('sample_batch.batchId')
    .where('sample_batch.batchId', 'in', [...makers.keys()])
    .execute();
  const others = taken.filter((row) => {
    const batch = makers.get(row.batchId);
    return batch && !standsWith(row, batch);
  });
  if (others.length === 0) return new Map();
  const papers = await read
    .selectFrom('lab_report')
    .innerJoin('certificate', 'certificate.id', 'lab_report.certificateId')
    .selectAll('certificate')
    .select('lab_report.sampleId')
    .where('lab_report.sampleId', 'in', [...new Set(others.map((row) => row.id))])
    .where('lab_report.withdrawnAt', 'is', null)
    .execute();
  const reports = await loadSampleFacts(read, papers);
  const tests = new Map<number, CertificateFacts[]>();
  for (const { id, batchId } of others)
    for (const paper of papers.filter(({ sampleId }) => sampleId === id)) {
      const report = reports.get(paper.id);
      if (report && !report.isSuperseded) tests.set(batchId, [...(tests.get(batchId) ?? []), { ...factsOf(paper), sample: report.sample }]);
    }
  return tests;
}

/** Samples as rules see them. */
export async function sampleFacts(
  read: Store['read'],
  rows: readonly DB['sample'][],
): Promise<(row: DB['sample']) => Omit<SampleFacts, 'enteredBy'>> {
  const [parties, sites, departments] = await Promise.all([
    loadPartyFacts(
      read,
      rows.map((row) => row.partyId),
    ),
    loadSiteFacts(
      read,
      rows.flatMap((row) => row.siteId ?? []),
    ),
    departmentsOf(read, rows),
  ]);
  return (row) => {
    const party = parties.get(row.partyId);
    if (!party) throw new Error(`Sample ${row.publicId} was taken from a party that is not there.`);
    return {
      publicId: row.publicId,
      number: row.number,
      kind: row.kind as SampleKind,
      state: row.state,
      takenOn: civilDateOf(row.takenAt),
      retestUntil: row.retestUntil,
      agricultural: row.takerKind === 'authority' && isAgricultural(departments.get(row.takerId)),
      party,
      site: row.siteId === null ? null : (sites.get(row.siteId) ?? null),
      regionCode: row.regionCode,
    };
  };
}

async function departmentsOf(read: Store['read'], rows: readonly DB['sample'][]): Promise<Map<number, string>> {
  const ids = rows.filter((row) => row.takerKind === 'authority').map((row) => row.takerId);
  if (ids.length === 0) return new Map();
  const found = await read.selectFrom('authority').select(['id', 'department']).where('id', 'in', ids).execute();
  return new Map(found.map((row) => [row.id, row.department]));
}
