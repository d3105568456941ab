import { sql } from 'kysely';
import { brandsOf } from '../batches/brands.ts';
import type { LongRead, LongReader } from '../store/long-read.ts';
import { rowsOf } from '../store/parts.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

type Read = Store['read'];

/*
 * What a recall reaches. Every holding of a recalled batch is in scope however the goods came there, and so is every batch some of it went into: the record
 * cannot tell which part of a batch went where. So the walk goes from batch to batch over transformations, which ends on cycles since each batch is taken
 * once, and reads the holdings of each by index. It costs what it finds.
 */

/** Batches some of these went into, one step on. */
export async function madeFrom(read: Read, batchIds: readonly number[]): Promise<number[]> {
  const rows = await rowsOf(batchIds, (part) =>
    read
      .selectFrom('transformation_input as used')
      .innerJoin('transformation_output as made', 'made.transformationId', 'used.transformationId')
      .select('made.batchId')
      .distinct()
      .where('used.batchId', 'in', part)
      .execute(),
  );
  return [...new Set(rows.map((row) => row.batchId))];
}

/** `with recursive reached("batchId")`: these batches and all that was made from them. */
function reachedFrom(batchIds: readonly number[]) {
  const named = sql.join(batchIds.map((id) => sql`(cast(${sql.lit(id)} as bigint))`));
  return sql`with recursive reached("batchId") as (
      select * from (values ${named}) as named
      union
      select made."batchId" from reached
      inner join transformation_input as used on used."batchId" = reached."batchId"
      inner join transformation_output as made on made."transformationId" = used."transformationId"
    )`;
}

/** How many parties a recall of these batches reaches at once: who has or had them, who is sent them, who made them or had them made; without the one who recalls. */
export async function countHolders(store: Pick<Store, 'longRead'>, batchIds: readonly number[], except: number | null): Promise<number> {
  let text = '';
  for await (const piece of store.longRead(holderCount, { batchIds, except })) text += piece;
  return Number(text);
}

interface Counted {
  batchIds: readonly number[];
  except: number | null;
}

/** One query over all of them: a tenth of a second for fifty thousand, which scans do not wait for. */
const holderCount: LongRead<Counted> = { module: import.meta.url, name: 'writeHolderCount', run: writeHolderCount };

export async function* writeHolderCount({ read }: LongReader, { batchIds, except }: Counted): AsyncGenerator<string, void> {
  const { rows } = await sql<{ n: number }>`
    ${reachedFrom(batchIds)}
    select count(*) as n from (
      select holding."partyId" from reached inner join holding on holding."batchId" = reached."batchId"
      union
      select shipment."toPartyId" from reached
      inner join shipment_line on shipment_line."batchId" = reached."batchId"
      inner join shipment on shipment.id = shipment_line."shipmentId"
      where shipment.state <> 'void' and shipment."toPartyId" is not null
      union
      select batch."partyId" from reached inner join batch on batch.id = reached."batchId"
      union
      select party.id from reached inner join batch on batch.id = reached."batchId"
      inner join party on party.uscc = batch."commissionerUscc"
      where party.state = 'approved'
    ) as parties where "partyId" <> ${sql.lit(except ?? -1)}`.execute(read);
  yield String(rows[0]?.n ?? 0);
}

/** How many shipments of these batches, and of what was made from them, went to buyers without registration: nobody but a person can tell those. */
export async function countBuyers(read: Read, batchIds: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    ${reachedFrom(batchIds)}
    select count(distinct shipment.id) as n from reached
    inner join shipment_line on shipment_line."batchId" = reached."batchId"
    inner join shipment on shipment.id = shipment_line."shipmentId"
    where shipment.state <> 'void' and shipment."toPartyId" is null`.execute(read);
  return Number(rows[0]?.n ?? 0);
}

export type HoldingPlace = Pick<DB['holding'], 'id' | 'batchId' | 'partyId' | 'siteId'> & { regionCode: string };

/** Where a page of holdings ended. */
export interface HoldingAfter {
  partyId: number;
  siteId: number;
}

/** A page of the holdings of one batch, in the order of its index. */
export function holdingsOfBatch(read: Read, batchId: number, after: HoldingAfter, limit: number): Promise<HoldingPlace[]> {
  return places(read)
    .where('holding.batchId', '=', batchId)
    .where((eb) => eb(eb.refTuple('holding.partyId', 'holding.siteId'), '>', eb.tuple(after.partyId, after.siteId)))
    .orderBy('holding.partyId')
    .orderBy('holding.siteId')
    .limit(limit)
    .execute();
}

/** The holdings some parties have of some batches. */
export function holdingsOfParties(read: Read, batchIds: readonly number[], partyIds: readonly number[]): Promise<HoldingPlace[]> {
  if (partyIds.length === 0) return Promise.resolve([]);
  return rowsOf(batchIds, (part) =>
    places(read)
      .where('holding.batchId', 'in', part)
      .where('holding.partyId', 'in', [...partyIds])
      .execute(),
  );
}

function places(read: Read) {
  return read
    .selectFrom('holding')
    .innerJoin('site', 'site.id', 'holding.siteId')
    .select(['holding.id', 'holding.batchId', 'holding.partyId', 'holding.siteId', 'site.regionCode']);
}

/** A page of those a batch was sent to, registered ones, by shipment; a void shipment reached nobody. */
export function addresseesOfBatch(
  read: Read,
  batchId: number,
  after: number,
  limit: number,
): Promise<{ shipmentId: number; partyId: number; regionCode: string }[]> {
  return read
    .selectFrom('shipment_line as line')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('party', 'party.id', 'shipment.toPartyId')
    .select(['line.shipmentId', 'party.id as partyId', 'party.regionCode'])
    .where('line.batchId', '=', batchId)
    .where('line.shipmentId', '>', after)
    .where('shipment.state', '<>', 'void')
    .orderBy('line.shipmentId')
    .limit(limit)
    .execute();
}

/** Those who made or first recorded batches, and the brands they were made for. */
export async function makersOf(read: Read, batchIds: readonly number[]): Promise<{ partyId: number; regionCode: string }[]> {
  const made = await rowsOf(batchIds, (part) =>
    read.selectFrom('batch').select(['partyId', 'regionCode', 'commissionerUscc']).distinct().where('id', 'in', part).execute(),
  );
  const brands = await brandsOf(read, made);
  return [...made, ...brands.map(({ id, regionCode }) => ({ partyId: id, regionCode }))];
}
