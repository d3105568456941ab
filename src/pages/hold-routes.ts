import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { holdList, liftHold, placeHold } from '../trace/holds.ts';
import { holdBody, idParams, liftBody } from '../trace/recall-schemas.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { holdsPage } from './holds-page.ts';
import { everybody, PAGE } from './page-route.ts';
import { askingOf, bodyOf, enteredOf, mayRecall, type RefusedForm, signInFirst, taken, typed } from './recall-asking.ts';
import { HOLDS_PATH } from './recall-paths.ts';
import { langQuery, languageFor, send } from './regulator-desk.ts';
import { tableAsCsv } from './table-csv.ts';
import { AUDIT_TEXT } from './text-audit.ts';
import { HOLD_TEXT } from './text-hold.ts';

const csrf = typed('Of the session', 'x');
const query = langQuery.extend({
  batch: typed('Batch to begin the form with', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  state: typed('all: lifted ones too', 'all'),
  cursor: paging.cursor,
});
const placeForm = z.object({
  traceCodes: typed('Trace codes, one a line', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  reason: typed('Why', '抽样结果待复核'),
  note: typed('How to tell', '喷码时间 02:00 至 06:00 的袋装'),
  once: typed('Key of this filling in', 'V1StGXR8Z5jdHi6B'),
  csrf,
});
const liftForm = z.object({ reason: typed('Why it is lifted', '复检合格'), csrf });

interface Query {
  lang?: string | undefined;
  batch?: string | undefined;
  state?: string | undefined;
  cursor?: string | undefined;
}

const stateOf = ({ state }: Query) => (state === 'all' ? 'all' : 'open');

async function showHolds(deps: Deps, call: Call<unknown, Query>, refused?: RefusedForm): Promise<Reply> {
  const { caller } = call;
  if (caller.kind === 'anonymous') return signInFirst(call);
  const asking = askingOf(call, call.query.lang);
  const list =
    caller.kind === 'admin'
      ? { items: [], next: null }
      : await holdList(deps, caller, { cursor: call.query.cursor, state: stateOf(call.query) });
  const own = caller.kind === 'party' ? caller.party.publicId : caller.kind === 'authority' ? caller.authority.publicId : '';
  const mayPlace = mayRecall(caller);
  const items = list.items.map(({ batches, ...hold }) => ({
    ...hold,
    goods: batches.map(({ traceCode, product, batchNumber }) => ({ traceCode, name: product.name, batchNumber })),
    mayLift: mayPlace && hold.by.id === own,
  }));
  const view = {
    ...asking,
    items,
    next: list.next,
    isAll: stateOf(call.query) === 'all',
    mayPlace,
    batch: call.query.batch ?? '',
    refused,
    once: newFormKey(deps.random),
  };
  return send(refused?.status ?? 200, holdsPage(view, asking.language));
}

/** A file holds so many; who has more asks GET /v1/holds. */
const MOST_IN_FILE = 2_000;

export async function holdsCsv(
  deps: Deps,
  call: Pick<Call<unknown, Query>, 'caller' | 'now' | 'locale' | 'query'>,
  most = MOST_IN_FILE,
): Promise<Response> {
  const language = languageFor(call, call.query.lang);
  const t = HOLD_TEXT[language];
  let isCut = true;
  const items: Awaited<ReturnType<typeof holdList>>['items'] = [];
  for (let cursor: string | undefined; isCut && items.length < most; ) {
    const limit = Math.min(200, most - items.length);
    const page = await holdList(deps, call.caller, { cursor, state: stateOf(call.query), limit });
    items.push(...page.items);
    isCut = page.next !== null;
    cursor = page.next ?? undefined;
  }
  const rows = items.map(({ id, batches, reason, by, at, liftedAt, liftReason }) => [
    id,
    batches.map(({ traceCode }) => traceCode).join(' '),
    [...new Set(batches.map(({ product }) => product.name))].join('、'),
    reason,
    by.name,
    at,
    liftedAt,
    liftReason,
  ]);
  return tableAsCsv('holds', call.now, {
    title: [t.title],
    filter: [`state=${stateOf(call.query)}`],
    cut: isCut ? AUDIT_TEXT[language].cut(most) : undefined,
    heads: t.heads,
    rows,
  });
}

function placeFromPage(deps: Deps, call: Call<unknown, Query, z.output<typeof placeForm>>): Promise<Reply> {
  const { traceCodes = '', reason, note } = call.body;
  const fieldOf = (pointer: string) => (pointer.startsWith('/affected') ? 'note' : pointer.split('/')[1]);
  const body = () =>
    bodyOf(holdBody, {
      reason,
      traceCodes: traceCodes.split(/\s+/).filter((code) => code !== ''),
      ...(note === undefined || note.trim() === '' ? {} : { affected: { note } }),
    });
  return taken(
    async () => {
      const said = body();
      await onceByForm(deps, call, call.body.once, said, (claim) => placeHold(deps, { ...call, claim, body: said }));
    },
    HOLDS_PATH,
    (refused) => showHolds(deps, call, refused),
    { form: 'hold', entered: enteredOf(call.body), locale: askingOf(call, call.query.lang).locale, fieldOf },
  );
}

function liftFromPage(deps: Deps, call: Call<{ id: string }, Query, z.output<typeof liftForm>>): Promise<Reply> {
  const form = `lift-${call.params.id}`;
  return taken(
    async () => liftHold(deps, { ...call, body: bodyOf(liftBody, { reason: call.body.reason }) }),
    HOLDS_PATH,
    (refused) => showHolds(deps, call, refused),
    { form, entered: enteredOf(call.body), locale: askingOf(call, call.query.lang).locale, fieldOf: () => form },
  );
}

/** Holds (暂停销售) as a page, for officers and for firms. */
export function holdPageRoutes(deps: Deps): Route[] {
  const recorders = { who: ['party', 'authority'], right: 'batches', officer: true } as const;
  const replies = { 303: { description: 'Done; to the page' }, 403: PAGE, 409: PAGE, 422: PAGE };
  const form = { method: 'post', tag: 'pages', query: langQuery, bodyKind: 'form', access: recorders, replies } as const;
  return [
    route({
      method: 'get',
      path: HOLDS_PATH,
      id: 'holdsPage',
      tag: 'pages',
      summary: 'Goods whose sale is on hold',
      description: 'As GET /v1/holds, with the form to hold goods and to lift a hold.',
      access: everybody,
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showHolds(deps, call),
    }),
    route({
      method: 'get',
      path: `${HOLDS_PATH}.csv`,
      id: 'holdsCsv',
      tag: 'pages',
      summary: 'Holds as a file',
      description: 'The list of the page, newest first, with the filter in it.',
      access: { who: ['party', 'authority'] },
      query,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => holdsCsv(deps, call),
    }),
    route({
      ...form,
      path: HOLDS_PATH,
      id: 'placeHoldForm',
      summary: 'Hold goods from the page',
      description: 'As POST /v1/holds, once however often it is sent; a refusal comes back on the page with what was typed.',
      body: placeForm,
      handle: (call) => placeFromPage(deps, call),
    }),
    route({
      ...form,
      path: `${HOLDS_PATH}/{id}/lifting`,
      id: 'liftHoldForm',
      summary: 'Lift a hold from the page of holds',
      description: 'As POST /v1/holds/{id}/lifting.',
      params: idParams,
      body: liftForm,
      handle: (call) => liftFromPage(deps, call),
    }),
  ];
}
