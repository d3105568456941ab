import type { Amount } from './amounts.ts';
import type { BrokenLink } from './broken.ts';

/** Whether whoever has the goods can be told: a firm registered here in the service itself, another as its paper names it. */
export type Contact = 'registered' | 'known' | 'none';

/**
 * What the amount on hand rests on: the books of the holder; a shop without till data, whose stock may have been sold long ago; or
 * nothing, since the holder’s books are not the caller’s to read.
 */
export type Basis = 'books' | 'no-till-data' | 'no-books';

export interface PartyShown {
  id: string | null;
  uscc: string | null;
  name: string;
}

export interface SiteShown {
  id: string;
  name: string;
  kind: string;
  regionCode: string;
}

/** What the holdings of a code are: once, however many there are. */
export interface BatchShown {
  traceCode: string;
  product: { name: string; specification: string | null };
  batchNumber: string | null;
  productionDate: string | null;
  expiresOn: string | null;
}

export interface NodeShown {
  id: string;
  traceCode: string;
  party: PartyShown;
  site: SiteShown | null;
  contact: Contact;
  /** Edges from the asked goods; negative upstream. */
  level: number;
  /** What is there by the holder’s books; null where they are not the caller’s to read. */
  quantity: Amount | null;
  /** What came there, or was made there. */
  received: Amount | null;
  /** How much of the asked goods is there now: never less, never more. */
  atLeast: Amount | null;
  atMost: Amount | null;
  basis: Basis;
}

export interface EdgeShown {
  from: string;
  /** Null for goods on their way and for what ended: sold, consumed, destroyed. */
  to: string | null;
  kind: string;
  quantity: Amount | null;
  at: string;
  revision?: number;
  shipment?: string;
}

export interface ReceivedShown {
  node: string;
  traceCode: string;
  party: PartyShown;
  quantity: Amount | null;
  contact: Contact;
}

export interface OnHandShown extends ReceivedShown {
  atLeast: Amount | null;
  atMost: Amount | null;
  basis: Basis;
}

export interface InTransitShown {
  shipment: string;
  state: string;
  purpose: string;
  traceCode: string;
  from: string;
  to: PartyShown;
  quantity: Amount | null;
  atLeast: Amount | null;
  atMost: Amount | null;
  shippedAt: string;
  contact: Contact;
}

/** What a trace tells. Lists are made as they are read, each time anew, so that a long answer is never in memory as a whole. */
export interface Answer {
  asked: string[];
  asOf: string;
  batches: BatchShown[];
  nodes: Iterable<NodeShown>;
  edges: Iterable<EdgeShown>;
  summary: { received: Iterable<ReceivedShown>; inTransit: Iterable<InTransitShown>; onHand: Iterable<OnHandShown> };
  brokenLinks: Iterable<BrokenLink>;
}
