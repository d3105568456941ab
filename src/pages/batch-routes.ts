import { z } from '@hono/zod-openapi';
import { listBatches } from '../batches/views.ts';
import { newPublicId } from '../codes/ids.ts';
import { sentBy } from '../custody/sent.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { liftHold, listHolds, placeHold } from '../trace/holds.ts';
import { holdBody, liftBody } from '../trace/recall-schemas.ts';
import { BATCHES_PATH, batchListPage, batchPage, batchPath } from './batch-page.ts';
import { ownBatch, shipBatch, shipFieldAt } from './batch-steps.ts';
import { fieldErrors } from './field-errors.ts';
import { everybody, PAGE } from './page-route.ts';
import { idOf } from './record-form.ts';
import { askedIn, seeOther, send } from './regulator-desk.ts';
import { partyElsewhere } from './tool-page.ts';

const typed = (description: string, example: string) => z.string().max(2_000).optional().openapi({ description, example });
const lang = typed('Language of the page', 'en');
const params = z.object({ traceCode: z.string().max(40).openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }) });
const oneQuery = z.object({ recorded: typed('Just recorded', 'yes'), lang });
const shipForm = z.looseObject({
  once: typed('Names this one try', 'V1StGXR8Z5jdHi6B'),
  'buyer.name': typed('Name of the buyer', '示例超市有限公司'),
  'buyer.uscc': typed('Credit code of the buyer', '91330110MA0DEM013U'),
  'buyer.amount': typed('How much; all of it without', '12'),
});
const holdForm = z.looseObject({ reason: typed('Why', '抽样结果待复核') });
const liftForm = z.looseObject({ hold: typed('Id of the hold', 'V1StGXR8Z5jdHi6B') });

type OneCall<B = unknown> = Call<{ traceCode: string }, { recorded?: string | undefined; lang?: string | undefined }, B>;

/** What was refused on a form of the page, and what stood in it. */
interface Refused {
  status: number;
  problem: Problem;
  errors: readonly ProblemDetail[];
  entered: Readonly<Record<string, string>>;
  isNew?: boolean;
}

/** Slips a batch's page lists. */
const SHOWN = 50;

/** A party's own batches as pages. */
export function batchPageRoutes(deps: Deps): Route[] {
  const replies = { 303: { description: 'Done; back to the batch' }, 409: PAGE, 422: PAGE };
  const form = { method: 'post', tag: 'pages', params, query: z.object({ lang }), bodyKind: 'form', replies } as const;
  return [
    route({
      method: 'get',
      path: BATCHES_PATH,
      id: 'batchesPage',
      tag: 'pages',
      summary: 'One’s own batches as a page',
      description: 'As GET /v1/batches.',
      access: everybody,
      query: z.object({ lang, cursor: paging.cursor }),
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showBatches(deps, call),
    }),
    route({
      method: 'get',
      path: `${BATCHES_PATH}/{traceCode}`,
      id: 'batchPage',
      tag: 'pages',
      summary: 'One’s own batch as a page',
      description: 'The code to print, what is missing, slips with the form to ship, and the ways to hold, recall and screen.',
      access: everybody,
      params,
      query: oneQuery,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showBatch(deps, call),
    }),
    route({
      ...form,
      path: `${BATCHES_PATH}/{traceCode}/shipment`,
      id: 'shipFromPage',
      summary: 'Ship from the page',
      description: 'As POST /v1/shipments with this batch as its one line.',
      access: { who: ['party'], right: 'custody' },
      body: shipForm,
      handle: (call) =>
        step(deps, call, (caller) => shipBatch(deps, call, caller, call.params.traceCode, enteredOf(call.body)), shipFieldAt),
    }),
    route({
      ...form,
      path: `${BATCHES_PATH}/{traceCode}/hold`,
      id: 'holdFromPage',
      summary: 'Hold from the page',
      description: 'As POST /v1/holds for this batch.',
      access: { who: ['party'], right: 'batches' },
      body: holdForm,
      handle: (call) =>
        step(
          deps,
          call,
          () => placeHold(deps, { ...call, body: readBody(holdBody, { reason: call.body.reason, traceCodes: [call.params.traceCode] }) }),
          () => 'reason',
        ),
    }),
    route({
      ...form,
      path: `${BATCHES_PATH}/{traceCode}/lifting`,
      id: 'liftFromPage',
      summary: 'Lift a hold from the page',
      description: 'As POST /v1/holds/{id}/lifting.',
      access: { who: ['party'], right: 'batches' },
      body: liftForm,
      handle: (call) => {
        const { hold = '' } = call.body;
        const reason = enteredOf(call.body)[`lift.${hold}`];
        const lift = () => liftHold(deps, { ...call, params: { id: hold }, body: readBody(liftBody, { reason }) });
        return step(deps, call, lift, () => idOf(`lift.${hold}`));
      },
    }),
  ];
}

function enteredOf(body: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function readBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput(zodProblems(read.error.issues, value));
}

/** Takes a step; when it is refused the page comes back with what was typed. */
async function step(
  deps: Deps,
  call: OneCall<Record<string, unknown>>,
  take: (caller: PartyCaller) => Promise<unknown>,
  fieldAt: (pointer: string) => string | undefined,
): Promise<Reply> {
  try {
    await take(partyCaller(call));
    return seeOther(`${batchPath(call.params.traceCode)}${call.query.lang ? `?lang=${encodeURIComponent(call.query.lang)}` : ''}`);
  } catch (error) {
    if (!(error instanceof Problem) || ![403, 409, 422].includes(error.status)) throw error;
    return showBatch(deps, call, { status: error.status, problem: error, errors: error.errors, entered: enteredOf(call.body) }, fieldAt);
  }
}

/** The page of a batch, with what was refused on it where something was. */
export async function showBatch(
  deps: Deps,
  call: OneCall,
  refused?: Refused,
  fieldAt: (pointer: string) => string | undefined = shipFieldAt,
): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const batch = await ownBatch(deps, { ...call, locale }, call.params.traceCode);
  const view = {
    who: caller.party.natural ? '' : caller.party.name,
    batch,
    sent: await sentBy(deps, caller, { traceCode: batch.id }, SHOWN),
    holds: await holdsOn(deps, call, batch.traceCode),
    mayShip: caller.rights.includes('custody'),
    isNew: refused?.isNew ?? call.query.recorded === 'yes',
    once: newPublicId(deps.random),
    entered: refused?.entered ?? {},
    errors: refused ? fieldErrors({ detail: refused.problem.detail, errors: refused.errors }, locale, fieldAt) : [],
  };
  return send(refused?.status ?? 200, batchPage(view, language));
}

interface HoldReply {
  id: string;
  reason: string;
  by: { id: string | null };
  batches: { traceCode: string }[];
}

async function holdsOn(deps: Deps, call: Call, traceCode: string) {
  const reply = await listHolds(deps, { ...call, query: {} });
  const { items } = JSON.parse(reply.body) as { items: HoldReply[] };
  const own = partyCaller(call).party.publicId;
  return items
    .filter(({ batches }) => batches.some((batch) => batch.traceCode === traceCode))
    .map(({ id, reason, by }) => ({ id, reason, mayLift: by.id === own }));
}

async function showBatches(deps: Deps, call: Call<unknown, { lang?: string | undefined; cursor?: string | undefined }>): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const reply = await listBatches(deps, { ...call, query: { cursor: call.query.cursor } }, caller);
  const who = caller.party.natural ? '' : caller.party.name;
  return send(200, batchListPage({ who, ...JSON.parse(reply.body) }, askedIn(call).language));
}
