import type { CivilDate } from '../platform/civil-date.ts';
import type { FieldRecordFacts, ImportPapersFacts, SampleFacts, TransportFacts } from './role-facts.ts';

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
  /** The licences it holds; absent where they were not loaded, which is not absence of a licence. */
  licences?: LicenceFacts[];
}

export interface LicenceFacts {
  kind: string;
  number: string;
  validFrom: CivilDate | null;
  validUntil: CivilDate | null;
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
  /** Of a report to a sample taken here; absent for the party's own papers. */
  sample?: SampleFacts;
}

export interface ProductFacts {
  name: string;
  specification: string | null;
  category: 'food' | 'agricultural';
  directoryItem: string | null;
  foodClass: string | null;
  gtin: string | null;
  shelfLife: { value: number; unit: 'hour' | 'day' | 'month' | 'year' } | null;
  ingredients: { name: string; cas?: string }[];
}

/** Goods that went into a batch, as they stand now. */
export interface InputFacts {
  traceCode: string;
  productName: string;
  category: 'food' | 'agricultural';
  expiresOn: CivilDate | null;
  expiresBy: 'printed' | 'computed' | null;
  certificates: Pick<CertificateFacts, 'kind' | 'issuedOn' | 'conclusion'>[];
  /** When it was used, and the recalls of it that whoever used it was told of; absent where they were not loaded. */
  usedAt?: number;
  recalls?: RecallFacts[];
  enteredBy: string;
}

/** A document the party withdrew: it no longer counts, that it was there stays. */
export interface WithdrawnFacts {
  publicId: string;
  kind: string;
  number: string | null;
  withdrawnOn: CivilDate;
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
  /** Reports to samples others had tested for themselves: each is its own client's word alone, never the maker's paper. */
  othersTests?: CertificateFacts[];
  /** Public ids of documents by a laboratory or an authority that were withdrawn, amended or overruled by a retest. */
  goneReports?: string[];
  /** What went in; absent where it was not loaded. */
  inputs?: InputFacts[];
  withdrawn?: WithdrawnFacts[];
  /** Made for a brand owner (委托加工). */
  commissioned?: boolean;
  /** What was applied to the crop; absent where it was not loaded. */
  fieldRecords?: FieldRecordFacts[];
  /** Papers of the container it came in; absent where they were not loaded. */
  importPapers?: ImportPapersFacts[];
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

/** A recall of goods on the lines that the one who moves them was told of, or opened itself. */
export interface RecallFacts {
  batchId: number;
  publicId: string;
  level: number;
  /** An authority's. */
  ordered: boolean;
  openedAt: number;
  noticedAt: number;
  enteredBy: string;
}

/** A hold on goods on the lines that binds the one who moves them; `liftedAt` null while it is in force. */
export interface HoldFacts {
  batchId: number;
  publicId: string;
  reason: string;
  /** An authority's. */
  ordered: boolean;
  at: number;
  liftedAt: number | null;
  enteredBy: string;
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
  /** Absent where they were not loaded. */
  recalls?: RecallFacts[];
  holds?: HoldFacts[];
  transport?: TransportFacts[];
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

/** Goods taken over from a supplier outside the system; of the supplier only whether each field stands recorded. */
export interface OutsideReceiptFacts {
  id: number;
  publicId: string;
  party: PartyFacts;
  site: SiteFacts;
  from: { name: boolean; address: boolean; contact: boolean; natural: boolean };
  batches: BatchFacts[];
  receivedAt: number;
  enteredBy: string;
}

export interface CaseFacts {
  id: number;
  publicId: string;
  party: PartyFacts;
  regionCode: string;
  department: string;
  offence: string;
  state: string;
  servedOn: CivilDate | null;
  dueOn: CivilDate | null;
}

/** A decision that took effect and was not revoked. */
export interface SanctionFacts {
  caseId: number;
  offence: string;
  decidedOn: CivilDate;
}

export interface DispositionFacts {
  id: number;
  publicId: string;
  kind: 'sold' | 'consumed' | 'destroyed';
  at: number;
  party: PartyFacts;
  site: SiteFacts;
  lines: LineFacts[];
  /** Absent where they were not loaded. */
  recalls?: RecallFacts[];
  holds?: HoldFacts[];
  enteredBy: string;
  recordedAt: number;
}

/** What happened, with the facts that go with it. */
export type RuleEvent =
  | { kind: 'batch'; batch: BatchFacts }
  /** `standing`, where it is void: sales of the same goods by the same party that stand. */
  | { kind: 'shipment'; shipment: ShipmentFacts; standing?: readonly RuleEvent[] }
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
  | { kind: 'outside-receipt'; receipt: OutsideReceiptFacts }
  /** A correction of goods that had been shipped, with the ingredients as they stood at the first shipment. */
  | { kind: 'revision'; batch: BatchFacts; before: string[]; shippedOn: CivilDate }
  /** The licences of a party changed; `asked` are the occasions of what was asked of it. */
  | { kind: 'licences'; party: PartyFacts; asked: string[] }
  /** Batches of one producer and one GTIN under one number, the later first recorded one first. */
  | { kind: 'same-number'; batch: BatchFacts; others: BatchFacts[] }
  | { kind: 'case-due'; file: CaseFacts; dueAt: number }
  /** A decision took effect: all of the party's, the latest being that of the case. */
  | { kind: 'sanctions'; file: CaseFacts; sanctions: SanctionFacts[] }
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
