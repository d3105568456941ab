import type { z } from '@hono/zod-openapi';
import { oneLead } from '../enforcement/lists.ts';
import { leadParams } from '../enforcement/schemas.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { factsAsCsv } from './facts-csv.ts';
import { deskReading, everybodyWaiting, html } from './page-route.ts';
import { partyHomePage } from './party-home-page.ts';
import { partyHomeView } from './party-home-view.ts';
import {
  askedIn,
  correctionForm,
  correctionOnLead,
  dismissalForm,
  dismissalOnLead,
  langQuery,
  languageFor,
  listQuery,
  openingForm,
  openingOnLead,
  orderForm,
  orderOnLead,
  seeOther,
  send,
  showLead,
  showList,
} from './regulator-desk.ts';
import { VIOLATIONS_PATH } from './violations-page.ts';

const inspectors = { who: ['authority'] } as const;
const officers = { who: ['authority'], officer: true } as const;

const homeQuery = langQuery.extend({ cursor: paging.cursor });

/** Where people come after sign-in: an authority to its leads, a party to its own page. */
async function showHome(deps: Deps, call: Call<unknown, z.output<typeof homeQuery>>): Promise<Reply> {
  const { caller } = call;
  if (caller.kind === 'admin' && caller.role === 'audit') return seeOther('/audit');
  if (caller.kind === 'authority' || caller.kind === 'admin') return seeOther('/regulator');
  if (caller.kind !== 'party') return seeOther('/sign-in');
  const language = languageFor(call, call.query.lang);
  return send(200, partyHomePage(await partyHomeView(deps, caller, call.now, language, call.query.cursor), language));
}

/** The desk of an authority, and where everybody comes after sign-in. */
export function regulatorPageRoutes(deps: Deps): Route[] {
  const stepReplies = {
    303: { description: 'Done; back to the lead' },
    409: html('Not the next step'),
    422: html('A field is wrong; the page says which'),
  };
  const list = (path: string, id: string) =>
    route({
      ...deskReading,
      path,
      id,
      summary: 'Leads as a page',
      description: 'The same leads as GET /v1/violations under the same filters, which stand in the address.',
      query: listQuery,
      handle: (call) => showList(deps, call),
    });
  const step = {
    method: 'post',
    tag: 'pages',
    access: officers,
    params: leadParams,
    query: langQuery,
    bodyKind: 'form',
    replies: stepReplies,
  } as const;
  return [
    list(VIOLATIONS_PATH, 'leadsPage'),
    route({
      ...deskReading,
      path: `${VIOLATIONS_PATH}/{id}`,
      id: 'leadPage',
      summary: 'One lead as a page',
      description: 'Facts with who entered them, articles, band, and the steps open to this officer.',
      params: leadParams,
      query: langQuery,
      handle: (call) => showLead(deps, call),
    }),
    route({
      method: 'get',
      path: `${VIOLATIONS_PATH}/{id}/facts.csv`,
      id: 'leadFactsCsv',
      tag: 'pages',
      summary: 'The facts of a lead as a file',
      description: 'A line a fact: what was recorded, what was expected, and who entered it.',
      access: { who: ['authority', 'admin'] },
      params: leadParams,
      query: langQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: async (call) => {
        const locale = askedIn(call).locale;
        const lead = await oneLead(deps, { caller: call.caller, now: call.now, locale }, call.params.id);
        return factsAsCsv(deps, call.now, { name: `lead-${lead.id}`, title: [lead.id, lead.party.name], leads: [lead] }, locale);
      },
    }),
    route({
      ...step,
      path: `${VIOLATIONS_PATH}/{id}/case`,
      id: 'openingOnLead',
      summary: 'Open a case from the page of a lead',
      description: 'As POST /v1/cases with this lead and two officers; where the law asks for no order before the fine.',
      body: openingForm,
      handle: (call) => openingOnLead(deps, call),
    }),
    route({
      ...step,
      path: `${VIOLATIONS_PATH}/{id}/order`,
      id: 'orderOnLead',
      summary: 'Order correction from the page',
      description: 'Opens the case with its two officers where there is none yet, and orders correction, in one step.',
      body: orderForm,
      handle: (call) => orderOnLead(deps, call),
    }),
    route({
      ...step,
      path: `${VIOLATIONS_PATH}/{id}/correction`,
      access: inspectors,
      id: 'correctionOnLead',
      summary: 'Record compliance from the page',
      description: 'As POST /v1/cases/{id}/correction, seen today.',
      body: correctionForm,
      handle: (call) => correctionOnLead(deps, call),
    }),
    route({
      ...step,
      path: `${VIOLATIONS_PATH}/{id}/dismissal`,
      id: 'dismissalOnLead',
      summary: 'Dismiss a lead from the page',
      description: 'As POST /v1/violations/{id}/dismissal.',
      body: dismissalForm,
      handle: (call) => dismissalOnLead(deps, call),
    }),
    route({
      ...deskReading,
      path: '/home',
      id: 'homePage',
      summary: 'Where people come after sign-in',
      description: 'An authority is sent to its leads; a party sees deliveries to confirm, what stands open and its latest batches.',
      access: { ...everybodyWaiting, who: [...everybodyWaiting.who, 'audit'] },
      query: homeQuery,
      handle: (call) => showHome(deps, call),
    }),
  ];
}
