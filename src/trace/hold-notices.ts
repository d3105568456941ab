import { type ExpressionBuilder, sql } from 'kysely';
import { formatTraceCode } from '../codes/trace-code.ts';
import { deliverDue } from '../exchange/delivery.ts';
import type { NoticeDraft } from '../exchange/notices.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { batchesIn, MOVES, partiesIn } from './moved.ts';
import { TOLD_AT_ONCE, tell } from './telling.ts';

type Read = Store['read'];
type Goods = Pick<DB['batch'], 'id' | 'partyId' | 'traceCode'> & { brandId: number | null };

/**
 * Tells of holds whom the commit of a hold did not: at its placing all who have the goods or are sent them, later everybody they come to, and at its lifting all who were told.
 * Nobody is told of a hold that is lifted already, so that nobody is left with its beginning alone.
 */
export function holdsJob(deps: Deps): FollowerJob {
  return {
    name: 'holds',
    batch: 100,
    handle: async (entries) => {
      for (const { kind, subject } of entries) {
        if (kind === 'hold.placed') await tellPlaced(deps, subject.slice('hold/'.length));
        if (kind === 'hold.lifted') await tellLifted(deps, subject.slice('hold/'.length));
      }
      await tellReceivers(
        deps,
        entries.filter((entry) => MOVES.includes(entry.kind) && entry.kind !== 'recall.opened'),
      );
      return {};
    },
  };
}

const holdNamed = (read: Read, publicId: string) => read.selectFrom('hold').selectAll().where('publicId', '=', publicId).executeTakeFirst();

async function tellPlaced(deps: Deps, publicId: string): Promise<void> {
  const { read } = deps.store;
  const hold = await holdNamed(read, publicId);
  if (!hold || hold.liftedAt !== null) return;
  const goods = await goodsOf(read, hold.id);
  const holders = await holdersOf(
    read,
    hold,
    boundBy(hold, goods).map((batch) => batch.id),
  );
  await tellOf(deps, hold, goods, holders);
}

async function tellLifted(deps: Deps, publicId: string): Promise<void> {
  const { read } = deps.store;
  const hold = await holdNamed(read, publicId);
  if (!hold || hold.liftedAt === null) return;
  const goods = await goodsOf(read, hold.id);
  const ids = boundBy(hold, goods).map((batch) => batch.id);
  const codes = goods.map((batch) => batch.traceCode);
  for (let after = -1; ; ) {
    const told = await toldOf(read, hold, ids, after);
    const last = told.at(-1);
    if (last === undefined) break;
    await tell(deps, holdDrafts(hold, told, codes, 'hold.lifted'), []);
    after = last;
  }
  deps.later(deliverDue(deps));
}

/** Those the entries brought held goods to. */
async function tellReceivers(deps: Deps, entries: readonly FollowedEntry[]): Promise<void> {
  const { read } = deps.store;
  if (entries.length === 0 || !(await read.selectFrom('hold').select('id').where('liftedAt', 'is', null).limit(1).executeTakeFirst()))
    return;
  const batchIds = await batchesIn(deps, entries);
  const holds = await rowsOf(batchIds, (part) =>
    read
      .selectFrom('hold')
      .selectAll('hold')
      .where('hold.liftedAt', 'is', null)
      .where('hold.id', 'in', (eb) => eb.selectFrom('hold_batch').select('holdId').where('batchId', 'in', part))
      .execute(),
  );
  if (holds.length === 0) return;
  const parties = (await partiesIn(deps, entries)).map((party) => party.partyId);
  for (const hold of new Map(holds.map((row) => [row.id, row])).values()) {
    const goods = await goodsOf(read, hold.id);
    const ids = boundBy(hold, goods).flatMap(({ id }) => (batchIds.includes(id) ? [id] : []));
    await tellOf(deps, hold, goods, await holdersOf(read, hold, ids, parties));
  }
}

async function tellOf(deps: Deps, hold: DB['hold'], goods: readonly Goods[], holders: readonly number[]): Promise<void> {
  const codes = goods.map((batch) => batch.traceCode);
  for (let from = 0; from < holders.length; from += TOLD_AT_ONCE)
    await tell(deps, holdDrafts(hold, holders.slice(from, from + TOLD_AT_ONCE), codes, 'hold.placed'), [
      { table: 'hold', id: hold.id, column: 'liftedAt', is: null },
    ]);
  if (holders.length > 0) deps.later(deliverDue(deps));
}

/** Batches a hold names. */
export function goodsOf(read: Read, holdId: number): Promise<Goods[]> {
  return read
    .selectFrom('hold_batch')
    .innerJoin('batch', 'batch.id', 'hold_batch.batchId')
    .leftJoin('party as brand', (join) => join.onRef('brand.uscc', '=', 'batch.commissionerUscc').on('brand.state', '=', 'approved'))
    .select(['batch.id', 'batch.partyId', 'batch.traceCode', 'brand.id as brandId'])
    .where('hold_batch.holdId', '=', holdId)
    .orderBy('batch.id')
    .execute();
}

/** Those of its batches that a hold binds with everybody: an authority's all, a party's what it made or had made. Of another's goods it holds its own stock alone. */
export function boundBy<B extends { partyId: number; brandId: number | null }>(
  hold: Pick<DB['hold'], 'partyId'>,
  goods: readonly B[],
): B[] {
  return goods.filter((batch) => hold.partyId === null || batch.partyId === hold.partyId || batch.brandId === hold.partyId);
}

/**
 * Holdings of some batches, and what is on slips to registered buyers and in no holding of theirs: goods on their way are sold as soon as they come. Received goods
 * are a holding; `not` are states that count for nothing else.
 */
function reached(read: Read, batchIds: readonly number[], not: readonly string[]) {
  return {
    held: read
      .selectFrom('holding')
      .select('holding.partyId')
      .distinct()
      .where('holding.batchId', 'in', [...batchIds, -1]),
    sent: read
      .selectFrom('shipment_line as line')
      .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
      .select((eb) => eb.ref('shipment.toPartyId').$notNull().as('partyId'))
      .distinct()
      .where('line.batchId', 'in', [...batchIds, -1])
      .where('shipment.state', 'not in', ['received', ...not])
      .where('shipment.toPartyId', 'is not', null),
  };
}

/** The parties of two lists, once each, by id. */
const together = (...lists: { partyId: number }[][]) => [...new Set(lists.flat().map((row) => row.partyId))].sort((a, b) => a - b);

/** Parties that have or had some batches or are sent them, or those of them among `parties`, without the one that placed the hold. */
export async function holdersOf(
  read: Read,
  hold: Pick<DB['hold'], 'partyId'>,
  batchIds: readonly number[],
  parties?: readonly number[],
): Promise<number[]> {
  const { held, sent } = reached(read, batchIds, ['void']);
  const holders = parties
    ? together(
        await rowsOf(parties, (part) => held.where('holding.partyId', 'in', part).execute()),
        await rowsOf(parties, (part) => sent.where('shipment.toPartyId', 'in', part).execute()),
      )
    : together(await held.execute(), await sent.execute());
  return holders.filter((id) => id !== hold.partyId);
}

/** A page of the parties that were told of a hold, by id, from the holdings and shipments it reached. */
export async function toldOf(read: Read, hold: DB['hold'], batchIds: readonly number[], after: number): Promise<number[]> {
  // Whoever was told of goods that were called back meanwhile hears of the end too.
  const { held, sent } = reached(read, batchIds, []);
  const isTold = (eb: ExpressionBuilder<DB, never>, partyId: 'holding.partyId' | 'shipment.toPartyId') =>
    eb.exists(
      eb
        .selectFrom('notice')
        .select('notice.id')
        .where('notice.ownerId', '=', sql.ref<number>(partyId))
        .where('notice.ownerKind', '=', 'party')
        .where('notice.kind', '=', 'hold.placed')
        .where('notice.subjectType', '=', 'hold')
        .where('notice.subjectCode', '=', hold.publicId),
    );
  const had = held
    .where('holding.partyId', '>', after)
    .where((eb) => isTold(eb as never, 'holding.partyId'))
    .orderBy('holding.partyId')
    .limit(TOLD_AT_ONCE);
  const coming = sent
    .where('shipment.toPartyId', '>', after)
    .where((eb) => isTold(eb as never, 'shipment.toPartyId'))
    .orderBy('shipment.toPartyId')
    .limit(TOLD_AT_ONCE);
  return together(await had.execute(), await coming.execute()).slice(0, TOLD_AT_ONCE);
}

/** What holders are told of a hold. */
export function holdDrafts(
  row: DB['hold'],
  holders: readonly number[],
  codes: readonly string[],
  kind: 'hold.placed' | 'hold.lifted',
): NoticeDraft[] {
  const placed = kind === 'hold.placed';
  return holders.map((id) => ({
    owner: { kind: 'party', id },
    kind,
    subject: { type: 'hold', code: row.publicId },
    text: placed
      ? {
          zh: `暂停销售：${row.reason}。在解除之前请勿销售或使用。`,
          en: `Hold: ${row.reason}. Do not sell or use it until it is lifted.`,
        }
      : { zh: `暂停销售已解除：${row.liftReason ?? ''}。`, en: `The hold is lifted: ${row.liftReason ?? ''}.` },
    details: { hold: row.publicId, reason: row.reason, traceCodes: codes.map(formatTraceCode) },
  }));
}
