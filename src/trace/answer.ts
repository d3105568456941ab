import { formatTraceCode } from '../codes/trace-code.ts';
import { isCommitment, revealed } from '../ledger/personal.ts';
import { ERASED, maskName, visibleName } from '../parties/model.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Store } from '../store/store.ts';
import { type Amount, amountOf, type Goods, goodsOf } from './amounts.ts';
import type {
  Answer,
  Basis,
  Contact,
  EdgeShown,
  InTransitShown,
  NodeShown,
  OnHandShown,
  PartyShown,
  ReceivedShown,
} from './answer-shapes.ts';
import { type Books, loadBooks, type OpenLine } from './books.ts';
import { type Bounds, boundsOf, type Share } from './bounds.ts';
import { brokenLinks } from './broken.ts';
import type { FlowRow, HoldingRow, PartyRow, TraceQueries } from './queries.ts';
import { loadMakings, sharesOf } from './shares.ts';
import type { InScope, Walked, Window } from './walk.ts';

/** Places where goods are sold piece by piece: what a till does not book is not known. */
const TILLS: ReadonlySet<string> = new Set(['shop', 'stall', 'canteen']);

interface Parts {
  store: Store;
  q: TraceQueries;
  caller: Caller;
  now: number;
  asked: readonly { id: number; traceCode: string }[];
  window: Window;
  inScope: InScope;
}

interface Known extends Parts {
  walked: Walked;
  batches: ReadonlyMap<number, Goods>;
  parties: ReadonlyMap<number, PartyRow>;
  books: Books;
  share: (batchId: number) => Share;
  /** Steps that came into a holding by the edges shown. */
  shown: ReadonlyMap<number, number>;
  names: ReadonlyMap<string, string>;
}

const sorted = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b);

/** Everything a trace tells, from the holdings and edges it found. */
export async function answerOf(parts: Parts, walked: Walked): Promise<Answer> {
  const { q, asked, inScope } = parts;
  const { nodes, edges } = walked;
  const [batchIds, people, own] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const row of nodes.values()) {
    batchIds.add(row.batchId);
    people.add(row.partyId);
    if (inScope(row)) own.add(row.id);
  }
  const rows = await q.batches(sorted(batchIds));
  const batches = new Map(rows.map((row) => [row.id, goodsOf(row)]));
  const shown = new Map<number, number>();
  for (const edge of edges) if (edge.kind !== 'made') shown.set(edge.dst, (shown.get(edge.dst) ?? 0) + edge.steps);
  const books = await loadBooks(q, nodes, sorted(own), batches, shown);
  const askedIds = new Set(asked.map((batch) => batch.id));
  const makings = await loadMakings(q, batches, askedIds, walked.complete);
  for (const { shipment } of books.open) if (shipment.toPartyId !== null) people.add(shipment.toPartyId);
  const parties = new Map((await q.parties(sorted(people))).map((row) => [row.id, row]));
  const names = await revealed(
    parts.store.read,
    Object.fromEntries(books.open.map(({ shipment }) => [shipment.publicId, shipment.toName])),
  );
  return assembled({
    ...parts,
    walked,
    batches,
    parties,
    books,
    share: sharesOf(makings, askedIds, books.gainOf),
    shown,
    names: new Map(Object.entries(names)),
  });
}

function assembled(known: Known): Answer {
  const { walked, asked, now } = known;
  const shownNodes = new Map([...walked.nodes.values()].map((row) => [row.id, nodeShown(known, row)]));
  const idOf = (id: number) => shownNodes.get(id)?.id ?? '';
  const timeOf = lastTime();
  const lists: Lists = {
    nodes: [...shownNodes.values()],
    edges: walked.edges.map((edge) => edgeShown(known, edge, idOf, timeOf)),
    received: [],
    inTransit: [],
    onHand: [],
  };
  for (const row of walked.nodes.values()) {
    const node = shownNodes.get(row.id);
    if (node && isTraced(known, row)) listHolder(known, row, node, lists);
  }
  leftHoldings(known, lists, idOf);
  const { nodes, edges, received, inTransit, onHand } = lists;
  return {
    asked: asked.map((batch) => formatTraceCode(batch.traceCode)),
    asOf: formatInstant(now),
    batches: [...known.batches.values()].map(({ traceCode, product: name, specification, batchNumber, productionDate, expiresOn }) => ({
      traceCode: formatTraceCode(traceCode),
      product: { name, specification },
      batchNumber,
      productionDate,
      expiresOn,
    })),
    nodes,
    edges,
    summary: { received, inTransit, onHand },
    brokenLinks: brokenLinks({ ...known, idOf }),
  };
}

function listHolder(known: Known, row: HoldingRow, node: NodeShown, { received, onHand }: Lists): void {
  const { id, traceCode, party, contact, quantity, atLeast, atMost, basis } = node;
  const came = known.shown.get(row.id) ?? 0;
  if (came > 0) received.push({ node: id, traceCode, party, contact, quantity: amountOf(came, known.batches.get(row.batchId)) });
  const isThere = basis === 'no-books' ? came > 0 : row.steps > 0;
  if (isThere) onHand.push({ node: id, traceCode, party, contact, quantity, atLeast, atMost, basis });
}

/** What is on its way, what somebody without a holding took, and what ended. */
function leftHoldings(known: Known, lists: Lists, idOf: (id: number) => string): void {
  const { walked, books, window } = known;
  const tracedAt = (holdingId: number) => {
    const row = walked.nodes.get(holdingId);
    return row && isTraced(known, row) ? row : undefined;
  };
  for (const one of books.open) {
    const { shipment, inTransit: steps, taken } = one;
    const from = tracedAt(one.line.holdingId);
    if (!from || !inWindow(window, shipment.shippedAt, shipment.purpose)) continue;
    if (steps > 0) {
      lists.inTransit.push(transitShown(known, one, idOf(from.id)));
      lists.edges.push(outEdge(known, from, { kind: 'in-transit', steps, at: shipment.shippedAt }, shipment.publicId));
    }
    if (taken && taken.steps > 0) takenBy(known, one, from, idOf(from.id), lists);
  }
  for (const { holdingId, ...row } of books.sold) {
    const from = tracedAt(holdingId);
    if (from && inWindow(window, row.at, row.kind)) lists.edges.push(outEdge(known, from, row));
  }
}

function inWindow({ since, until, kinds }: Window, at: number, kind: string): boolean {
  return (since === undefined || at >= since) && (until === undefined || at <= until) && (kinds === undefined || kinds.has(kind));
}

/** Whether goods there can be of the asked ones; what lies upstream is where they came from. */
function isTraced(known: Known, row: HoldingRow): boolean {
  const share = known.share(row.batchId);
  return share.isPure || share.most > 0;
}

function basisOf(known: Known, row: HoldingRow): Basis {
  if (!known.inScope(row)) return 'no-books';
  return TILLS.has(row.siteKind) && row.steps > 0 && !known.books.hasSales.has(row.id) ? 'no-till-data' : 'books';
}

function boundsAt(known: Known, row: HoldingRow, basis: Basis): Bounds {
  const there = basis === 'no-books' ? (known.shown.get(row.id) ?? 0) : row.steps;
  const bounds = boundsOf(known.share(row.batchId), Math.max(0, there), known.books.gainOf(row.batchId));
  return basis === 'books' ? bounds : { ...bounds, atLeast: 0 };
}

function partyShown(party: PartyRow | undefined, caller: Caller): PartyShown {
  if (!party) return { id: null, uscc: null, name: ERASED };
  const natural = party.natural === 1;
  const name = natural
    ? visibleName({ id: party.id, regionCode: party.regionCode, natural, name: party.clear ?? ERASED }, caller)
    : party.name;
  return { id: party.publicId, uscc: natural ? null : party.uscc, name };
}

/** Amounts of one holding: most are the same number again and again. */
function amountsOf(batch: Goods | undefined): (steps: number) => Amount | null {
  let last: Amount | null = null;
  let lastSteps: number | undefined;
  return (steps) => {
    if (steps !== lastSteps) [last, lastSteps] = [amountOf(steps, batch), steps];
    return last;
  };
}

function nodeShown(known: Known, row: HoldingRow): NodeShown {
  const batch = known.batches.get(row.batchId);
  const basis = basisOf(known, row);
  const { atLeast, atMost } = boundsAt(known, row, basis);
  const traceCode = batch?.shownCode ?? '';
  const isOwn = basis !== 'no-books';
  const said = amountsOf(batch);
  return {
    id: `${traceCode}@${row.site}`,
    traceCode,
    party: partyShown(known.parties.get(row.partyId), known.caller),
    site: { id: row.site, name: row.siteName, kind: row.siteKind, regionCode: row.regionCode },
    contact: 'registered',
    level: known.walked.level.get(row.id) ?? 0,
    quantity: isOwn ? said(row.steps) : null,
    received: said(isOwn ? known.books.cameInto(row) : (known.shown.get(row.id) ?? 0)),
    atLeast: said(atLeast),
    atMost: said(atMost),
    basis,
  };
}

/** Flows of one delivery have one instant. */
function lastTime(): (at: number) => string {
  let [last, text] = [Number.NaN, ''];
  return (at) => {
    if (at !== last) [last, text] = [at, formatInstant(at)];
    return text;
  };
}

function edgeShown(known: Known, edge: FlowRow, idOf: (id: number) => string, timeOf: (at: number) => string): EdgeShown {
  const source = known.walked.nodes.get(edge.src);
  return {
    from: idOf(edge.src),
    to: idOf(edge.dst),
    kind: edge.kind,
    quantity: amountOf(edge.steps, source && known.batches.get(source.batchId)),
    at: timeOf(edge.at),
    revision: edge.revision,
  };
}

function outEdge(
  known: Known,
  from: HoldingRow,
  { kind, steps, at }: { kind: string; steps: number; at: number },
  shipment?: string,
): EdgeShown {
  const batch = known.batches.get(from.batchId);
  return {
    from: `${batch?.shownCode ?? ''}@${from.site}`,
    to: null,
    kind,
    quantity: amountOf(steps, batch),
    at: formatInstant(at),
    ...(shipment === undefined ? {} : { shipment }),
  };
}

/** The buyer as the paper names it; whoever may see the shipment has that paper. */
function addressee(known: Known, { shipment }: OpenLine): { to: PartyShown; contact: Contact } {
  const party = shipment.toPartyId === null ? undefined : known.parties.get(shipment.toPartyId);
  if (party) return { to: partyShown(party, known.caller), contact: 'registered' };
  const name = known.names.get(shipment.publicId) ?? shipment.toName;
  const shownName = isCommitment(name) ? maskName(name) : name;
  return {
    to: { id: null, uscc: shipment.toNatural === 1 ? null : shipment.toUscc, name: shownName },
    contact: shownName === ERASED ? 'none' : 'known',
  };
}

function transitShown(known: Known, one: OpenLine, from: string): InTransitShown {
  const { line, shipment, inTransit } = one;
  const batch = known.batches.get(line.batchId);
  const bounds = boundsOf(known.share(line.batchId), inTransit, known.books.gainOf(line.batchId));
  return {
    shipment: shipment.publicId,
    state: shipment.state,
    purpose: shipment.purpose,
    traceCode: batch?.shownCode ?? '',
    from,
    quantity: amountOf(inTransit, batch),
    atLeast: amountOf(bounds.atLeast, batch),
    atMost: amountOf(bounds.atMost, batch),
    shippedAt: formatInstant(shipment.shippedAt),
    ...addressee(known, one),
  };
}

interface Lists {
  nodes: NodeShown[];
  edges: EdgeShown[];
  received: ReceivedShown[];
  inTransit: InTransitShown[];
  onHand: OnHandShown[];
}

/** Goods that somebody without a registration received by the slip: a leaf, with what it received as all that is known. */
function takenBy(known: Known, one: OpenLine, from: HoldingRow, fromId: string, lists: Lists): void {
  const steps = one.taken?.steps ?? 0;
  const batch = known.batches.get(one.line.batchId);
  const traceCode = batch?.shownCode ?? '';
  const { to: party, contact } = addressee(known, one);
  const { atMost } = boundsOf(known.share(one.line.batchId), steps, known.books.gainOf(one.line.batchId));
  const [quantity, most, least] = [amountOf(steps, batch), amountOf(atMost, batch), amountOf(0, batch)];
  const node: NodeShown = {
    id: `${traceCode}@${one.shipment.publicId}-${one.line.n}`,
    traceCode,
    party,
    site: null,
    contact,
    level: (known.walked.level.get(from.id) ?? 0) + 1,
    quantity: null,
    received: quantity,
    atLeast: least,
    atMost: most,
    basis: 'no-books',
  };
  const receipt = { node: node.id, traceCode, party, contact };
  lists.nodes.push(node);
  lists.edges.push({
    from: fromId,
    to: node.id,
    kind: one.shipment.purpose,
    quantity,
    at: formatInstant(one.taken?.at ?? 0),
    shipment: one.shipment.publicId,
  });
  lists.received.push({ ...receipt, quantity });
  lists.onHand.push({ ...receipt, quantity: null, atLeast: least, atMost: most, basis: 'no-books' });
}
