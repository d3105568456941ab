import { quantityView } from '../batches/views.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import type { Caller, PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import type { Locale } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { holderPage } from './recall-holders.ts';
import { isCaughtUp } from './recall-job.ts';
import { clocksOf, type Level } from './recall-open.ts';
import { decidesFor, isOwner, type Owner, ownersOf } from './recall-owner.ts';
import { quantitiesOf, quantitiesView } from './recall-quantities.ts';
import { namedGoods } from './recall-reach.ts';
import { reachOf, recallInScope, recallRepository } from './recall-repository.ts';
import type { Affected } from './recall-schemas.ts';
import { countUnregistered } from './recall-unregistered.ts';

const HOUR = 3_600_000;
const NEVER_ANSWERED_SHOWN = 100;

export interface RecallAsking {
  caller: Caller;
  now: number;
  locale: Locale;
}

/** What every view of a recall says. */
function coreView(row: DB['recall'], by: Owner) {
  return {
    id: row.publicId,
    by,
    level: row.level as Level,
    drill: row.drill === 1,
    state: row.state as 'open' | 'closed',
    reason: row.reason,
    affected: row.affected === null ? null : (JSON.parse(row.affected) as Affected),
    instructions: row.instructions,
    contact: row.contact,
    openedAt: formatInstant(row.openedAt),
    startBy: row.startBy === null ? null : formatInstant(row.startBy),
    completeBy: row.completeBy === null ? null : formatInstant(row.completeBy),
    closedAt: row.closedAt === null ? null : formatInstant(row.closedAt),
  };
}

export type RecallItem = Awaited<ReturnType<typeof recallList>>['items'][number];
export type RecallNow = Awaited<ReturnType<typeof recallNow>>;

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; state?: 'open' | 'closed' | undefined };

/** Recalls that concern who asks, newest first, each with its goods and, for a holder, its own state. */
export async function recallList(deps: Pick<Deps, 'store'>, caller: Caller, query: ListQuery) {
  const limit = query.limit ?? PAGE_SIZE;
  const repository = recallRepository(deps.store.read, caller);
  const rows = await repository.list({ limit, after: decodeCursor(query.cursor), state: query.state });
  const ownerOf = await ownersOf(deps.store.read, rows);
  const shown = new Map<number, { goods: Awaited<ReturnType<typeof namedGoods>>; own: DB['recall_holder'] | undefined }>();
  for (const row of rows.slice(0, limit)) shown.set(row.id, { goods: await namedGoods(deps, row.id), own: await repository.own(row.id) });
  return pageOf(
    rows,
    limit,
    (row) => ({ at: row.openedAt, id: row.id }),
    (row) => ({
      ...coreView(row, ownerOf(row)),
      batches: goodsView(shown.get(row.id)?.goods ?? []),
      holder: ownState(shown.get(row.id)?.own),
    }),
  );
}

/** GET /v1/recalls. */
export async function listRecalls(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const list = await recallList(deps, call.caller, call.query);
  return json(200, list, nextLink(call, list.next));
}

function goodsView(goods: Awaited<ReturnType<typeof namedGoods>>) {
  return goods.map(({ traceCode, batchNumber, productionDate, name, specification }) => ({
    traceCode: formatTraceCode(traceCode),
    product: { name, specification },
    batchNumber,
    productionDate,
  }));
}

const ownState = (row: DB['recall_holder'] | undefined) =>
  row === undefined
    ? null
    : {
        state: row.state,
        noticedAt: formatInstant(row.noticedAt),
        acknowledgedAt: row.acknowledgedAt === null ? null : formatInstant(row.acknowledgedAt),
      };

/**
 * A recall as it stands: for who opened it and for authorities with holders by state, quantities, the clock and who never answered; for a holder the order and its own
 * state.
 * @throws {Problem} not-found out of scope
 */
export async function recallNow(deps: Pick<Deps, 'store'>, asking: RecallAsking, publicId: string) {
  const { read } = deps.store;
  const { caller, now } = asking;
  const row = await recallInScope(read, caller, publicId);
  const [ownerOf, goods, own] = [
    await ownersOf(read, [row]),
    await namedGoods(deps, row.id),
    await recallRepository(read, caller).own(row.id),
  ];
  const yours = caller.kind === 'party' ? await goodsOfHolder(read, row.id, caller) : [];
  const core = { ...coreView(row, ownerOf(row)), yours, batches: goodsView(goods), holder: ownState(own), mine: isOwner(caller, row) };
  // Who acts for some sites of the one who recalls sees the whole of a recall of goods of these sites alone.
  const isWhole = caller.kind !== 'party' || (await decidesFor(read, caller, row, await namedIds(read, row.id)));
  if (!isWhole) return core;
  return {
    ...core,
    ...(await standingNow(deps, row, now)),
    unregistered: await countUnregistered(read, row.id, { kind: 'all' }),
    ...(await neverAnswered(read, caller, row)),
    clocks: await clocksOf(read, row, row.openedAt, asking.locale),
    caughtUp: await isCaughtUp(deps),
    ...(row.report === null ? {} : { report: JSON.parse(row.report) as Record<string, unknown> }),
  };
}

async function namedIds(read: Store['read'], recallId: number): Promise<number[]> {
  const rows = await read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recallId).execute();
  return rows.map((row) => row.batchId);
}

/** How a recall stands in figures, as the report of its closing keeps them. */
export async function standingNow(deps: Pick<Deps, 'store'>, row: DB['recall'], now: number) {
  const { read } = deps.store;
  const counts = await countsOf(read, row.id);
  return {
    derivedBatches: await derivedCount(read, row.id),
    holders: counts.total,
    byState: counts.byState,
    quantities: quantitiesView(await quantitiesOf(deps.store, row)),
    clock: clockOf(row, now),
  };
}

/** Goods of one holder that a recall lists; of more it shows the first. */
const YOURS_SHOWN = 200;

/** The caller's own goods in the recall, those made from recalled ones too, with what its books hold of each at each site. */
async function goodsOfHolder(read: Store['read'], recallId: number, { party, siteIds }: PartyCaller) {
  let query = read
    .selectFrom('recall_scope as scope')
    .innerJoin('holding', 'holding.id', 'scope.holdingId')
    .innerJoin('batch', 'batch.id', 'scope.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .innerJoin('site', 'site.id', 'scope.siteId')
    .select(['batch.traceCode', 'batch.batchNumber', 'batch.unit', 'batch.unitCode', 'product.name', 'holding.steps'])
    .select(['site.publicId as siteId', 'site.name as siteName'])
    .where('scope.partyId', '=', party.id)
    .where('scope.recallId', '=', recallId);
  if (siteIds) query = query.where('scope.siteId', 'in', [...siteIds, -1]);
  const rows = await query.orderBy('holding.id').limit(YOURS_SHOWN).execute();
  return rows.map((row) => ({
    traceCode: formatTraceCode(row.traceCode),
    product: { name: row.name },
    batchNumber: row.batchNumber,
    site: { id: row.siteId, name: row.siteName },
    onHand: quantityView(Math.max(0, row.steps), row.unit, row.unitCode),
  }));
}

/** GET /v1/recalls/{id}. */
export async function readRecall(deps: Deps, call: Call<{ id: string }>): Promise<Reply> {
  return json(200, await recallNow(deps, call, call.params.id));
}

/** Hours to the end of the legal clock, whole ones; negative once it is over. A closed recall is measured at its closing. */
export function clockOf(row: DB['recall'], now: number) {
  const at = row.closedAt ?? now;
  const left = (until: number | null) => (until === null ? null : Math.floor((until - at) / HOUR));
  return {
    startedInTime: row.startBy === null ? null : row.openedAt <= row.startBy,
    hoursRun: Math.floor((at - row.openedAt) / HOUR),
    hoursLeft: left(row.completeBy),
    late: row.completeBy === null ? null : at > row.completeBy,
  };
}

async function countsOf(read: Store['read'], recallId: number) {
  const rows = await read
    .selectFrom('recall_holder')
    .select((eb) => ['state', eb.fn.countAll<number>().as('n')])
    .where('recallId', '=', recallId)
    .groupBy('state')
    .execute();
  const byState: Record<string, number> = { noticed: 0, reached: 0, acknowledged: 0, reported: 0 };
  for (const { state, n } of rows) byState[state] = Number(n);
  return { byState, total: Object.values(byState).reduce((sum, n) => sum + n, 0) };
}

async function derivedCount(read: Store['read'], recallId: number): Promise<number> {
  const row = await read
    .selectFrom('recall_batch')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('recallId', '=', recallId)
    .where('derived', '=', 1)
    .executeTakeFirst();
  return Number(row?.n ?? 0);
}

/** Holders that never answered themselves; who recalls sees of strangers the county alone. */
async function neverAnswered(read: Store['read'], caller: Caller, recall: DB['recall']) {
  const reach = reachOf(caller, recall);
  const silent = await holderPage(read, recall, reach, { states: ['noticed', 'reached'], after: null, limit: NEVER_ANSWERED_SHOWN });
  return { neverAnswered: silent };
}
