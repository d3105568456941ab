import type { Citation } from '../../law/index.ts';
import type { CivilDate } from '../../platform/civil-date.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';

export const ledgerKinds = ['incoming', 'outgoing', 'wholesale'] as const;
/** 进货查验记录 (食品安全法 50, 53, 65), 出厂检验记录 (51), 批发销售记录 (53(4)). */
export type LedgerKind = (typeof ledgerKinds)[number];

/** The fields the articles name. `date` is the day goods came in, or were sold; `other` is the supplier, or the buyer. */
export const ledgerFields = [
  'name',
  'specification',
  'quantity',
  'madeOrBatch',
  'shelfLife',
  'certificate',
  'date',
  'otherName',
  'otherAddress',
  'otherContact',
] as const;
export type LedgerField = (typeof ledgerFields)[number];

/** Where a record is asked for, what it must hold, and how long it is kept. */
export interface Basis {
  /** Null: no article is known that asks for it. */
  citation: Citation | null;
  /** Words in place of a citation that stands outside the law data. */
  text?: Bilingual;
  /** False: whether the article reaches this party or these goods is to be verified (待核实). */
  isSettled: boolean;
  /** Fields whose absence is told. */
  required: readonly LedgerField[];
  /** By which law value the record is kept; null: 待核实. */
  retention: 'food' | 'produce' | null;
}

/** A supplier or a buyer as the law wants it recorded. */
export interface OtherSide {
  name: string | null;
  address: string | null;
  contact: string | null;
}

export interface Paper {
  kind: string;
  number: string | null;
}

export interface LedgerRow {
  on: CivilDate;
  name: string;
  specification: string | null;
  /** As written where nothing changed since, else what changed hands. */
  quantity: { amount: string; unit: string };
  productionDate: CivilDate | null;
  productionDateTo: CivilDate | null;
  batchNumber: string | null;
  shelfLife: { value: number; unit: string } | null;
  expiresOn: CivilDate | null;
  other: OtherSide;
  /** Licences the supplier held on that day: kind and number. */
  licences: Paper[];
  certificates: Paper[];
  /** What was checked on receipt; null where nothing was recorded. */
  checks: string[] | null;
  checkedBy: string | null;
  document: string | null;
  traceCode: string;
  /** The record it is from, and its line. */
  source: { type: 'receipt' | 'shipment'; id: string; line: number };
  basis: Basis;
  keepUntil: CivilDate | null;
  missing: LedgerField[];
}

/** What a row has, before the law is held against it. */
export type BareRow = Omit<LedgerRow, 'basis' | 'keepUntil' | 'missing'> & { category: string };

/** The fields of the article that a row lacks. */
export function missingIn(row: BareRow, required: readonly LedgerField[]): LedgerField[] {
  const has: Record<LedgerField, boolean> = {
    name: row.name !== '',
    specification: row.specification !== null,
    quantity: true,
    madeOrBatch: row.productionDate !== null || row.batchNumber !== null,
    shelfLife: row.shelfLife !== null || row.expiresOn !== null,
    certificate: row.certificates.some(({ number }) => number !== null),
    date: true,
    otherName: row.other.name !== null,
    otherAddress: row.other.address !== null,
    otherContact: row.other.contact !== null,
  };
  return required.filter((field) => !has[field]);
}
