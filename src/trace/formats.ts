import { type CsvValue, csvLine } from '../enforcement/csv.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { json } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import type { Amount } from './amounts.ts';
import type { Answer, BatchShown, NodeShown, PartyShown } from './answer-shapes.ts';
import { picture } from './picture.ts';
import type { TraceFormat } from './trace-schemas.ts';

/** Items made into text at once, so that a long answer never holds up a scan. */
const SLICE = 500;

/** Holdings above which JSON goes out as it is made. */
const MOST_AT_ONCE = 2_000;

const TYPES: Record<TraceFormat, string> = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  svg: 'image/svg+xml',
};

/** The format a caller wants: `?format=` first, then the types Accept names. */
export function formatOf(request: Request, asked: TraceFormat | undefined): TraceFormat {
  if (asked !== undefined) return asked;
  const accept = (request.headers.get('accept') ?? '').toLowerCase();
  const named = (Object.keys(TYPES) as TraceFormat[]).filter((format) => accept.includes(TYPES[format]));
  return named.sort((a, b) => accept.indexOf(TYPES[a]) - accept.indexOf(TYPES[b]))[0] ?? 'json';
}

/** The answer in one of its forms. */
export async function traceReplyIn(format: TraceFormat, answer: Answer, locale: Locale, now: number): Promise<Reply | Response> {
  const told = { ...answer, brokenLinks: answer.brokenLinks.map((link) => ({ ...link, message: link.message[locale] })) };
  if (format === 'svg') return file(picture(answer, locale), format, now, false);
  if (format === 'xlsx') return file(await workbook(answer, locale), format, now);
  if (format === 'csv') return file(streamed(csv(answer, locale)), format, now);
  if (format === 'ndjson') return file(streamed(lines(told)), format, now, false);
  if (answer.nodes.length <= MOST_AT_ONCE) return json(200, told, { 'Cache-Control': 'no-store' });
  return file(streamed(whole(told)), format, now, false);
}

function file(body: BodyInit, format: TraceFormat, now: number, isDownload = true): Response {
  const type = format === 'xlsx' ? TYPES.xlsx : `${TYPES[format]}; charset=utf-8`;
  const headers: Record<string, string> = { 'Content-Type': type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
  if (isDownload) headers['Content-Disposition'] = `attachment; filename="trace-${civilDateOf(now)}.${format}"`;
  // An SVG opened by itself is a page: nothing in it may act.
  if (format === 'svg') headers['Content-Security-Policy'] = "default-src 'none'; style-src 'unsafe-inline'";
  return new Response(body, { status: 200, headers });
}

/** Text as it is made, a slice of items at a time. */
function streamed(blocks: Iterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resume) => setImmediate(resume));
      const { value, done } = blocks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
}

type Told = Omit<Answer, 'brokenLinks'> & { brokenLinks: readonly object[] };

/** The JSON of the whole answer in pieces: the same text as at once. */
function* whole({ asked, asOf, batches, nodes, edges, summary, brokenLinks }: Told): Generator<string> {
  yield `{"asked":${JSON.stringify(asked)},"asOf":${JSON.stringify(asOf)},"batches":${JSON.stringify(batches)},"nodes":[`;
  yield* items(nodes);
  yield '],"edges":[';
  yield* items(edges);
  yield '],"summary":{"received":[';
  yield* items(summary.received);
  yield '],"inTransit":[';
  yield* items(summary.inTransit);
  yield '],"onHand":[';
  yield* items(summary.onHand);
  yield ']},"brokenLinks":[';
  yield* items(brokenLinks);
  yield ']}';
}

function* items(list: readonly object[]): Generator<string> {
  for (let from = 0; from < list.length; from += SLICE)
    yield (from === 0 ? '' : ',') + JSON.stringify(list.slice(from, from + SLICE)).slice(1, -1);
}

/** One object a line, each with its type; the first says what was asked. */
function* lines({ asked, asOf, batches, nodes, edges, summary, brokenLinks }: Told): Generator<string> {
  yield `${JSON.stringify({ type: 'trace', asked, asOf })}\n`;
  const lists: [string, readonly object[]][] = [
    ['batch', batches],
    ['node', nodes],
    ['edge', edges],
    ['received', summary.received],
    ['inTransit', summary.inTransit],
    ['onHand', summary.onHand],
    ['brokenLink', brokenLinks],
  ];
  for (const [type, list] of lists)
    for (let from = 0; from < list.length; from += SLICE)
      yield list
        .slice(from, from + SLICE)
        .map((item) => `${JSON.stringify({ type, ...item })}\n`)
        .join('');
}

/** Numbers as numbers, so that a column sorts by amount and adds up. */
const numberOf = (amount: Amount | null): number | null => (amount === null ? null : Number(amount.amount));

const HOLDER_COLUMNS: [zh: string, en: string, value: (node: NodeShown, batch: BatchShown | undefined) => CsvValue, width: number][] = [
  ['追溯码', 'trace code', (node) => node.traceCode, 28],
  ['产品', 'product', (_, batch) => batch?.product.name ?? null, 20],
  ['生产批号', 'batch number', (_, batch) => batch?.batchNumber ?? null, 16],
  ['生产日期', 'production date', (_, batch) => batch?.productionDate ?? null, 12],
  ['到期日', 'expires on', (_, batch) => batch?.expiresOn ?? null, 12],
  ['级', 'level', (node) => node.level, 6],
  ['经营主体', 'party', (node) => node.party.name, 26],
  ['统一社会信用代码', 'credit code', (node) => node.party.uscc, 22],
  ['场所', 'site', (node) => node.site?.name ?? null, 18],
  ['地区', 'region', (node) => node.site?.regionCode ?? null, 10],
  ['收到', 'received', (node) => numberOf(node.received), 12],
  ['账面现存', 'on hand by the books', (node) => numberOf(node.quantity), 12],
  ['现存至少', 'at least', (node) => numberOf(node.atLeast), 12],
  ['现存至多', 'at most', (node) => numberOf(node.atMost), 12],
  ['单位', 'unit', (node) => node.atMost?.unit ?? node.received?.unit ?? null, 8],
  ['依据', 'basis', (node) => node.basis, 14],
  ['联系', 'contact', (node) => node.contact, 12],
];

function holderRow({ batches }: Answer): (node: NodeShown) => CsvValue[] {
  const batchOf = new Map(batches.map((batch) => [batch.traceCode, batch]));
  return (node) => HOLDER_COLUMNS.map(([, , value]) => value(node, batchOf.get(node.traceCode)));
}

const side = (locale: Locale) => (locale === 'en' ? 1 : 0);

/** The holders as a sheet: the list a recall works through. */
function* csv(answer: Answer, locale: Locale): Generator<string> {
  const { nodes } = answer;
  const row = holderRow(answer);
  yield `\uFEFF${csvLine(HOLDER_COLUMNS.map((column) => column[side(locale)]))}`;
  for (let from = 0; from < nodes.length; from += SLICE)
    yield nodes
      .slice(from, from + SLICE)
      .map((node) => csvLine(row(node)))
      .join('');
}

type Cells = (CsvValue | undefined)[][];

/** Holders, flows, what is on its way and broken links, a sheet each; loaded only when somebody asks for it. */
async function workbook(answer: Answer, locale: Locale): Promise<ArrayBuffer> {
  const { default: write } = await import('write-excel-file/universal');
  const english = locale === 'en';
  const nameOf = ({ name, uscc }: PartyShown): CsvValue[] => [name, uscc];
  const sheet = (name: string, headings: readonly string[], rows: Cells, widths: readonly number[]) => ({
    sheet: name,
    data: [headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const })), ...rows],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  });
  const blob = await write([
    sheet(
      english ? 'Holders' : '持有者',
      HOLDER_COLUMNS.map((column) => column[side(locale)]),
      answer.nodes.map(holderRow(answer)),
      HOLDER_COLUMNS.map(([, , , width]) => width),
    ),
    sheet(
      english ? 'Flows' : '流向',
      english ? ['from', 'to', 'kind', 'quantity', 'unit', 'at'] : ['自', '至', '种类', '数量', '单位', '时间'],
      answer.edges.map((edge) => [edge.from, edge.to, edge.kind, numberOf(edge.quantity), edge.quantity?.unit, edge.at]),
      [40, 40, 12, 12, 8, 22],
    ),
    sheet(
      english ? 'In transit' : '在途',
      english
        ? ['trace code', 'from', 'to', 'credit code', 'quantity', 'unit', 'shipped at', 'state']
        : ['追溯码', '自', '收货方', '统一社会信用代码', '数量', '单位', '发货时间', '状态'],
      answer.summary.inTransit.map((one) => [
        one.traceCode,
        one.from,
        ...nameOf(one.to),
        numberOf(one.quantity),
        one.quantity?.unit,
        one.shippedAt,
        one.state,
      ]),
      [28, 40, 26, 22, 12, 8, 22, 12],
    ),
    sheet(
      english ? 'Broken links' : '断点',
      english
        ? ['kind', 'holding', 'quantity', 'unit', 'shipment', 'since', 'what']
        : ['种类', '库存', '数量', '单位', '发货单', '起', '说明'],
      answer.brokenLinks.map((link) => [
        link.kind,
        link.node,
        numberOf(link.quantity),
        link.quantity?.unit,
        link.shipment,
        link.since,
        link.message[locale],
      ]),
      [18, 40, 12, 8, 24, 22, 50],
    ),
  ]).toBlob();
  return blob.arrayBuffer();
}
