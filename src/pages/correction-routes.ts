import { z } from '@hono/zod-openapi';
import { reviseBatch } from '../batches/revise.ts';
import { revisionBody } from '../batches/schemas.ts';
import { UPLOAD_LIMIT } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { errorsFor, formOf, problemOf, storeFiles } from './batch-form.ts';
import { BATCHES_PATH, batchPath } from './batch-page.ts';
import { ownBatch } from './batch-steps.ts';
import { asEntered, type CorrectedBatch, correctionOf, emptied } from './correction-form.ts';
import { correctionPage } from './correction-page.ts';
import { newFormKey, onceByForm } from './form-once.ts';
import { everybody, PAGE } from './page-route.ts';
import type { Entered } from './record-form.ts';
import { askedIn, seeOther } from './regulator-desk.ts';
import { PRODUCER_TEXT } from './text-producer.ts';
import { type FieldError, partyElsewhere, sendTool } from './tool-page.ts';

const params = z.object({ traceCode: z.string().max(40).openapi({ description: 'Trace code', example: 'ABCD-EFGH-JKMN-PQRS-TUVM' }) });
const query = z.object({ lang: z.string().max(10).optional().openapi({ description: 'Language of the page', example: 'en' }) });
type OneCall<B = unknown> = Call<z.output<typeof params>, z.output<typeof query>, B>;

/** Filling in what a batch lacks and putting right what is wrong, by a form. */
export function correctionPageRoutes(deps: Deps): Route[] {
  const path = `${BATCHES_PATH}/{traceCode}/correction`;
  return [
    route({
      method: 'get',
      path,
      id: 'correctBatchPage',
      tag: 'pages',
      summary: 'Correct a batch by a form',
      description: 'What the batch lacks, and its fields as they stand.',
      access: everybody,
      params,
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showCorrection(deps, call),
    }),
    route({
      method: 'post',
      path,
      id: 'correctBatchForm',
      tag: 'pages',
      summary: 'Correct from the page',
      description:
        'As PATCH /v1/batches/{traceCode} with what differs, papers stored as by PUT /v1/files/{sha256}. A refusal comes back with what was typed; the same form sent twice corrects once.',
      access: { who: ['party'], right: 'batches' },
      params,
      query,
      body: z.looseObject({}),
      bodyKind: 'bytes',
      bodyLimit: UPLOAD_LIMIT,
      replies: { 303: { description: 'Corrected; to the batch' }, 409: PAGE, 412: PAGE, 422: PAGE },
      handle: (call) => correctFromPage(deps, call),
    }),
  ];
}

interface Again {
  status: number;
  entered: Entered;
  errors: readonly FieldError[];
}

async function showCorrection(deps: Deps, call: OneCall, again?: Again): Promise<Reply> {
  const away = partyElsewhere(call);
  if (away) return away;
  const caller = partyCaller(call);
  const { language, locale } = askedIn(call);
  const batch = await correctedBatch(deps, { ...call, locale });
  const view = {
    who: caller.party.natural ? '' : caller.party.name,
    batch,
    once: newFormKey(deps.random),
    revision: again?.entered.revision ?? String(batch.revision),
    today: civilDateOf(call.now),
    entered: again?.entered ?? asEntered(batch),
    errors: again?.errors ?? [],
  };
  return sendTool(deps, again?.status ?? 200, correctionPage(view, language));
}

async function correctedBatch(deps: Deps, call: OneCall): Promise<CorrectedBatch> {
  return (await ownBatch(deps, call, call.params.traceCode)) as unknown as CorrectedBatch;
}

async function correctFromPage(deps: Deps, call: OneCall): Promise<Reply> {
  const caller = partyCaller(call);
  // Whose batch it is comes first: nothing of a stranger's form is kept.
  await correctedBatch(deps, call);
  const { entered, files } = await formOf(call);
  const errors = await storeFiles(deps, call, caller, { entered, files });
  if (errors.length > 0) return showCorrection(deps, call, { status: 422, entered, errors });
  try {
    await corrected(deps, call, caller, entered);
    return seeOther(`${batchPath(call.params.traceCode)}${call.query.lang ? `?lang=${encodeURIComponent(call.query.lang)}` : ''}`);
  } catch (error) {
    const told = errorsFor(error, entered, askedIn(call).locale);
    return showCorrection(deps, call, { status: problemOf(error).status, entered, errors: told });
  }
}

/** @throws {Problem} as PATCH /v1/batches/{traceCode}; invalid-input where nothing differs */
async function corrected(deps: Deps, call: OneCall, caller: PartyCaller, entered: Entered): Promise<void> {
  const { once: key, ...fields } = entered;
  await onceByForm(deps, call, key, fields, async (claim) => {
    const batch = await correctedBatch(deps, call);
    const gone = emptied(batch, entered);
    if (gone.length > 0) throw invalidInput(gone.map(notEmptied));
    const body = correctionOf(batch, entered);
    if (body === null) {
      const { zh, en } = { zh: PRODUCER_TEXT['zh-CN'].correctNothing, en: PRODUCER_TEXT.en.correctNothing };
      throw new Problem('invalid-input', { zh, en });
    }
    const read = revisionBody.safeParse(body);
    if (!read.success) throw invalidInput(zodProblems(read.error.issues, body));
    const ifMatch = Number(entered.revision);
    return reviseBatch(deps, { ...call, claim, body: read.data, ifMatch }, caller);
  });
}

const notEmptied = (name: string): ProblemDetail => ({
  pointer: `/${name.replaceAll('.', '/')}`,
  found: '(empty)',
  expected: { zh: '已录入的内容可以改，不能清空', en: 'what was recorded can be changed, not emptied' },
  fix: { zh: '填写正确的内容', en: 'write what is right' },
});
