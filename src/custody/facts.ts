import { loadBatchFacts } from '../batches/facts.ts';
import { isCommitment } from '../ledger/personal.ts';
import { type KnownParty, loadLicenceFacts, loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import { maskName } from '../parties/model.ts';
import { formatSteps } from '../platform/quantity.ts';
import type {
  BatchFacts,
  DispositionFacts,
  LineFacts,
  PartyFacts,
  ReceiptFacts,
  ReceiptLineFacts,
  RuleEvent,
  ShipmentFacts,
  SiteFacts,
} from '../rules/facts.ts';
import type { TransportFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import { loadMarks, type Marks } from '../trace/recall-facts.ts';
import { displayedAt, linesOf, type Read, type ShippedLine } from './repository.ts';
import { loadTransportFacts } from './transport-facts.ts';

type Balances = ReadonlyMap<number, number>;

/** What lines of shipments and dispositions have in common. */
interface MovedLine {
  n: number;
  batchId: number;
  holdingId: number;
  steps: number;
  /** Unit the steps count in. */
  baseUnit: string;
}

interface LineContext {
  /** Recalls and holds that bind a party; none where absent. */
  marks?: (partyId: number) => Marks;
  batches: ReadonlyMap<number, BatchFacts>;
  openedOn: string | null;
  /** Balances the commit leaves; empty outside it. */
  balances: Balances;
}

/** Lines as rules see them: quantities in the unit of the batch, so that they compare. */
export function lineFacts(lines: readonly MovedLine[], { batches, openedOn, balances }: LineContext): LineFacts[] {
  return lines.map((line) => ({
    n: line.n,
    batch: batchIn(batches, line.batchId),
    steps: line.steps,
    amount: formatSteps(line.steps, line.baseUnit),
    unit: line.baseUnit,
    balanceAfter: balances.get(line.holdingId) ?? null,
    openedOn,
  }));
}

function batchIn(batches: ReadonlyMap<number, BatchFacts>, id: number): BatchFacts {
  const batch = batches.get(id);
  if (!batch) throw new Error(`Batch ${id} is named by a line but not loaded.`);
  return batch;
}

interface ShipmentContext extends LineContext {
  transports: ReadonlyMap<number, TransportFacts[]>;
  parties: ReadonlyMap<number, KnownParty>;
  sites: ReadonlyMap<number, SiteFacts>;
  /** Clear names by commitment. */
  names: ReadonlyMap<string, string>;
}

/** A shipment as rules see it; the name of a natural person is masked, since facts go into findings. */
export function shipmentFacts(row: DB['shipment'], lines: readonly MovedLine[], context: ShipmentContext): ShipmentFacts {
  const sender = context.parties.get(row.partyId);
  const site = context.sites.get(row.siteId);
  if (!sender || !site) throw new Error(`Shipment ${row.publicId} refers to a party or site that is not there.`);
  const name = isCommitment(row.toName) ? maskName(context.names.get(row.toName) ?? row.toName) : row.toName;
  return {
    id: row.id,
    publicId: row.publicId,
    purpose: row.purpose as ShipmentFacts['purpose'],
    state: row.state,
    sender,
    site,
    buyer: row.toPartyId === null ? null : (context.parties.get(row.toPartyId) ?? null),
    buyerSite: row.toSiteId === null ? null : (context.sites.get(row.toSiteId) ?? null),
    to: { name, uscc: row.toUscc, natural: row.toNatural === 1 },
    shippedAt: row.shippedAt,
    deliveredAt: row.deliveredAt,
    lines: lineFacts(lines, context),
    ...context.marks?.(row.partyId),
    transport: context.transports.get(row.id) ?? [],
    enteredBy: row.actedBy,
    recordedAt: row.recordedAt,
  };
}

/**
 * What the facts of some shipments need beside their rows, in a handful of queries.
 * @param given how shipments travel that are not stored yet
 */
export async function shipmentContext(
  read: Read,
  rows: readonly DB['shipment'][],
  batchIds: readonly number[],
  given?: ReadonlyMap<number, TransportFacts[]>,
) {
  const partyIds = rows.flatMap((row) => [row.partyId, ...(row.toPartyId === null ? [] : [row.toPartyId])]);
  const siteIds = rows.flatMap((row) => [row.siteId, ...(row.toSiteId === null ? [] : [row.toSiteId])]);
  const commitments = rows.map((row) => row.toName).filter(isCommitment);
  const senderIds = rows.map((row) => row.partyId);
  const transports =
    given ??
    (await loadTransportFacts(
      read,
      rows.map((row) => row.id),
    ));
  const [batches, marks, licences, parties, sites, openings, personal] = await Promise.all([
    loadBatchFacts(read, batchIds),
    loadMarks(read, batchIds, senderIds),
    loadLicenceFacts(read, senderIds),
    loadPartyFacts(read, partyIds),
    loadSiteFacts(read, siteIds),
    read
      .selectFrom('opening')
      .select(['partyId', 'siteId', 'asOf'])
      .where('siteId', 'in', [...siteIds, -1])
      .execute(),
    read
      .selectFrom('personal')
      .select(['commitment', 'value'])
      .where('commitment', 'in', [...commitments, ''])
      .execute(),
  ]);
  for (const [id, held] of licences) {
    const sender = parties.get(id);
    if (sender) parties.set(id, { ...sender, licences: held });
  }
  const openedOn = new Map(openings.map((row) => [`${row.partyId}/${row.siteId}`, row.asOf]));
  const names = new Map(personal.map((row) => [row.commitment, row.value]));
  return {
    factsOf: (row: DB['shipment'], lines: readonly MovedLine[], balances: Balances = new Map()): ShipmentFacts =>
      shipmentFacts(row, lines, {
        batches,
        parties,
        sites,
        names,
        transports,
        marks,
        balances,
        openedOn: openedOn.get(`${row.partyId}/${row.siteId}`) ?? null,
      }),
    batches,
  };
}

/** Shipments as they stand now, in the order of the ids; balances at their time are not known any more and null. */
export async function loadShipmentFacts(read: Read, ids: readonly number[]): Promise<ShipmentFacts[]> {
  const found: ShipmentFacts[] = [];
  for (let from = 0; from < ids.length; from += SHIPMENTS_AT_ONCE)
    found.push(...(await shipmentFactsOf(read, ids.slice(from, from + SHIPMENTS_AT_ONCE))));
  return found;
}

/** Shipments whose lots are asked for in one query: at 500 lines each they stay below every engine’s limit on parameters. */
const SHIPMENTS_AT_ONCE = 20;

async function shipmentFactsOf(read: Read, ids: readonly number[]): Promise<ShipmentFacts[]> {
  const rows = await read
    .selectFrom('shipment')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
  if (rows.length === 0) return [];
  const lines = await linesOf(read, ids);
  const context = await shipmentContext(
    read,
    rows,
    [...lines.values()].flat().map((line) => line.batchId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [context.factsOf(row, lines.get(id) ?? [])] : [];
  });
}

/** A receipt of a shipment as rules see it, each line in the unit of its batch. */
export function receiptFacts(row: DB['receipt'], rows: readonly DB['receipt_line'][], lines: readonly ShippedLine[]): ReceiptFacts {
  const unitOfLine = new Map(lines.map((line) => [line.n, line.baseUnit]));
  return {
    id: row.id,
    publicId: row.publicId,
    by: row.by === 'link' ? 'link' : 'key',
    outcome: row.outcome as ReceiptFacts['outcome'],
    receivedAt: row.receivedAt,
    recordedAt: row.recordedAt,
    enteredBy: row.actedBy,
    reason: row.reason,
    lines: rows.map((line) => {
      const unit = unitOfLine.get(line.lineN ?? 0) ?? line.unit;
      return {
        lineN: line.lineN ?? 0,
        outcome: line.outcome as ReceiptLineFacts['outcome'],
        steps: line.steps,
        amount: formatSteps(line.steps, unit),
        unit,
      };
    }),
  };
}

/** The receipts of shipments, by shipment; shipments without one are missing. */
export async function loadReceiptFacts(read: Read, shipmentIds: readonly number[]): Promise<Map<number, ReceiptFacts>> {
  if (shipmentIds.length === 0) return new Map();
  const receipts = await read
    .selectFrom('receipt')
    .selectAll()
    .where('shipmentId', 'in', [...shipmentIds])
    .execute();
  const rows = await read
    .selectFrom('receipt_line')
    .selectAll()
    .where('receiptId', 'in', receipts.map((receipt) => receipt.id).concat(-1))
    .orderBy('n')
    .execute();
  const lines = await linesOf(read, shipmentIds);
  return new Map(
    receipts.map((receipt) => [
      receipt.shipmentId ?? 0,
      receiptFacts(
        receipt,
        rows.filter((row) => row.receiptId === receipt.id),
        lines.get(receipt.shipmentId ?? 0) ?? [],
      ),
    ]),
  );
}

/** A disposition as rules see it. */
export function dispositionFacts(
  row: DB['disposition'],
  lines: readonly MovedLine[],
  party: PartyFacts,
  site: SiteFacts,
  context: LineContext,
): DispositionFacts {
  return {
    id: row.id,
    publicId: row.publicId,
    kind: row.kind as DispositionFacts['kind'],
    at: row.at,
    party,
    site,
    lines: lineFacts(lines, context),
    ...context.marks?.(row.partyId),
    enteredBy: row.actedBy,
    recordedAt: row.recordedAt,
  };
}

/** Dispositions as they stand, by id; balances at their time are null. */
export async function loadDispositionFacts(read: Read, ids: readonly number[]): Promise<DispositionFacts[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('disposition')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  const lines = await read
    .selectFrom('disposition_line')
    .innerJoin('batch', 'batch.id', 'disposition_line.batchId')
    .selectAll('disposition_line')
    .select('batch.unit as batchUnit')
    .where('dispositionId', 'in', [...ids])
    .orderBy('n')
    .execute();
  const batches = await loadBatchFacts(
    read,
    lines.map((line) => line.batchId),
  );
  const parties = await loadPartyFacts(
    read,
    rows.map((row) => row.partyId),
  );
  const licences = await loadLicenceFacts(
    read,
    rows.map((row) => row.partyId),
  );
  const sites = await loadSiteFacts(
    read,
    rows.map((row) => row.siteId),
  );
  const marks = await loadMarks(
    read,
    lines.map((line) => line.batchId),
    rows.map((row) => row.partyId),
  );
  return rows.flatMap((row) => {
    const [party, site] = [parties.get(row.partyId), sites.get(row.siteId)];
    if (!party || !site) return [];
    const own = lines.filter((line) => line.dispositionId === row.id).map((line) => ({ ...line, baseUnit: line.batchUnit ?? line.unit }));
    const holder = { ...party, licences: licences.get(row.partyId) ?? [] };
    return [dispositionFacts(row, own, holder, site, { batches, openedOn: null, balances: new Map(), marks })];
  });
}

/** Places where goods are sold to consumers. */
const SALES_SITES = new Set(['shop', 'stall']);

/**
 * Goods of others that came to, or lie at, a place of sale: their codes are to be shown there. None for other places and for own goods.
 * @param occasion `also`: batches shown at the site by the commit itself, not yet in the store; `endedDisplay`: the display it ends
 */
export async function forSale(
  read: Read,
  party: PartyFacts,
  site: SiteFacts,
  batches: readonly BatchFacts[],
  occasion: { receiptPublicId: string; at: number; today: string; also?: readonly number[]; endedDisplay?: number },
): Promise<RuleEvent[]> {
  const others = [...new Map(batches.map((batch) => [batch.id, batch])).values()].filter(
    (batch) => batch.party.id !== party.id || batch.origin === 'outside',
  );
  if (!SALES_SITES.has(site.kind) || others.length === 0) return [];
  const shown = await displayedAt(read, { partyId: party.id, siteId: site.id }, occasion.today, occasion.endedDisplay);
  return [
    {
      kind: 'received-for-sale',
      party,
      site,
      batches: others,
      displayedBatchIds: [...shown, ...(occasion.also ?? [])],
      receiptPublicId: occasion.receiptPublicId,
      receivedAt: occasion.at,
    },
  ];
}
