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
const FIRMS_A_PAGE = 20;
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
 * Firms with leads or reminders under the filters: how many there are, and of a part of them in the order asked how many of either weight are
 * open, the oldest day an order of correction ends on, and the span of the bands of what is open.
 * @throws {Problem} invalid-input for a party nobody knows
 */
export async function firmFigures(
  deps: Deps,
  asking: Asking,
  { sort = 'open', ...query }: FirmQuery,
  part: { offset: number; limit: number },
) {
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
      .offset(part.offset)
      .limit(part.limit + 1)
      .execute(),
    found.select(sql<number>`count(DISTINCT finding."partyId")`.as('firms')).executeTakeFirst(),
  ]);
  const shown = rows.slice(0, part.limit);
  const parties = await loadPartyFacts(
    read,
    shown.map((row) => row.partyId),
  );
  return {
    filter,
    repository,
    firms: Number(counted?.firms ?? 0),
    hasMore: rows.length > part.limit,
    items: shown.map((row) => ({
      partyId: row.partyId,
      party: partyRef(parties.get(row.partyId)),
      leads: Number(row.leads),
      reminders: Number(row.reminders),
      dueOn: row.dueOn,
      minCents: row.minCents === null ? null : Number(row.minCents),
      maxCents: row.maxCents === null ? null : Number(row.maxCents),
    })),
  };
}

/**
 * A page of {@link firmFigures}, each firm with its newest leads, and how many there are by state. `page` counts from 1.
 * @throws {Problem} invalid-input for a party nobody knows
 */
export async function firmList(deps: Deps, asking: Asking, query: FirmQuery, page: number) {
  const part = { offset: (page - 1) * FIRMS_A_PAGE, limit: FIRMS_A_PAGE };
  const { filter, repository, firms, hasMore, items } = await firmFigures(deps, asking, query, part);
  const leads = await Promise.all(
    items.map(({ partyId }) => repository.leads({ ...filter, partyIds: [partyId] }, NEWEST_FIRST, null, LEADS_SHOWN - 1)),
  );
  const views = await leadViews(deps.store.read, repository, leads.flat(), asking.locale);
  const byState = await repository.counts({ ...filter, state: undefined });
  return {
    firms,
    hasMore,
    byState: Object.fromEntries(byState.map((row) => [row.state, Number(row.count)])),
    items: items.map(({ partyId: _, ...firm }) => ({ ...firm, newest: views.filter((view) => view.party.id === firm.party.id) })),
  };
}

export type FirmLine = Awaited<ReturnType<typeof firmList>>['items'][number];
