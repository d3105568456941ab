import { z } from '@hono/zod-openapi';
import { productView } from '../batches/model.ts';
import { checkBatch, recordBatches } from '../batches/record.ts';
import { batchRepository } from '../batches/repository.ts';
import { batchBody } from '../batches/schemas.ts';
import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { placesOf } from '../exchange/ledgers/sheets.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { UPLOAD_LIMIT } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { errorsFor, formOf, problemOf, storeFiles } from './batch-form.ts';
import { showBatch } from './batch-routes.ts';
import { ownBatch, shipBatch } from './batch-steps.ts';
import { everybody, PAGE } from './page-route.ts';
import type { FoundView } from './producer-parts.ts';
import { foundCard } from './producer-parts.ts';
import { batchOf, buyerOf, type Entered, likeBatch } from './record-form.ts';
import { CHECK_PATH, RECORD_PATH, type RecordView, recordPage } from './record-page.ts';
import { askedIn, seeOther } from './regulator-desk.ts';
import { scriptTags } from './scripts/scripts.ts';
import { PRODUCER_TEXT } from './text-producer.ts';
import { partyElsewhere, sendTool } from './tool-page.ts';

const query = z.object({
  copy: z.string().max(40).optional().openapi({ description: 'Begin like this batch of one’s own; `last`: the latest', example: 'last' }),
  product: z.string().max(40).optional().openapi({ description: 'Begin with this product', example: 'V1StGXR8Z5jdHi6B' }),
  lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }),
});
type Query = z.output<typeof query>;
type PageCall<B = unknown> = Call<unknown, Query, B>;

/** Products the form offers to choose from. */
const OFFERED = 100;

/** Recording a batch by a form. */
export function recordPageRoutes(deps: Deps): Route[] {
  const producers = { who: ['party'], right: 'batches' } as const;
  return [
    route({
      method: 'get',
      path: RECORD_PATH,
      id: 'recordBatchPage',
      tag: 'pages',
      summary: 'Record a batch by a form',
      description: 'The form; with `copy` it begins like an earlier batch, without its number, dates and papers.',
      access: everybody,
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showForm(deps, call),
    }),
    route({
      method: 'post',
      path: RECORD_PATH,
      id: 'recordBatchForm',
      tag: 'pages',
      summary: 'Record or check from the page',
      description:
        'With step=check what the rules would find, nothing recorded; else files are stored as by PUT /v1/files/{sha256}, the batch as by POST /v1/batches and, where a buyer is named, the shipment as by POST /v1/shipments. A refusal comes back with what was typed. The same form sent twice records one batch.',
      access: producers,
      query,
      body: z.looseObject({}),
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 200: PAGE, 303: { description: 'Recorded; to the batch' }, 422: PAGE },
      handle: (call) => recordFromPage(deps, call),
    }),
    route({
      method: 'post',
      path: CHECK_PATH,
      id: 'checkBatchForm',
      tag: 'pages',
      summary: 'Check what is typed so far',
      description: 'POST /v1/batches/check for the fields of the form, answered in the pieces the page shows. Stores nothing.',
      access: producers,
      query,
      body: z.looseObject({}),
      bodyKind: 'form',
      replies: {
        200: {
          description: 'What is wrong by field, and the card of findings',
          schema: z.object({ errors: z.array(z.object({ field: z.string().optional(), text: z.string() })), html: z.string().nullable() }),
        },
      },
      handle: (call) => checkTyped(deps, call),
    }),
  ];
}

type Shown = Pick<RecordView, 'entered'> & Partial<Pick<RecordView, 'errors' | 'found' | 'once' | 'isCopy'>> & { status?: number };

async function showForm(deps: Deps, call: PageCall): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const { copy, product } = call.query;
  const today = civilDateOf(call.now);
  if (copy !== undefined) return formPage(deps, call, { entered: await copied(deps, call, copy), isCopy: true });
  return formPage(deps, call, { entered: { productionDate: today, ...(product === undefined ? {} : { productId: product }) } });
}

async function copied(deps: Deps, call: PageCall, copy: string): Promise<Entered> {
  const caller = partyCaller(call);
  const [latest] = copy === 'last' ? await batchRepository(deps.store, caller.party, caller.siteIds).batches(null, 1) : [];
  const code = copy === 'last' ? latest?.traceCode : copy;
  const today = civilDateOf(call.now);
  return code === undefined ? { productionDate: today } : likeBatch(await ownBatch(deps, call, code), today);
}

async function formPage(deps: Deps, call: PageCall, { status = 200, once: name, isCopy = false, ...shown }: Shown): Promise<Reply> {
  const caller = partyCaller(call);
  const repository = batchRepository(deps.store, caller.party, caller.siteIds);
  const newest = await repository.products(null, OFFERED);
  const products = newest.slice(0, OFFERED);
  // The one that was asked for or copied may be older than those on offer.
  const chosen = shown.entered.productId ?? '';
  const older = chosen === '' || products.some((row) => row.publicId === chosen) ? undefined : await repository.productByPublicId(chosen);
  if (older) products.unshift(older);
  const places = await placesOf(deps.store.read, caller, {}, call.now);
  const view: RecordView = {
    who: caller.party.natural ? '' : caller.party.name,
    head: scriptTags(deps.scripts, 'record'),
    once: name ?? newPublicId(deps.random),
    products: products.map((row) => ({
      id: row.publicId,
      name: row.name,
      specification: row.specification,
      units: productView(row).packaging.flatMap(({ unit, contains }) => [unit, contains.unit]),
    })),
    sites: places.filter(({ site }) => site.endedAt === null).map(({ site }) => ({ id: site.publicId, name: site.name })),
    today: civilDateOf(call.now),
    hasEarlier: products.length > 0,
    hasMoreProducts: newest.length > OFFERED,
    isCopy,
    ...shown,
  };
  return sendTool(deps, status, recordPage(view, askedIn(call).language));
}

async function recordFromPage(deps: Deps, call: PageCall): Promise<Reply> {
  const caller = partyCaller(call);
  const { entered, files } = await formOf(call);
  const errors = await storeFiles(deps, call, caller, { entered, files });
  const again = (more: Partial<Shown>) => formPage(deps, call, { entered, ...(entered.once ? { once: entered.once } : {}), ...more });
  if (errors.length > 0) return again({ status: 422, errors });
  try {
    if (entered.step === 'check') return again({ found: await foundFor(deps, call, caller, entered) });
    const code = await recorded(deps, call, caller, entered);
    return await withBuyer(deps, call, caller, code, entered);
  } catch (error) {
    return again({ status: problemOf(error).status, errors: errorsFor(error, entered, askedIn(call).locale) });
  }
}

/** Checks the typed fields by the API's schema and its rules. @throws {Problem} invalid-input with every wrong field */
async function foundFor(deps: Deps, call: PageCall, caller: PartyCaller, entered: Entered): Promise<FoundView> {
  const { language, locale } = askedIn(call);
  const value = batchOf(entered);
  const read = batchBody.safeParse(value);
  if (!read.success) throw invalidInput(zodProblems(read.error.issues, value));
  const reply = await checkBatch(deps, { ...call, locale, body: read.data }, caller);
  const { findings, expiresOn, expiresBy } = JSON.parse(reply.body);
  return { findings, expiresOn, isComputed: expiresBy === 'computed', language };
}

async function checkTyped(deps: Deps, call: PageCall): Promise<Reply> {
  const { language, locale } = askedIn(call);
  const entered = Object.fromEntries(
    Object.entries(call.body as Record<string, string | string[]>).map(([name, value]) => [
      name,
      Array.isArray(value) ? (value[0] ?? '') : value,
    ]),
  );
  try {
    const found = await foundFor(deps, call, partyCaller(call), entered);
    return json(200, { errors: [], html: foundCard(found, PRODUCER_TEXT[language]) }, { 'Cache-Control': 'no-store' });
  } catch (error) {
    problemOf(error);
    return json(200, { errors: errorsFor(error, entered, locale), html: null }, { 'Cache-Control': 'no-store' });
  }
}

/** The code of the batch, recorded now or when the same form was sent before. */
async function recorded(deps: Deps, call: PageCall, caller: PartyCaller, entered: Entered): Promise<string> {
  const body = batchOf(entered);
  const fingerprint = sha256Hex(JSON.stringify(body));
  const claim = entered.once
    ? { scope: `form:${caller.keyId} for ${caller.party.publicId}`, key: `${entered.once.slice(0, 40)}/${fingerprint}`, fingerprint }
    : undefined;
  const asked = { ...call, query: {}, body, claim };
  const reply = await once(deps, claim, () => recordBatches(deps, asked, caller));
  return String(JSON.parse(reply.body).id);
}

/** The batch stands whatever becomes of the sale: a refusal is told on its page, with the fields to send again. */
async function withBuyer(deps: Deps, call: PageCall, caller: PartyCaller, code: string, entered: Entered): Promise<Reply> {
  const traceCode = formatTraceCode(code);
  const there = seeOther(
    `/producer/batches/${traceCode}?recorded=yes${call.query.lang ? `&lang=${encodeURIComponent(call.query.lang)}` : ''}`,
  );
  if (!buyerOf(entered)) return there;
  try {
    await shipBatch(deps, call, caller, traceCode, entered);
    return there;
  } catch (error) {
    const errors: ProblemDetail[] = error instanceof Problem ? error.errors : [];
    return showBatch(
      deps,
      { ...call, params: { traceCode } },
      { status: problemOf(error).status, entered, problem: error as Problem, errors, isNew: true },
    );
  }
}
