import { isMadeFor } from '../batches/brands.ts';
import { newPublicId } from '../codes/ids.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { noticeRows } from '../exchange/notices.ts';
import { type Caller, chainOf } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, nextLink, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { boundBy, goodsOf, holdDrafts, holdersOf, toldOf } from './hold-notices.ts';
import { holdRepository } from './hold-repository.ts';
import { namedBatches } from './recall-batches.ts';
import { decidesFor, ownerColumns, ownersOf, signedBy } from './recall-owner.ts';
import type { Affected, HoldInput } from './recall-schemas.ts';
import { TOLD_AT_ONCE } from './telling.ts';

const noHold = () => notFound({ zh: '该暂停销售', en: 'such hold' });

async function views(read: Store['read'], rows: readonly DB['hold'][]) {
  const goods = await rowsOf(
    rows.map((row) => row.id),
    (part) =>
      read
        .selectFrom('hold_batch')
        .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
        .innerJoin('product', 'product.id', 'batch.productId')
        .select(['hold_batch.holdId', 'batch.traceCode', 'batch.batchNumber', 'batch.productionDate', 'product.name'])
        .where('hold_batch.holdId', 'in', part)
        .orderBy('batch.id')
        .execute(),
  );
  const byHold = Map.groupBy(goods, (row) => row.holdId);
  const ownerOf = await ownersOf(read, rows);
  return (row: DB['hold']) => ({
    id: row.publicId,
    by: ownerOf(row),
    reason: row.reason,
    affected: row.affected === null ? null : (JSON.parse(row.affected) as Affected),
    batches: (byHold.get(row.id) ?? []).map(({ traceCode, batchNumber, productionDate, name }) => ({
      traceCode: formatTraceCode(traceCode),
      product: { name },
      batchNumber,
      productionDate,
    })),
    at: formatInstant(row.at),
    liftedAt: row.liftedAt === null ? null : formatInstant(row.liftedAt),
    liftReason: row.liftReason,
  });
}

/**
 * POST /v1/holds: goods that are not to be sold until it is lifted (暂停销售). Never public. Those who have the goods are told, and each sale of them says so.
 * @throws {Problem} invalid-input with every code that is none of the caller's
 */
export function placeHold(deps: Deps, call: Call<unknown, unknown, HoldInput>): Promise<Reply> {
  const { caller, body } = call;
  return write(deps.store, async () => {
    const { read } = deps.store;
    const batches = await namedBatches(read, caller, body.traceCodes, 'hold');
    const [id = 0] = await deps.store.ids(1);
    const owner = ownerColumns(caller);
    const row: DB['hold'] = {
      id,
      publicId: newPublicId(deps.random),
      ...owner,
      reason: body.reason.trim(),
      affected: body.affected ? JSON.stringify(body.affected) : null,
      actedBy: signedBy(caller).actedBy,
      at: call.now,
      liftedAt: null,
      liftReason: null,
    };
    const codes = batches.map((batch) => batch.traceCode);
    const own = caller.kind === 'party' ? caller.party : null;
    const goods = batches.map((batch) => ({ ...batch, brandId: own && isMadeFor(batch, own) ? own.id : null }));
    const whole = boundBy(row, goods).map((batch) => batch.id);
    const holders = await holdersOf(read, row, whole);
    const told = await noticeRows(deps, holdDrafts(row, holders.slice(0, TOLD_AT_ONCE), codes, 'hold.placed'), call.now);
    const view = {
      id: row.publicId,
      reason: row.reason,
      traceCodes: codes.map(formatTraceCode),
      at: formatInstant(row.at),
      told: holders.length,
    };
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'hold.placed',
          subject: `hold/${row.publicId}`,
          payload: { ...signedBy(caller), reason: row.reason, affected: affectedPayload(body.affected), batches: codes },
        },
      ],
      rows: { hold: [row], hold_batch: batches.map((batch) => ({ holdId: id, batchId: batch.id })), ...told },
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(201, view, { Location: `/v1/holds/${row.publicId}` }) }),
    };
  });
}

/** What part of the batches is meant, as an entry has it. */
export function affectedPayload(affected: Affected | undefined) {
  if (!affected) return null;
  const { from = null, to = null, line = null, serials = [], note = null } = affected;
  return { from, to, line, serials, note };
}

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; state?: 'open' | 'all' | undefined };

/** Holds that concern the caller, newest first; in force alone unless all are asked for. */
export async function holdList({ store: { read } }: Pick<Deps, 'store'>, caller: Caller, query: ListQuery) {
  const limit = query.limit ?? PAGE_SIZE;
  const rows = await holdRepository(read, caller).list({ limit, after: decodeCursor(query.cursor), all: query.state === 'all' });
  return pageOf(rows, limit, ({ at, id }) => ({ at, id }), await views(read, rows));
}

/** GET /v1/holds. */
export async function listHolds(deps: Deps, call: Call<unknown, ListQuery>): Promise<Reply> {
  const list = await holdList(deps, call.caller, call.query);
  return json(200, list, nextLink(call, list.next));
}

/**
 * POST …/lifting by whoever placed it.
 * @throws {Problem} not-found out of sight, forbidden for others, already-ended the second time
 */
export function liftHold(deps: Deps, call: Call<{ id: string }, unknown, { reason: string }>): Promise<Reply> {
  const { caller } = call;
  return write(deps.store, async () => {
    const { read } = deps.store;
    const row = await holdRepository(read, caller).one(call.params.id);
    if (!row) throw noHold();
    const goods = await goodsOf(read, row.id);
    const batchIds = goods.map((batch) => batch.id);
    if (!(await decidesFor(read, caller, row, batchIds)))
      throw new Problem('forbidden', {
        zh: '暂停销售由决定方解除；只受托部分场所的，限全部批次属于这些场所的。',
        en: 'A hold is lifted by whoever placed it; who acts for some sites lifts those whose batches are all of these sites.',
      });
    if (row.liftedAt !== null) throw new Problem('already-ended', { zh: '该暂停销售已解除。', en: 'This hold is lifted already.' });
    const lifted = { ...row, liftedAt: call.now, liftReason: call.body.reason.trim() };
    const whole = boundBy(row, goods).map((batch) => batch.id);
    const codes = goods.map((batch) => batch.traceCode);
    const told = await noticeRows(deps, holdDrafts(lifted, await toldOf(read, row, whole, -1), codes, 'hold.lifted'), call.now);
    const view = (await views(read, [lifted]))(lifted);
    return {
      chain: chainOf(caller),
      at: call.now,
      entries: [
        {
          kind: 'hold.lifted',
          subject: `hold/${row.publicId}`,
          payload: { ...signedBy(caller), reason: lifted.liftReason, batches: codes },
        },
      ],
      rows: told,
      touch: [{ set: 'hold', id: row.id, to: { liftedAt: lifted.liftedAt, liftReason: lifted.liftReason }, was: { liftedAt: null } }],
      ...(call.claim ? { idempotency: call.claim } : {}),
      finish: () => ({ reply: json(200, view) }),
    };
  });
}
