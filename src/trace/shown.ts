import { isCommitment } from '../ledger/personal.ts';
import { ERASED, maskName, visibleName } from '../parties/model.ts';
import type { Caller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { LongReader } from '../store/long-read.ts';
import { amountsOf, type Goods } from './amounts.ts';
import type { Basis, Contact, EdgeShown, InTransitShown, NodeShown, PartyShown, ReceivedShown } from './answer-shapes.ts';
import { type Books, cameInto, type OpenLine } from './books.ts';
import { type Bounds, boundsOf, type Share } from './bounds.ts';
import type { FlowRow, PartyRow, TraceQueries } from './queries.ts';
import type { Node, Walked, Window } from './walk.ts';

/** Places where goods are sold piece by piece: what a till does not book is not known. */
const TILLS: ReadonlySet<string> = new Set(['shop', 'stall', 'canteen']);

export interface Parts {
  reader: LongReader;
  q: TraceQueries;
  caller: Caller;
  now: number;
  asked: readonly { id: number; traceCode: string }[];
  window: Window;
}

/** Everything that was read for an answer. */
export interface Known extends Parts {
  walked: Walked;
  batches: ReadonlyMap<number, Goods>;
  parties: ReadonlyMap<number, PartyRow>;
  books: Books;
  share: (batchId: number) => Share;
  /** Clear names of buyers as their papers name them, by the shipment's public id. */
  names: ReadonlyMap<string, string>;
}

/** Whether goods there can be of the asked ones; what lies upstream is where they came from. */
export function isTraced({ share }: Known, { batchId }: Node): boolean {
  const { isPure, most } = share(batchId);
  return isPure || most > 0;
}

/** How the answer shows rows. A party, an amount, an instant is made once and shared by all that name it, as is its text. */
export function showing(known: Known) {
  const said = amountsOf(known.batches);
  const timeOf = lastTime();
  const partyOf = partiesOf(known);
  const codeOf = (batchId: number) => known.batches.get(batchId)?.shownCode ?? '';
  const idOf = (row: Node) => {
    if (row.name === '') row.name = `${codeOf(row.batchId)}@${row.site}`;
    return row.name;
  };
  const idOfHolding = (id: number) => {
    const row = known.walked.nodes.get(id);
    return row ? idOf(row) : '';
  };
  const boundsIn = (batchId: number, steps: number) => boundsOf(known.share(batchId), steps, known.books.gainOf(batchId));

  function node(row: Node): NodeShown {
    const { isOwn, shown } = row;
    const basis = basisOf(row);
    const bounds = held(boundsIn(row.batchId, Math.max(0, isOwn ? row.steps : shown)), basis);
    return {
      id: idOf(row),
      traceCode: codeOf(row.batchId),
      party: partyOf(row.partyId),
      site: { id: row.site, name: row.siteName, kind: row.siteKind, regionCode: row.regionCode },
      contact: 'registered',
      level: row.level,
      quantity: isOwn ? said(row.batchId, row.steps) : null,
      received: said(row.batchId, isOwn ? cameInto(row) : shown),
      atLeast: said(row.batchId, bounds.atLeast),
      atMost: said(row.batchId, bounds.atMost),
      basis,
    };
  }

  function edge({ src, dst, kind, steps, at, revision }: FlowRow): EdgeShown {
    const from = known.walked.nodes.get(src);
    return {
      from: from ? idOf(from) : '',
      to: idOfHolding(dst),
      kind,
      quantity: from ? said(from.batchId, steps) : null,
      at: timeOf(at),
      revision,
    };
  }

  function received(row: Node): ReceivedShown {
    const { batchId, partyId, shown } = row;
    return {
      node: idOf(row),
      traceCode: codeOf(batchId),
      party: partyOf(partyId),
      contact: 'registered',
      quantity: said(batchId, shown),
    };
  }

  /** What left a holding for none: on its way, or at its end. */
  function outEdge(from: Node, { kind, steps, at }: { kind: string; steps: number; at: number }, shipment?: string): EdgeShown {
    const quantity = said(from.batchId, steps);
    return { from: idOf(from), to: null, kind, quantity, at: timeOf(at), ...(shipment === undefined ? {} : { shipment }) };
  }

  /** The buyer as the paper names it; whoever may see the shipment has that paper. */
  function addressee({ shipment }: OpenLine): { to: PartyShown; contact: Contact } {
    const { toPartyId, toUscc: uscc, toNatural } = shipment;
    if (toPartyId !== null && known.parties.has(toPartyId)) return { to: partyOf(toPartyId), contact: 'registered' };
    const given = known.names.get(shipment.publicId) ?? shipment.toName;
    const name = isCommitment(given) ? maskName(given) : given;
    return { to: { id: null, uscc: toNatural === 1 ? null : uscc, name }, contact: name === ERASED ? 'none' : 'known' };
  }

  function transit(one: OpenLine, from: Node): InTransitShown {
    const { line, shipment, inTransit } = one;
    const bounds = boundsIn(line.batchId, inTransit);
    return {
      shipment: shipment.publicId,
      state: shipment.state,
      purpose: shipment.purpose,
      traceCode: codeOf(line.batchId),
      from: idOf(from),
      quantity: said(line.batchId, inTransit),
      atLeast: said(line.batchId, bounds.atLeast),
      atMost: said(line.batchId, bounds.atMost),
      shippedAt: timeOf(shipment.shippedAt),
      ...addressee(one),
    };
  }

  /** Goods that somebody without a registration received by the slip: a leaf, with what it received as all that is known. */
  function taken(one: OpenLine, from: Node): { node: NodeShown; edge: EdgeShown } {
    const { line, shipment } = one;
    const { steps, at } = one.taken ?? { steps: 0, at: 0 };
    const { to: party, contact } = addressee(one);
    const quantity = said(line.batchId, steps);
    const id = `${codeOf(line.batchId)}@${shipment.publicId}-${line.n}`;
    return {
      node: {
        id,
        traceCode: codeOf(line.batchId),
        party,
        site: null,
        contact,
        level: from.level + 1,
        quantity: null,
        received: quantity,
        atLeast: said(line.batchId, 0),
        atMost: said(line.batchId, boundsIn(line.batchId, steps).atMost),
        basis: 'no-books',
      },
      edge: { from: idOf(from), to: id, kind: shipment.purpose, quantity, at: timeOf(at), shipment: shipment.publicId },
    };
  }

  return { idOfHolding, node, received, edge, outEdge, transit, taken };
}

export type Showing = ReturnType<typeof showing>;

function basisOf({ isOwn, siteKind, steps, hasSales }: Node): Basis {
  if (!isOwn) return 'no-books';
  return steps > 0 && !hasSales && TILLS.has(siteKind) ? 'no-till-data' : 'books';
}

function held({ atLeast, atMost }: Bounds, basis: Basis): Bounds {
  return { atLeast: basis === 'books' ? atLeast : 0, atMost };
}

/** Flows of one delivery have one instant. */
function lastTime(): (at: number) => string {
  let [last, text] = [Number.NaN, ''];
  return (at) => {
    if (at !== last) [last, text] = [at, formatInstant(at)];
    return text;
  };
}

function partiesOf({ parties, caller }: Known): (id: number) => PartyShown {
  const known = new Map<number, PartyShown>();
  return (id) => {
    let shown = known.get(id);
    if (!shown) {
      shown = partyShown(parties.get(id), caller);
      known.set(id, shown);
    }
    return shown;
  };
}

function partyShown(party: PartyRow | undefined, caller: Caller): PartyShown {
  if (!party) return { id: null, uscc: null, name: ERASED };
  const natural = party.natural === 1;
  const name = natural
    ? visibleName({ id: party.id, regionCode: party.regionCode, natural, name: party.clear ?? ERASED }, caller)
    : party.name;
  return { id: party.publicId, uscc: natural ? null : party.uscc, name };
}
