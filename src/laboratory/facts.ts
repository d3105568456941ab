import { loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { SampleFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { isAgricultural, type SampleKind } from './model.ts';

export interface ReportFacts {
  sample: SampleFacts;
  /** A later report to the same sample speaks in its place. */
  isSuperseded: boolean;
}

/** Kinds of documents a report to a sample may have to be told apart by. */
const REPORTS = ['officialSample', 'quickTest', 'typeTest'];

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
      { sample: { ...facts(row), enteredBy: row.enteredBy }, isSuperseded: row.n < (latest.get(row.id) ?? row.n) },
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
