import { fileReply } from '../batches/files.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { type CsvValue, csvLine, csvReply } from '../enforcement/csv.ts';
import { regionName } from '../parties/regions.ts';
import type { Caller } from '../platform/caller.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Cursor, decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { roleIn, timeIn } from './file-words.ts';
import { clearValues, customersOf, liesIn, namedIn, partyView } from './recall-holders.ts';
import type { ReportedLine } from './recall-quantities.ts';
import { type Reach, reachOf, recallInScope } from './recall-repository.ts';
import { reportKinds } from './recall-schemas.ts';

type Read = Store['read'];

const CSV_PAGE = 200;

/** What one holder said became of goods. Of a firm two steps away from who asks, neither its name nor its papers are shown. */
export interface ReportShown {
  id: string;
  party: { id: string; uscc: string | null; name: string } | null;
  role: string;
  region: string;
  kind: string;
  lines: { traceCode: string; product: string; quantity: { amount: string; unit: string } }[];
  files: string[];
  text: string | null;
  at: string;
}

type ReportRow = Pick<DB['recall_report'], 'id' | 'publicId' | 'partyId' | 'kind' | 'lines' | 'files' | 'text' | 'at'> &
  Pick<DB['party'], 'uscc' | 'name' | 'kinds' | 'natural' | 'regionCode' | 'contactName' | 'contactPhone'> & { party: string };

/** Reports of the holders a caller may know of: its own, those of its customers, those of its region, or all. */
function reportsIn(read: Read, recall: DB['recall'], reach: Reach) {
  const query = read
    .selectFrom('recall_report as report')
    .innerJoin('party', 'party.id', 'report.partyId')
    .where('report.recallId', '=', recall.id)
    .where('report.kind', 'in', [...reportKinds]);
  if (reach.kind === 'region') {
    const there = read
      .selectFrom('recall_holder as holder')
      .select('holder.partyId')
      .where('holder.recallId', '=', recall.id)
      .where((eb) => liesIn(eb, reach));
    return query.where('report.partyId', 'in', there);
  }
  if (reach.kind === 'all' || reach.others) return query;
  // A report names no site: who acts for some of them alone sees those of the customers of these.
  if (reach.siteIds) return query.where('report.partyId', 'in', customersOf(read, recall.id, reach));
  return query.where((eb) =>
    eb.or([eb('report.partyId', '=', reach.partyId), eb('report.partyId', 'in', customersOf(read, recall.id, reach))]),
  );
}

async function reportRows(read: Read, recall: DB['recall'], reach: Reach, after: Cursor | null, limit: number): Promise<ReportRow[]> {
  let query = reportsIn(read, recall, reach)
    .select(['report.id', 'report.publicId', 'report.partyId', 'report.kind', 'report.lines', 'report.files', 'report.text', 'report.at'])
    .select(['party.publicId as party', 'party.uscc', 'party.name', 'party.kinds', 'party.natural', 'party.regionCode'])
    .select(['party.contactName', 'party.contactPhone']);
  if (after) query = query.where((eb) => eb(eb.refTuple('report.at', 'report.id'), '<', eb.tuple(after.at, after.id)));
  return query.orderBy('report.at', 'desc').orderBy('report.id', 'desc').limit(limit).execute();
}

async function shownOf(read: Read, recall: DB['recall'], reach: Reach, rows: readonly ReportRow[]): Promise<ReportShown[]> {
  const named = new Set(await namedIn(read, recall, reach, rows));
  if (reach.kind === 'customers') named.add(reach.partyId);
  const clear = await clearValues(
    read,
    rows.filter((row) => named.has(row.partyId)),
  );
  const lines = rows.map((row) => JSON.parse(row.lines) as ReportedLine[]);
  const goods = new Map(
    (
      await rowsOf(
        lines.flat().map((line) => line.batchId),
        (part) =>
          read
            .selectFrom('batch')
            .innerJoin('product', 'product.id', 'batch.productId')
            .select(['batch.id', 'product.name'])
            .where('batch.id', 'in', part)
            .execute(),
      )
    ).map((row) => [row.id, row.name]),
  );
  return rows.map((row, i) => {
    const isNamed = named.has(row.partyId);
    return {
      id: row.publicId,
      party: isNamed ? partyView({ ...row, publicId: row.party }, reach, clear) : null,
      role: (JSON.parse(row.kinds) as string[])[0] ?? '',
      region: regionName(row.regionCode),
      kind: row.kind,
      lines: (lines[i] ?? []).map(({ traceCode, batchId, amount, unit }) => ({
        traceCode: formatTraceCode(traceCode),
        product: goods.get(batchId) ?? '',
        quantity: { amount, unit },
      })),
      files: isNamed ? (JSON.parse(row.files) as string[]) : [],
      text: isNamed ? row.text : null,
      at: formatInstant(row.at),
    };
  });
}

/**
 * What became of the goods, as holders reported it, newest first.
 * @throws {Problem} not-found out of scope
 */
export async function reportList(
  { store: { read } }: Pick<Deps, 'store'>,
  caller: Caller,
  id: string,
  { limit = PAGE_SIZE, cursor }: { limit?: number | undefined; cursor?: string | undefined },
) {
  const recall = await recallInScope(read, caller, id);
  const reach = reachOf(caller, recall);
  const rows = await reportRows(read, recall, reach, decodeCursor(cursor), limit + 1);
  const shown = new Map((await shownOf(read, recall, reach, rows)).map((one, i) => [rows[i]?.id, one]));
  return pageOf(
    rows,
    limit,
    ({ at, id: row }) => ({ at, id: row }),
    ({ id: row }) => shown.get(row) as ReportShown,
  );
}

/** GET /v1/recalls/{id}/reports. */
export async function listReports(
  deps: Deps,
  call: Call<{ id: string }, { limit?: number | undefined; cursor?: string | undefined }>,
): Promise<Reply> {
  const list = await reportList(deps, call.caller, call.params.id, call.query);
  return json(200, list, nextLink(call, list.next));
}

const HEADINGS = [
  '报告时间',
  '经营主体',
  '统一社会信用代码',
  '类型',
  '所在地',
  '情况',
  '产品',
  '追溯码',
  '数量',
  '单位',
  '凭据（份）',
  '说明',
];
const KINDS: Record<string, string> = { stopped: '已下架停售', returned: '已退回', destroyed: '已销毁', sold: '通知之前已售出' };

/** GET …/reports.csv: a line for each quantity, read while it is sent. */
export async function reportsCsv(deps: Deps, call: Call<{ id: string }>): Promise<Response> {
  const { read } = deps.store;
  const recall = await recallInScope(read, call.caller, call.params.id);
  return csvReply(`recall-${recall.publicId}-reports`, civilDateOf(call.now), csvBlocks(read, recall, reachOf(call.caller, recall)));
}

async function* csvBlocks(read: Read, recall: DB['recall'], reach: Reach): AsyncGenerator<string, void> {
  yield csvLine(HEADINGS);
  for (let after: Cursor | null = null; ; ) {
    const rows: ReportRow[] = await reportRows(read, recall, reach, after, CSV_PAGE);
    const last = rows.at(-1);
    if (!last) return;
    yield (await shownOf(read, recall, reach, rows)).flatMap(cellsOf).map(csvLine).join('');
    after = { at: last.at, id: last.id };
  }
}

function cellsOf({ party, role, region, kind, lines, files, text, at }: ReportShown): CsvValue[][] {
  return lines.map(({ traceCode, product, quantity }) => [
    timeIn(at),
    party?.name ?? '（非直接客户）',
    party?.uscc ?? null,
    roleIn(role),
    region,
    KINDS[kind] ?? kind,
    product,
    traceCode,
    Number(quantity.amount),
    quantity.unit,
    files.length,
    text,
  ]);
}

/** GET …/files/{sha256}: a proof of a report, to whoever may see whose it is. @throws {Problem} not-found for anything else */
export async function proofFile(deps: Deps, call: Call<{ id: string; sha256: string }>): Promise<Response> {
  const { read } = deps.store;
  const { id, sha256 } = call.params;
  const recall = await recallInScope(read, call.caller, id);
  const stored = await read.selectFrom('stored_file').select(['partyId', 'mediaType']).where('sha256', '=', sha256).execute();
  const reach = reachOf(call.caller, recall);
  const rows = await rowsOf(
    stored.map((row) => row.partyId),
    (part) =>
      reportsIn(read, recall, reach)
        .select('report.partyId')
        .distinct()
        .where('report.partyId', 'in', part)
        .where('report.files', 'like', `%${sha256}%`)
        .execute(),
  );
  const named = new Set(await namedIn(read, recall, reach, rows));
  if (reach.kind === 'customers') named.add(reach.partyId);
  const seen = new Set(rows.flatMap(({ partyId }) => (named.has(partyId) ? [partyId] : [])));
  const file = stored.find(({ partyId }) => seen.has(partyId));
  if (!file) throw notFound({ zh: '该文件', en: 'file by that hash' });
  return fileReply(deps, sha256, file.mediaType);
}
