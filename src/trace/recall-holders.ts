import { type CsvValue, csvLine, csvReply } from '../enforcement/csv.ts';
import { isCommitment } from '../ledger/personal.ts';
import { maskName } from '../parties/model.ts';
import { regionName } from '../parties/regions.ts';
import { civilDateOf, formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { type Reach, reachOf, recallInScope } from './recall-repository.ts';

type Read = Store['read'];

const CSV_PAGE = 500;

/** A line of the call list. Name and contact are null of a firm that is two steps away from who asks. */
export interface HolderLine {
  party: { id: string; uscc: string | null; name: string } | null;
  role: string;
  regionCode: string;
  region: string;
  contact: { name: string | null; phone: string | null } | null;
  state: string;
  noticedAt: string;
  acknowledgedAt: string | null;
  reachedBy: string | null;
}

interface Asked {
  states?: readonly string[] | undefined;
  after: { at: number; id: number } | null;
  limit: number;
}

type HolderRow = Pick<DB['recall_holder'], 'id' | 'partyId' | 'regionCode' | 'state' | 'noticedAt' | 'acknowledgedAt' | 'reachedBy'> &
  Pick<DB['party'], 'publicId' | 'uscc' | 'name' | 'kinds' | 'natural' | 'contactName' | 'contactPhone'>;

async function holderRows(read: Read, recall: DB['recall'], reach: Reach, { states, after, limit }: Asked): Promise<HolderRow[]> {
  let query = read
    .selectFrom('recall_holder as holder')
    .innerJoin('party', 'party.id', 'holder.partyId')
    .select([
      'holder.id',
      'holder.partyId',
      'holder.regionCode',
      'holder.state',
      'holder.noticedAt',
      'holder.acknowledgedAt',
      'holder.reachedBy',
    ])
    .select(['party.publicId', 'party.uscc', 'party.name', 'party.kinds', 'party.natural', 'party.contactName', 'party.contactPhone'])
    .where('holder.recallId', '=', recall.id);
  if (states) query = query.where('holder.state', 'in', [...states]);
  if (after) query = query.where('holder.partyId', '>', after.id);
  if (reach.kind === 'region') query = query.where('holder.regionCode', '>=', reach.from).where('holder.regionCode', '<=', reach.to);
  if (reach.kind === 'customers' && !reach.others) query = query.where('holder.partyId', 'in', customersOf(read, recall.id, reach.partyId));
  return query.orderBy('holder.partyId').limit(limit).execute();
}

/** Parties somebody sent goods of the recall to. */
function customersOf(read: Read, recallId: number, partyId: number) {
  return read
    .selectFrom('recall_batch as sent')
    .innerJoin('shipment_line as line', 'line.batchId', 'sent.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .select('shipment.toPartyId')
    .where('sent.recallId', '=', recallId)
    .where('shipment.partyId', '=', partyId)
    .where('shipment.state', '<>', 'void')
    .where('shipment.toPartyId', 'is not', null);
}

/** A page of the call list, in an order of its own that later holders do not disturb. */
export async function holderPage(read: Read, recall: DB['recall'], reach: Reach, asked: Asked): Promise<HolderLine[]> {
  return linesOf(read, recall, reach, await holderRows(read, recall, reach, asked));
}

async function linesOf(read: Read, recall: DB['recall'], reach: Reach, rows: readonly HolderRow[]): Promise<HolderLine[]> {
  const named = await namedIn(read, recall, reach, rows);
  const clear = await clearValues(
    read,
    rows.filter((row) => named.has(row.partyId)),
  );
  return rows.map((row) => ({
    party: named.has(row.partyId) ? partyView(row, reach, clear) : null,
    role: (JSON.parse(row.kinds) as string[])[0] ?? '',
    regionCode: row.regionCode,
    region: regionName(row.regionCode),
    contact: named.has(row.partyId) ? contactView(row, reach, clear) : null,
    state: row.state,
    noticedAt: formatInstant(row.noticedAt),
    acknowledgedAt: row.acknowledgedAt === null ? null : formatInstant(row.acknowledgedAt),
    reachedBy: row.reachedBy,
  }));
}

/** Whom the caller may see by name: an authority everybody in its reach, a firm those it sent the goods to. */
async function namedIn(read: Read, recall: DB['recall'], reach: Reach, rows: readonly HolderRow[]): Promise<ReadonlySet<number>> {
  if (reach.kind !== 'customers' || !reach.others) return new Set(rows.map((row) => row.partyId));
  const known = await rowsOf(
    rows.map((row) => row.partyId),
    (part) => customersOf(read, recall.id, reach.partyId).where('shipment.toPartyId', 'in', part).distinct().execute(),
  );
  return new Set(known.flatMap((row) => row.toPartyId ?? []));
}

function partyView(row: HolderRow, reach: Reach, clear: ReadonlyMap<string, string>): NonNullable<HolderLine['party']> {
  const isPerson = row.natural === 1;
  const name = isPerson ? (clear.get(row.name) ?? row.name) : row.name;
  const shown = isPerson && reach.kind === 'customers' ? maskName(name) : name;
  return { id: row.publicId, uscc: isPerson ? null : row.uscc, name: shown };
}

/** A private person's number is for authorities; a firm left its number to be called. */
function contactView(row: HolderRow, reach: Reach, clear: ReadonlyMap<string, string>): HolderLine['contact'] {
  if (row.natural === 1 && reach.kind === 'customers') return null;
  const value = (commitment: string | null) => (commitment === null ? null : (clear.get(commitment) ?? null));
  return { name: value(row.contactName), phone: value(row.contactPhone) };
}

async function clearValues(read: Read, rows: readonly HolderRow[]): Promise<ReadonlyMap<string, string>> {
  const commitments = rows.flatMap((row) => [row.natural === 1 ? row.name : null, row.contactName, row.contactPhone]);
  const known = await rowsOf(commitments.filter((one) => one !== null && isCommitment(one)) as string[], (part) =>
    read.selectFrom('personal').select(['commitment', 'value']).where('commitment', 'in', part).execute(),
  );
  return new Map(known.map((row) => [row.commitment, row.value]));
}

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; state?: string | undefined };

/** GET /v1/recalls/{id}/holders: whom to call, and how each stands. Buyers without registration follow on the last page. */
export async function listHolders(deps: Deps, call: Call<{ id: string }, ListQuery>): Promise<Reply> {
  const { read } = deps.store;
  const recall = await recallInScope(read, call.caller, call.params.id);
  const reach = reachOf(call.caller, recall);
  const limit = call.query.limit ?? PAGE_SIZE;
  const states = call.query.state === undefined ? undefined : [call.query.state];
  const rows = await holderRows(read, recall, reach, { states, after: decodeCursor(call.query.cursor), limit: limit + 1 });
  const lines = await linesOf(read, recall, reach, rows);
  const list = pageOf(
    rows.map((row, i) => ({ row, line: lines[i] as HolderLine })),
    limit,
    ({ row }) => ({ at: row.noticedAt, id: row.partyId }),
    ({ line }) => line,
  );
  const unregistered = list.next === null && states === undefined ? await unregisteredOf(read, recall, reach) : [];
  return json(200, { ...list, unregistered }, nextLink(call, list.next));
}

/** Buyers without registration a list shows; each is named by the shipment to it. */
const UNREGISTERED_SHOWN = 1_000;

/** Buyers without registration that goods of the recall were sent to, as the sender wrote them down: seen by the sender itself and by authorities. */
export async function unregisteredOf(read: Read, recall: DB['recall'], reach: Reach) {
  let query = read
    .selectFrom('recall_batch as sent')
    .innerJoin('shipment_line as line', 'line.batchId', 'sent.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .leftJoin('recall_report as report', (join) =>
      join.onRef('report.shipmentId', '=', 'shipment.id').on('report.recallId', '=', recall.id),
    )
    .leftJoin('personal', 'personal.commitment', 'shipment.toName')
    .select(['shipment.id', 'shipment.publicId', 'shipment.toName', 'shipment.shippedAt', 'shipment.regionCode'])
    .select(['personal.value as clearName', 'report.reachedBy'])
    .where('sent.recallId', '=', recall.id)
    .where('shipment.toPartyId', 'is', null)
    .where('shipment.state', '<>', 'void');
  if (reach.kind === 'customers') query = query.where('shipment.partyId', '=', reach.partyId);
  if (reach.kind === 'region') query = query.where('shipment.regionCode', '>=', reach.from).where('shipment.regionCode', '<=', reach.to);
  const rows = await query.orderBy('shipment.id').limit(UNREGISTERED_SHOWN).execute();
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  return once.map((row) => ({
    shipment: row.publicId,
    name: row.clearName ?? (isCommitment(row.toName) ? maskName(row.toName) : row.toName),
    shippedAt: formatInstant(row.shippedAt),
    state: row.reachedBy === null ? 'not-reached' : 'reached',
    reachedBy: row.reachedBy,
  }));
}

const HEADINGS = ['经营主体', '统一社会信用代码', '类型', '所在地', '联系人', '电话', '状态', '通知时间', '确认时间', '联系方式'];
const STATES: Record<string, string> = {
  noticed: '已通知，未回应',
  reached: '已联系到，未回应',
  acknowledged: '已确认',
  reported: '已报告',
  found: '演练',
  'not-reached': '未登记，未联系到',
};

/** GET …/holders.csv: the call list as a file, read while it is sent. */
export async function holdersCsv(deps: Deps, call: Call<{ id: string }>): Promise<Response> {
  const { read } = deps.store;
  const recall = await recallInScope(read, call.caller, call.params.id);
  return csvReply(`recall-${recall.publicId}`, civilDateOf(call.now), csvBlocks(read, recall, reachOf(call.caller, recall)));
}

async function* csvBlocks(read: Read, recall: DB['recall'], reach: Reach): AsyncGenerator<string> {
  yield csvLine(HEADINGS);
  for (let after: { at: number; id: number } | null = null; ; ) {
    const rows: HolderRow[] = await holderRows(read, recall, reach, { after, limit: CSV_PAGE });
    const last = rows.at(-1);
    if (!last) break;
    yield (await linesOf(read, recall, reach, rows)).map((line) => csvLine(cellsOf(line))).join('');
    after = { at: last.noticedAt, id: last.partyId };
  }
  const unregistered = await unregisteredOf(read, recall, reach);
  if (unregistered.length === 0) return;
  yield unregistered
    .map((one) =>
      csvLine([
        one.name,
        null,
        '未登记',
        null,
        null,
        null,
        STATES[one.state] ?? one.state,
        one.shippedAt,
        null,
        one.reachedBy ?? `发货单 ${one.shipment}`,
      ]),
    )
    .join('');
}

function cellsOf({ party, role, region, contact, state, noticedAt, acknowledgedAt, reachedBy }: HolderLine): CsvValue[] {
  const name = party?.name ?? '（非直接客户，由其供货方或主管部门联系）';
  return [
    name,
    party?.uscc ?? null,
    role,
    region,
    contact?.name ?? null,
    contact?.phone ?? null,
    STATES[state] ?? state,
    noticedAt,
    acknowledgedAt,
    reachedBy,
  ];
}
