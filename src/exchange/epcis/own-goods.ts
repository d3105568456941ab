import { productView } from '../../batches/model.ts';
import type { Json } from '../../ledger/entry.ts';
import { isCommitment } from '../../ledger/personal.ts';
import { convert, type Packaging, parseQuantity } from '../../platform/quantity.ts';
import { unitOf } from '../../platform/units.ts';
import type { LotRevision } from './own-facts.ts';
import type { Plain } from './own-terms.ts';

type Payload = { [key: string]: Json };
type Given = { amount: string; unit: string };

/** A name that may stand in an event: those of persons are commitments and are left out. */
export const openName = (name: unknown): string | undefined => (typeof name === 'string' && !isCommitment(name) ? name : undefined);

/** The batch as POST /v1/batches takes it, without its site and inputs. */
export function described({ record, product, publicFields }: LotRevision): { [name: string]: Plain } {
  const certificates = Array.isArray(record.certificates) ? (record.certificates as Payload[]) : [];
  return {
    product: product ? (withoutNulls(productView(product)) as Plain) : null,
    ...pick(record, ['batchNumber', 'productionDate', 'productionDateTo', 'productionTime']),
    expiresOn: record.expiresBy === 'printed' ? (record.expiresOn as string) : null,
    quantity: quantityGiven(record.quantity),
    commissionedBy: commissioner(record.commissionedBy),
    certificates: certificates.map((paper) => paperGiven(paper)),
    externalCodes: (record.externalCodes ?? null) as Plain,
    public: publicFields === null ? null : (JSON.parse(publicFields) as Plain),
  };
}

function pick(record: Payload, names: readonly string[]): { [name: string]: Plain } {
  return Object.fromEntries(names.map((name) => [name, record[name] as Plain]));
}

/** The ledger keeps the unit's code beside the unit in some records; a body takes what people write. */
function quantityGiven(quantity: Json | undefined): Plain {
  if (quantity === null || typeof quantity !== 'object') return null;
  const { amount, unit, pieces } = quantity as Payload;
  return { amount: amount as string, unit: unit as string, pieces: (pieces ?? null) as Plain };
}

function commissioner(given: Json | undefined): Plain {
  if (given === null || typeof given !== 'object') return null;
  const { name, uscc } = given as Payload;
  const open = openName(name);
  return open === undefined ? null : { name: open, uscc: (uscc ?? null) as Plain };
}

/** The document without its file, which does not travel with an event. */
function paperGiven(paper: Payload): Plain {
  const { id: _, fileSha256: _file, issuer, results, ...said } = paper;
  return { ...(said as { [name: string]: Plain }), issuer: openName(issuer), results: (results ?? null) as Plain };
}

function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one: unknown) => (one === null ? undefined : one));
}

/**
 * A quantity of a lot as EPCIS counts: weights in KGM, volumes in LTR, counted goods in units of the lot and without uom. Nothing where the unit given does not
 * convert.
 */
export function measured(lot: LotRevision, given: Given | undefined): { quantity?: number; uom?: string } {
  const parsed = given ? parseQuantity(given) : undefined;
  if (!parsed?.ok) return {};
  const base = (lot.record.quantity as Payload | null)?.unit;
  const unit = typeof base === 'string' ? (unitOf(base)?.name ?? base) : parsed.quantity.unit;
  const packaging = lot.product?.packaging ? (JSON.parse(lot.product.packaging) as Packaging[]) : [];
  const steps = convert(parsed.quantity.steps, parsed.quantity.unit, unit, packaging);
  if (steps === null) return {};
  const dimension = unitOf(unit)?.dimension;
  if (dimension === 'mass') return { quantity: steps / 1_000_000, uom: 'KGM' };
  return dimension === 'volume' ? { quantity: steps / 1_000_000, uom: 'LTR' } : { quantity: steps };
}

/** A line of goods as an element of a quantity list. */
export function element(lot: LotRevision, given: Given | undefined) {
  return { epcClass: lot.epcClass, ...measured(lot, given) };
}
