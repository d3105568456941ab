import { z } from '@hono/zod-openapi';
import { howToTell } from '../codes/scan.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { acknowledge } from '../trace/recall-answers.ts';
import { closeRecall } from '../trace/recall-closing.ts';
import { ownersOf } from '../trace/recall-owner.ts';
import { namedGoods } from '../trace/recall-reach.ts';
import { noRecall, publicRecall } from '../trace/recall-repository.ts';
import { type Affected, acknowledgementBody, closingBody, idParams } from '../trace/recall-schemas.ts';
import { holdPageRoutes } from './hold-routes.ts';
import { everybody, PAGE } from './page-route.ts';
import { announcementPage } from './recall-announcement-page.ts';
import { recallAnswerRoutes } from './recall-answer-routes.ts';
import { askingOf, bodyOf, enteredOf, taken, typed } from './recall-asking.ts';
import { type OneCall, showRecall } from './recall-one.ts';
import { recallOpenRoutes } from './recall-open-routes.ts';
import { recallPath } from './recall-paths.ts';
import { langQuery, languageFor, send } from './regulator-desk.ts';

const csrf = typed('Of the session', 'x');
const closingForm = z.object({ text: typed('The report', '应召回 80 袋，召回 62 袋……'), csrf });
const reachedForm = z.object({
  party: typed('The holder, by id', 'V1StGXR8Z5jdHi6B'),
  shipment: typed('A buyer without registration, by the shipment to it', 'V1StGXR8Z5jdHi6B'),
  reachedBy: typed('How', 'phone'),
  text: typed('What it said', '已下架'),
  show: typed('The part of the list it stands in', 'silent'),
  csrf,
});

/** The notice for the door of a shop, as page for whoever has its address: what it says is public. */
async function showAnnouncement(deps: Deps, call: Call<{ id: string }, { lang?: string | undefined }>): Promise<Reply> {
  const { read } = deps.store;
  const row = await publicRecall(read, call.params.id);
  if (!row) throw noRecall();
  const by = (await ownersOf(read, [row]))(row);
  const goods = await namedGoods(deps, row.id);
  const view = {
    level: row.level,
    by: by.name,
    reason: row.reason,
    howToTell: row.affected === null ? null : howToTell(JSON.parse(row.affected) as Affected),
    instructions: row.instructions,
    contact: row.contact,
    openedAt: formatInstant(row.openedAt),
    closedAt: row.closedAt === null ? null : formatInstant(row.closedAt),
    goods,
  };
  return send(200, announcementPage(view, languageFor(call, call.query.lang)));
}

/** Somebody was called: ticked off in the list, which stays where it was. */
function reachedFromPage(deps: Deps, call: OneCall<z.output<typeof reachedForm>>): Promise<Reply> {
  const { show = '', csrf: _, ...fields } = call.body;
  const written = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value.trim() !== ''));
  return taken(
    () => acknowledge(deps, { ...call, body: bodyOf(acknowledgementBody, written) }),
    `${recallPath(call.params.id)}?show=${encodeURIComponent(show)}#calls`,
    (refused) => showRecall(deps, { ...call, query: { ...call.query, show } }, refused),
    { form: 'reached', entered: enteredOf(call.body), locale: askingOf(call, call.query.lang).locale },
  );
}

function closeFromPage(deps: Deps, call: OneCall<z.output<typeof closingForm>>): Promise<Reply> {
  return taken(
    () => closeRecall(deps, { ...call, body: bodyOf(closingBody, { text: call.body.text }) }),
    recallPath(call.params.id),
    (refused) => showRecall(deps, call, refused),
    { form: 'closing', entered: enteredOf(call.body), locale: askingOf(call, call.query.lang).locale, fieldOf: () => 'closing' },
  );
}

/** Recalls and holds as pages: for authorities, for who recalls, and for holders. */
export function recallPageRoutes(deps: Deps): Route[] {
  return [...recallOpenRoutes(deps), ...consoleRoutes(deps), ...recallAnswerRoutes(deps), ...holdPageRoutes(deps)];
}

function consoleRoutes(deps: Deps): Route[] {
  const formReplies = { 303: { description: 'Done; to the recall' }, 403: PAGE, 409: PAGE, 422: PAGE };
  const form = { method: 'post', tag: 'pages', params: idParams, query: langQuery, bodyKind: 'form', replies: formReplies } as const;
  return [
    route({
      method: 'get',
      path: '/recalls/{id}',
      id: 'recallPage',
      tag: 'pages',
      summary: 'One recall as a page',
      description:
        'For who opened it and for authorities its console: the legal clock, whom it reached hop by hop, the call list, quantities and reports with their proofs, renewed while it is looked at. A holder finds the forms to answer, who opened it the one to close it.',
      access: everybody,
      params: idParams,
      query: langQuery.extend({
        show: typed('Part of the call list: silent, acknowledged, reported or all', 'silent'),
        cursor: paging.cursor,
        done: typed('Something was recorded', '1'),
      }),
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showRecall(deps, call),
    }),
    route({
      method: 'get',
      path: '/recalls/{id}/announcement',
      id: 'recallAnnouncement',
      tag: 'public',
      summary: 'The recall notice to print (召回公告)',
      description: 'One sheet for the door of a shop: what is recalled, how to tell, what to do. Public; a drill has none.',
      access: { who: ['public'] },
      params: idParams,
      query: langQuery,
      replies: { 200: PAGE, 404: { description: 'No such recall, or a drill' } },
      handle: (call) => showAnnouncement(deps, call),
    }),
    route({
      ...form,
      path: '/recalls/{id}/reached',
      id: 'reachedForm',
      summary: 'Tick off who was reached',
      description:
        'As POST /v1/recalls/{id}/acknowledgements with `party` or `shipment`: that somebody was reached is no answer of its own.',
      access: { who: ['party', 'authority'], right: 'custody' },
      body: reachedForm,
      handle: (call) => reachedFromPage(deps, call),
    }),
    route({
      ...form,
      path: '/recalls/{id}/closing',
      id: 'closeRecallForm',
      summary: 'Close from the page',
      description: 'As POST /v1/recalls/{id}/closing.',
      access: { who: ['party', 'authority'], right: 'batches', officer: true },
      body: closingForm,
      handle: (call) => closeFromPage(deps, call),
    }),
  ];
}
