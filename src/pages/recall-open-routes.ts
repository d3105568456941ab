import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { openRecall } from '../trace/recall-open.ts';
import { recallReach } from '../trace/recall-preview.ts';
import { recallList } from '../trace/recall-progress.ts';
import { recallBody } from '../trace/recall-schemas.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { everybody, PAGE } from './page-route.ts';
import { askingOf, bodyOf, enteredOf, errorsOf, mayRecall, signInFirst, typed } from './recall-asking.ts';
import { type NewRecallView, newRecallPage } from './recall-new-page.ts';
import { recallsPage } from './recall-page.ts';
import { NEW_RECALL_PATH, RECALLS_PATH, recallPath } from './recall-paths.ts';
import { langQuery, seeOther, send } from './regulator-desk.ts';
import { tableAsCsv } from './table-csv.ts';
import { AUDIT_TEXT } from './text-audit.ts';
import { RECALL_TEXT } from './text-recall.ts';

const openForm = z.object({
  traceCodes: typed('Trace codes, one a line', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  level: typed('1, 2 or 3', '1'),
  reason: typed('Why; public', '检出不应含有的药物成分'),
  instructions: typed('What holders do', '下架封存'),
  contact: typed('Whom a consumer may call', '客服 0571-0000-0000'),
  note: typed('How to tell', '喷码时间 02:00 至 06:00 的袋装'),
  drill: typed('A drill', '1'),
  step: typed('preview: only show whom it reaches', 'preview'),
  once: typed('Key of this filling in', 'V1StGXR8Z5jdHi6B'),
  csrf: typed('Of the session', 'x'),
});
const newQuery = langQuery.extend({
  batch: typed('Batch to begin with', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  drill: typed('A drill', 'yes'),
});

type Query = { lang?: string | undefined; cursor?: string | undefined };
type OpenCall = Call<unknown, Query, z.output<typeof openForm>>;

/** Recalls of who is signed in. */
async function showRecalls(deps: Deps, call: Call<unknown, Query>): Promise<Reply> {
  const { caller } = call;
  if (caller.kind === 'anonymous') return signInFirst(call);
  const asking = askingOf(call, call.query.lang);
  const list = await recallList(deps, caller, { cursor: call.query.cursor });
  return send(200, recallsPage({ ...list, ...asking, mayOpen: mayRecall(caller) }, asking.language));
}

/** A list as a file holds so many; who has more recalls than that asks GET /v1/recalls. */
const MOST_IN_FILE = 2_000;

async function recallsCsv(deps: Deps, call: Call<unknown, Query>): Promise<Response> {
  const { language } = askingOf(call, call.query.lang);
  const t = RECALL_TEXT[language];
  const items: Awaited<ReturnType<typeof recallList>>['items'] = [];
  let isCut = true;
  for (let cursor: string | undefined; isCut && items.length < MOST_IN_FILE; ) {
    const page = await recallList(deps, call.caller, { cursor, limit: 200 });
    items.push(...page.items);
    isCut = page.next !== null;
    cursor = page.next ?? undefined;
  }
  const rows = items.map((item) => [
    item.id,
    t.level(item.level),
    item.drill ? t.drill : null,
    [...new Set(item.batches.map((batch) => batch.product.name))].join('、'),
    item.batches.map((batch) => batch.traceCode).join(' '),
    item.by.name,
    item.reason,
    item.openedAt,
    item.completeBy,
    item.closedAt,
    t.states[item.state] ?? item.state,
  ]);
  return tableAsCsv('recalls', call.now, {
    title: [t.title],
    cut: isCut ? AUDIT_TEXT[language].cut(MOST_IN_FILE) : undefined,
    heads: t.fileHeads,
    rows,
  });
}

/** The body of POST /v1/recalls that a form says. @throws {Problem} invalid-input */
function recallOf({ traceCodes = '', level, note, drill, csrf: _, step: _step, once: _once, ...rest }: z.output<typeof openForm>) {
  const written = Object.fromEntries(Object.entries(rest).filter(([, value]) => value?.trim() !== ''));
  return bodyOf(recallBody, {
    ...written,
    level: Number(level),
    traceCodes: traceCodes.split(/\s+/).filter((code) => code !== ''),
    ...(note === undefined || note.trim() === '' ? {} : { affected: { note } }),
    drill: drill !== undefined,
  });
}

/** The form of a recall, empty or begun from a batch. */
async function showNew(deps: Deps, call: Call<unknown, z.output<typeof newQuery>>): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { batch, drill, lang } = call.query;
  return newPage(deps, call, lang, { entered: { ...(batch ? { traceCodes: batch } : {}), ...(drill ? { drill: '1' } : {}) }, errors: [] });
}

function newPage(
  deps: Deps,
  call: Call,
  lang: string | undefined,
  view: Pick<NewRecallView, 'entered' | 'errors' | 'reach'>,
  status = 200,
): Reply {
  const { language, ...asking } = askingOf(call, lang);
  return send(status, newRecallPage({ ...asking, ...view, once: newFormKey(deps.random) }, language));
}

/** First whom it reaches, then, on the second button, the recall itself. */
async function openFromPage(deps: Deps, call: OpenCall): Promise<Reply> {
  const { lang } = call.query;
  const { locale } = askingOf(call, lang);
  const entered = enteredOf(call.body);
  try {
    const body = recallOf(call.body);
    if (call.body.step === 'preview')
      return newPage(deps, call, lang, { entered, errors: [], reach: await recallReach(deps, call.caller, body.traceCodes) });
    const made = await onceByForm(deps, call, call.body.once, body, (claim) => openRecall(deps, { ...call, claim, body }));
    const { id } = JSON.parse(String(made.body)) as { id: string };
    return seeOther(recallPath(id));
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    const fieldOf = (pointer: string) => (pointer.startsWith('/affected') ? 'note' : (pointer.split('/')[1] ?? ''));
    return newPage(deps, call, lang, { entered, errors: errorsOf(error, locale, fieldOf) }, error.status);
  }
}

/** The list of recalls, and the form of one. */
export function recallOpenRoutes(deps: Deps): Route[] {
  const replies = { 200: PAGE, 303: { description: 'To the sign-in' } };
  return [
    route({
      method: 'get',
      path: RECALLS_PATH,
      id: 'recallsPage',
      tag: 'pages',
      summary: 'Recalls as a page',
      description: 'As GET /v1/recalls, with the ways to open one, to drill one and to hold goods first.',
      access: everybody,
      query: langQuery.extend({ cursor: paging.cursor }),
      replies,
      handle: (call) => showRecalls(deps, call),
    }),
    route({
      method: 'get',
      path: `${RECALLS_PATH}.csv`,
      id: 'recallsCsv',
      tag: 'pages',
      summary: 'Recalls as a file',
      description: 'The list of the page, newest first.',
      access: { who: ['party', 'authority'] },
      query: langQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: (call) => recallsCsv(deps, call),
    }),
    route({
      method: 'get',
      path: NEW_RECALL_PATH,
      id: 'newRecallPage',
      tag: 'pages',
      summary: 'The form of a recall',
      description: 'Empty, or begun from a batch; a drill with `drill=yes`.',
      access: everybody,
      query: newQuery,
      replies,
      handle: (call) => showNew(deps, call),
    }),
    route({
      method: 'post',
      path: RECALLS_PATH,
      id: 'openRecallForm',
      tag: 'pages',
      summary: 'Open a recall from the page',
      description:
        'With step=preview the page with whom it would reach, nobody told; else as POST /v1/recalls, once however often it is sent. A refusal comes back on the page with what was typed.',
      access: { who: ['party', 'authority'], right: 'batches', officer: true },
      query: langQuery,
      body: openForm,
      bodyKind: 'form',
      replies: { 200: PAGE, 303: { description: 'Done; to the recall' }, 403: PAGE, 409: PAGE, 422: PAGE },
      handle: (call) => openFromPage(deps, call),
    }),
  ];
}
