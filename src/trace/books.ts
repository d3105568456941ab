import { standingsOf } from '../custody/standing.ts';
import type { BatchRow, CameRow, HoldingRow, LineRow, ShipmentRow, SoldRow, SumRow, TraceQueries } from './queries.ts';

/** A line that one side's books have open: on its way, in dispute, or gone to somebody who has no holding here. */
export interface OpenLine {
  line: LineRow;
  shipment: ShipmentRow;
  /** Steps shipped and not received. */
  inTransit: number;
  /** Steps received beyond what was shipped. */
  beyond: number;
  /** What somebody without a registration received, and when. */
  taken: { steps: number; at: number } | null;
}

/** What the books say of the holdings of a trace that its caller may look into. */
export interface Books {
  /** Steps that came into a holding: made there, received, bought from outside. */
  cameInto(holding: HoldingRow): number;
  /** Steps that are there without anything that says how they came; opening stock (期初) is such. */
  unexplained(holding: HoldingRow): number;
  /** Steps of a batch that turned up without a source, in all its holdings here. */
  gainOf(batchId: number): number;
  sold: SoldRow[];
  /** Holdings with something recorded as sold, consumed or destroyed. */
  hasSales: ReadonlySet<number>;
  open: OpenLine[];
  hasIn: ReadonlySet<number>;
}

const sumsOf = (rows: readonly SumRow[]) => new Map(rows.map((row) => [row.holdingId, row.steps]));

/**
 * @param ids holdings the caller may look into, sorted
 * @param shown steps that came into a holding by edges of the trace; what came by others is from holdings it does not know
 */
export async function loadBooks(
  q: TraceQueries,
  nodes: ReadonlyMap<number, HoldingRow>,
  ids: readonly number[],
  batches: ReadonlyMap<number, BatchRow>,
  shown: ReadonlyMap<number, number>,
): Promise<Books> {
  const [lines, sold, used, outside, came] = [
    await q.lines(ids),
    await q.disposed(ids),
    sumsOf(await q.used(ids)),
    sumsOf(await q.outside(ids)),
    sumsOf(await q.came(ids)),
  ];
  const { open, out } = await openOf(q, lines);
  const gone = new Map(out);
  for (const row of sold) gone.set(row.holdingId, (gone.get(row.holdingId) ?? 0) + row.steps);
  for (const [id, steps] of used) gone.set(id, (gone.get(id) ?? 0) + steps);
  const madeAt = (holding: HoldingRow) => {
    const batch = batches.get(holding.batchId);
    return batch && batch.partyId === holding.partyId && batch.siteId === holding.siteId ? batch : undefined;
  };
  const known = (holding: HoldingRow) => {
    const batch = madeAt(holding);
    const bought = outside.get(holding.id) ?? 0;
    const from = came.get(holding.id) ?? 0;
    // A corrected quantity of goods from outside stands in the batch and not in the receipt.
    if (batch?.origin === 'outside') return holding.steps + (gone.get(holding.id) ?? 0);
    return (batch?.steps ?? 0) + bought + from;
  };
  const explained = new Map<number, number>();
  const left = new Map<number, number>();
  const gains = new Map<number, number>();
  const gain = (batchId: number, steps: number) => steps > 0 && gains.set(batchId, (gains.get(batchId) ?? 0) + steps);
  for (const id of ids) {
    const holding = nodes.get(id);
    if (!holding) continue;
    const steps = known(holding);
    const rest = holding.steps + (gone.get(id) ?? 0) - steps;
    explained.set(id, steps);
    if (rest !== 0) left.set(id, rest);
    gain(holding.batchId, Math.max(0, rest) + Math.max(0, -holding.steps) + Math.max(0, (came.get(id) ?? 0) - (shown.get(id) ?? 0)));
  }
  for (const one of open) gain(one.line.batchId, one.beyond);
  return {
    cameInto: ({ id }) => Math.max(0, explained.get(id) ?? 0) + Math.max(0, left.get(id) ?? 0),
    unexplained: ({ id }) => left.get(id) ?? 0,
    gainOf: (batchId) => gains.get(batchId) ?? 0,
    sold,
    hasSales: new Set(sold.map((row) => row.holdingId)),
    open,
    hasIn: new Set([...came.keys(), ...outside.keys()]),
  };
}

/** What left each holding for good or is on its way, and the lines that are open. */
async function openOf(q: TraceQueries, lines: readonly LineRow[]): Promise<{ open: OpenLine[]; out: Map<number, number> }> {
  const out = new Map<number, number>();
  const give = (line: LineRow, steps: number) => out.set(line.holdingId, (out.get(line.holdingId) ?? 0) + steps);
  // A shipment that was received as sent has its first revision and that of its receipt: nothing else can have changed it.
  const isPlain = (line: LineRow) => line.state === 'received' && line.revision <= 2 && line.toPartyId !== null;
  const rest: LineRow[] = [];
  for (const line of lines)
    if (isPlain(line)) give(line, line.steps);
    else rest.push(line);
  const ids = [...new Set(rest.map((line) => line.shipmentId))].sort((a, b) => a - b);
  const shipments = new Map((await q.shipments(ids)).map((row) => [row.id, row]));
  const after = await afterwardsOf(q, ids);
  const open: OpenLine[] = [];
  for (const line of rest) {
    const shipment = shipments.get(line.shipmentId);
    if (!shipment) continue;
    const what = after(line.shipmentId);
    const standing = standingsOf(shipment, [line], what).get(line.n) ?? { out: line.steps, in: 0, inTransit: line.steps, beyond: 0 };
    give(line, standing.out);
    const slip = what.receiptLines.find((one) => one.lineN === line.n && one.holdingId === null && one.steps > 0);
    const taken = slip ? { steps: standing.in, at: slip.receivedAt } : null;
    if (standing.inTransit > 0 || standing.beyond > 0 || taken)
      open.push({ line, shipment, inTransit: standing.inTransit, beyond: standing.beyond, taken });
  }
  return { open, out };
}

async function afterwardsOf(q: TraceQueries, ids: readonly number[]) {
  const receiptLines = Map.groupBy(await q.receiptLines(ids), (row) => row.shipmentId);
  const takebacks = Map.groupBy(await q.takebacks(ids), (row) => row.shipmentId);
  const amendments = Map.groupBy(await q.amendments(ids), (row) => row.shipmentId);
  return (id: number) => ({
    receiptLines: receiptLines.get(id) ?? ([] as CameRow[]),
    takebacks: takebacks.get(id) ?? [],
    amendments: amendments.get(id) ?? [],
  });
}
