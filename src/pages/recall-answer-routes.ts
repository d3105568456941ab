import { z } from '@hono/zod-openapi';
import { putFile } from '../batches/files.ts';
import { recordDisposition } from '../custody/dispositions.ts';
import { recordShipments } from '../custody/shipments.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { parseMultipart, UPLOAD_LIMIT } from '../platform/body.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { once } from '../platform/each.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { acknowledge } from '../trace/recall-answers.ts';
import { report } from '../trace/recall-reports.ts';
import { acknowledgementBody, idParams, type ReportInput, reportBody } from '../trace/recall-schemas.ts';
import { supplierOf } from '../trace/recall-supplier.ts';
import { formClaim } from './form-once.ts';
import { PAGE } from './page-route.ts';
import { askingOf, bodyOf, enteredOf, type RefusedForm, taken, typed } from './recall-asking.ts';
import { type OneCall, showRecall } from './recall-one.ts';
import { recallPath } from './recall-paths.ts';
import { langQuery } from './regulator-desk.ts';
import { ANSWER_TEXT, type AnswerText } from './text-recall-answer.ts';

const [MOST_FILES, MOST_BYTES] = [10, 8_388_608];
const SHA256 = /^[0-9a-f]{64}$/;

const ackForm = z.object({ text: typed('What is said', '已下架'), csrf: typed('Of the session', 'x') });
const reportForm = z.object({
  kind: typed('stopped, returned, destroyed or sold', 'destroyed'),
  traceCode: typed('Batch', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  site: typed('Site, by id', 'V1StGXR8Z5jdHi6B'),
  amount: typed('How much', '12'),
  unit: typed('Unit', '袋'),
  text: typed('Whatever else is to be said', '由某处置公司无害化处理'),
  book: typed('yes: goods destroyed leave the stock, goods sent back get a slip', 'yes'),
  photo: typed('A file that was received before, by its hash', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'),
  row: typed('Which form of the page', '0'),
  once: typed('Key of this filling in', 'V1StGXR8Z5jdHi6B'),
  booking: typed('only: the report stands already under the key, the booking alone is corrected', 'only'),
  csrf: typed('Of the session', 'x'),
});

function ackFromPage(deps: Deps, call: OneCall<z.output<typeof ackForm>>): Promise<Reply> {
  const text = call.body.text?.trim();
  return taken(
    () => acknowledge(deps, { ...call, body: bodyOf(acknowledgementBody, text ? { text } : {}) }),
    `${recallPath(call.params.id)}?done=1`,
    (refused) => showRecall(deps, call, refused),
    { form: 'ack', entered: enteredOf(call.body), locale: askingOf(call, call.query.lang).locale, fieldOf: () => 'text' },
  );
}

/** A form with files, or one without; the other parts by their names, the first of each. */
async function readForm({ request, raw, body }: OneCall<z.output<typeof reportForm>>): Promise<FormData> {
  const type = request.headers.get('content-type') ?? '';
  const empty = new FormData();
  if (!/^multipart\/form-data/i.test(type)) {
    for (const [name, value] of Object.entries(body)) if (value !== undefined) empty.set(name, value);
    return empty;
  }
  return (await parseMultipart(raw, type)) ?? empty;
}

/** Hashes of files kept of a form that was refused. */
const keptOf = (form: FormData) =>
  new Set(form.getAll('photo').flatMap((hash) => (typeof hash === 'string' && SHA256.test(hash) ? [hash] : [])));

/**
 * Stores the files that came now as the party's own and adds their hashes to those kept before; the good ones too where another is bad.
 * @throws {Problem} of the first bad one
 */
async function storeFiles(
  deps: Deps,
  call: OneCall,
  caller: PartyCaller,
  form: FormData,
  hashes: Set<string>,
  t: AnswerText,
): Promise<void> {
  const files = form.getAll('photos').flatMap((file) => (typeof file === 'string' || file.size === 0 ? [] : [file]));
  if (hashes.size + files.length > MOST_FILES) throw wrongFile(String(hashes.size + files.length), t.tooMany(MOST_FILES));
  let bad: Problem | undefined;
  for (const file of files) {
    try {
      if (file.size > MOST_BYTES) throw wrongFile(file.name, t.tooLarge);
      const raw = new Uint8Array(await file.arrayBuffer());
      const sha256 = sha256Hex(raw);
      // What the bytes are decides, never what the sender calls them: a request of its own that names no type.
      await putFile(deps, { ...call, claim: undefined, params: { sha256 }, raw, request: new Request(call.request.url) }, caller);
      hashes.add(sha256);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      bad ??= error;
    }
  }
  if (bad) throw bad;
}

const wrongFile = (found: string, text: string) =>
  invalidInput([{ pointer: '/files', found, expected: { zh: text, en: text }, fix: { zh: '重新选择文件', en: 'choose again' } }]);

const POINTERS: readonly [RegExp, string][] = [
  [/^\/lines\/\d+\/traceCode/, 'traceCode'],
  [/^\/lines\/\d+\/quantity\/unit/, 'unit'],
  [/^\/lines/, 'amount'],
  [/^\/files/, 'photos'],
  [/^\/text/, 'text'],
  [/^\/kind/, 'kind'],
];

/** Reports with the files of the form, once however often it is sent; then books it where the form asks for that. */
async function reportFromPage(deps: Deps, call: OneCall<z.output<typeof reportForm>>): Promise<Reply> {
  const caller = partyCaller(call);
  const { language, locale } = askingOf(call, call.query.lang);
  const form = await readForm(call);
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const row = /^\d{1,3}$/.test(text('row')) ? text('row') : '0';
  const entered = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  const idOf = (name: string) => (row === '0' ? name : `${name}-${row}`);
  const fieldOf = (pointer: string) => {
    const name = POINTERS.find(([pattern]) => pattern.test(pointer))?.[1];
    return name === undefined ? undefined : idOf(name === 'text' ? 'note' : name);
  };
  const hashes = keptOf(form);
  let hasSlip = true;
  let isReported = text('booking') === 'only';
  let isNew = false;
  const step = async () => {
    await storeFiles(deps, call, caller, form, hashes, ANSWER_TEXT[language]);
    const site = text('site');
    const body = bodyOf(reportBody, {
      kind: text('kind'),
      lines: [{ traceCode: text('traceCode'), quantity: { amount: text('amount'), unit: text('unit') } }],
      files: [...hashes],
      ...(site === '' ? {} : { site }),
      ...(text('text') === '' ? {} : { text: text('text') }),
    });
    const claim = formClaim(call, text('once'), body);
    await once(deps, claim, () => report(deps, { ...call, claim, body }, caller)).catch((error) => {
      // The report stands with the words it had: only what is booked was corrected.
      if (text('booking') !== 'only' || !isReused(error)) throw error;
    });
    isReported = true;
    if (text('book') === 'yes') hasSlip = await booked(deps, call, caller, body, text('once'));
  };
  const again = (refused: RefusedForm) => {
    const { once: key = '', booking: _, ...typedIn } = refused.entered;
    // The same filling in, so that nothing of it is recorded twice; a key of its own for whoever means to report other words too.
    const back = { ...typedIn, ...(isNew ? {} : { once: key }), ...(isReported && !isNew ? { booking: 'only' } : {}) };
    const errors = isReported && !isNew ? [{ text: ANSWER_TEXT[language].notBooked }, ...refused.errors] : refused.errors;
    return showRecall(deps, call, { ...refused, entered: back, errors, kept: [...hashes] });
  };
  const to = () => `${recallPath(call.params.id)}?done=${hasSlip ? '1' : 'no-slip'}#own`;
  return taken(
    asProblem(step, () => {
      isNew = true;
    }),
    to,
    again,
    { form: `report-${row}`, entered, locale, fieldOf },
  );
}

const isReused = (error: unknown) => error instanceof Problem && error.code === 'key-reused';

/** A file of a kind nobody takes is told beside its field like anything else that is wrong. */
const asProblem = (step: () => Promise<void>, reused: () => void) => async () => {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Recorded with other words already: the page comes back with a key of its own for whoever means to report this too.
    if (isReused(error)) {
      reused();
      throw new Problem('key-reused', { zh: ANSWER_TEXT['zh-CN'].again, en: ANSWER_TEXT.en.again });
    }
    if (![413, 415].includes(error.status)) throw error;
    const { zh, en } = error.detail;
    throw invalidInput([{ pointer: '/files', found: '', expected: { zh, en }, fix: { zh: '重新选择文件', en: 'choose again' } }]);
  }
};

/**
 * The books follow: what was destroyed leaves the stock, what is sent back gets a slip to whoever delivered it. Each is recorded once by a key of its own,
 * so that a form sent again after a failure or a refusal in between, with other words too, completes it.
 * @returns false where goods go back and no registered firm is known to have delivered them
 */
async function booked(deps: Deps, call: OneCall, caller: PartyCaller, { kind, lines, site }: ReportInput, key: string): Promise<boolean> {
  const place = site === undefined ? {} : { site };
  if (kind === 'destroyed') {
    const body = { kind, ...place, lines };
    const claim = formClaim(call, `${key}d`, body);
    await once(deps, claim, () => recordDisposition(deps, { ...call, claim, body }, caller));
  }
  if (kind !== 'returned') return true;
  const uscc = await supplierOf(deps.store.read, caller.party.id, lines[0]?.traceCode ?? '');
  if (uscc === null) return false;
  const body = { purpose: 'return', ...place, to: { uscc }, lines };
  const claim = formClaim(call, `${key}r`, body);
  await once(deps, claim, () => recordShipments(deps, { ...call, query: {}, claim, body }, caller));
  return true;
}

/** What a holder says on the page of a recall. */
export function recallAnswerRoutes(deps: Deps): Route[] {
  const replies = { 303: { description: 'Done; to the recall' }, 403: PAGE, 409: PAGE, 422: PAGE };
  return [
    route({
      method: 'post',
      path: '/recalls/{id}/acknowledgement',
      id: 'acknowledgeRecallForm',
      tag: 'pages',
      summary: 'Acknowledge from the page',
      description: 'As POST /v1/recalls/{id}/acknowledgements by a holder.',
      access: { who: ['party'], right: 'custody' },
      params: idParams,
      query: langQuery,
      body: ackForm,
      bodyKind: 'form',
      replies,
      handle: (call) => ackFromPage(deps, call),
    }),
    route({
      method: 'post',
      path: '/recalls/{id}/report',
      id: 'reportOnRecallForm',
      tag: 'pages',
      summary: 'Report from the page',
      description:
        'As POST /v1/recalls/{id}/reports with one line, and with photos or papers as multipart/form-data (`photos`, up to 10 of 8 MB each, 32 MB together). With `book=yes` goods destroyed leave the stock (POST /v1/dispositions) and goods sent back get a slip to whoever delivered them (POST /v1/shipments). Sent twice it is recorded once. Where the report is recorded and the booking refused, the page says so (422) and sends the booking alone again.',
      access: { who: ['party'], right: 'custody' },
      params: idParams,
      query: langQuery,
      body: reportForm,
      bodyKind: 'multipart',
      bodyLimit: UPLOAD_LIMIT,
      replies,
      handle: (call) => reportFromPage(deps, call),
    }),
  ];
}
