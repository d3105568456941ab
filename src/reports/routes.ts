import type { z } from '@hono/zod-openapi';
import { traceCodeParam } from '../codes/scan-schemas.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import { csvLine, csvReply } from '../enforcement/csv.ts';
import { filterCells } from '../enforcement/csv-leads.ts';
import { enlarged, isLarge } from '../pages/large-text.ts';
import { PAGE_HEADERS } from '../pages/page-headers.ts';
import { askedIn, languageFor, seeOther, send } from '../pages/regulator-desk.ts';
import { type ReportPageView, reportListPage, reportPage } from '../pages/report-page.ts';
import { AUDIT_TEXT } from '../pages/text-audit.ts';
import { REPORT_TEXT } from '../pages/text-report.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink, PAGE_LIMIT } from '../platform/paging.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { zodProblems } from '../platform/zod-problems.ts';
import type { Reply } from '../store/store.ts';
import { reportedBatch } from './repository.ts';
import { formQuery, reportBody, reportForm, reportList, reportQuery, sentReport } from './schemas.ts';
import { listReports, MOST_A_BATCH, MOST_A_SENDER, sendReport } from './usecases.ts';

type FormCall<B = unknown> = Call<{ traceCode: string }, z.output<typeof formQuery>, B>;

async function batchOf(deps: Deps, call: FormCall): Promise<ReportPageView> {
  const code = parseTraceCode(call.params.traceCode);
  const batch = code.ok ? await reportedBatch(deps.store.read, code.code) : undefined;
  if (!batch) throw notFound({ zh: '该追溯码', en: 'such trace code' });
  return { traceCode: formatTraceCode(batch.traceCode), product: batch.product, batchNumber: batch.batchNumber };
}

function shown(call: FormCall, status: number, view: ReportPageView): Reply {
  const language = languageFor(call, call.query.lang);
  const html = reportPage(view, language);
  const isBig = isLarge(new URL(call.request.url).searchParams);
  const reply = send(status, isBig ? enlarged(html, language) : html);
  return { ...reply, headers: { ...reply.headers, ...PAGE_HEADERS } };
}

async function showForm(deps: Deps, call: FormCall): Promise<Reply> {
  const { sent } = call.query;
  const isNumber = sent !== undefined && /^[0-9A-Za-z]{16}$/.test(sent);
  return shown(call, 200, { ...(await batchOf(deps, call)), ...(isNumber ? { sent } : {}) });
}

/** A form that is wrong comes back as it was typed, with what is wrong beside each field. */
async function takeForm(deps: Deps, call: FormCall<z.output<typeof reportForm>>): Promise<Reply> {
  const view = await batchOf(deps, call);
  const { kind = '', details = '', boughtAt = '', contact = '' } = call.body;
  const typed = { kind, details, boughtAt, contact };
  const locale = askedIn(call).locale;
  const filled = Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => value.trim() !== '' || name === 'kind' || name === 'details'),
  );
  const body = { ...filled, traceCode: view.traceCode };
  const read = reportBody.safeParse(body);
  if (!read.success) {
    const errors = zodProblems(read.error.issues, body).map(({ pointer, expected }) => [pointer.slice(1), expected[locale]]);
    return shown(call, 422, { ...view, typed, errors: Object.fromEntries(errors) });
  }
  const to = new URLSearchParams({ ...(call.query.lang ? { lang: call.query.lang } : {}) });
  if (isLarge(new URL(call.request.url).searchParams) || call.body.text === 'large') to.set('text', 'large');
  try {
    return await sendReport(deps, call, read.data, (id) => {
      to.set('sent', id);
      return seeOther(`/t/${view.traceCode}/report?${to}`);
    });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'too-many-requests') throw error;
    return shown(call, error.status, { ...view, typed, errors: { form: error.detail[locale] } });
  }
}

async function showList(deps: Deps, call: Call<unknown, z.output<typeof reportQuery>>): Promise<Reply> {
  const { caller } = call;
  const { pathname, search } = new URL(call.request.url);
  if (caller.kind === 'anonymous') return seeOther(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
  if (caller.kind === 'party') return seeOther('/home');
  const who = caller.kind === 'authority' ? caller.authority.name : 'admin';
  return send(200, reportListPage({ who, ...(await listReports(deps, call, call.query)) }, languageFor(call, call.query.lang)));
}

/** Reports one file holds at most. */
const MOST_LINES = 20_000;

/** The list as a file that is read and sent a page at a time; the first is read before anything is sent, so that a wrong cursor is refused. */
async function reportsAsCsv(deps: Deps, call: Call<unknown, z.output<typeof reportQuery>>): Promise<Response> {
  const pageAt = (cursor: string | undefined) => listReports(deps, call, { ...call.query, cursor, limit: PAGE_LIMIT });
  let page = await pageAt(call.query.cursor);
  const language = languageFor(call, call.query.lang);
  const t = REPORT_TEXT[language];
  async function* blocks(): AsyncGenerator<string, void> {
    yield csvLine([t.listTitle, formatInstant(call.now), AUDIT_TEXT[language].cut(MOST_LINES)]) +
      csvLine(filterCells(call.query, t.all)) +
      csvLine(['id', ...t.csvHeads]);
    for (let sent = 0; sent < MOST_LINES; page = await pageAt(page.next)) {
      yield page.items
        .map((one) =>
          csvLine([
            one.id,
            one.at,
            one.traceCode,
            one.product,
            one.batchNumber,
            one.producer,
            t.kinds[one.kind],
            one.details,
            one.boughtAt,
            one.contact,
          ]),
        )
        .join('');
      sent += page.items.length;
      if (page.next === null) return;
    }
  }
  return csvReply('consumer-reports', civilDateOf(call.now), blocks());
}

/** What consumers tell the authority about a batch. */
export function reportRoutes(deps: Deps): Route[] {
  const tag = 'public';
  const html = { description: 'The form; the same page thanks once it was sent', mediaType: 'text/html' };
  const readers = { who: ['authority', 'admin'] } as const;
  return [
    route({
      method: 'get',
      path: '/t/{traceCode}/report',
      id: 'showReportForm',
      tag,
      summary: 'The form to report a problem',
      description: 'For consumers: the batch is filled in; works without script.',
      access: { who: ['public'] },
      params: traceCodeParam,
      query: formQuery,
      replies: { 200: html },
      handle: (call) => showForm(deps, call),
    }),
    route({
      method: 'post',
      path: '/t/{traceCode}/report',
      id: 'sendReportForm',
      tag,
      summary: 'Report a problem by the form',
      description: 'As POST /v1/consumer-reports; what is wrong is told on the page, which keeps what was typed.',
      access: { who: ['public'] },
      params: traceCodeParam,
      query: formQuery,
      body: reportForm,
      bodyKind: 'form',
      replies: { 303: { description: 'Sent: to the page that says so' } },
      handle: (call) => takeForm(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/consumer-reports',
      id: 'sendConsumerReport',
      tag,
      summary: 'Report a problem',
      description:
        'A consumer’s report about a batch, for the market authority of the batch’s place. It is not published; the ledger (chain `system`) keeps that it came, and all it says as commitments. ' +
        `No account. At most ${MOST_A_SENDER} a day from one network address and ${MOST_A_BATCH} a day about one batch (429).`,
      access: { who: ['public'] },
      body: reportBody,
      replies: { 201: { description: 'Taken', schema: sentReport } },
      handle: (call) => sendReport(deps, call, call.body, (id) => json(201, { id, at: formatInstant(call.now) })),
    }),
    route({
      method: 'get',
      path: '/v1/consumer-reports',
      id: 'listConsumerReports',
      tag: 'enforcement',
      summary: 'What consumers reported',
      description:
        'Reports about batches of the caller’s region, newest first; for market authorities (other departments get an empty list).',
      access: readers,
      query: reportQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: reportList } },
      handle: async (call) => {
        const list = await listReports(deps, call, call.query);
        return json(200, list, nextLink(call, list.next));
      },
    }),
    route({
      method: 'get',
      path: '/consumer-reports',
      id: 'showConsumerReports',
      tag: 'enforcement',
      summary: 'What consumers reported, as a page',
      description: 'The list of GET /v1/consumer-reports for officers who are signed in.',
      access: { who: ['public', 'authority', 'admin'] },
      query: reportQuery,
      replies: { 200: { description: 'The list', mediaType: 'text/html' }, 303: { description: 'To the sign-in' } },
      handle: (call) => showList(deps, call),
    }),
    route({
      method: 'get',
      path: '/consumer-reports.csv',
      id: 'consumerReportsCsv',
      tag: 'enforcement',
      summary: 'What consumers reported, as a file',
      description: 'The list of GET /v1/consumer-reports under the same filter; what was erased is empty.',
      access: readers,
      query: reportQuery,
      replies: { 200: { description: 'The file', mediaType: 'text/csv' } },
      handle: async (call) => reportsAsCsv(deps, call),
    }),
  ];
}
