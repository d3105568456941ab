import type { productView } from '../batches/model.ts';
import type { OwnBatch } from './batch-steps.ts';
import { batchOf, type Entered } from './record-form.ts';

/** A batch as GET /v1/batches/{traceCode} answers it, with all that a correction may have to say again. */
export interface CorrectedBatch extends Omit<OwnBatch, 'product'> {
  product: ReturnType<typeof productView> & { id: string };
  expiresBy: string | null;
  revision: number;
}

/** What stands in the fields before anything is corrected; an expiry that was computed is left to be computed again. */
export function asEntered({ product, ...batch }: CorrectedBatch): Entered {
  const { shelfLife } = product;
  const fields: Record<string, string | null | undefined> = {
    'product.name': product.name,
    'product.category': product.category,
    'product.specification': product.specification,
    'product.shelfLife.value': shelfLife === null ? null : String(shelfLife.value),
    'product.shelfLife.unit': shelfLife?.unit,
    'product.gtin': product.gtin,
    'product.directoryItem': product.directoryItem,
    'product.ingredients': product.ingredients.map(({ name }) => name).join('、'),
    batchNumber: batch.batchNumber,
    productionDate: batch.productionDate,
    expiresOn: batch.expiresBy === 'computed' ? null : batch.expiresOn,
    'quantity.amount': batch.quantity?.amount,
    'quantity.unit': batch.quantity?.unit,
  };
  return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/**
 * The body of `PATCH /v1/batches/{traceCode}` that the fields say: what differs from the batch, papers that came, and why; null when nothing does.
 * A product is replaced as a whole, so that what the form has no field for is said again as it stands.
 */
export function correctionOf(batch: CorrectedBatch, entered: Entered): Record<string, unknown> | null {
  const before = asEntered(batch);
  // A choice stands at something even where nothing was chosen: without a number its unit says nothing.
  const hasLife = (entered['product.shelfLife.value'] ?? '').trim() !== '';
  const differs = (name: string) =>
    (name !== 'product.shelfLife.unit' || hasLife) && (entered[name] ?? before[name] ?? '').trim() !== (before[name] ?? '');
  const said = batchOf(entered);
  const body: Record<string, unknown> = {};
  if (PRODUCT_FIELDS.some(differs))
    body.product = productOf(batch.product, said.product as Record<string, unknown>, differs('product.ingredients'));
  for (const name of ['batchNumber', 'productionDate', 'expiresOn']) if (differs(name) && said[name] !== undefined) body[name] = said[name];
  if ((differs('quantity.amount') || differs('quantity.unit')) && said.quantity !== undefined) body.quantity = said.quantity;
  if (said.certificates !== undefined) body.certificates = said.certificates;
  return Object.keys(body).length === 0 ? null : { ...body, reason: entered.reason?.trim() ?? '' };
}

const PRODUCT_FIELDS = [
  'product.name',
  'product.category',
  'product.specification',
  'product.shelfLife.value',
  'product.shelfLife.unit',
  'product.gtin',
  'product.directoryItem',
  'product.ingredients',
];

function productOf(stands: CorrectedBatch['product'], typed: Record<string, unknown>, areIngredientsNew: boolean): Record<string, unknown> {
  const { foodClass, packaging, claims, ingredients } = stands;
  return {
    ...(foodClass === null ? {} : { foodClass }),
    ...(packaging.length === 0 ? {} : { packaging }),
    ...(claims.length === 0 ? {} : { claims }),
    ...typed,
    ...(areIngredientsNew ? withNumbers(typed, ingredients) : ingredients.length === 0 ? {} : { ingredients }),
  };
}

/** The form says ingredients by name alone: those that stood already keep their CAS numbers. */
function withNumbers(typed: Record<string, unknown>, stood: CorrectedBatch['product']['ingredients']): Record<string, unknown> {
  const names = Array.isArray(typed.ingredients) ? (typed.ingredients as { name: string }[]) : [];
  if (names.length === 0) return {};
  const known = new Map(stood.map((one) => [one.name, one]));
  return { ingredients: names.map((one) => known.get(one.name) ?? one) };
}

/** Fields of the batch that had something and were emptied: a correction says what is right, and takes nothing back. */
export function emptied(batch: CorrectedBatch, entered: Entered): string[] {
  const before = asEntered(batch);
  return ['batchNumber', 'productionDate', 'expiresOn', 'quantity.amount'].filter(
    (name) => before[name] !== undefined && (entered[name] ?? before[name]).trim() === '',
  );
}
