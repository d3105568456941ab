import { z } from '@hono/zod-openapi';
import { endingPapers } from '../batches/expiring.ts';
import { listProducts } from '../batches/views.ts';
import { remindBuyer } from '../custody/reminding.ts';
import { sentBy } from '../custody/sent.ts';
import { statementBody } from '../enforcement/case-schemas.ts';
import { namesOf } from '../enforcement/entered-by.ts';
import { oneLead } from '../enforcement/lists.ts';
import { stateOnLead } from '../enforcement/statements.ts';
import { partyCaller } from '../platform/caller.ts';
import { civilDateOf, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { batchPath } from './batch-page.ts';
import { remedy } from './field-errors.ts';
import { FINDINGS_PATH, findingPage, findingPath } from './finding-page.ts';
import { everybody, PAGE } from './page-route.ts';
import { GOODS_PATH, goodsPage, LEDGERS_PATH, ledgersPage, UNCONFIRMED_PATH, unconfirmedPage } from './producer-page.ts';
import { askedIn, seeOther, send } from './regulator-desk.ts';
import { enteredBy } from './regulator-views.ts';
import { type FieldError, partyElsewhere } from './tool-page.ts';

const typed = (description: string, example: string) => z.string().max(8_000).optional().openapi({ description, example });
const lang = typed('Language of the page', 'en');
const idParam = z.object({ id: z.string().max(40).openapi({ description: 'Public id', example: 'V1StGXR8Z5jdHi6B' }) });
const langOnly = z.object({ lang });
type Lang = z.output<typeof langOnly>;

const DAY = 86_400_000;
/** Shipments without an answer one page lists. */
const SHOWN = 100;

/** What a party keeps an eye on: unanswered deliveries, ledgers, products and papers, and what was found about it. */
export function producerPageRoutes(deps: Deps): Route[] {
  const replies = { 200: PAGE, 303: { description: 'To the sign-in' } };
  const get = { method: 'get', tag: 'pages', access: everybody, replies } as const;
  const stepReplies = { 303: { description: 'Done; back to the page' }, 409: PAGE, 422: PAGE };
  const step = { method: 'post', tag: 'pages', params: idParam, query: langOnly, bodyKind: 'form', replies: stepReplies } as const;
  return [
    route({
      ...get,
      path: UNCONFIRMED_PATH,
      id: 'unconfirmedPage',
      summary: 'Who has not confirmed',
      description: 'One’s own shipments on their way, the longest first, each with its slip and the way to ask.',
      query: langOnly,
      handle: (call) => showUnconfirmed(deps, call),
    }),
    route({
      ...step,
      path: `${UNCONFIRMED_PATH}/{id}/reminder`,
      id: 'remindFromPage',
      summary: 'Ask a buyer from the page',
      description: 'As POST /v1/shipments/{id}/reminder.',
      access: { who: ['party'], right: 'custody' },
      body: z.looseObject({}),
      handle: (call) => remindFromPage(deps, call),
    }),
    route({
      ...get,
      path: LEDGERS_PATH,
      id: 'ledgersPage',
      summary: 'Ledgers as a page',
      description: 'A month, and the statutory ledgers of it to print or download.',
      query: langOnly.extend({ month: typed('Month', '2026-11') }),
      handle: (call) => showLedgers(call),
    }),
    route({
      ...get,
      path: GOODS_PATH,
      id: 'goodsPage',
      summary: 'Products and papers as a page',
      description: 'Licences and certificates that end within sixty days, and the products to record from.',
      query: langOnly.extend({ cursor: paging.cursor }),
      handle: (call) => showGoods(deps, call),
    }),
    route({
      ...get,
      path: `${FINDINGS_PATH}/{id}`,
      id: 'findingPage',
      summary: 'A to-do, reminder or lead as its party reads it',
      description: 'Facts with who entered them, articles, band, statements, and the form to answer.',
      params: idParam,
      query: langOnly,
      handle: (call) => showFinding(deps, call),
    }),
    route({
      ...step,
      path: `${FINDINGS_PATH}/{id}/statement`,
      id: 'stateFromPage',
      summary: 'Answer from the page',
      description: 'As POST /v1/violations/{id}/statements.',
      access: { who: ['party'], right: 'party' },
      body: z.looseObject({ text: typed('What is said', '当日系统故障') }),
      handle: (call) => stateFromPage(deps, call),
    }),
  ];
}

const nameOf = ({ party }: ReturnType<typeof partyCaller>) => (party.natural ? '' : party.name);

async function showUnconfirmed(deps: Deps, call: Call<unknown, Lang>, refused?: Problem): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const rows = await sentBy(deps, caller, 'unconfirmed', SHOWN + 1);
  const items = rows.slice(0, SHOWN).map((one) => ({ ...one, days: daysSince(one.shippedAt, call.now) }));
  const error = refused ? { error: refused.detail[locale] } : {};
  const view = { who: nameOf(caller), items, hasMore: rows.length > SHOWN, ...error };
  return send(refused?.status ?? 200, unconfirmedPage(view, language));
}

const daysSince = (instant: string, now: number) => Math.max(0, Math.floor((now - (parseInstant(instant) ?? now)) / DAY));

async function remindFromPage(deps: Deps, call: Call<{ id: string }, Lang>): Promise<Reply> {
  try {
    await remindBuyer(deps, call, partyCaller(call));
    return seeOther(UNCONFIRMED_PATH);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    return showUnconfirmed(deps, call, error);
  }
}

async function showLedgers(call: Call<unknown, Lang & { month?: string | undefined }>): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const latest = civilDateOf(call.now).slice(0, 7);
  const { month = latest } = call.query;
  const isMonth = /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
  return send(200, ledgersPage({ who: nameOf(partyCaller(call)), month: isMonth ? month : latest, latest }, askedIn(call).language));
}

async function showGoods(deps: Deps, call: Call<unknown, Lang & { cursor?: string | undefined }>): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const reply = await listProducts(deps, { ...call, query: { cursor: call.query.cursor } }, caller);
  const { items, next } = JSON.parse(reply.body);
  const papers = await endingPapers(deps, caller, civilDateOf(call.now));
  return send(200, goodsPage({ who: nameOf(caller), products: items, next, papers }, askedIn(call).language));
}

type FindingCall<B = unknown> = Call<{ id: string }, Lang, B>;

async function showFinding(
  deps: Deps,
  call: FindingCall,
  refused?: { status: number; errors: readonly FieldError[]; text: string },
): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const lead = await oneLead(deps, { caller, now: call.now, locale }, call.params.id);
  const names = await namesOf(
    deps.store.read,
    lead.evidence.map((one) => one.enteredBy),
  );
  const item = {
    ...lead,
    evidence: lead.evidence.map((one) => ({ ...one, enteredBy: enteredBy(one.enteredBy, locale, names) })),
  };
  const { type, id } = item.subject;
  const view = {
    who: nameOf(caller),
    item,
    subjectHref: type === 'batch' ? await batchHref(deps, call, id) : null,
    mayState: caller.rights.includes('party') && (item.state === 'open' || item.state === 'in-case'),
    text: refused?.text ?? '',
    errors: refused?.errors ?? [],
  };
  return send(refused?.status ?? 200, findingPage(view, language));
}

/** A batch of one's own has its page; another's is seen as shoppers see it. */
async function batchHref(deps: Deps, call: Call, traceCode: string): Promise<string> {
  const own = await deps.store.read
    .selectFrom('batch')
    .select('id')
    .where('traceCode', '=', traceCode.replaceAll('-', ''))
    .where('partyId', '=', partyCaller(call).party.id)
    .executeTakeFirst();
  return own ? batchPath(traceCode) : `/t/${encodeURIComponent(traceCode)}`;
}

async function stateFromPage(deps: Deps, call: FindingCall<{ text?: string | undefined }>): Promise<Reply> {
  const { locale } = askedIn(call);
  const again = (status: number, texts: string[]) =>
    showFinding(deps, call, { status, text: call.body.text ?? '', errors: texts.map((text) => ({ field: 'text', text })) });
  const value = { text: call.body.text };
  const read = statementBody.safeParse(value);
  const told = read.success ? [] : zodProblems(read.error.issues, value);
  if (!read.success)
    return again(
      422,
      told.map((error) => remedy(error, locale)),
    );
  try {
    await stateOnLead(deps, { ...call, body: { ...read.data } }, partyCaller(call));
    return seeOther(findingPath(call.params.id));
  } catch (error) {
    if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
    return again(error.status, [error.detail[locale]]);
  }
}
