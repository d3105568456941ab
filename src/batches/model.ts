import type { z } from '@hono/zod-openapi';
import { checkGtin } from '../codes/gtin.ts';
import { formatTraceCode } from '../codes/trace-code.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { addDays, type CivilDate } from '../platform/civil-date.ts';
import type { Bilingual, ProblemDetail } from '../platform/problem-detail.ts';
import { type Packaging, parseQuantity } from '../platform/quantity.ts';
import { unitOf } from '../platform/units.ts';
import type { DB } from '../store/schema.ts';
import { casText } from '../substances/reading/normalise.ts';
import type { BatchInput, certificate } from './schemas.ts';
import { computeExpiry } from './shelf-life.ts';

export type ProductInput = NonNullable<BatchInput['product']>;
export type CertificateInput = z.infer<typeof certificate>;

/** The columns of a product that make it this product and no other. */
export type ProductColumns = Omit<DB['product'], 'id' | 'publicId' | 'partyId' | 'digest' | 'revision' | 'createdAt'>;

export function productColumns(input: ProductInput): ProductColumns {
  const code = input.gtin === undefined ? null : checkGtin(input.gtin);
  return {
    name: input.name.trim(),
    specification: input.specification?.trim() ?? null,
    category: input.category,
    directoryItem: input.directoryItem?.normalize('NFKC').trim() ?? null,
    foodClass: input.foodClass?.trim() ?? null,
    gtin: code?.ok ? code.gtin : null,
    shelfLifeValue: input.shelfLife?.value ?? null,
    shelfLifeUnit: input.shelfLife?.unit ?? null,
    packaging: input.packaging ? JSON.stringify(input.packaging) : null,
    ingredients: input.ingredients ? JSON.stringify(input.ingredients.map(ingredientKept)) : null,
    claims: input.claims ? JSON.stringify(input.claims.map((claim) => claim.trim())) : null,
  };
}

type Ingredient = NonNullable<ProductInput['ingredients']>[number];

/** A CAS number is kept in its one form however it was written. */
function ingredientKept({ name, cas }: Ingredient): Ingredient {
  const number = cas === undefined ? null : casText(cas);
  return number === null ? { name } : { name, cas: number };
}

/** The same description always has the same digest, so a party's product is one row however often it is sent. */
export function productDigest(columns: ProductColumns): string {
  // Columns come from productColumns alone, always in the same order.
  return sha256Hex(JSON.stringify(columns));
}

/** The product as replies and ledger entries show it. */
export function productView(row: ProductColumns) {
  return {
    name: row.name,
    specification: row.specification,
    category: row.category,
    directoryItem: row.directoryItem,
    foodClass: row.foodClass,
    gtin: row.gtin,
    shelfLife: row.shelfLifeValue === null ? null : { value: row.shelfLifeValue, unit: row.shelfLifeUnit },
    packaging: row.packaging === null ? [] : (JSON.parse(row.packaging) as Packaging[]),
    ingredients: row.ingredients === null ? [] : (JSON.parse(row.ingredients) as { name: string; cas?: string }[]),
    claims: row.claims === null ? [] : (JSON.parse(row.claims) as string[]),
  };
}

/** Certificates of a batch, the shorthand `inspectionCertificate` among them. */
export function certificatesOf(input: Pick<BatchInput, 'certificates' | 'inspectionCertificate'>): CertificateInput[] {
  const shorthand = input.inspectionCertificate ? [{ kind: 'release' as const, ...input.inspectionCertificate }] : [];
  return [...(input.certificates ?? []), ...shorthand];
}

export interface Expiry {
  expiresOn: CivilDate | null;
  expiresBy: 'printed' | 'computed' | null;
}

/** The printed date wins; without it the date is computed from the first production date where that can be done. */
export function expiryOf(input: Pick<BatchInput, 'expiresOn' | 'productionDate' | 'productionTime'>, product: ProductColumns): Expiry {
  if (input.expiresOn !== undefined) return { expiresOn: input.expiresOn, expiresBy: 'printed' };
  if (input.productionDate === undefined || product.shelfLifeValue === null || product.shelfLifeUnit === null)
    return { expiresOn: null, expiresBy: null };
  const computed = computeExpiry({
    productionDate: input.productionDate,
    productionTime: input.productionTime,
    shelfLife: { value: product.shelfLifeValue, unit: product.shelfLifeUnit as 'day' },
  });
  return computed ? { expiresOn: computed.expiresOn, expiresBy: 'computed' } : { expiresOn: null, expiresBy: null };
}

/** Quantity columns of a batch; the schema has checked the quantity already. */
export function quantityColumns(quantity: BatchInput['quantity']): Pick<DB['batch'], 'steps' | 'unit' | 'unitCode' | 'pieces'> {
  const parsed = quantity ? parseQuantity(quantity) : undefined;
  if (!parsed?.ok) return { steps: null, unit: null, unitCode: null, pieces: null };
  return {
    steps: parsed.quantity.steps,
    unit: parsed.quantity.unit,
    unitCode: parsed.quantity.unitCode,
    pieces: parsed.quantity.pieces ?? null,
  };
}

/** Where the i-th of {@link certificatesOf} stands in the request. */
export function certificatePointer(input: Pick<BatchInput, 'certificates'>, i: number): string {
  return i < (input.certificates?.length ?? 0) ? `/certificates/${i}` : '/inspectionCertificate';
}

/** Dates of a document that cannot be. */
export function certificateContradictions(
  paper: Pick<CertificateInput, 'issuedOn' | 'validUntil'>,
  today: CivilDate,
  at: string,
): ProblemDetail[] {
  const { issuedOn, validUntil } = paper;
  const wrong: ProblemDetail[] = [];
  if (issuedOn !== undefined && issuedOn > today)
    wrong.push({
      pointer: `${at}/issuedOn`,
      found: issuedOn,
      expected: { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      fix: { zh: '核对签发日期', en: 'check the day of issue' },
    });
  if (issuedOn !== undefined && validUntil !== undefined && validUntil < issuedOn)
    wrong.push({
      pointer: `${at}/validUntil`,
      found: validUntil,
      expected: { zh: `不早于签发日期 ${issuedOn}`, en: `not before the day of issue, ${issuedOn}` },
      fix: { zh: '核对有效期', en: 'check the validity' },
    });
  return wrong;
}

/** Scheme of `external_code` rows that keep the Digital Links a batch was printed with before it was corrected: `{gtin14}/{lot}`. */
export const FORMER_LINK_SCHEME = 'gs1:01/10';

function codeContradictions(codes: NonNullable<BatchInput['externalCodes']>, root: string): ProblemDetail[] {
  const seen = new Set<string>();
  return codes.flatMap(({ scheme, value }, i): ProblemDetail[] => {
    const key = JSON.stringify([scheme, value]);
    const isAgain = seen.has(key);
    seen.add(key);
    if (scheme.startsWith('gs1:'))
      return [
        {
          pointer: `${root}/externalCodes/${i}/scheme`,
          found: scheme,
          expected: { zh: '其他系统的名称（gs1: 为本服务保留）', en: 'the name of another system (gs1: is kept for this service)' },
          fix: { zh: '商品条码填写在 product.gtin', en: 'a GTIN goes into product.gtin' },
        },
      ];
    if (!isAgain) return [];
    return [
      {
        pointer: `${root}/externalCodes/${i}`,
        found: value,
        expected: { zh: '每个编码只写一次', en: 'each code once' },
        fix: { zh: '删去重复的一行', en: 'leave the second one out' },
      },
    ];
  });
}

function packagingContradictions(levels: readonly Packaging[], root: string): ProblemDetail[] {
  return levels.flatMap((level, i) => {
    const at = `${root}/product/packaging/${i}`;
    const wrong: ProblemDetail[] = [];
    if (!unitOf(level.unit))
      wrong.push({
        pointer: `${at}/unit`,
        found: level.unit,
        expected: { zh: '已知的计量单位', en: 'a known unit' },
        fix: { zh: '例如 箱、袋、瓶、千克', en: 'for example 箱, 袋, 瓶, kg' },
      });
    const contains = parseQuantity(level.contains);
    if (!contains.ok)
      for (const { at: field, ...problem } of contains.problems) wrong.push({ pointer: `${at}/contains/${field}`, ...problem });
    return wrong;
  });
}

/** What no schema of single fields can see: fields of a batch that contradict each other, or the calendar. */
export function contradictions(input: BatchInput, today: CivilDate, root = ''): ProblemDetail[] {
  const wrong: ProblemDetail[] = [];
  const refuse = (pointer: string, found: string, expected: Bilingual, fix: Bilingual) =>
    wrong.push({ pointer: root + pointer, found, expected, fix });
  if ((input.product === undefined) === (input.productId === undefined))
    refuse(
      '/product',
      input.product === undefined ? '(missing)' : 'product + productId',
      { zh: 'product 或 productId，二者居其一', en: 'either product or productId' },
      input.product === undefined ? { zh: '补上 product', en: 'add product' } : { zh: '去掉其中一个', en: 'leave one of them out' },
    );
  const made = input.productionDate;
  if (made !== undefined && made > today)
    refuse(
      '/productionDate',
      made,
      { zh: `不晚于今天 ${today}`, en: `not after today, ${today}` },
      { zh: '生产后再记录，或更正日期', en: 'record it once it is made, or correct the date' },
    );
  if (
    made !== undefined &&
    input.productionDateTo !== undefined &&
    (input.productionDateTo < made || input.productionDateTo > addDays(made, 2))
  )
    refuse(
      '/productionDateTo',
      input.productionDateTo,
      { zh: `${made} 当日或其后两日内`, en: `on ${made} or within two days after` },
      { zh: '更正结束日期，或分成两个批次', en: 'correct the end, or record two batches' },
    );
  if (made !== undefined && input.expiresOn !== undefined && input.expiresOn < made)
    refuse(
      '/expiresOn',
      input.expiresOn,
      { zh: `不早于生产日期 ${made}`, en: `not before the production date ${made}` },
      { zh: '核对包装上的日期', en: 'check the date on the pack' },
    );
  return [
    ...wrong,
    ...certificatesOf(input).flatMap((paper, i) => certificateContradictions(paper, today, root + certificatePointer(input, i))),
    ...packagingContradictions(input.product?.packaging ?? [], root),
    ...codeContradictions(input.externalCodes ?? [], root),
  ];
}

export function certificateView(row: DB['certificate']) {
  return {
    id: row.publicId,
    kind: row.kind,
    number: row.number,
    issuer: row.issuer,
    issuedOn: row.issuedOn,
    validUntil: row.validUntil,
    conclusion: row.conclusion,
    batchNumber: row.batchNumber,
    results: row.results === null ? [] : (JSON.parse(row.results) as { [key: string]: string }[]),
    fileSha256: row.fileSha256,
    withdrawn: row.withdrawnAt !== null,
  };
}

/** Where a batch's code leads and how it is printed. */
export function codeLinks(publicUrl: string, traceCode: string) {
  const code = formatTraceCode(traceCode);
  return { traceCode: code, scanUrl: `${publicUrl}/t/${code}`, qr: { svg: `/t/${code}/qr.svg`, png: `/t/${code}/qr.png` } };
}
