import { z } from '@hono/zod-openapi';
import type { Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { FAMILIES } from '../substances/registers.ts';
import { askReview } from '../substances/reviews/asking.ts';
import { concernedBy } from '../substances/reviews/concerned.ts';
import { decideReview, oneReview, reviewList, reviewView } from '../substances/reviews/deciding.ts';
import { askBody, reviewParams, reviewQuery } from '../substances/reviews/review-schemas.ts';
import { type EntryKind, entryErrors, entryFields, entryOf, KINDS } from './entry-form.ts';
import { enteredOf, type FormState } from './form-parts.ts';
import { deskReading, html } from './page-route.ts';
import { askedIn, elsewhere, langQuery, seeOther, send } from './regulator-desk.ts';
import { REVIEWS_PATH } from './regulator-nav.ts';
import { reviewPage } from './review-page.ts';
import { type ReviewsView, reviewHref, reviewsPage } from './reviews-page.ts';
import { offices, readerOf } from './substance-views.ts';

const askers = { who: ['admin', 'authority'] } as const;
const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });

const listQuery = langQuery.extend({
  state: typed('open, decided or all; open without it', 'open'),
  cursor: typed('The page after', 'MTc2NDA'),
  input: typed('Structure to begin the form with', 'CC(=O)O'),
});
const oneQuery = langQuery.extend({
  entry: typed('What is entered with the decision: alias, substance or class', 'alias'),
  told: typed('decided or asked: what was just done', 'decided'),
});
const askForm = z.object({
  input: typed('SMILES', 'CC(=O)O'),
  reason: typed('Why it is asked', '检验报告附图中的结构'),
  csrf: typed('Of the session', 'x'),
});
const decisionForm = z.object({
  ...entryFields,
  outcome: typed('banned, not-banned, lawful or unknown', 'not-banned'),
  csrf: typed('Of the session', 'x'),
});

const mayAsk = (caller: Caller) => caller.kind === 'authority' || (caller.kind === 'admin' && caller.role === 'system');

type ListCall<B = unknown> = Call<unknown, z.output<typeof listQuery>, B>;

async function showList(
  deps: Deps,
  call: ListCall,
  refused?: { status: number; form: FormState & { already?: string | null } },
): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const state = call.query.state || 'open';
  const cursor = call.query.cursor === '' ? undefined : call.query.cursor;
  const base: ReviewsView = {
    ...readerOf(call.caller, locale),
    state,
    isWrong: false,
    cursor,
    next: null,
    items: [],
    mayAsk: mayAsk(call.caller),
    entered: enteredOf({ input: call.query.input }),
    errors: [],
    ...refused?.form,
  };
  const query = reviewQuery.safeParse({ ...(state === 'all' ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) });
  if (!query.success) return send(422, reviewsPage({ ...base, isWrong: true }, language));
  try {
    const page = await reviewList(deps, { caller: call.caller, locale }, query.data);
    return send(refused?.status ?? 200, reviewsPage({ ...base, ...page }, language));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return send(422, reviewsPage({ ...base, isWrong: true }, language));
  }
}

async function takeQuestion(deps: Deps, call: ListCall<z.output<typeof askForm>>): Promise<Reply> {
  const { locale } = askedIn(call);
  const entered = enteredOf({ input: call.body.input, reason: call.body.reason });
  try {
    const value = { kind: 'structure', ...entered };
    const body = askBody.safeParse(value);
    if (!body.success) {
      const errors = zodProblems(body.error.issues, value).map((one) => ({
        field: one.pointer.slice(1),
        text: `${one.expected[locale]}；${one.fix[locale]}`,
      }));
      return showList(deps, call, { status: 422, form: { entered, errors } });
    }
    const made = await askReview(deps, { ...call, body: body.data });
    const { id } = JSON.parse(String(made.body)) as { id: string };
    return seeOther(`${reviewHref(id)}?told=asked`);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const { review } = error.extra;
    const already = error.status === 409 ? { already: typeof review === 'string' ? review : null } : {};
    const errors = error.errors.map((one) => ({ field: 'input', text: `${one.expected[locale]}；${one.fix[locale]}` }));
    return showList(deps, call, { status: error.status, form: { entered, errors, ...already } });
  }
}

const toldOf = (told: string | undefined): 'decided' | 'asked' | null => (told === 'decided' || told === 'asked' ? told : null);

type OneCall<B = unknown> = Call<{ id: string }, z.output<typeof oneQuery>, B>;
const alsoOf = (entry: string | undefined): EntryKind | null => KINDS.find((kind) => kind === entry) ?? null;

async function showOne(deps: Deps, call: OneCall, refused?: FormState & { status: number; mustConfirm: boolean }): Promise<Reply> {
  const away = elsewhere(call);
  if (away) return away;
  const { language, locale } = askedIn(call);
  const stored = await oneReview(deps, call.caller, call.params.id);
  const item = reviewView(stored, locale);
  const officeOf = await offices(deps, item.decision?.by ? [item.decision.by] : [], locale);
  const also = alsoOf(call.query.entry);
  const { status = 200, ...state } = refused ?? { entered: beginning(item.input, also), errors: [], mustConfirm: false };
  const view = {
    ...readerOf(call.caller, locale),
    item,
    concerned: await concernedBy(deps, call, stored),
    by: item.decision?.by ? officeOf(item.decision.by) : '',
    familyName: item.family === null ? null : (FAMILIES[item.family]?.[locale] ?? item.family),
    also,
    told: toldOf(call.query.told),
    ...state,
  };
  return send(status, reviewPage(view, language));
}

/** What is entered begins with what was written. */
function beginning(input: string, also: EntryKind | null): Record<string, string> {
  if (also === null) return {};
  return also === 'alias' ? { name: input } : { zhNames: input };
}

async function decide(deps: Deps, call: OneCall<z.output<typeof decisionForm>>): Promise<Reply> {
  const { locale } = askedIn(call);
  const { csrf: _csrf, outcome, ...fields } = call.body;
  const entered = enteredOf({ ...fields, outcome });
  const also = alsoOf(call.query.entry);
  const body = {
    ...(outcome ? { outcome } : {}),
    ...(entered.reason ? { reason: entered.reason } : {}),
    ...(also === null ? {} : { entry: entryOf({ ...entered, kind: also }) }),
  };
  try {
    await decideReview(deps, { ...call, body });
    return seeOther(`${reviewHref(call.params.id)}?told=decided`);
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    const told = error.errors.map((one) => {
      const [inEntry] = one.pointer.startsWith('/entry/') ? entryErrors([one], entered, locale, '/entry') : [];
      return inEntry ?? { field: one.pointer.slice(1), text: `${one.expected[locale]}；${one.fix[locale]}` };
    });
    // The reason of the decision is that of the entry: it is told once.
    const errors = [...new Map(told.map((one) => [`${one.field}`, one])).values()];
    const shown = errors.length > 0 ? errors : [{ text: error.detail[locale] }];
    return showOne(deps, call, { status: error.status, entered, errors: shown, mustConfirm: error.extra.strikes !== undefined });
  }
}

/** The review queue for people: what screening cannot tell, decided once with a reason. */
export function reviewPageRoutes(deps: Deps): Route[] {
  const one = `${REVIEWS_PATH}/{id}`;
  return [
    route({
      ...deskReading,
      path: REVIEWS_PATH,
      id: 'reviewsPage',
      summary: 'The review queue as a page',
      description: 'As GET /v1/reviews, open questions first.',
      query: listQuery,
      handle: (call) => showList(deps, call),
    }),
    route({
      ...deskReading,
      path: one,
      id: 'reviewPage',
      summary: 'One question as a page',
      description: 'With the batches of the caller’s regions that put it, and the decision or the form for it.',
      params: reviewParams,
      query: oneQuery,
      handle: (call) => showOne(deps, call),
    }),
    route({
      method: 'post',
      tag: 'pages',
      access: askers,
      path: REVIEWS_PATH,
      id: 'askFromPage',
      summary: 'Put a question from the page',
      description: 'As POST /v1/reviews.',
      query: listQuery,
      bodyKind: 'form',
      body: askForm,
      replies: { 303: { description: 'Put; to its page' }, 409: html('It stands already'), 422: html('The structure cannot be read') },
      handle: (call) => takeQuestion(deps, call),
    }),
    route({
      method: 'post',
      tag: 'pages',
      access: { ...askers, officer: true },
      path: `${one}/decision`,
      id: 'decideFromPage',
      summary: 'Decide a question from the page',
      description:
        'As POST /v1/reviews/{id}/decision, with the entry of the form that was chosen. A refusal comes back with what was typed.',
      params: reviewParams,
      query: oneQuery,
      bodyKind: 'form',
      body: decisionForm,
      replies: {
        303: { description: 'Decided; back to its page' },
        409: html('Decided before, or must be confirmed'),
        422: html('A field is wrong'),
      },
      handle: (call) => decide(deps, call),
    }),
  ];
}
