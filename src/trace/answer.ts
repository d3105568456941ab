import { formatTraceCode } from '../codes/trace-code.ts';
import { revealed } from '../ledger/personal.ts';
import { formatInstant } from '../platform/civil-date.ts';
import { goodsOf } from './amounts.ts';
import type { Answer, EdgeShown, InTransitShown, NodeShown, OnHandShown, ReceivedShown } from './answer-shapes.ts';
import { loadBooks, type OpenLine } from './books.ts';
import { brokenLinks } from './broken.ts';
import { loadMakings, sharesOf } from './shares.ts';
import { isTraced, type Known, type Parts, type Showing, showing } from './shown.ts';
import { type Node, ownOf, type Walked, type Window } from './walk.ts';

const sorted = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b);

/** Everything a trace tells, from the holdings and edges it found. */
export async function answerOf(parts: Parts, walked: Walked): Promise<Answer> {
  const { q, reader, asked } = parts;
  const { nodes } = walked;
  const [batchIds, people] = [new Set<number>(), new Set<number>()];
  for (const { batchId, partyId } of nodes.values()) {
    batchIds.add(batchId);
    people.add(partyId);
  }
  const rows = await q.batches(sorted(batchIds));
  const batches = new Map(rows.map((row) => [row.id, goodsOf(row)]));
  const books = await loadBooks(q, walked, batches);
  const askedIds = new Set(asked.map((batch) => batch.id));
  const makings = await loadMakings(parts, batches, { asked: askedIds, isComplete: walked.complete, own: new Set(ownOf(nodes)) });
  for (const { shipment } of books.open) if (shipment.toPartyId !== null) people.add(shipment.toPartyId);
  const parties = new Map((await q.parties(sorted(people))).map((row) => [row.id, row]));
  const names = await revealed(reader.read, Object.fromEntries(books.open.map(({ shipment }) => [shipment.publicId, shipment.toName])));
  const share = sharesOf(makings, askedIds, books.gainOf);
  return told({ ...parts, walked, batches, parties, books, share, names: new Map(Object.entries(names)) });
}

function told(known: Known): Answer {
  const show = showing(known);
  const list = <T>(made: (known: Known, show: Showing) => Generator<T>): Iterable<T> => ({ [Symbol.iterator]: () => made(known, show) });
  return {
    asked: known.asked.map((batch) => formatTraceCode(batch.traceCode)),
    asOf: formatInstant(known.now),
    batches: [...known.batches.values()].map(({ shownCode, product: name, specification, batchNumber, productionDate, expiresOn }) => ({
      traceCode: shownCode,
      product: { name, specification },
      batchNumber,
      productionDate,
      expiresOn,
    })),
    nodes: list(nodesIn),
    edges: list(edgesIn),
    summary: { received: list(receivedIn), inTransit: list(inTransitIn), onHand: list(onHandIn) },
    brokenLinks: list(() => brokenLinks({ ...known, idOf: show.idOfHolding })),
  };
}

function* nodesIn(known: Known, show: Showing): Generator<NodeShown> {
  for (const node of known.walked.nodes.values()) yield show.node(node);
  for (const [one, from] of leftFrom(known)) if (isTaken(one)) yield show.taken(one, from).node;
}

function* edgesIn(known: Known, show: Showing): Generator<EdgeShown> {
  const { walked, books, window } = known;
  for (const edge of walked.edges) yield show.edge(edge);
  for (const [one, from] of leftFrom(known)) {
    const { shipment, inTransit: steps } = one;
    if (steps > 0) yield show.outEdge(from, { kind: 'in-transit', steps, at: shipment.shippedAt }, shipment.publicId);
    if (isTaken(one)) yield show.taken(one, from).edge;
  }
  for (const { holdingId, kind, steps, at } of books.sold) {
    const from = walked.nodes.get(holdingId);
    if (from && isTraced(known, from) && inWindow(window, at, kind)) yield show.outEdge(from, { kind, steps, at });
  }
}

function* receivedIn(known: Known, show: Showing): Generator<ReceivedShown> {
  for (const row of known.walked.nodes.values()) if (row.shown > 0 && isTraced(known, row)) yield show.received(row);
  for (const [one, from] of leftFrom(known)) {
    if (!isTaken(one)) continue;
    const { id: node, traceCode, party, contact, received: quantity } = show.taken(one, from).node;
    yield { node, traceCode, party, contact, quantity };
  }
}

function* onHandIn(known: Known, show: Showing): Generator<OnHandShown> {
  for (const row of known.walked.nodes.values()) {
    const isThere = row.isOwn ? row.steps > 0 : row.shown > 0;
    if (isThere && isTraced(known, row)) yield onHandOf(show.node(row));
  }
  for (const [one, from] of leftFrom(known)) if (isTaken(one)) yield onHandOf(show.taken(one, from).node);
}

function onHandOf({ id: node, traceCode, party, contact, quantity, atLeast, atMost, basis }: NodeShown): OnHandShown {
  return { node, traceCode, party, contact, quantity, atLeast, atMost, basis };
}

function* inTransitIn(known: Known, show: Showing): Generator<InTransitShown> {
  for (const [one, from] of leftFrom(known)) if (one.inTransit > 0) yield show.transit(one, from);
}

/** Lines that are open and whose goods are traced, with where they left. */
function* leftFrom(known: Known): Generator<[OpenLine, Node]> {
  const { walked, books, window } = known;
  for (const one of books.open) {
    const from = walked.nodes.get(one.line.holdingId);
    const { shippedAt, purpose } = one.shipment;
    if (from && isTraced(known, from) && inWindow(window, shippedAt, purpose)) yield [one, from];
  }
}

/** Somebody without a registration received it by the slip. */
const isTaken = ({ taken }: OpenLine) => taken !== null && taken.steps > 0;

function inWindow({ since, until, kinds }: Window, at: number, kind: string): boolean {
  return (since === undefined || at >= since) && (until === undefined || at <= until) && (kinds === undefined || kinds.has(kind));
}
