import { type CsvValue, csvLine, csvReply } from '../enforcement/csv.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import type { Call } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { roleIn, timeIn, wayIn } from './file-words.ts';
import { type HolderLine, type HolderRow, holderRows, linesOf } from './recall-holders.ts';
import { type Reach, reachOf, recallInScope } from './recall-repository.ts';
import { type UnregisteredLine, unregisteredOf } from './recall-unregistered.ts';

type Read = Store['read'];

const CSV_PAGE = 500;
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
  for (let after = -1; ; ) {
    const buyers: UnregisteredLine[] = await unregisteredOf(read, recall, reach, { after, limit: CSV_PAGE });
    const last = buyers.at(-1);
    if (!last) return;
    yield buyers.map((one) => csvLine(buyerCells(one))).join('');
    after = last.id;
  }
}

function buyerCells({ name, state, shippedAt, reachedBy, shipment }: UnregisteredLine): CsvValue[] {
  return [
    name,
    null,
    '未登记',
    null,
    null,
    null,
    STATES[state] ?? state,
    timeIn(shippedAt),
    null,
    wayIn(reachedBy) ?? `发货单 ${shipment}`,
  ];
}

function cellsOf({ party, role, region, contact, state, noticedAt, acknowledgedAt, reachedBy }: HolderLine): CsvValue[] {
  const name = party?.name ?? '（非直接客户，由其供货方或主管部门联系）';
  return [
    name,
    party?.uscc ?? null,
    roleIn(role),
    region,
    contact?.name ?? null,
    contact?.phone ?? null,
    STATES[state] ?? state,
    timeIn(noticedAt),
    timeIn(acknowledgedAt),
    wayIn(reachedBy),
  ];
}
