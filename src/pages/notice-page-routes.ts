import { z } from '@hono/zod-openapi';
import { authorityOf } from '../enforcement/calling.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { noticeAnswer } from '../substances/notice/notice.ts';
import { noticeParams, noticeQuery } from '../substances/notice/notice-schemas.ts';
import { placeHold } from '../trace/holds.ts';
import { holdBody } from '../trace/recall-schemas.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { enteredOf, type FormState } from './form-parts.ts';
import { noticeHref, noticePage } from './notice-page.ts';
import { deskReading, html } from './page-route.ts';
import { askedIn, elsewhere, langQuery, seeOther, send } from './regulator-desk.ts';
import { SUBSTANCES_PATH } from './regulator-nav.ts';
import { samplingSheetPage } from './sampling-sheet-page.ts';
import { readerOf } from './substance-views.ts';

const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });
/** What a form sends is read by the schema of the API in the handler, so that a wrong value is told on the page. */
const query = langQuery.extend({
  list: typed('found, declared or sampling', 'sampling'),
  months: typed('Months back', '6'),
  claims: typed('Claims the paper names', '减肥、润肠'),
  forms: typed('Forms the paper names', '压片糖果'),
  cursor: typed('The page after', 'MTc2NDA'),
  held: typed('Holders told of the hold just placed', '2'),
});
const holdForm = z.object({
  reason: typed('Why', '查清前暂停销售'),
  traceCodes: typed('Trace codes, one a line', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  once: typed('Key of this filling in: sent twice it is one hold', 'V1StGXR8Z5jdHi6B'),
  csrf: typed('Of the session', 'x'),
});
type NoticeCall<B = unknown> = Call<{ id: string }, z.output<typeof query>, B>;

const LINES_A_LIST = 20;
const LINES_A_SHEET = 200;

function asked(call: NoticeCall) {
  const { language, locale } = askedIn(call);
  const { lang: _lang, held: _held, cursor, ...filters } = call.query;
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => (value ?? '') !== ''));
  return { language, locale, asking: { caller: call.caller, now: call.now, locale }, given, cursor: cursor === '' ? undefined : cursor };
}

async function showNotice(deps: Deps, call: NoticeCall, refused?: FormState & { status: number }): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale, asking, given, cursor } = asked(call);
  const read = noticeQuery.safeParse({ ...given, ...(cursor === undefined || given.list === undefined ? {} : { cursor }) });
  const { status = read.success ? 200 : 422, entered = {}, errors = [] } = refused ?? {};
  const answer = await noticeAnswer(deps, asking, call.params.id, { ...(read.success ? read.data : {}), limit: LINES_A_LIST });
  const view = {
    ...readerOf(call.caller, locale),
    answer,
    query: given,
    isWrong: !read.success,
    isAuthority: call.caller.kind === 'authority',
    held: /^\d{1,6}$/.test(call.query.held ?? '') ? Number(call.query.held) : null,
    once: newFormKey(deps.random),
    entered,
    errors,
  };
  return send(status, noticePage(view, language));
}

async function showSheet(deps: Deps, call: NoticeCall): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale, asking, given } = asked(call);
  const read = noticeQuery.safeParse({ ...given, list: 'sampling' });
  const answer = await noticeAnswer(deps, asking, call.params.id, {
    ...(read.success ? read.data : {}),
    list: 'sampling',
    limit: LINES_A_SHEET,
  });
  const { substance, asOf, sampling } = answer;
  if (!sampling) throw new Error('The sampling list was asked for and is not there.');
  return send(200, samplingSheetPage({ who: readerOf(call.caller, locale).who, substance, asOf, ...sampling }, language));
}

/** Holds what the form names; a refusal comes back with what was typed. */
async function hold(deps: Deps, call: NoticeCall<z.output<typeof holdForm>>): Promise<Reply> {
  authorityOf(call.caller);
  const { locale } = asked(call);
  const { csrf: _csrf, once: key, ...fields } = call.body;
  const value = {
    reason: fields.reason ?? '',
    traceCodes: (fields.traceCodes ?? '').split(/[\s,，、;；]+/u).filter((code) => code !== ''),
  };
  try {
    const body = holdBody.safeParse(value);
    if (!body.success) throw invalidInput(zodProblems(body.error.issues, value));
    const said = body.data;
    const made = await onceByForm(deps, call, key, said, (claim) => placeHold(deps, { ...call, claim, body: said }));
    const { told } = JSON.parse(String(made.body)) as { told: number };
    return seeOther(`${noticeHref(call.params.id)}?held=${told}`);
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    const errors = error.errors.map(({ pointer, found, expected, fix }) => ({
      field: pointer.split('/')[1] ?? 'reason',
      text: `${found} ${expected[locale]}；${fix[locale]}`.trim(),
    }));
    const shown = errors.length > 0 ? errors : [{ text: error.detail[locale] }];
    return showNotice(deps, call, { status: error.status, entered: enteredOf(fields), errors: shown });
  }
}

/** The day a notice appears, for people: lists, files, a sheet to print, and the draft of a hold. */
export function noticePageRoutes(deps: Deps): Route[] {
  const reading = { ...deskReading, params: noticeParams, query } as const;
  const path = `${SUBSTANCES_PATH}/{id}/notice`;
  return [
    route({
      ...reading,
      path,
      id: 'noticePage',
      summary: 'The day a notice appears, as a page',
      description: 'As GET /v1/substances/{id}/notice: found, declared and to be sampled, with holders, files and the draft of a hold.',
      handle: (call) => showNotice(deps, call),
    }),
    route({
      ...reading,
      path: `${path}/sheet`,
      id: 'samplingSheetPage',
      summary: 'The sampling list to print',
      description: 'A line a batch with room to write on paper; the first two hundred.',
      handle: (call) => showSheet(deps, call),
    }),
    route({
      method: 'post',
      tag: 'pages',
      access: { who: ['authority'], officer: true },
      path: `${SUBSTANCES_PATH}/{id}/hold`,
      id: 'holdFromNotice',
      summary: 'Hold what a notice concerns from the page',
      description:
        'As POST /v1/holds, begun from the draft of the notice. A refusal comes back with what was typed; sent twice it is one hold.',
      params: noticeParams,
      query,
      bodyKind: 'form',
      body: holdForm,
      replies: { 303: { description: 'Held; back to the notice' }, 422: html('A code is out of scope, or the reason is missing') },
      handle: (call) => hold(deps, call),
    }),
  ];
}
