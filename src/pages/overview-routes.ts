import { z } from '@hono/zod-openapi';
import { confirmationsAsCsv, statistics } from '../enforcement/statistics.ts';
import { addYears, civilDateOf, parseCivilDate } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { civilDate } from '../platform/fields.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { recallList, recallNow } from '../trace/recall-progress.ts';
import { overviewPage } from './overview-page.ts';
import { deskReading } from './page-route.ts';
import { askedIn, elsewhere, langQuery, languageFor, send } from './regulator-desk.ts';
import { OVERVIEW_PATH } from './regulator-nav.ts';
import { deskName } from './regulator-views.ts';
import { tableAsCsv } from './table-csv.ts';
import { localeOf } from './text.ts';
import { OVERVIEW_TEXT } from './text-overview.ts';

const typedDay = (description: string) => z.string().max(40).optional().openapi({ description, example: '2026-11-01' });
const query = langQuery.extend({ since: typedDay('First day; a year back without it'), until: typedDay('Last day; today without it') });
const MOST_YEARS = 10;
const RECALLS_SHOWN = 20;

/** The period of the address; null where it makes none. */
function periodOf(asked: { since?: string | undefined; until?: string | undefined }, now: number): { since: string; until: string } | null {
  const until = asked.until ? parseCivilDate(asked.until) : civilDateOf(now);
  if (until === null) return null;
  const since = asked.since ? parseCivilDate(asked.since) : addYears(until, -1);
  return since !== null && since <= until && since >= addYears(until, -MOST_YEARS) ? { since, until } : null;
}

async function showOverview(deps: Deps, call: Call<unknown, z.output<typeof query>>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const asking = { caller: call.caller, now: call.now, locale } as const;
  const asked = periodOf(call.query, call.now);
  const today = civilDateOf(call.now);
  const period = asked ?? { since: addYears(today, -1), until: today };
  const [months, rules, regions, recalls] = await Promise.all([
    statistics(deps, asking, { by: 'month', ...period }),
    statistics(deps, asking, { by: 'rule', ...period }),
    statistics(deps, asking, { by: 'region', ...period }),
    openRecalls(deps, asking),
  ]);
  const view = {
    who: deskName(call.caller, locale),
    ...period,
    wrong: asked === null,
    total: months.total,
    corrected: months.items.reduce((sum, item) => sum + (item.byState.corrected ?? 0), 0),
    toCorrectHours: months.timeToCorrect?.medianHours ?? null,
    toConfirmHours: months.timeToConfirm?.medianHours ?? null,
    months: months.items,
    rules: rules.items,
    regions: regions.items,
    confirmations: months.confirmations,
    recalls,
  };
  return send(asked === null ? 422 : 200, overviewPage(view, language));
}

async function openRecalls(deps: Deps, asking: Parameters<typeof recallNow>[1]) {
  const { items } = await recallList(deps, asking.caller, { state: 'open', limit: RECALLS_SHOWN });
  return Promise.all(
    items.map(async (item) => {
      const now = await recallNow(deps, asking, item.id);
      const byState = 'byState' in now ? now.byState : {};
      return {
        id: item.id,
        name: [...new Set(item.batches.map((batch) => batch.product.name))].join('、'),
        level: item.level,
        holders: Object.values(byState).reduce((sum, count) => sum + count, 0),
        answered: (byState.acknowledged ?? 0) + (byState.reported ?? 0),
        completeBy: item.completeBy,
      };
    }),
  );
}

async function recallsAsCsv(deps: Deps, call: Call<unknown, z.output<typeof langQuery>>): Promise<Response> {
  const language = languageFor(call, call.query.lang);
  const t = OVERVIEW_TEXT[language];
  const items = await openRecalls(deps, { caller: call.caller, now: call.now, locale: localeOf(language) });
  return tableAsCsv('recalls', call.now, {
    title: [t.recalls],
    heads: ['id', t.recall, t.levelHead, t.answered, t.holders, t.completeBy],
    rows: items.map((one) => [one.id, one.name, one.level, one.answered, one.holders, one.completeBy]),
  });
}

/** What happened in a period, in pictures and tables. */
export function overviewRoutes(deps: Deps): Route[] {
  return [
    route({
      ...deskReading,
      path: OVERVIEW_PATH,
      id: 'overviewPage',
      summary: 'Overview with charts',
      description:
        'GET /v1/statistics by month, rule and region, deliveries confirmed and open recalls, each as a picture with its table and file; and what officers made of the leads of each rule.',
      query,
      handle: (call) => showOverview(deps, call),
    }),
    route({
      method: 'get',
      path: `${OVERVIEW_PATH}/confirmations.csv`,
      id: 'confirmationsCsv',
      tag: 'pages',
      summary: 'Deliveries confirmed by month, as a file',
      description: 'The same numbers as `confirmations` of GET /v1/statistics.',
      access: { who: ['authority', 'admin'] },
      query: z.strictObject({
        since: civilDate('First day; a year back when left out').optional(),
        until: civilDate('Last day; today when left out', '2026-11-30').optional(),
      }),
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => confirmationsAsCsv(deps, call, call.query),
    }),
    route({
      method: 'get',
      path: `${OVERVIEW_PATH}/recalls.csv`,
      id: 'openRecallsCsv',
      tag: 'pages',
      summary: 'Progress of open recalls, as a file',
      description: 'The recalls of the overview: holders, and how many of them have answered.',
      access: { who: ['authority', 'admin'] },
      query: langQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => recallsAsCsv(deps, call),
    }),
  ];
}
