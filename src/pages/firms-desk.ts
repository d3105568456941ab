import { z } from '@hono/zod-openapi';
import { yuan } from '../enforcement/csv.ts';
import { filterCells } from '../enforcement/csv-leads.ts';
import { firmFigures, firmList, firmSorts } from '../enforcement/firms.ts';
import { leadQuery } from '../enforcement/schemas.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { type FirmsView, firmsPage } from './firms-page.ts';
import { deskReading } from './page-route.ts';
import { askedIn, elsewhere, givenFilters, type ListCall, listQuery, send } from './regulator-desk.ts';
import { FIRMS_PATH } from './regulator-nav.ts';
import { deskName, leadItem, regionChoices } from './regulator-views.ts';
import { tableAsCsv } from './table-csv.ts';
import { FIRMS_TEXT } from './text-firms.ts';

const firmQuery = leadQuery.omit({ sort: true, order: true, cursor: true, limit: true, format: true }).extend({
  sort: z.enum(firmSorts).optional(),
});

async function showFirms(deps: Deps, call: ListCall): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const { given, filters } = givenFilters(call.query);
  const page = /^[1-9]\d{0,3}$/.test(call.query.page ?? '1') ? Number(call.query.page ?? 1) : 1;
  const view: FirmsView = {
    authority: { name: deskName(call.caller, locale) },
    filters,
    regions: regionChoices(call.caller),
    today: civilDateOf(call.now),
    counts: { total: 0, byState: {} },
    firms: 0,
    items: [],
    page,
    hasMore: false,
  };
  const query = firmQuery.safeParse(given);
  if (!query.success) return send(422, firmsPage(view, language));
  try {
    const found = await firmList(deps, { caller: call.caller, now: call.now, locale }, query.data, page);
    const items = found.items.map((item) => ({ ...item, newest: item.newest.map((lead) => leadItem(lead, locale)) }));
    return send(200, firmsPage({ ...view, ...found, items, counts: { total: found.firms, byState: found.byState } }, language));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return send(422, firmsPage(view, language));
  }
}

/** Firms one file holds at most. */
const MOST_IN_FILE = 5_000;

/** The firms of a list as a file; one that does not hold all of them says so. */
export async function firmsAsCsv(
  deps: Deps,
  call: Pick<ListCall, 'caller' | 'now' | 'locale' | 'query'>,
  most = MOST_IN_FILE,
): Promise<Response> {
  const { caller, now } = call;
  const { language, locale } = askedIn(call);
  const t = FIRMS_TEXT[language];
  const { given } = givenFilters(call.query);
  const read = firmQuery.safeParse(given);
  if (!read.success) throw invalidInput(zodProblems(read.error.issues, given, '/query'));
  const { items, firms, hasMore } = await firmFigures(deps, { caller, now, locale }, read.data, { offset: 0, limit: most });
  return tableAsCsv('firms', now, {
    title: [t.title],
    filter: filterCells(read.data, t.none),
    cut: hasMore ? t.firmsCut(most, firms) : undefined,
    heads: [t.firm, 'uscc', t.leads, t.reminders, t.due, t.bandFrom, t.bandTo],
    rows: items.map(({ party, leads, reminders, dueOn, minCents, maxCents }) => [
      party.name,
      party.uscc,
      leads,
      reminders,
      dueOn,
      yuan(minCents),
      yuan(maxCents),
    ]),
  });
}

/** Firms with their leads, as a page and as a file. */
export function firmsPageRoutes(deps: Deps): Route[] {
  return [
    route({
      ...deskReading,
      path: FIRMS_PATH,
      id: 'regulatorPage',
      summary: 'Firms with their leads',
      description:
        'A line a firm under the filters of the address: counts by weight, the nearest deadline of an order, the band, its newest leads.',
      query: listQuery,
      handle: (call) => showFirms(deps, call),
    }),
    route({
      method: 'get',
      path: `${FIRMS_PATH}/firms.csv`,
      id: 'firmsCsv',
      tag: 'pages',
      summary: 'Firms with their leads, as a file',
      description: 'The same firms under the same filters and order, a line each.',
      access: { who: ['authority', 'admin'] },
      query: listQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' }, 422: { description: 'A filter is wrong' } },
      handle: (call) => firmsAsCsv(deps, call),
    }),
  ];
}
