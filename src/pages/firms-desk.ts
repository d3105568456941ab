import { z } from '@hono/zod-openapi';
import { authorityOf } from '../enforcement/calling.ts';
import { bulkReminder } from '../enforcement/case-bulk.ts';
import { bulkReminderBody } from '../enforcement/case-schemas.ts';
import { firmList, firmSorts } from '../enforcement/firms.ts';
import { limitsDue } from '../enforcement/limits.ts';
import { leadQuery } from '../enforcement/schemas.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { type FirmsView, firmsPage } from './firms-page.ts';
import { limitsPage } from './limits-page.ts';
import { elsewhere, givenFilters, type ListCall, langQuery, languageFor, listQuery, seeOther, send, showList } from './regulator-desk.ts';
import { FIRMS_PATH, LIMITS_PATH, VIOLATIONS_PATH } from './regulator-nav.ts';
import { deskName, leadItem, regionChoices } from './regulator-views.ts';
import { DESK_TEXT } from './text-desk.ts';

const firmQuery = leadQuery.omit({ sort: true, order: true, cursor: true, limit: true, format: true }).extend({
  sort: z.enum(firmSorts).optional(),
});

async function showFirms(deps: Deps, call: ListCall): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const language = languageFor(call, call.query.lang);
  const locale = language === 'en' ? 'en' : 'zh';
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

const reminderForm = z.object({
  id: z
    .union([z.string().max(40), z.array(z.string().max(40)).max(200)])
    .optional()
    .openapi({ description: 'Leads or reminders that were ticked', example: 'vLt8Kd2rYb7xQ3mA' }),
  text: z.string().max(2_000).optional().openapi({ description: 'The reminder', example: '请及时接收确认' }),
  back: z.string().max(2_000).optional().openapi({ description: 'Filters of the list it was sent from', example: 'state=open' }),
  csrf: z.string().max(200).optional().openapi({ description: 'Of the session', example: 'x' }),
});

/** One reminder a firm; what cannot be reminded of any more is left out, and the list says how many firms were. */
async function remind(deps: Deps, call: Call<unknown, { lang?: string | undefined }, z.output<typeof reminderForm>>): Promise<Reply> {
  const caller = authorityOf(call.caller);
  const { id, text, back = '' } = call.body;
  const ids = id === undefined ? [] : [id].flat();
  const filters = new URLSearchParams(back);
  const language = languageFor(call, call.query.lang);
  const body = bulkReminderBody.safeParse({ violationIds: ids, ...(text === undefined ? {} : { text }) });
  if (!body.success || ids.length === 0) {
    const query = { ...listQuery.parse(Object.fromEntries(filters)), lang: call.query.lang };
    const error = DESK_TEXT[language].remindNone;
    return showList(deps, { ...call, query }, { error, entered: { ids, text: text ?? '' } });
  }
  const { body: made } = await bulkReminder(deps, { ...call, body: body.data }, caller);
  const { items } = JSON.parse(String(made)) as { items: { status: number }[] };
  filters.set('reminded', String(items.filter((item) => item.status === 201).length));
  return seeOther(`${VIOLATIONS_PATH}?${filters}`);
}

async function showLimits(deps: Deps, call: Call<unknown, z.output<typeof langQuery>>): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const language = languageFor(call, call.query.lang);
  const locale = language === 'en' ? 'en' : 'zh';
  const items = await limitsDue(deps, { caller: call.caller, now: call.now, locale });
  return send(200, limitsPage({ who: deskName(call.caller, locale), items }, language));
}

/** Firms, reminders to several, and the limits that run. */
export function firmsPageRoutes(deps: Deps): Route[] {
  const html = (description: string) => ({ description, mediaType: 'text/html' });
  const replies = { 200: html('The page'), 303: { description: 'To sign-in, or to the page of a party' }, 422: html('A filter is wrong') };
  const common = { tag: 'pages', access: { who: ['public', 'admin', 'authority', 'party'], pending: true }, replies } as const;
  return [
    route({
      ...common,
      method: 'get',
      path: FIRMS_PATH,
      id: 'regulatorPage',
      summary: 'Firms with their leads',
      description:
        'A line a firm under the filters of the address: counts by weight, the nearest deadline of an order, the band, its newest leads.',
      query: listQuery,
      handle: (call) => showFirms(deps, call),
    }),
    route({
      ...common,
      method: 'get',
      path: LIMITS_PATH,
      id: 'limitsPage',
      summary: 'Orders and limits due',
      description: 'The days that count in the open cases of the caller’s scope, the nearest first.',
      query: langQuery,
      handle: (call) => showLimits(deps, call),
    }),
    route({
      method: 'post',
      path: `${VIOLATIONS_PATH}/reminders`,
      id: 'remindSeveralFromPage',
      tag: 'pages',
      summary: 'Remind several firms from the page',
      description: 'As POST /v1/reminders/bulk, of what was ticked.',
      access: { who: ['authority'] },
      query: langQuery,
      body: reminderForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Done; back to the list' }, 422: html('Nothing was ticked; the page says so') },
      handle: (call) => remind(deps, call),
    }),
  ];
}
