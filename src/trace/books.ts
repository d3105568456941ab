import { standingsOf } from '../custody/standing.ts';
import type { BatchRow, CameRow, FlowRow, LineRow, ShipmentRow, SoldRow, SumRow, TraceQueries } from './queries.ts';
import { type Node, ownOf, type Walked } from './walk.ts';

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

/** What the books say beside what they say of each holding, which stands in its node. */
export interface Books {
  /** Steps of a batch that turned up without a source, in all its holdings here. */
  gainOf(batchId: number): number;
  sold: SoldRow[];
  open: OpenLine[];
}

/** Steps that are there without anything that says how they came; opening stock (期初) is such. Below zero: gone without a record. */
export function unexplained({ steps, gone, explained, isOwn }: Node): number {
  return isOwn ? steps + gone - explained : 0;
}

/** Steps that came into a holding: made there, received, bought from outside, or there without a source. */
export function cameInto(node: Node): number {
  return Math.max(0, node.explained) + Math.max(0, unexplained(node));
}

/** Goods made there have their source in the batch itself. */
export function isMadeAt({ partyId, siteId }: Node, batch: BatchRow | undefined): batch is BatchRow {
  return batch !== undefined && batch.partyId === partyId && batch.siteId === siteId;
}

/** Reads the books of the holdings the caller may look into, into their nodes. */
export async function loadBooks(
  q: TraceQueries,
  { nodes, edges }: Pick<Walked, 'nodes' | 'edges'>,
  batches: ReadonlyMap<number, BatchRow>,
): Promise<Books> {
  const ids = ownOf(nodes);
  const open = await openOf(q, nodes, await q.lines(ids));
  const sold = await q.disposed(ids);
  for (const { holdingId, steps } of sold) {
    const node = nodes.get(holdingId);
    if (!node) continue;
    node.gone += steps;
    node.hasSales = true;
  }
  each(nodes, await q.used(ids), (node, steps) => {
    node.gone += steps;
  });
  each(nodes, await q.outside(ids), (node, steps) => {
    node.bought = steps;
  });
  each(nodes, await q.came(ids), (node, steps) => {
    node.came = steps;
  });
  const known = betweenOwn(nodes, edges);
  const gains = new Map<number, number>();
  const gain = (batchId: number, steps: number) => steps > 0 && gains.set(batchId, (gains.get(batchId) ?? 0) + steps);
  for (const id of ids) {
    const node = nodes.get(id);
    if (!node) continue;
    node.explained = explainedOf(node, batches.get(node.batchId));
    // What came from holdings whose books are not read may be anything: what left for there, or what turned up there.
    const unseen = Math.max(0, (node.came ?? 0) - (known.get(id) ?? 0));
    gain(node.batchId, Math.max(0, unexplained(node)) + Math.max(0, -node.steps) + unseen);
  }
  for (const one of open) gain(one.line.batchId, one.beyond);
  return { gainOf: (batchId) => gains.get(batchId) ?? 0, sold, open };
}

/** Steps that came into each of the caller's holdings from another of them. */
function betweenOwn(nodes: ReadonlyMap<number, Node>, edges: readonly FlowRow[]): Map<number, number> {
  const into = new Map<number, number>();
  for (const { src, dst, kind, steps } of edges) if (kind !== 'made' && nodes.get(src)?.isOwn) into.set(dst, (into.get(dst) ?? 0) + steps);
  return into;
}

function each(nodes: ReadonlyMap<number, Node>, rows: readonly SumRow[], take: (node: Node, steps: number) => void): void {
  for (const { holdingId, steps } of rows) {
    const node = nodes.get(holdingId);
    if (node) take(node, steps);
  }
}

function explainedOf(node: Node, batch: BatchRow | undefined): number {
  const isMade = isMadeAt(node, batch);
  // A corrected quantity of goods from outside stands in the batch and not in the receipt.
  if (isMade && batch.origin === 'outside') return node.steps + node.gone;
  return (isMade ? (batch.steps ?? 0) : 0) + (node.bought ?? 0) + (node.came ?? 0);
}

/** Takes what left each holding for good or is on its way into its node; answers the lines that are open. */
async function openOf(q: TraceQueries, nodes: ReadonlyMap<number, Node>, lines: readonly LineRow[]): Promise<OpenLine[]> {
  const give = ({ holdingId }: LineRow, steps: number) => {
    const node = nodes.get(holdingId);
    if (node) node.gone += steps;
  };
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
  return open;
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
