import { sql } from 'kysely';
import { loadPartyFacts } from '../parties/facts.ts';
import type { Deps } from '../platform/deps.ts';
import { type Asking, filterOf, repositoryFor } from './lists.ts';
import { inScope, matching, NEWEST_FIRST, scopeOf } from './repository.ts';
import type { LeadQuery } from './schemas.ts';
import { leadViews, partyRef } from './views.ts';

export const firmSorts = ['open', 'due', 'fine'] as const;
export type FirmSort = (typeof firmSorts)[number];

/** Firms on a page, and leads shown under each. */
export const FIRMS_A_PAGE = 20;
const LEADS_SHOWN = 3;

const LIVE = sql`finding.state IN ('open','in-case')`;
const figures = {
  leads: sql<number>`sum(CASE WHEN ${LIVE} AND finding.weight = 'lead' THEN 1 ELSE 0 END)`,
  reminders: sql<number>`sum(CASE WHEN ${LIVE} AND finding.weight = 'reminder' THEN 1 ELSE 0 END)`,
  dueOn: sql<string | null>`min(case_file."dueOn")`,
  minCents: sql<number | null>`min(CASE WHEN ${LIVE} THEN finding."minCents" END)`,
  maxCents: sql<number | null>`max(CASE WHEN ${LIVE} THEN finding."maxCents" END)`,
};
const ORDER = {
  open: sql`${figures.leads} DESC, ${figures.reminders} DESC, finding."partyId"`,
  due: sql`coalesce(${figures.dueOn}, '9999') , ${figures.leads} DESC, finding."partyId"`,
  fine: sql`coalesce(${figures.maxCents}, 0) DESC, finding."partyId"`,
};

export type FirmQuery = Omit<LeadQuery, 'sort' | 'order' | 'cursor' | 'limit' | 'format'> & { sort?: FirmSort | undefined };

/**
 * Firms with leads or reminders under the filters, one line each: how many of either weight are open, the oldest day an order of correction
 * ends on, the span of the bands of what is open; and their newest leads. `page` counts from 1.
 * @throws {Problem} invalid-input for a party nobody knows
 */
export async function firmList(deps: Deps, asking: Asking, { sort = 'open', ...query }: FirmQuery, page: number) {
  const { read } = deps.store;
  const [repository, scope] = [await repositoryFor(deps, asking.caller), await scopeOf(read, asking.caller)];
  const filter = { ...(await filterOf(deps, repository, query)), weight: query.weight };
  const found = read
    .selectFrom('finding')
    .leftJoin('case_file', (join) =>
      join
        .onRef('case_file.id', '=', 'finding.caseId')
        .on('case_file.state', '=', 'ordered')
        .onRef('case_file.partyId', '=', 'finding.partyId'),
    )
    .where(inScope(scope))
    .where('finding.state', '!=', 'shadow')
    .where('finding.weight', 'in', ['lead', 'reminder'])
    .where(matching(filter));
  const [rows, counted] = await Promise.all([
    found
      .select(({ ref }) => [
        ref('finding.partyId').as('partyId'),
        figures.leads.as('leads'),
        figures.reminders.as('reminders'),
        figures.dueOn.as('dueOn'),
        figures.minCents.as('minCents'),
        figures.maxCents.as('maxCents'),
      ])
      .groupBy('finding.partyId')
      .orderBy(ORDER[sort])
      .offset((page - 1) * FIRMS_A_PAGE)
      .limit(FIRMS_A_PAGE + 1)
      .execute(),
    found.select(sql<number>`count(DISTINCT finding."partyId")`.as('firms')).executeTakeFirst(),
  ]);
  const shown = rows.slice(0, FIRMS_A_PAGE);
  const parties = await loadPartyFacts(
    read,
    shown.map((row) => row.partyId),
  );
  const leads = await Promise.all(
    shown.map((row) => repository.leads({ ...filter, partyIds: [row.partyId] }, NEWEST_FIRST, null, LEADS_SHOWN - 1)),
  );
  const views = await leadViews(read, repository, leads.flat(), asking.locale);
  const byState = await repository.counts({ ...filter, state: undefined });
  return {
    firms: Number(counted?.firms ?? 0),
    hasMore: rows.length > FIRMS_A_PAGE,
    byState: Object.fromEntries(byState.map((row) => [row.state, Number(row.count)])),
    items: shown.map((row) => {
      const party = partyRef(parties.get(row.partyId));
      return {
        party,
        leads: Number(row.leads),
        reminders: Number(row.reminders),
        dueOn: row.dueOn,
        minCents: row.minCents === null ? null : Number(row.minCents),
        maxCents: row.maxCents === null ? null : Number(row.maxCents),
        newest: views.filter((view) => view.party.id === party.id),
      };
    }),
  };
}

export type FirmLine = Awaited<ReturnType<typeof firmList>>['items'][number];
