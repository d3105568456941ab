import type { LawSettingRow } from '../law/index.ts';
import { lawSettings } from '../law-settings/repository.ts';
import type { Json } from '../ledger/entry.ts';
import { startDues } from '../rules/dues.ts';
import type { ShipmentFacts, SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { EntryDraft, Expect, Move, Rows, Store, Touch } from '../store/store.ts';

/** Shipments one commit joins at most. */
export const JOIN_LIMIT = 1_000;

/** Outcomes of a receipt line by which goods came into the receiver's hands (design.md §4: what a receipt does to balances). */
const CAME = ['accepted', 'short', 'over'];

/** The part of a commit that joins shipments; empty when there was nothing to join. */
export interface Joining {
  entries: EntryDraft[];
  rows: Rows;
  moves: Move[];
  touch: Touch[];
  expect: Expect[];
  /** Shipments joined; JOIN_LIMIT means that there may be more. */
  count: number;
}

export const NOTHING_TO_JOIN: Joining = { entries: [], rows: {}, moves: [], touch: [], expect: [], count: 0 };

export interface Joiner {
  id: number;
  publicId: string;
  uscc: string | null;
}

/**
 * Joins shipments that were addressed to a credit code before its firm was registered: they get their buyer, receipts signed by link get
 * their receiver, and what those receipts accepted becomes the party's holding. For the party's own chain only, since it moves its holdings.
 * Every shipment is expected to be unjoined still, and one in transit to be in transit: a receipt that comes in between makes it read again.
 */
export async function joinShipments(store: Store, party: Joiner, site: SiteFacts, at: number, actedBy: string): Promise<Joining> {
  const waitingNow = party.uscc === null ? [] : await waiting(store.read, party.uscc).execute();
  if (party.uscc === null || waitingNow.length === 0) return NOTHING_TO_JOIN;
  // A shipment recorded between these reads waits for the next joining: it was not among the first.
  const came = await linesOf(store.read, party.uscc);
  const known = await heldAlready(store.read, { ...party, uscc: party.uscc }, site.id);
  const beyond = beyondCounting(came, known);
  const shipments = waitingNow.filter(({ id }) => !beyond.has(id));
  if (shipments.length === 0) return NOTHING_TO_JOIN;
  const picked = new Set(shipments.map(({ id }) => id));
  const receipts = (await receiptsOf(store.read, party.uscc)).filter(({ shipmentId }) => picked.has(shipmentId ?? 0));
  const lines = came.filter(({ shipmentId }) => picked.has(shipmentId));
  const { holdings, moves, holdingOf } = await holdingsFor(store, { partyId: party.id, siteId: site.id }, lines, known, at);
  const settings = shipments.some((shipment) => shipment.deliveredAt !== null) ? await lawSettings(store.read) : [];
  const payload: Json = {
    party: party.publicId,
    actedBy,
    site: site.publicId,
    shipments: shipments.map((shipment) => shipment.publicId),
    received: lines.map((line) => ({
      shipment: line.shipment,
      n: line.n,
      traceCode: line.traceCode,
      quantity: { amount: line.amount, unit: line.unit },
    })),
    traceCodes: [...new Set(lines.map((line) => line.traceCode))],
  };
  return {
    entries: [{ kind: 'shipments.joined', subject: `party/${party.publicId}`, payload }],
    rows: {
      due: shipments.flatMap((shipment) => dueOf(shipment, settings)),
      holding: holdings,
      flow: lines.map((line) => flowOf(line, holdingOf.get(line.batchId) ?? 0, at)),
    },
    moves,
    touch: [
      ...shipments.map(({ id }): Touch => ({ set: 'shipment', id, to: { toPartyId: party.id, toSiteId: site.id } })),
      ...receipts.map(({ id }): Touch => ({ set: 'receipt', id, to: { partyId: party.id, siteId: site.id } })),
      ...lines.map(
        (line): Touch => ({
          hold: { receiptId: line.receiptId, n: line.receiptN, holdingId: holdingOf.get(line.batchId) ?? 0 },
        }),
      ),
    ],
    expect: [
      ...shipments.map(({ id }): Expect => ({ table: 'shipment', id, column: 'toPartyId', is: null })),
      ...shipments
        .filter(({ state }) => state === 'in-transit')
        .map(({ id, state }): Expect => ({ table: 'shipment', id, column: 'state', is: state })),
    ],
    count: shipments.length,
  };
}

/** Shipments to a credit code that nobody has been joined to, oldest ids first; voided ones stay as they are. */
function waiting(read: Store['read'], uscc: string) {
  return read
    .selectFrom('shipment')
    .select(['id', 'publicId', 'state', 'purpose', 'deliveredAt'])
    .where('toUscc', '=', uscc)
    .where('toPartyId', 'is', null)
    .where('state', '!=', 'void')
    .orderBy('id')
    .limit(JOIN_LIMIT);
}

function receiptsOf(read: Store['read'], uscc: string) {
  return read
    .selectFrom('receipt')
    .select(['id', 'shipmentId'])
    .where('partyId', 'is', null)
    .where('shipmentId', 'in', waiting(read, uscc).clearSelect().select('id'))
    .execute();
}

interface CameLine {
  receiptId: number;
  receiptN: number;
  shipmentId: number;
  shipment: string;
  purpose: string;
  n: number;
  batchId: number;
  batchRevision: number;
  traceCode: string;
  from: number;
  steps: number;
  amount: string;
  unit: string;
}

/** The lines of those shipments' receipts by which goods came, before it is said what of them is read. */
function cameLines(read: Store['read'], uscc: string) {
  return read
    .selectFrom('receipt')
    .innerJoin('receipt_line', 'receipt_line.receiptId', 'receipt.id')
    .where('receipt.partyId', 'is', null)
    .where('receipt.shipmentId', 'in', waiting(read, uscc).clearSelect().select('id'))
    .where('receipt_line.outcome', 'in', CAME)
    .where('receipt_line.steps', '>', 0);
}

/** What came by the receipts of those shipments, each line with the holding it left. */
function linesOf(read: Store['read'], uscc: string): Promise<CameLine[]> {
  return cameLines(read, uscc)
    .innerJoin('shipment', 'shipment.id', 'receipt.shipmentId')
    .innerJoin('shipment_line', (join) =>
      join.onRef('shipment_line.shipmentId', '=', 'receipt.shipmentId').onRef('shipment_line.n', '=', 'receipt_line.lineN'),
    )
    .innerJoin('batch', 'batch.id', 'receipt_line.batchId')
    .select([
      'receipt_line.receiptId as receiptId',
      'receipt_line.n as receiptN',
      'shipment.id as shipmentId',
      'shipment.publicId as shipment',
      'shipment.purpose as purpose',
      'shipment_line.n as n',
      'receipt_line.batchId as batchId',
      'shipment_line.batchRevision as batchRevision',
      'batch.traceCode as traceCode',
      'shipment_line.holdingId as from',
      'receipt_line.steps as steps',
      'receipt_line.amount as amount',
      'receipt_line.unit as unit',
    ])
    .orderBy('shipment.id')
    .orderBy('shipment_line.n')
    .execute();
}

type Held = Pick<DB['holding'], 'id' | 'batchId' | 'steps'>;

/** The party's holdings at the site of batches that came by those receipts. */
function heldAlready(read: Store['read'], { id: partyId, uscc }: Joiner & { uscc: string }, siteId: number): Promise<Held[]> {
  return read
    .selectFrom('holding')
    .select(['id', 'batchId', 'steps'])
    .where('partyId', '=', partyId)
    .where('siteId', '=', siteId)
    .where('batchId', 'in', cameLines(read, uscc).select('receipt_line.batchId'))
    .execute();
}

/**
 * Shipments whose goods would take a holding past what can be counted. They stay as they are: nobody who ships absurd amounts to a credit
 * code may keep its firm from being registered.
 */
function beyondCounting(came: readonly CameLine[], known: readonly Held[]): Set<number> {
  const balances = new Map(known.map(({ batchId, steps }) => [batchId, steps]));
  const beyond = new Set<number>();
  for (const { shipmentId, batchId, steps } of came) {
    const after = (balances.get(batchId) ?? 0) + steps;
    if (Number.isSafeInteger(after)) balances.set(batchId, after);
    else beyond.add(shipmentId);
  }
  return beyond;
}

/** The clock of a sale that was delivered before its buyer was registered. */
function dueOf(
  shipment: Pick<DB['shipment'], 'id' | 'purpose' | 'state' | 'deliveredAt'>,
  settings: readonly LawSettingRow[],
): DB['due'][] {
  const { id, state, deliveredAt } = shipment;
  const sale = { id, purpose: shipment.purpose as ShipmentFacts['purpose'], state, deliveredAt, buyer: {} };
  return startDues(sale, settings).due ?? [];
}

/** A new holding for each batch that came, or a move of the one that is there already. */
async function holdingsFor(
  store: Store,
  { partyId, siteId }: { partyId: number; siteId: number },
  lines: readonly CameLine[],
  known: readonly Held[],
  at: number,
) {
  const came = new Map<number, number>();
  for (const line of lines) came.set(line.batchId, (came.get(line.batchId) ?? 0) + line.steps);
  const holdingOf = new Map(known.map(({ id, batchId }) => [batchId, id]));
  const fresh = [...came].filter(([batchId]) => !holdingOf.has(batchId));
  const moved = known.filter(({ batchId }) => came.has(batchId));
  const moves = moved.map(({ id, batchId }): Move => ({ holdingId: id, delta: came.get(batchId) ?? 0 }));
  const ids = await store.ids(fresh.length);
  const holdings = fresh.map(([batchId, steps], i): DB['holding'] => ({ id: ids[i] ?? 0, batchId, partyId, siteId, steps, createdAt: at }));
  for (const { batchId, id } of holdings) holdingOf.set(batchId, id);
  return { holdings, moves, holdingOf };
}

function flowOf(line: CameLine, dst: number, at: number): DB['flow'] {
  return { src: line.from, dst, kind: line.purpose, ref: line.shipmentId, n: line.n, steps: line.steps, revision: line.batchRevision, at };
}
