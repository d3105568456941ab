import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely';
import { parseTraceCode } from '../codes/trace-code.ts';
import { within } from '../parties/regions.ts';
import type { AuthorityIdentity, Caller } from '../platform/caller.ts';
import type { Cursor } from '../platform/paging.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { type CaseState, type LeadState, regionRange } from './model.ts';

type Read = Store['read'];

/** Whose leads and cases a caller sees. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'none' }
  | {
      kind: 'party';
      partyId: number;
      /** Who acts for some sites sees what was found there, and no case: a case is against the party as a whole. */
      siteIds?: readonly number[];
    }
  | {
      kind: 'authority';
      authority: AuthorityIdentity;
      /** Regions beyond its own in which a competence names it. */
      elsewhere: readonly string[];
    };

/** The scope of a caller: an administrator all, a party its own, an authority its department and region and what competences give it. */
export async function scopeOf(read: Read, caller: Caller): Promise<Scope> {
  if (caller.kind === 'admin') return { kind: 'all' };
  if (caller.kind === 'party') return { kind: 'party', partyId: caller.party.id, ...(caller.siteIds ? { siteIds: caller.siteIds } : {}) };
  if (caller.kind !== 'authority') return { kind: 'none' };
  const { authority } = caller;
  const given = await read.selectFrom('competence').select('regionCode').distinct().where('authorityId', '=', authority.id).execute();
  const elsewhere = given.map((row) => row.regionCode).filter((region) => !within(region, authority.regionCode));
  return { kind: 'authority', authority, elsewhere };
}

export interface LeadFilter {
  rule?: string | undefined;
  state?: LeadState | undefined;
  weight?: 'lead' | 'reminder' | undefined;
  department?: string | undefined;
  region?: string | undefined;
  partyIds?: readonly number[] | undefined;
  /** Epoch milliseconds, inclusive. */
  sinceAt?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  untilAt?: number | undefined;
  /** Cents: the band lies at or above it. */
  fineAtLeast?: number | undefined;
  /** Cents: the band lies at or below it. */
  fineAtMost?: number | undefined;
  certainty?: string | undefined;
  q?: string | undefined;
}

export const leadSorts = ['detectedAt', 'fine', 'actOn', 'party'] as const;

/** How leads are put in order; each goes on by id, so that a page begins where the one before it ended. */
export interface LeadOrder {
  sort: (typeof leadSorts)[number];
  order: 'asc' | 'desc';
}

export const NEWEST_FIRST: LeadOrder = { sort: 'detectedAt', order: 'desc' };

const on = expressionBuilder<DB, 'finding'>();
const onCase = expressionBuilder<DB, 'case_file'>();

function inRegion(region: string): Expression<SqlBool> {
  const { from, to } = regionRange(region);
  return on.and([on('finding.regionCode', '>=', from), on('finding.regionCode', '<=', to)]);
}

/** Ranges of regions first, so that every branch is a search in an index. */
export function inScope(scope: Scope): Expression<SqlBool> {
  if (scope.kind === 'all') return sql<SqlBool>`1 = 1`;
  if (scope.kind === 'none') return sql<SqlBool>`1 = 0`;
  if (scope.kind === 'party') {
    const own = on('finding.partyId', '=', scope.partyId);
    return scope.siteIds ? on.and([own, on('finding.siteId', 'in', [...scope.siteIds, -1])]) : own;
  }
  const { authority, elsewhere } = scope;
  const opened = on('finding.authorityId', '=', authority.id);
  const mine = on.or([on('finding.department', '=', authority.department), opened]);
  return on.or([on.and([inRegion(authority.regionCode), mine]), ...elsewhere.map((region) => on.and([inRegion(region), opened]))]);
}

/** The filter of a list as a condition on findings. */
export function matching(filter: LeadFilter): Expression<SqlBool> {
  const all: Expression<SqlBool>[] = [];
  if (filter.rule !== undefined) all.push(on('finding.rule', '=', filter.rule));
  if (filter.state !== undefined) all.push(on('finding.state', '=', filter.state));
  if (filter.weight !== undefined) all.push(on('finding.weight', '=', filter.weight));
  if (filter.department !== undefined) all.push(on('finding.department', '=', filter.department));
  if (filter.region !== undefined) all.push(inRegion(filter.region));
  if (filter.partyIds !== undefined) all.push(on('finding.partyId', 'in', filter.partyIds.length > 0 ? [...filter.partyIds] : [-1]));
  if (filter.sinceAt !== undefined) all.push(on('finding.detectedAt', '>=', filter.sinceAt));
  if (filter.untilAt !== undefined) all.push(on('finding.detectedAt', '<', filter.untilAt));
  if (filter.fineAtLeast !== undefined) all.push(on('finding.minCents', '>=', filter.fineAtLeast));
  if (filter.fineAtMost !== undefined) all.push(on('finding.maxCents', '<=', filter.fineAtMost));
  if (filter.certainty !== undefined) all.push(on('finding.certainty', '=', filter.certainty));
  if (filter.q !== undefined) all.push(about(filter.q));
  return on.and(all);
}

/** A lead's id, what it is about, the trace code of its batch, or part of a firm's name; persons are not found by name. */
function about(q: string): Expression<SqlBool> {
  const text = q.trim();
  const code = parseTraceCode(text);
  const subject = code.ok ? code.code : text;
  return on.or([
    on('finding.publicId', '=', text),
    on('finding.subjectCode', '=', subject),
    on('finding.batchId', 'in', on.selectFrom('batch').select('batch.id').where('batch.traceCode', '=', subject)),
    on('finding.partyId', 'in', firmsNamed(text)),
  ]);
}

function firmsNamed(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  return on
    .selectFrom('party')
    .select('party.id')
    .where('party.natural', '=', 0)
    .where(sql<SqlBool>`lower(party.name) LIKE lower(${pattern}) ESCAPE '\\'`);
}

export type FindingRow = DB['finding'];
export type CaseRow = DB['case_file'];

/** Findings and cases within a scope; every query of this module about other people's records goes through here. */
export function enforcementRepository(read: Read, scope: Scope) {
  const findings = () => read.selectFrom('finding').selectAll('finding').where(inScope(scope)).where('finding.state', '!=', 'shadow');

  return {
    /** One row more than asked for. */
    leads: (filter: LeadFilter, by: LeadOrder, after: Cursor | null, limit: number): Promise<FindingRow[]> =>
      findings()
        .where(matching(filter))
        .$if(after !== null, (query) => query.where(beyond(by, after)))
        .orderBy(sortKeys[by.sort], by.order)
        .orderBy('finding.id', by.order)
        .limit(limit + 1)
        .execute(),
    counts: (filter: LeadFilter) =>
      read
        .selectFrom('finding')
        .select((eb) => ['finding.state', eb.fn.countAll<number>().as('count')])
        .where(inScope(scope))
        .where('finding.state', '!=', 'shadow')
        .where(matching(filter))
        .groupBy('finding.state')
        .execute(),
    finding: (publicId: string): Promise<FindingRow | undefined> => findings().where('finding.publicId', '=', publicId).executeTakeFirst(),
    findings: (publicIds: readonly string[]): Promise<FindingRow[]> =>
      findings()
        .where('finding.publicId', 'in', [...publicIds])
        .execute(),
    findingsOfCase: (file: CaseRow): Promise<FindingRow[]> =>
      read
        .selectFrom('finding')
        .selectAll()
        .where('partyId', '=', file.partyId)
        .where('caseId', '=', file.id)
        .orderBy('detectedAt')
        .orderBy('id')
        .execute(),
    /** Firms by a part of their name, a few. */
    partiesNamed: (text: string) => read.selectFrom('party').select('id').where('id', 'in', firmsNamed(text)).limit(200).execute(),
    case: async (publicId: string): Promise<CaseRow | undefined> =>
      (await casesOf(read, scope)).where('publicId', '=', publicId).executeTakeFirst(),
    cases: async (filter: { state?: CaseState | undefined }, after: Cursor | null, limit: number): Promise<CaseRow[]> => {
      let query = await casesOf(read, scope);
      if (filter.state !== undefined) query = query.where('case_file.state', '=', filter.state);
      if (after !== null) query = query.where(before('case_file.openedAt', 'case_file.id', after));
      return query
        .orderBy('case_file.openedAt', 'desc')
        .orderBy('case_file.id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    steps: (caseId: number): Promise<DB['case_step'][]> =>
      read.selectFrom('case_step').selectAll().where('caseId', '=', caseId).orderBy('n').execute(),
    /** Which case a lead is in; whoever may see the lead may know that much. */
    caseIds: (ids: readonly number[]) =>
      ids.length === 0
        ? Promise.resolve([])
        : read
            .selectFrom('case_file')
            .select(['id', 'publicId', 'state', 'dueOn'])
            .where('id', 'in', [...new Set(ids)])
            .execute(),
    /** Leads of a party whose case has ordered something by a day, the first day first. */
    ordered: (partyId: number) =>
      read
        .selectFrom('case_file')
        .innerJoin('finding', (join) =>
          join
            .onRef('finding.partyId', '=', 'case_file.partyId')
            .onRef('finding.caseId', '=', 'case_file.id')
            .on('finding.state', '=', 'in-case'),
        )
        .selectAll('finding')
        .where('case_file.partyId', '=', partyId)
        .where(inScope(scope))
        .where('case_file.state', '=', 'ordered')
        .orderBy('case_file.dueOn')
        .orderBy('finding.id')
        .limit(200)
        .execute(),
    /** What stands open for a party without a day set by an order, newest first. */
    undated: (partyId: number, after: Cursor | null, limit: number): Promise<FindingRow[]> =>
      read
        .selectFrom('finding')
        .leftJoin('case_file', 'case_file.id', 'finding.caseId')
        .selectAll('finding')
        .where('finding.partyId', '=', partyId)
        .where(inScope(scope))
        .where('finding.state', 'in', ['open', 'in-case'])
        .where((eb) => eb.or([eb('case_file.id', 'is', null), eb('case_file.state', '!=', 'ordered')]))
        .$if(after !== null, (query) => query.where(before('finding.detectedAt', 'finding.id', after)))
        .orderBy('finding.detectedAt', 'desc')
        .orderBy('finding.id', 'desc')
        .limit(limit + 1)
        .execute(),
  };
}

/** What each order goes by; a lead without a band stands with those of nothing. */
const sortKeys = {
  detectedAt: sql<number>`finding."detectedAt"`,
  fine: sql<number>`coalesce(finding."maxCents", 0)`,
  actOn: sql<string>`finding."actOn"`,
  party: sql<number>`finding."partyId"`,
} as const;

/** Where a lead stands in an order, as a cursor keeps it: days as the number YYYYMMDD. */
export function placeOf(row: FindingRow, { sort }: LeadOrder): Cursor {
  const at = {
    detectedAt: row.detectedAt,
    fine: row.maxCents ?? 0,
    actOn: Number(row.actOn.replaceAll('-', '')),
    party: row.partyId,
  }[sort];
  return { at, id: row.id };
}

function beyond({ sort, order }: LeadOrder, after: Cursor | null): Expression<SqlBool> {
  const { at, id } = after ?? { at: 0, id: 0 };
  const value = sort === 'actOn' ? String(at).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3') : at;
  return sql<SqlBool>`(${sortKeys[sort]}, finding.id) ${sql.raw(order === 'desc' ? '<' : '>')} (${value}, ${id})`;
}

export type EnforcementRepository = ReturnType<typeof enforcementRepository>;

/** A superior authority reads the cases of its department's offices below it. */
async function casesOf(read: Read, scope: Scope) {
  const query = read.selectFrom('case_file').selectAll('case_file');
  if (scope.kind === 'all') return query;
  if (scope.kind === 'none' || (scope.kind === 'party' && scope.siteIds)) return query.where(sql<SqlBool>`1 = 0`);
  if (scope.kind === 'party') return query.where('case_file.partyId', '=', scope.partyId);
  const { from, to } = regionRange(scope.authority.regionCode);
  const offices = await read
    .selectFrom('authority')
    .select('id')
    .where('department', '=', scope.authority.department)
    .where('regionCode', '>=', from)
    .where('regionCode', '<=', to)
    .execute();
  return query.where(
    onCase(
      'case_file.authorityId',
      'in',
      offices.map((office) => office.id),
    ),
  );
}

/** Earlier in a list ordered by (at, id), newest first. */
function before(at: string, id: string, after: Cursor | null): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(at)}, ${sql.ref(id)}) < (${after?.at ?? 0}, ${after?.id ?? 0})`;
}
