import type { CivilDate } from '../platform/civil-date.ts';

/*
 * What rules may know. Loaders owned by the modules fill these from the store (loadBatchFacts in batches/facts.ts, …); use cases fill
 * them from what is being recorded. Rules read nothing else.
 */

export interface PartyFacts {
  id: number;
  publicId: string;
  name: string;
  uscc: string | null;
  kinds: string[];
  natural: boolean;
  regionCode: string;
}

export interface SiteFacts {
  id: number;
  publicId: string;
  name: string;
  kind: string;
  /** Place of the act: decides territory and authority. */
  regionCode: string;
}

export interface ResultFacts {
  item: string;
  value: string;
  unit?: string | undefined;
  limit?: string | undefined;
  method?: string | undefined;
}

export interface CertificateFacts {
  publicId: string;
  kind: string;
  number: string | null;
  issuer: string | null;
  issuedOn: CivilDate | null;
  validUntil: CivilDate | null;
  conclusion: 'pass' | 'fail' | null;
  /** The batch number the paper itself names. */
  batchNumber: string | null;
  results: ResultFacts[];
}

export interface ProductFacts {
  name: string;
  specification: string | null;
  category: 'food' | 'agricultural';
  directoryItem: string | null;
  foodClass: string | null;
  gtin: string | null;
  shelfLife: { value: number; unit: 'hour' | 'day' | 'month' | 'year' } | null;
  ingredients: { name: string }[];
}

export interface BatchFacts {
  id: number;
  traceCode: string;
  revision: number;
  party: PartyFacts;
  site: SiteFacts;
  product: ProductFacts;
  batchNumber: string | null;
  productionDate: CivilDate | null;
  productionDateTo: CivilDate | null;
  expiresOn: CivilDate | null;
  expiresBy: 'printed' | 'computed' | null;
  quantity: { steps: number; unit: string } | null;
  origin: 'own' | 'outside' | 'opening' | 'transformation';
  certificates: CertificateFacts[];
  /** `party:…/key`, see platform/caller.ts. */
  enteredBy: string;
  recordedAt: number;
}

export interface LineFacts {
  n: number;
  batch: BatchFacts;
  steps: number;
  amount: string;
  unit: string;
  /** The holding's balance after the shipment or disposition, in steps; null when the holding's history is not known here. */
  balanceAfter: number | null;
  /** The party's opening date at the site, when it has one. */
  openedOn: CivilDate | null;
}

export interface ShipmentFacts {
  id: number;
  publicId: string;
  purpose: 'sale' | 'transfer' | 'return' | 'disposal' | 'sample' | 'processing' | 'donation';
  state: string;
  sender: PartyFacts;
  site: SiteFacts;
  /** The buyer where it is registered here. */
  buyer: PartyFacts | null;
  buyerSite: SiteFacts | null;
  to: { name: string; uscc: string | null; natural: boolean };
  shippedAt: number;
  /** Arrival by the carrier's or shipper's proof; null starts no clock. */
  deliveredAt: number | null;
  lines: LineFacts[];
  enteredBy: string;
  recordedAt: number;
}

export interface ReceiptLineFacts {
  lineN: number;
  outcome: 'accepted' | 'short' | 'over' | 'refused' | 'notArrived' | 'notMine';
  /** What came, in steps of the line's unit. */
  steps: number;
  amount: string;
  unit: string;
}

export interface ReceiptFacts {
  id: number;
  publicId: string;
  by: 'key' | 'link';
  outcome: ReceiptLineFacts['outcome'];
  receivedAt: number;
  recordedAt: number;
  enteredBy: string;
  reason: string | null;
  lines: ReceiptLineFacts[];
}

export interface DispositionFacts {
  id: number;
  publicId: string;
  kind: 'sold' | 'consumed' | 'destroyed';
  at: number;
  party: PartyFacts;
  site: SiteFacts;
  lines: LineFacts[];
  enteredBy: string;
  recordedAt: number;
}

/** What happened, with the facts that go with it. */
export type RuleEvent =
  | { kind: 'batch'; batch: BatchFacts }
  | { kind: 'shipment'; shipment: ShipmentFacts }
  | { kind: 'receipt'; receipt: ReceiptFacts; shipment: ShipmentFacts }
  | { kind: 'disposition'; disposition: DispositionFacts }
  /** Goods of others that a seller holds at a place of sale and has (not) displayed. */
  | {
      kind: 'received-for-sale';
      party: PartyFacts;
      site: SiteFacts;
      batches: BatchFacts[];
      displayedBatchIds: number[];
      receiptPublicId: string;
      receivedAt: number;
    }
  | { kind: 'due'; rule: string; shipment: ShipmentFacts; dueAt: number }
  /** What an officer saw; opened by POST /v1/violations. */
  | {
      kind: 'officer-note';
      rule: string;
      notePublicId: string;
      noteId: number;
      party: PartyFacts;
      site: SiteFacts;
      seenAt: number;
      text: string;
      enteredBy: string;
    };
