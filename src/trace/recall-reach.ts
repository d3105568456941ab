import { formatTraceCode } from '../codes/trace-code.ts';
import { sendThroughChannels } from '../exchange/channels.ts';
import { deliverDue } from '../exchange/delivery.ts';
import { type NoticeDraft, noticeRows } from '../exchange/notices.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Commit } from '../store/store.ts';
import { addresseesOfBatch, type HoldingPlace, holdingsOfBatch, madeFrom, makersOf } from './scope-queries.ts';

const ATTEMPTS = 12;
const PAGE = 500;
/** Holdings or holders of one commit: few enough that a scan does not wait for it. */
const REACHED_AT_ONCE = 100;

/** Somebody the recall reaches, at a place. */
export interface Reached {
  partyId: number;
  regionCode: string;
}

/**
 * Writes what a recall reaches, a page a commit in the chain `system`: derived batches first, then holdings and holders with their notices. Batches
 * are committed before their holdings are read, so that a receipt which the walk does not see finds its batch recalled. It may stop anywhere and be
 * run again, also beside another run: what is there already is passed over.
 */
export async function reachAll(deps: Deps, recall: DB['recall']): Promise<void> {
  await closeOver(deps, recall);
  const { read } = deps.store;
  for (let after = -1; ; ) {
    const batches = await read
      .selectFrom('recall_batch')
      .select('batchId')
      .where('recallId', '=', recall.id)
      .where('batchId', '>', after)
      .orderBy('batchId')
      .limit(PAGE)
      .execute();
    const last = batches.at(-1);
    if (!last) break;
    for (const { batchId } of batches) await reachBatch(deps, recall, batchId);
    after = last.batchId;
  }
  deps.later(deliverDue(deps));
}

/** Takes in the batches that were made from those in the recall, until there are no more. */
export async function closeOver(deps: Deps, recall: DB['recall']): Promise<void> {
  const named = await deps.store.read.selectFrom('recall_batch').select('batchId').where('recallId', '=', recall.id).execute();
  const known = new Set(named.map((row) => row.batchId));
  for (let frontier = [...known]; frontier.length > 0; ) {
    const made = (await madeFrom(deps.store.read, frontier)).filter((id) => !known.has(id));
    for (let from = 0; from < made.length; from += PAGE) await addBatches(deps, recall, made.slice(from, from + PAGE));
    for (const id of made) known.add(id);
    frontier = made;
  }
}

/** Derived batches, with their pages: a shopper sees the recall at the next scan. */
export async function addBatches(deps: Deps, recall: DB['recall'], batchIds: readonly number[]): Promise<void> {
  const at = deps.clock();
  const codes = await rowsOf(batchIds, (part) => deps.store.read.selectFrom('batch').select('traceCode').where('id', 'in', part).execute());
  await deps.store.commit({
    chain: 'system',
    at,
    entries: [entryOf(recall, 'recall.extended', { batches: codes.map((row) => row.traceCode) })],
    rows: { recall_batch: batchIds.map((batchId) => ({ recallId: recall.id, batchId, derived: 1, at })) },
    touch: recall.drill === 1 ? [] : batchIds.map((page) => ({ page })),
    finish: nothing,
  });
}

async function reachBatch(deps: Deps, recall: DB['recall'], batchId: number): Promise<void> {
  const { read } = deps.store;
  for (let after = { partyId: -1, siteId: -1 }; ; ) {
    const holdings = await holdingsOfBatch(read, batchId, after, REACHED_AT_ONCE);
    const last = holdings.at(-1);
    if (!last) break;
    await reach(deps, recall, holdings, holdings);
    if (holdings.length < REACHED_AT_ONCE) break;
    after = last;
  }
  for (let after = -1; ; ) {
    const sent = await addresseesOfBatch(read, batchId, after, REACHED_AT_ONCE);
    const last = sent.at(-1);
    if (!last) break;
    await reach(deps, recall, [], sent);
    if (sent.length < REACHED_AT_ONCE) break;
    after = last.shipmentId;
  }
  await reach(deps, recall, [], await makersOf(read, [batchId]));
}

/**
 * One commit: holdings that come into scope, and parties that become holders and are told. Nothing is written when all of them are there already.
 * @throws {Error} when others keep adding the same holders
 */
export async function reach(
  deps: Deps,
  recall: DB['recall'],
  holdings: readonly HoldingPlace[],
  parties: readonly Reached[],
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = deps.clock();
    const holders = await holderRows(deps, recall, parties, at);
    const scope = await scopeRows(deps, recall, holdings, at);
    if (holders.length === 0 && scope.length === 0) return;
    const told = recall.drill === 1 ? { notice: [], delivery: [] } : await noticeRows(deps, await draftsFor(deps, recall, holders), at);
    const commit: Commit = {
      chain: 'system',
      at,
      entries: holders.length === 0 ? [] : [entryOf(recall, 'recall.reached', { parties: await publicIdsOf(deps, holders) })],
      rows: { recall_scope: scope, recall_holder: holders, ...told },
      finish: nothing,
    };
    if (!(await deps.store.commit(commit)).committed) continue;
    deps.later(sendThroughChannels(deps, told.notice));
    return;
  }
  throw new Error('The scope of a recall could not be written: its holders kept changing.');
}

const nothing = () => ({ reply: { status: 204, headers: {}, body: '' } });

function entryOf(recall: DB['recall'], kind: string, more: Record<string, string[]>) {
  return { kind, subject: `recall/${recall.publicId}`, payload: { recall: recall.publicId, actedBy: 'system', ...more } };
}

async function scopeRows(deps: Deps, recall: DB['recall'], holdings: readonly HoldingPlace[], at: number): Promise<DB['recall_scope'][]> {
  const known = await rowsOf(
    holdings.map((holding) => holding.id),
    (part) =>
      deps.store.read
        .selectFrom('recall_scope')
        .select('holdingId')
        .where('recallId', '=', recall.id)
        .where('holdingId', 'in', part)
        .execute(),
  );
  const there = new Set(known.map((row) => row.holdingId));
  return holdings
    .filter((holding) => !there.has(holding.id))
    .map(({ id, batchId, partyId, siteId }) => ({ recallId: recall.id, holdingId: id, batchId, partyId, siteId, at }));
}

/** Holders that are new; whoever recalls is not told of it. */
async function holderRows(deps: Deps, recall: DB['recall'], parties: readonly Reached[], at: number): Promise<DB['recall_holder'][]> {
  const known = await rowsOf(
    parties.map((party) => party.partyId),
    (part) =>
      deps.store.read
        .selectFrom('recall_holder')
        .select('partyId')
        .where('recallId', '=', recall.id)
        .where('partyId', 'in', part)
        .execute(),
  );
  const there = new Set([...known.map((row) => row.partyId), recall.partyId]);
  const fresh = parties.filter(({ partyId }) => !there.has(partyId) && there.add(partyId));
  const ids = fresh.length === 0 ? [] : await deps.store.ids(fresh.length);
  return fresh.map(({ partyId, regionCode }, i) => ({
    id: ids[i] ?? 0,
    recallId: recall.id,
    partyId,
    regionCode,
    noticedAt: at,
    acknowledgedAt: null,
    reachedBy: null,
    state: recall.drill === 1 ? 'found' : 'noticed',
    updatedAt: at,
  }));
}

async function publicIdsOf(deps: Deps, holders: readonly DB['recall_holder'][]): Promise<string[]> {
  const rows = await rowsOf(
    holders.map((holder) => holder.partyId),
    (part) => deps.store.read.selectFrom('party').select('publicId').where('id', 'in', part).execute(),
  );
  return rows.map((row) => row.publicId);
}

async function draftsFor(deps: Deps, recall: DB['recall'], holders: readonly DB['recall_holder'][]): Promise<NoticeDraft[]> {
  if (holders.length === 0) return [];
  const draft = await recallNotice(deps, recall, 'recall.opened');
  return holders.map(({ partyId }) => ({ ...draft, owner: { kind: 'party', id: partyId } }));
}

/** Goods a notice names by trace code; a recall of more is told in full at its own address. */
const CODES_TOLD = 20;

/** What a notice of a recall says, whoever gets it. */
export async function recallNotice(
  deps: Pick<Deps, 'store'>,
  recall: DB['recall'],
  kind: 'recall.opened' | 'recall.closed',
): Promise<Omit<NoticeDraft, 'owner'>> {
  const goods = await namedGoods(deps, recall.id);
  const names = [...new Set(goods.map((one) => one.name))].slice(0, 3).join('、');
  const closed = kind === 'recall.closed';
  return {
    kind,
    subject: { type: 'recall', code: recall.publicId },
    text: closed
      ? { zh: `召回已结束：${names}。`, en: `The recall of ${names} is closed.` }
      : {
          zh: `${['', '一', '二', '三'][recall.level] ?? ''}级召回：${names}。原因：${recall.reason}。请立即停止销售和使用，并确认收到。`,
          en: `Level ${recall.level} recall of ${names}: ${recall.reason}. Stop selling and using it at once, and acknowledge.`,
        },
    details: {
      recall: recall.publicId,
      level: recall.level,
      reason: recall.reason,
      instructions: recall.instructions,
      affected: recall.affected,
      traceCodes: goods.slice(0, CODES_TOLD).map((one) => formatTraceCode(one.traceCode)),
      completeBy: recall.completeBy === null ? null : formatInstant(recall.completeBy),
    },
  };
}

/** The batches a recall names, oldest first; what was made from them is left out. */
export function namedGoods(deps: Pick<Deps, 'store'>, recallId: number) {
  return deps.store.read
    .selectFrom('recall_batch')
    .innerJoin('batch', 'batch.id', 'recall_batch.batchId')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['batch.id', 'batch.traceCode', 'batch.batchNumber', 'batch.productionDate', 'product.name', 'product.specification'])
    .where('recall_batch.recallId', '=', recallId)
    .where('recall_batch.derived', '=', 0)
    .orderBy('batch.id')
    .execute();
}
