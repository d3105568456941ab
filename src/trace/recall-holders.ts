import type { ExpressionBuilder } from 'kysely';
import { isCommitment } from '../ledger/personal.ts';
import { maskName } from '../parties/model.ts';
import { regionName } from '../parties/regions.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Cursor, decodeCursor, nextLink, PAGE_SIZE, type Page, pageOf } from '../platform/paging.ts';
import { type Call, json } from '../platform/route.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Reply, Store } from '../store/store.ts';
import { type Reach, reachOf, recallInScope } from './recall-repository.ts';
import { unregisteredOf } from './recall-unregistered.ts';

type Read = Store['read'];

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

export type HolderRow = Pick<
  DB['recall_holder'],
  'id' | 'partyId' | 'regionCode' | 'state' | 'noticedAt' | 'acknowledgedAt' | 'reachedBy'
> &
  Pick<DB['party'], 'publicId' | 'uscc' | 'name' | 'kinds' | 'natural' | 'contactName' | 'contactPhone'>;

export async function holderRows(read: Read, recall: DB['recall'], reach: Reach, { states, after, limit }: Asked): Promise<HolderRow[]> {
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
  if (reach.kind === 'region') query = query.where((eb) => liesIn(eb, reach));
  if (reach.kind === 'customers' && !reach.others) query = query.where('holder.partyId', 'in', customersOf(read, recall.id, reach));
  return query.orderBy('holder.partyId').limit(limit).execute();
}

/** Holders at home in a region, and those that have goods of the recall at a site there. */
export function liesIn(
  eb: ExpressionBuilder<DB & { holder: DB['recall_holder'] }, 'holder'>,
  { from, to }: Extract<Reach, { kind: 'region' }>,
) {
  return eb.or([
    eb.and([eb('holder.regionCode', '>=', from), eb('holder.regionCode', '<=', to)]),
    eb.exists(
      eb
        .selectFrom('recall_scope as scope')
        .innerJoin('site', 'site.id', 'scope.siteId')
        .select('scope.holdingId')
        .whereRef('scope.recallId', '=', 'holder.recallId')
        .whereRef('scope.partyId', '=', 'holder.partyId')
        .where('site.regionCode', '>=', from)
        .where('site.regionCode', '<=', to),
    ),
  ]);
}

/** Parties somebody sent goods of the recall to. */
export function customersOf(read: Read, recallId: number, { partyId, siteIds }: Extract<Reach, { kind: 'customers' }>) {
  const query = read
    .selectFrom('recall_batch as sent')
    .innerJoin('shipment_line as line', 'line.batchId', 'sent.batchId')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .select('shipment.toPartyId')
    .where('sent.recallId', '=', recallId)
    .where('shipment.partyId', '=', partyId)
    .where('shipment.state', '<>', 'void')
    .where('shipment.toPartyId', 'is not', null);
  return siteIds ? query.where('shipment.siteId', 'in', [...siteIds, -1]) : query;
}

/** The row of one holder the caller may see by name; of the others it cannot tell whether the recall reaches them. */
export async function holderSeen(
  read: Read,
  recall: DB['recall'],
  reach: Reach,
  partyId: number,
): Promise<DB['recall_holder'] | undefined> {
  let query = read
    .selectFrom('recall_holder as holder')
    .selectAll()
    .where('holder.recallId', '=', recall.id)
    .where('holder.partyId', '=', partyId);
  if (reach.kind === 'region') query = query.where((eb) => liesIn(eb, reach));
  if (reach.kind === 'customers') query = query.where('holder.partyId', 'in', customersOf(read, recall.id, reach));
  return query.executeTakeFirst();
}

/** A page of the call list, in an order of its own that later holders do not disturb. */
export async function holderPage(read: Read, recall: DB['recall'], reach: Reach, asked: Asked): Promise<HolderLine[]> {
  return linesOf(read, recall, reach, await holderRows(read, recall, reach, asked));
}

export async function linesOf(read: Read, recall: DB['recall'], reach: Reach, rows: readonly HolderRow[]): Promise<HolderLine[]> {
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
export async function namedIn(
  read: Read,
  recall: DB['recall'],
  reach: Reach,
  rows: readonly { partyId: number }[],
): Promise<ReadonlySet<number>> {
  if (reach.kind !== 'customers' || !reach.others) return new Set(rows.map((row) => row.partyId));
  const known = await rowsOf(
    rows.map((row) => row.partyId),
    (part) => customersOf(read, recall.id, reach).where('shipment.toPartyId', 'in', part).distinct().execute(),
  );
  return new Set(known.flatMap((row) => row.toPartyId ?? []));
}

export function partyView(
  row: Pick<HolderRow, 'natural' | 'name' | 'publicId' | 'uscc'>,
  reach: Reach,
  clear: ReadonlyMap<string, string>,
): NonNullable<HolderLine['party']> {
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

export async function clearValues(
  read: Read,
  rows: readonly Pick<HolderRow, 'natural' | 'name' | 'contactName' | 'contactPhone'>[],
): Promise<ReadonlyMap<string, string>> {
  const commitments = rows.flatMap((row) => [row.natural === 1 ? row.name : null, row.contactName, row.contactPhone]);
  const known = await rowsOf(commitments.filter((one) => one !== null && isCommitment(one)) as string[], (part) =>
    read.selectFrom('personal').select(['commitment', 'value']).where('commitment', 'in', part).execute(),
  );
  return new Map(known.map((row) => [row.commitment, row.value]));
}

type ListQuery = { limit?: number | undefined; cursor?: string | undefined; state?: string | undefined };

interface HolderQuery {
  states: readonly string[] | undefined;
  /** Buyers without registration too, behind the holders. */
  buyers: boolean;
  cursor: string | undefined;
  limit: number;
}

/**
 * Whom to call, and how each stands. Buyers without registration follow the holders, on pages of their own once there are more than the last page of holders takes.
 * @throws {Problem} not-found out of scope
 */
export async function holderList({ store: { read } }: Pick<Deps, 'store'>, caller: Caller, id: string, asked: HolderQuery) {
  const recall = await recallInScope(read, caller, id);
  const reach = reachOf(caller, recall);
  const [{ states, limit }, cursor] = [asked, decodeCursor(asked.cursor)];
  const list =
    cursor?.at === UNREGISTERED ? { items: [], next: null } : await registered(read, recall, reach, { states, after: cursor, limit });
  const rest = asked.buyers ? await unregisteredAfter(read, recall, reach, { list, cursor, limit }) : { unregistered: [], next: list.next };
  return { items: list.items, ...rest };
}

/** GET /v1/recalls/{id}/holders. */
export async function listHolders(deps: Deps, call: Call<{ id: string }, ListQuery>): Promise<Reply> {
  const { limit = PAGE_SIZE, cursor, state } = call.query;
  const states = state === undefined ? undefined : [state];
  const list = await holderList(deps, call.caller, call.params.id, { states, buyers: state === undefined, cursor, limit });
  return json(200, list, nextLink(call, list.next));
}

/** Where a page stands in place of an instant once all holders are listed. */
const UNREGISTERED = 0;

async function registered(read: Read, recall: DB['recall'], reach: Reach, asked: Asked): Promise<Page<HolderLine>> {
  const rows = await holderRows(read, recall, reach, { ...asked, limit: asked.limit + 1 });
  const lines = await linesOf(read, recall, reach, rows);
  return pageOf(
    rows.map((row, i) => ({ row, line: lines[i] as HolderLine })),
    asked.limit,
    ({ row }) => ({ at: row.noticedAt, id: row.partyId }),
    ({ line }) => line,
  );
}

interface ListedSoFar {
  list: Page<HolderLine>;
  cursor: Cursor | null;
  limit: number;
}

async function unregisteredAfter(read: Read, recall: DB['recall'], reach: Reach, { list, cursor, limit }: ListedSoFar) {
  if (list.next !== null) return { unregistered: [], next: list.next };
  const after = cursor?.at === UNREGISTERED ? cursor.id : -1;
  const { items, next } = pageOf(
    await unregisteredOf(read, recall, reach, { after, limit: limit + 1 }),
    limit,
    ({ id }) => ({ at: UNREGISTERED, id }),
    ({ id: _, ...one }) => one,
  );
  return { unregistered: items, next };
}
