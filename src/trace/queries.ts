import { type Compilable, type RawBuilder, sql } from 'kysely';
import type { LongReader } from '../store/long-read.ts';
import { perStore } from '../store/prepared.ts';
import type { DB } from '../store/schema.ts';

/**
 * Ids one query takes at most. Few enough that a scan waits a millisecond or two and not for a whole answer, and that the list stays far below
 * what D1 takes as one value.
 */
const CHUNK = 1_000;
/** Instants are whole milliseconds on every engine, which divides them as integers. */
const [SHANGHAI_MS, DAY_MS] = [28_800_000, 86_400_000];

export interface FlowRow {
  src: number;
  dst: number;
  kind: string;
  ref: number;
  n: number;
  steps: number;
  revision: number;
  at: number;
}

/** A holding with its place; `steps` is the balance of the books. */
export interface HoldingRow {
  id: number;
  batchId: number;
  partyId: number;
  siteId: number;
  steps: number;
  site: string;
  siteName: string;
  siteKind: string;
  regionCode: string;
}

export interface BatchRow {
  id: number;
  traceCode: string;
  partyId: number;
  siteId: number;
  steps: number | null;
  unit: string | null;
  unitCode: string | null;
  origin: string;
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
  product: string;
  specification: string | null;
  packaging: string | null;
}

export interface PartyRow {
  id: number;
  publicId: string;
  uscc: string | null;
  name: string;
  natural: number;
  kinds: string;
  regionCode: string;
  /** The clear name behind a commitment, where it was not erased. */
  clear: string | null;
}

/** A line that left a holding. */
export interface LineRow {
  holdingId: number;
  shipmentId: number;
  n: number;
  steps: number;
  batchId: number;
  state: string;
  revision: number;
  toPartyId: number | null;
}

export interface ShipmentRow {
  id: number;
  publicId: string;
  partyId: number;
  purpose: string;
  toPartyId: number | null;
  toName: string;
  toUscc: string | null;
  toNatural: number;
  shippedAt: number;
  deliveredAt: number | null;
  state: string;
}

export interface CameRow {
  shipmentId: number;
  lineN: number | null;
  steps: number;
  holdingId: number | null;
  receivedAt: number;
}

export interface SumRow {
  holdingId: number;
  steps: number;
}

export interface SoldRow extends SumRow {
  kind: string;
  /** The last instant of the day. */
  at: number;
}

export interface MadeRow {
  batchId: number;
  transformationId: number;
  kind: string;
  /** What was recorded to come out; 0 while it was not known. */
  steps: number;
  /** Of the batch, as it is now. */
  current: number | null;
  revision: number;
}

/** A later revision of a batch; the entry says what it made of it. */
export interface RevisedRow {
  batchId: number;
  revision: number;
  bytes: string;
}

export interface UsedRow {
  transformationId: number;
  batchId: number;
  holdingId: number;
  steps: number;
}

type ById<R> = (ids: readonly number[]) => Promise<R[]>;
type Ask<R> = (param: () => RawBuilder<unknown>, id: RawBuilder<unknown>) => RawBuilder<R>;

/** A list of inner ids as one parameter, which each engine spreads into rows itself: the text of the query is the same however many they are. */
function byIds<R>(store: LongReader, ask: Ask<R>): ById<R> {
  const isPostgres = store.engine === 'postgres';
  const id = isPostgres ? sql`asked.id` : sql`asked.value`;
  const run = store.prepare<{ ids: string }, R>((read, param): Compilable<R> => {
    const spread = () => (isPostgres ? sql`unnest(${param('ids')}::bigint[]) AS asked(id)` : sql`json_each(${param('ids')}) AS asked`);
    const query = ask(spread, id);
    return { compile: () => query.compile(read) };
  });
  return async (ids) => {
    if (ids.length === 0) return [];
    const found: R[] = [];
    for (let from = 0; from < ids.length; from += CHUNK) {
      const list = ids.slice(from, from + CHUNK).join(',');
      if (from > 0) await breathe(store);
      for (const row of await run({ ids: isPostgres ? `{${list}}` : `[${list}]` })) found.push(row);
    }
    return found;
  };
}

/** SQLite answers on this thread: between chunks scans and writes have their turn. */
function breathe(store: LongReader): Promise<void> | undefined {
  return store.engine === 'sqlite' ? new Promise((resume) => setImmediate(resume)) : undefined;
}

/**
 * The queries of a trace, each prepared once. CROSS JOIN pins the order on SQLite: the list first, then the index.
 * Sums are cast, since PostgreSQL adds BIGINTs up to NUMERIC.
 */
export const traceQueries = perStore((store: LongReader) => ({
  /** Edges out of holdings: a search of the primary key (src, …). */
  flowsFrom: byIds<FlowRow>(store, (ids, id) => sql`SELECT flow.* FROM ${ids()} CROSS JOIN flow WHERE flow.src = ${id}`),
  /** Edges into holdings: the index (dst, src). */
  flowsInto: byIds<FlowRow>(store, (ids, id) => sql`SELECT flow.* FROM ${ids()} CROSS JOIN flow WHERE flow.dst = ${id}`),
  holdings: byIds<HoldingRow>(
    store,
    (ids, id) => sql`SELECT holding.id, holding."batchId", holding."partyId", holding."siteId", holding.steps,
      site."publicId" AS site, site.name AS "siteName", site.kind AS "siteKind", site."regionCode"
      FROM ${ids()} CROSS JOIN holding CROSS JOIN site WHERE holding.id = ${id} AND site.id = holding."siteId"`,
  ),
  /** Every holding of batches. */
  holdingsOf: byIds<HoldingRow>(
    store,
    (ids, id) => sql`SELECT holding.id, holding."batchId", holding."partyId", holding."siteId", holding.steps,
      site."publicId" AS site, site.name AS "siteName", site.kind AS "siteKind", site."regionCode"
      FROM ${ids()} CROSS JOIN holding CROSS JOIN site WHERE holding."batchId" = ${id} AND site.id = holding."siteId"`,
  ),
  batches: byIds<BatchRow>(
    store,
    (
      ids,
      id,
    ) => sql`SELECT batch.id, batch."traceCode", batch."partyId", batch."siteId", batch.steps, batch.unit, batch."unitCode", batch.origin,
      batch."batchNumber", batch."productionDate", batch."expiresOn", product.name AS product, product.specification, product.packaging
      FROM ${ids()} CROSS JOIN batch CROSS JOIN product WHERE batch.id = ${id} AND product.id = batch."productId"`,
  ),
  parties: byIds<PartyRow>(
    store,
    (ids, id) => sql`SELECT party.id, party."publicId", party.uscc, party.name, party."natural", party.kinds, party."regionCode",
      CASE WHEN party."natural" = 1 THEN (SELECT personal.value FROM personal WHERE personal.commitment = party.name) END AS clear
      FROM ${ids()} CROSS JOIN party WHERE party.id = ${id}`,
  ),
  /** Lines that left holdings, with where their shipment stands; void ones are none. */
  lines: byIds<LineRow>(
    store,
    (ids, id) => sql`SELECT line."holdingId", line."shipmentId", line.n, line.steps, line."batchId",
      shipment.state, shipment.revision, shipment."toPartyId"
      FROM ${ids()} CROSS JOIN shipment_line AS line CROSS JOIN shipment
      WHERE line."holdingId" = ${id} AND shipment.id = line."shipmentId" AND shipment.state <> 'void'`,
  ),
  shipments: byIds<ShipmentRow>(
    store,
    (ids, id) => sql`SELECT shipment.id, shipment."publicId", shipment."partyId", shipment.purpose, shipment."toPartyId", shipment."toName",
      shipment."toUscc", shipment."toNatural", shipment."shippedAt", shipment."deliveredAt", shipment.state
      FROM ${ids()} CROSS JOIN shipment WHERE shipment.id = ${id}`,
  ),
  receiptLines: byIds<CameRow>(
    store,
    (ids, id) => sql`SELECT receipt."shipmentId", line."lineN", line.steps, line."holdingId", receipt."receivedAt"
      FROM ${ids()} CROSS JOIN receipt CROSS JOIN receipt_line AS line
      WHERE receipt."shipmentId" = ${id} AND line."receiptId" = receipt.id`,
  ),
  takebacks: byIds<Pick<DB['takeback'], 'shipmentId' | 'lines'>>(
    store,
    (ids, id) => sql`SELECT takeback."shipmentId", takeback.lines FROM ${ids()} CROSS JOIN takeback
      WHERE takeback."shipmentId" = ${id} ORDER BY takeback."shipmentId", takeback.n`,
  ),
  amendments: byIds<Pick<DB['amendment'], 'shipmentId' | 'lines' | 'state' | 'byPartyId'>>(
    store,
    (
      ids,
      id,
    ) => sql`SELECT amendment."shipmentId", amendment.lines, amendment.state, amendment."byPartyId" FROM ${ids()} CROSS JOIN amendment
      WHERE amendment."shipmentId" = ${id} ORDER BY amendment."shipmentId", amendment.n`,
  ),
  /** What became of goods where they were: sold, consumed, destroyed; by days in Shanghai, so that a window of days cuts none. */
  disposed: byIds<SoldRow>(
    store,
    (ids, id) => sql`SELECT line."holdingId", disposition.kind, CAST(sum(line.steps) AS BIGINT) AS steps, max(disposition.at) AS at
      FROM ${ids()} CROSS JOIN disposition_line AS line CROSS JOIN disposition
      WHERE line."holdingId" = ${id} AND disposition.id = line."dispositionId"
      GROUP BY line."holdingId", disposition.kind, (disposition.at + ${sql.raw(String(SHANGHAI_MS))}) / ${sql.raw(String(DAY_MS))}
      ORDER BY line."holdingId", disposition.kind, max(disposition.at)`,
  ),
  /** What came in by edges from other holdings, without what was made there. */
  came: byIds<SumRow>(
    store,
    (ids, id) => sql`SELECT flow.dst AS "holdingId", CAST(sum(flow.steps) AS BIGINT) AS steps
      FROM ${ids()} CROSS JOIN flow WHERE flow.dst = ${id} AND flow.kind <> 'made' GROUP BY flow.dst`,
  ),
  /** What was used up in transformations. */
  used: byIds<SumRow>(
    store,
    (ids, id) => sql`SELECT line."holdingId", CAST(sum(line.steps) AS BIGINT) AS steps
      FROM ${ids()} CROSS JOIN transformation_input AS line WHERE line."holdingId" = ${id} GROUP BY line."holdingId"`,
  ),
  /** What came from suppliers outside the system. */
  outside: byIds<SumRow>(
    store,
    (ids, id) => sql`SELECT line."holdingId", CAST(sum(line.steps) AS BIGINT) AS steps
      FROM ${ids()} CROSS JOIN receipt_line AS line WHERE line."holdingId" = ${id} AND line."lineN" IS NULL GROUP BY line."holdingId"`,
  ),
  /** The transformations batches came out of. */
  madeBy: byIds<MadeRow>(
    store,
    (ids, id) => sql`SELECT made."batchId", made."transformationId", made.steps, batch.steps AS current, batch.revision, t.kind
      FROM ${ids()} CROSS JOIN transformation_output AS made CROSS JOIN transformation AS t CROSS JOIN batch
      WHERE made."batchId" = ${id} AND t.id = made."transformationId" AND batch.id = made."batchId"`,
  ),
  /** What batches were corrected to, in order. */
  revisions: byIds<RevisedRow>(
    store,
    (ids, id) => sql`SELECT revised."batchId", revised.revision, entry.bytes
      FROM ${ids()} CROSS JOIN batch CROSS JOIN batch_revision AS revised CROSS JOIN entry
      WHERE batch.id = ${id} AND revised."batchId" = batch.id AND revised.revision > 1
      AND entry.chain = batch."ledgerChain" AND entry.seq = revised."ledgerSeq" ORDER BY revised."batchId", revised.revision`,
  ),
  inputsOf: byIds<UsedRow>(
    store,
    (ids, id) => sql`SELECT used."transformationId", used."batchId", used."holdingId", used.steps
      FROM ${ids()} CROSS JOIN transformation_input AS used WHERE used."transformationId" = ${id}`,
  ),
  outputsOf: byIds<MadeRow>(
    store,
    (ids, id) => sql`SELECT made."batchId", made."transformationId", made.steps, batch.steps AS current, batch.revision, t.kind
      FROM ${ids()} CROSS JOIN transformation_output AS made CROSS JOIN transformation AS t CROSS JOIN batch
      WHERE made."transformationId" = ${id} AND t.id = made."transformationId" AND batch.id = made."batchId"`,
  ),
}));

export type TraceQueries = ReturnType<typeof traceQueries>;
