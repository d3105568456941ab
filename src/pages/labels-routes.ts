import { z } from '@hono/zod-openapi';
import { batchRepository } from '../batches/repository.ts';
import { openJob, prepare } from '../codes/labels/job.ts';
import { fileReply, type PrintView, printOf, printPage, recordPrint, viewOf } from '../codes/labels/printing.ts';
import { labelRepository } from '../codes/labels/repository.ts';
import { type LabelInput, labelBody } from '../codes/labels/schemas.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { type PartyCaller, partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { paging } from '../platform/fields.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { LABELS_PATH, type LabelForm, type LabelsView, labelsPage } from './labels-page.ts';
import { everybody, PAGE } from './page-route.ts';
import { askedIn, languageFor, seeOther, send } from './regulator-desk.ts';
import { LABELS_TEXT } from './text-labels.ts';

const typed = (most: number, description: string, example: string) => z.string().max(most).optional().openapi({ description, example });
const query = z.object({
  batch: typed(60, 'Batch to fill in, and whose prints are shown', 'ABCD-EFGH-JKMN-PQRS-TUVM'),
  print: typed(40, 'Print that was just recorded', 'V1StGXR8Z5jdHi6B'),
  lang: typed(10, 'Language of the page', 'en'),
  cursor: paging.cursor,
});
type Query = z.output<typeof query>;
const formBody = z.object({
  items: typed(600_000, 'Lines of trace code and copies', 'ABCD-EFGH-JKMN-PQRS-TUVM 65'),
  layout: typed(20, 'Paper', 'A4-65'),
  format: typed(20, 'File', 'pdf'),
  dpi: typed(20, 'Resolution, or empty', '300'),
  startPosition: typed(20, 'First free label', '1'),
  test: typed(20, 'A test label first', 'yes'),
  reason: typed(500, 'Why again', '受潮'),
  step: typed(20, 'preview or print', 'print'),
  csrf: typed(200, 'Of the session', 'x'),
});
type Form = z.output<typeof formBody>;

/** Batches and prints the page shows at once. */
const SHOWN = 10;

/** Labels for people: a form with a preview, what was printed before. */
export function labelPageRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: LABELS_PATH,
      id: 'labelsPage',
      tag: 'pages',
      summary: 'Labels as a page',
      description: 'A form for labels, and what was printed before; `batch` fills it in.',
      access: everybody,
      query,
      replies: { 200: PAGE, 303: { description: 'To the sign-in' } },
      handle: (call) => showLabels(deps, call),
    }),
    route({
      method: 'post',
      path: LABELS_PATH,
      id: 'printFromPage',
      tag: 'pages',
      summary: 'Preview or print labels from the page',
      description:
        'With step=preview the page with the first label, nothing recorded; else as POST /v1/labels, then to the page with the link to the file.',
      access: { who: ['party'], right: 'batches' },
      query,
      body: formBody,
      bodyKind: 'form',
      replies: {
        200: { description: 'The preview, or a test label', mediaType: 'text/html' },
        303: { description: 'Recorded; to the page' },
        422: PAGE,
      },
      handle: (call) => printFromPage(deps, call),
    }),
  ];
}

type Shown = Partial<Pick<LabelsView, 'preview' | 'errors'>> & { form?: LabelForm; status?: number };

async function showLabels(deps: Deps, call: Call<unknown, Query>, shown: Shown = {}): Promise<Reply> {
  if (call.caller.kind === 'anonymous') return seeOther(`/sign-in?next=${encodeURIComponent(LABELS_PATH)}`);
  if (call.caller.kind !== 'party') return seeOther('/home');
  const { caller, query } = call;
  const recent = await batchRepository(deps.store, caller.party, caller.siteIds).batches(null, SHOWN);
  const { items, next } = await printPage(deps, caller, { batch: query.batch, cursor: query.cursor, limit: SHOWN });
  const { status = 200, form = emptyForm(query.batch), ...more } = shown;
  const recorded = await justRecorded(deps, caller, query.print);
  const view: LabelsView = {
    who: caller.party.natural ? '' : caller.party.name,
    form,
    batches: recent
      .slice(0, SHOWN)
      .map(({ traceCode, productName, batchNumber }) => ({ traceCode: formatTraceCode(traceCode), productName, batchNumber })),
    prints: items,
    next,
    ...more,
    ...(recorded ? { recorded } : {}),
  };
  return send(status, labelsPage(view, languageFor(call, query.lang)));
}

async function justRecorded(deps: Deps, caller: PartyCaller, id: string | undefined): Promise<PrintView | null> {
  if (id === undefined) return null;
  const print = await printOf(deps, caller, id);
  return viewOf(print, 0, await labelRepository(deps.store.read, caller).batchesOf([print.id], 1));
}

function emptyForm(batch: string | undefined): LabelForm {
  return {
    items: batch === undefined ? '' : `${batch} 1`,
    layout: 'A4-65',
    format: 'pdf',
    dpi: '',
    startPosition: '1',
    test: false,
    reason: '',
  };
}

/** What was typed, as the API takes it. @throws {Problem} invalid-input */
function inputOf(form: Form): LabelInput {
  const lines = (form.items ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const number = (text: string) => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : text);
  const value = {
    items: lines.map((line) => {
      const [, traceCode = line.trim(), copies = '1'] = /^\s*(\S+)(?:[\s,，]+(\S+))?\s*$/.exec(line) ?? [];
      return { traceCode, copies: number(copies) };
    }),
    format: form.format,
    layout: form.layout,
    test: form.test === 'yes',
    startPosition: number(form.startPosition?.trim() || '1'),
    ...(form.dpi ? { dpi: number(form.dpi) } : {}),
    ...(form.reason?.trim() ? { reason: form.reason.trim() } : {}),
  };
  const read = labelBody.safeParse(value);
  if (read.success) return read.data;
  throw invalidInput(zodProblems(read.error.issues, value));
}

/** Fields a refusal may be about; what is wrong with a code or a range of it stands in the list of codes. */
const FIELDS = ['layout', 'format', 'dpi', 'startPosition', 'reason'] as const;

async function printFromPage(deps: Deps, call: Call<unknown, Query, Form>): Promise<Reply | Response> {
  const caller = partyCaller(call);
  const { items = '', layout = '', format = '', dpi = '', startPosition = '', test, reason = '' } = call.body;
  const form: LabelForm = { items, layout, format, dpi, startPosition, test: test === 'yes', reason };
  try {
    const body = inputOf(call.body);
    if (call.body.step === 'preview') return await showLabels(deps, call, { form, preview: await previewOf(deps, caller, body) });
    return await printed(deps, { ...call, body }, caller);
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    const { language, locale } = askedIn(call);
    const told = error.errors.map(({ pointer, found, expected, fix }) => ({
      field: FIELDS.find((name) => pointer.startsWith(`/${name}`)) ?? 'items',
      text: `${found} → ${expected[locale]}${LABELS_TEXT[language].colon}${fix[locale]}`,
    }));
    const errors = told.length > 0 ? told : [{ text: error.detail[locale] }];
    return showLabels(deps, call, { form, errors, status: error.status });
  }
}

/** To the page with the link to the file; a test label alone, which leaves no record, is the file itself. */
async function printed(deps: Deps, call: Call<unknown, Query, LabelInput>, caller: PartyCaller): Promise<Reply | Response> {
  const prepared = await prepare(deps, caller, call.body);
  const opened = await openJob(deps, prepared.job);
  if (prepared.batches.length === 0) return fileReply(opened, call.body.format, null);
  // The file is fetched by its own link.
  opened.cancel();
  const id = await recordPrint(deps, call, caller, prepared);
  return seeOther(`${LABELS_PATH}?print=${encodeURIComponent(id ?? '')}`);
}

/** The first label alone, on a paper of its own kind. */
async function previewOf(deps: Deps, caller: PartyCaller, body: LabelInput): Promise<NonNullable<LabelsView['preview']>> {
  const { job } = await prepare(deps, caller, body);
  const checked = await openJob(deps, job);
  checked.cancel();
  const [first] = job.labels;
  const test = first === undefined;
  const opened = await openJob(deps, { ...job, format: 'preview', test, labels: first ? [{ ...first, copies: 1 }] : [] });
  return { svg: await new Response(opened.pages()).text(), missing: checked.missing };
}
