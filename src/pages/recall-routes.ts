import { z } from '@hono/zod-openapi';
import { howToTell } from '../codes/scan.ts';
import { partyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { acknowledge } from '../trace/recall-answers.ts';
import { closeRecall } from '../trace/recall-closing.ts';
import { openRecall } from '../trace/recall-open.ts';
import { ownersOf } from '../trace/recall-owner.ts';
import { recallReach } from '../trace/recall-preview.ts';
import { recallList, recallNow } from '../trace/recall-progress.ts';
import { namedGoods } from '../trace/recall-reach.ts';
import { report } from '../trace/recall-reports.ts';
import { noRecall, publicRecall } from '../trace/recall-repository.ts';
import { type Affected, acknowledgementBody, closingBody, idParams, recallBody, reportBody } from '../trace/recall-schemas.ts';
import { announcementPage } from './recall-announcement-page.ts';
import { NEW_RECALL_PATH, type NewRecallView, newRecallPage } from './recall-new-page.ts';
import { type RefusedForm, recallPage, recallsPage } from './recall-page.ts';
import { langQuery, languageFor, seeOther, send } from './regulator-desk.ts';
import { deskName } from './regulator-views.ts';
import { scriptTags } from './scripts/scripts.ts';
import { sendTool } from './tool-page.ts';

const everybody = { who: ['public', 'admin', 'authority', 'party'] } as const;
const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });
const csrf = typed('Of the session', 'x');

const openForm = z.object({
  traceCodes: typed('Trace codes, one a line', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  level: typed('1, 2 or 3', '1'),
  reason: typed('Why; public', '检出不应含有的药物成分'),
  instructions: typed('What holders do', '下架封存'),
  contact: typed('Whom a consumer may call', '客服 0571-0000-0000'),
  note: typed('How to tell', '喷码时间 02:00 至 06:00 的袋装'),
  drill: typed('A drill', '1'),
  step: typed('preview: only show whom it reaches', 'preview'),
  csrf,
});
const newQuery = langQuery.extend({
  batch: typed('Batch to begin with', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  drill: typed('A drill', 'yes'),
});
const textForm = z.object({ text: typed('What is said', '已下架'), csrf });
const reportForm = z.object({
  kind: typed('stopped, returned or sold', 'stopped'),
  traceCode: typed('Batch', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  amount: typed('How much', '12'),
  unit: typed('Unit', '袋'),
  csrf,
});

type Query = { lang?: string | undefined; cursor?: string | undefined };

function signInFirst(call: Call): Reply {
  const { pathname, search } = new URL(call.request.url);
  return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
}

const askingOf = (call: Call, lang: string | undefined) => {
  const language = languageFor(call, lang);
  const locale = language === 'en' ? ('en' as const) : ('zh' as const);
  const who = call.caller.kind === 'party' ? call.caller.party.name : deskName(call.caller, locale);
  return { language, locale, who: call.caller.kind === 'party' && call.caller.party.natural ? '' : who };
};

/** Recalls of who is signed in. */
async function showRecalls(deps: Deps, call: Call<unknown, Query>): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { language, who } = askingOf(call, call.query.lang);
  const list = await recallList(deps, call.caller, { cursor: call.query.cursor });
  const mayOpen = call.caller.kind === 'authority' || (call.caller.kind === 'party' && call.caller.rights.includes('batches'));
  return send(200, recallsPage({ ...list, who, mayOpen }, language));
}

async function showRecall(deps: Deps, call: Call<{ id: string }, Query>, refused?: RefusedForm & { status: number }): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { language, locale, who } = askingOf(call, call.query.lang);
  const recall = await recallNow(deps, { caller: call.caller, now: call.now, locale }, call.params.id);
  const head = scriptTags(deps.scripts, 'renew');
  return sendTool(deps, refused?.status ?? 200, recallPage({ recall, who, refused, head }, language));
}

/** The notice for the door of a shop, as page for whoever has its address: what it says is public. */
async function showAnnouncement(deps: Deps, call: Call<{ id: string }, Query>): Promise<Reply> {
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

/** Reads a form by the API's own schema. */
function bodyOf<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput(zodProblems(read.error.issues, value));
}

/** Takes a form; when it is refused the page comes back with what was typed. */
async function taken<C extends Call<unknown, unknown, Record<string, string | undefined>>>(
  call: C,
  step: () => Promise<Reply>,
  again: (refused: RefusedForm & { status: number }) => Promise<Reply>,
  to: (reply: Reply) => string,
): Promise<Reply> {
  try {
    return seeOther(to(await step()));
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    const entered = Object.fromEntries(Object.entries(call.body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    return again({ status: error.status, text: refusalText(error, call.locale), entered });
  }
}

function refusalText(problem: Problem, locale: 'zh' | 'en'): string {
  const [first]: readonly ProblemDetail[] = problem.errors;
  return first ? `${first.expected[locale]}${locale === 'en' ? ': ' : '：'}${first.fix[locale]}` : problem.detail[locale];
}

type FormCall<B> = Call<{ id: string }, Query, B>;
const backTo = (id: string) => () => `/recalls/${encodeURIComponent(id)}`;

type OpenCall = Call<unknown, Query, z.output<typeof openForm>>;

/** The body of POST /v1/recalls that a form says. @throws {Problem} invalid-input */
function recallOf({ traceCodes = '', level, note, drill, csrf: _, step: _step, ...rest }: z.output<typeof openForm>) {
  return bodyOf(recallBody, {
    ...rest,
    level: Number(level),
    traceCodes: codesIn(traceCodes),
    ...(note === undefined ? {} : { affected: { note } }),
    drill: drill !== undefined,
  });
}

const codesIn = (text: string) => text.split(/\s+/).filter((code) => code !== '');

/** The form of a recall, empty or begun from a batch. */
async function showNew(call: Call<unknown, z.output<typeof newQuery>>): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return signInFirst(call);
  const { batch, drill, lang } = call.query;
  return newPage(call, lang, { entered: { ...(batch ? { traceCodes: batch } : {}), ...(drill ? { drill: '1' } : {}) }, errors: [] });
}

function newPage(call: Call, lang: string | undefined, view: Pick<NewRecallView, 'entered' | 'errors' | 'reach'>, status = 200): Reply {
  const { language, who } = askingOf(call, lang);
  return send(status, newRecallPage({ who, ...view }, language));
}

/** First whom it reaches, then, on the second button, the recall itself. */
async function openFromPage(deps: Deps, call: OpenCall): Promise<Reply> {
  const { lang } = call.query;
  const { locale } = askingOf(call, lang);
  const entered = Object.fromEntries(Object.entries(call.body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  try {
    const body = recallOf(call.body);
    if (call.body.step === 'preview')
      return newPage(call, lang, { entered, errors: [], reach: await recallReach(deps, call.caller, body.traceCodes) });
    const { id } = JSON.parse((await openRecall(deps, { ...call, body })).body) as { id: string };
    return seeOther(`/recalls/${id}`);
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    const told = error.errors.map(({ pointer, found, expected, fix }) => ({
      field: pointer.startsWith('/affected') ? 'note' : (pointer.split('/')[1] ?? ''),
      text: `${pointer.startsWith('/traceCodes/') ? `${found} → ` : ''}${expected[locale]}${locale === 'en' ? ': ' : '：'}${fix[locale]}`,
    }));
    return newPage(call, lang, { entered, errors: told.length > 0 ? told : [{ text: error.detail[locale] }] }, error.status);
  }
}

function reportFromPage(deps: Deps, call: FormCall<z.output<typeof reportForm>>): Promise<Reply> {
  const { kind, traceCode, amount, unit } = call.body;
  return taken(
    call,
    () =>
      report(deps, { ...call, body: bodyOf(reportBody, { kind, lines: [{ traceCode, quantity: { amount, unit } }] }) }, partyCaller(call)),
    (refused) => showRecall(deps, call, refused),
    backTo(call.params.id),
  );
}

/** Recalls as pages: for authorities, for who recalls, and for holders. */
export function recallPageRoutes(deps: Deps): Route[] {
  const page = { description: 'The page', mediaType: 'text/html' };
  const replies = { 200: page, 303: { description: 'To the sign-in' } };
  const formReplies = { 200: page, 303: { description: 'Done; to the recall' }, 403: page, 409: page, 422: page };
  const form = { method: 'post', tag: 'pages', query: langQuery, bodyKind: 'form', replies: formReplies } as const;
  return [
    route({
      method: 'get',
      path: '/recalls',
      id: 'recallsPage',
      tag: 'pages',
      summary: 'Recalls as a page',
      description: 'As GET /v1/recalls, with the form to open one.',
      access: everybody,
      query: langQuery.extend({ cursor: paging.cursor }),
      replies,
      handle: (call) => showRecalls(deps, call),
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
      handle: (call) => showNew(call),
    }),
    route({
      ...form,
      path: '/recalls',
      id: 'openRecallForm',
      summary: 'Open a recall from the page',
      description:
        'With step=preview the page with whom it would reach, nobody told; else as POST /v1/recalls. A refusal comes back on the page with what was typed.',
      access: { who: ['party', 'authority'], right: 'batches', officer: true },
      body: openForm,
      handle: (call) => openFromPage(deps, call),
    }),
    route({
      method: 'get',
      path: '/recalls/{id}',
      id: 'recallPage',
      tag: 'pages',
      summary: 'One recall as a page',
      description: 'As GET /v1/recalls/{id}; a holder finds the forms to answer, who opened it the one to close it.',
      access: everybody,
      params: idParams,
      query: langQuery,
      replies,
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
      replies: { 200: page, 404: { description: 'No such recall, or a drill' } },
      handle: (call) => showAnnouncement(deps, call),
    }),
    route({
      ...form,
      path: '/recalls/{id}/acknowledgement',
      id: 'acknowledgeRecallForm',
      summary: 'Acknowledge from the page',
      description: 'As POST /v1/recalls/{id}/acknowledgements by a holder.',
      access: { who: ['party'], right: 'custody' },
      params: idParams,
      body: textForm,
      handle: (call) =>
        taken(
          call,
          () => acknowledge(deps, { ...call, body: bodyOf(acknowledgementBody, { text: call.body.text }) }),
          (refused) => showRecall(deps, call, refused),
          backTo(call.params.id),
        ),
    }),
    route({
      ...form,
      path: '/recalls/{id}/report',
      id: 'reportOnRecallForm',
      summary: 'Report from the page',
      description: 'As POST /v1/recalls/{id}/reports with one line; goods destroyed need proof, which goes through the API.',
      access: { who: ['party'], right: 'custody' },
      params: idParams,
      body: reportForm,
      handle: (call) => reportFromPage(deps, call),
    }),
    route({
      ...form,
      path: '/recalls/{id}/closing',
      id: 'closeRecallForm',
      summary: 'Close from the page',
      description: 'As POST /v1/recalls/{id}/closing.',
      access: { who: ['party', 'authority'], right: 'batches', officer: true },
      params: idParams,
      body: textForm,
      handle: (call) =>
        taken(
          call,
          () => closeRecall(deps, { ...call, body: bodyOf(closingBody, { text: call.body.text }) }),
          (refused) => showRecall(deps, call, refused),
          backTo(call.params.id),
        ),
    }),
  ];
}
