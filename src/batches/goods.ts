import { checkGtin } from '../codes/gtin.ts';
import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { Problem } from '../platform/problems.ts';
import { convert, type Packaging, parseQuantity } from '../platform/quantity.ts';
import type { Store } from '../store/store.ts';

/** How a line names goods; exactly one of the ways. */
export interface GoodsName {
  traceCode?: string | undefined;
  gtin?: string | undefined;
  batchNumber?: string | undefined;
  productionDate?: string | undefined;
  externalCode?: { scheme: string; value: string } | undefined;
  /** Trace codes, compact, of the batches an in-store code may stand for: several are ambiguous. */
  anyOf?: readonly string[] | undefined;
}

export interface LineInput extends GoodsName {
  quantity: { amount: string; unit: string; pieces?: number | undefined };
}

/** A line that was found wrong before its goods were looked for; it is told with the others. */
export interface RefusedLine {
  refusal: ProblemDetail;
}

/** A batch that a line named, with the party's holding of it at the site where it has one. */
export interface NamedGoods {
  batchId: number;
  traceCode: string;
  revision: number;
  batchNumber: string | null;
  productionDate: string | null;
  productName: string;
  /** Unit the batch is counted in; null while its quantity is not recorded. */
  unit: string | null;
  packaging: Packaging[];
  holdingId: number | null;
  held: number;
}

export interface ResolvedLine {
  goods: NamedGoods;
  /** In the batch's own unit. */
  steps: number;
  amount: string;
  unit: string;
  unitCode: string;
  pieces: number | null;
}

interface Where {
  partyId: number;
  siteId: number;
}

/**
 * The goods of some lines and their quantities in the unit of each batch.
 * A trace code names a batch whoever recorded it; the other names look among what the party holds at the site, since they are not unique.
 * @param root JSON Pointer of the list of lines
 * @throws {Problem} invalid-input with every line that names nothing or cannot be converted; ambiguous-line with the candidates
 */
export async function resolveLines(
  read: Store['read'],
  where: Where,
  lines: readonly (LineInput | RefusedLine)[],
  root: string,
): Promise<ResolvedLine[]> {
  const candidates = await candidatesOf(read, where, lines);
  const errors: ProblemDetail[] = [];
  const ambiguous: { pointer: string; candidates: unknown[] }[] = [];
  const resolved: ResolvedLine[] = [];
  lines.forEach((line, i) => {
    const pointer = `${root}/${i}`;
    const found = candidates[i] ?? [];
    const [goods] = found;
    if ('refusal' in line) errors.push(line.refusal);
    else if (!goods) errors.push(noGoods(line, pointer));
    else if (found.length > 1) ambiguous.push({ pointer, candidates: found.map(candidateView) });
    else {
      const quantity = quantityIn(goods, line, pointer);
      if ('found' in quantity) errors.push(quantity);
      else resolved.push({ goods, ...quantity });
    }
  });
  if (errors.length > 0 || ambiguous.length > 0) throw refusal(errors, ambiguous);
  return resolved;
}

function refusal(errors: ProblemDetail[], ambiguous: { pointer: string; candidates: unknown[] }[]): Problem {
  const details = ambiguous.map(({ pointer, candidates }) => ({
    pointer,
    found: `${candidates.length}`,
    expected: { zh: '只对应一个批次', en: 'one batch' },
    fix: { zh: '改用候选中的追溯码', en: 'name it by the trace code of a candidate' },
  }));
  return new Problem(
    ambiguous.length > 0 ? 'ambiguous-line' : 'invalid-input',
    {
      zh: `有 ${errors.length + ambiguous.length} 行货物无法确定，未保存任何内容。`,
      en: `${errors.length + ambiguous.length} line(s) cannot be settled; nothing was stored.`,
    },
    { errors: [...errors, ...details], ...(ambiguous.length > 0 ? { extra: { candidates: ambiguous } } : {}) },
  );
}

function noGoods(line: GoodsName, pointer: string): ProblemDetail {
  const code = line.traceCode === undefined ? undefined : parseTraceCode(line.traceCode);
  if (code && !code.ok)
    return {
      pointer: `${pointer}/traceCode`,
      found: line.traceCode ?? '',
      expected: { zh: '20 位追溯码（校验位正确）', en: 'a trace code of 20 characters with its check character' },
      fix: { zh: '核对后重新输入或扫码', en: 'check it and type or scan it again' },
    };
  return {
    pointer,
    found: JSON.stringify({ ...line, quantity: undefined }),
    expected: {
      zh: '已记录的追溯码；或本场所持有的 gtin + 批号、gtin + 生产日期、外部编码',
      en: 'a recorded trace code; or gtin + batchNumber, gtin + productionDate, externalCode of goods held at the site',
    },
    fix: { zh: '核对编码与场所，或先接收该批货物', en: 'check the code and the site, or receive the goods first' },
  };
}

function candidateView(goods: NamedGoods) {
  return {
    traceCode: formatTraceCode(goods.traceCode),
    product: { name: goods.productName },
    batchNumber: goods.batchNumber,
    productionDate: goods.productionDate,
  };
}

/** The line's quantity in the batch's unit, or why it cannot be told. */
function quantityIn(goods: NamedGoods, line: LineInput, pointer: string): Omit<ResolvedLine, 'goods'> | ProblemDetail {
  const parsed = parseQuantity(line.quantity);
  if (!parsed.ok) return { pointer: `${pointer}/quantity/${parsed.problem.at}`, ...parsed.problem };
  const { steps, unit, unitCode, pieces } = parsed.quantity;
  if (goods.unit === null) return unitUnknown(unit, pointer);
  const inBatchUnit = convert(steps, unit, goods.unit, goods.packaging);
  if (inBatchUnit === null)
    return {
      pointer: `${pointer}/quantity/unit`,
      found: unit,
      expected: {
        zh: `可换算为“${goods.unit}”的单位（该批次以“${goods.unit}”计）`,
        en: `a unit that converts to "${goods.unit}", in which the batch is counted`,
      },
      fix: { zh: `以“${goods.unit}”填写，或在产品中补充包装换算`, en: `write it in "${goods.unit}", or add the packaging to the product` },
    };
  return { steps: inBatchUnit, amount: line.quantity.amount.trim(), unit, unitCode: unitCode ?? '', pieces: pieces ?? null };
}

/** Without a unit of the batch 24 箱 and 3 千克 would add up to 27 of nothing. */
function unitUnknown(found: string, pointer: string): ProblemDetail {
  return {
    pointer: `${pointer}/quantity`,
    found,
    expected: { zh: '已记录数量（从而确定计量单位）的批次', en: 'a batch whose quantity, and with it its unit, is recorded' },
    fix: { zh: '先由记录该批次的单位补录批次数量', en: 'have the quantity of the batch recorded first, by whoever recorded the batch' },
  };
}

async function candidatesOf(read: Store['read'], where: Where, lines: readonly (LineInput | RefusedLine)[]): Promise<NamedGoods[][]> {
  const byCode = await goodsByCode(
    read,
    where,
    lines.flatMap((line) => ('refusal' in line ? [] : codesOf(line))),
  );
  return Promise.all(
    lines.map(async (line) => {
      if ('refusal' in line) return [];
      const isByCode = line.traceCode !== undefined || line.anyOf !== undefined;
      return isByCode ? codesOf(line).flatMap((code) => byCode.get(code) ?? []) : heldGoods(read, where, line);
    }),
  );
}

function codesOf(line: GoodsName): readonly string[] {
  return line.anyOf ?? codeOf(line) ?? [];
}

function codeOf(line: GoodsName): [string] | undefined {
  if (line.traceCode === undefined) return undefined;
  const parsed = parseTraceCode(line.traceCode);
  return parsed.ok ? [parsed.code] : undefined;
}

function goodsColumns(read: Store['read'], where: Where) {
  return read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .leftJoin('holding', (join) =>
      join.onRef('holding.batchId', '=', 'batch.id').on('holding.partyId', '=', where.partyId).on('holding.siteId', '=', where.siteId),
    )
    .select([
      'batch.id as batchId',
      'batch.traceCode',
      'batch.revision',
      'batch.batchNumber',
      'batch.productionDate',
      'batch.unit',
      'product.name as productName',
      'product.packaging',
      'holding.id as holdingId',
      'holding.steps as held',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof goodsColumns>['execute']>>[number];

function named(row: Row): NamedGoods {
  return { ...row, packaging: row.packaging === null ? [] : (JSON.parse(row.packaging) as Packaging[]), held: row.held ?? 0 };
}

async function goodsByCode(read: Store['read'], where: Where, codes: readonly string[]): Promise<Map<string, NamedGoods[]>> {
  if (codes.length === 0) return new Map();
  const rows = await goodsColumns(read, where)
    .where('batch.traceCode', 'in', [...new Set(codes)])
    .execute();
  return new Map(rows.map((row) => [row.traceCode, [named(row)]]));
}

/** Goods held at the site under a name that is not unique; at most ten, enough to show that it is ambiguous. */
async function heldGoods(read: Store['read'], where: Where, line: GoodsName): Promise<NamedGoods[]> {
  let query = goodsColumns(read, where).where('holding.id', 'is not', null).limit(10);
  if (line.externalCode) {
    const { scheme, value } = line.externalCode;
    query = query.where('batch.id', 'in', (eb) =>
      eb.selectFrom('external_code').select('batchId').where('scheme', '=', scheme).where('value', '=', value),
    );
  } else {
    const code = line.gtin === undefined ? undefined : checkGtin(line.gtin);
    if (!code?.ok || (line.batchNumber === undefined && line.productionDate === undefined)) return [];
    query = query.where('batch.gtin', '=', code.gtin);
    if (line.batchNumber !== undefined) query = query.where('batch.batchNumber', '=', line.batchNumber);
    if (line.productionDate !== undefined) query = query.where('batch.productionDate', '=', line.productionDate);
  }
  const rows = (await query.execute()).map(named);
  const inStock = rows.filter((goods) => goods.held > 0);
  // Empty holdings of last year's batch do not make this year's ambiguous.
  return inStock.length > 0 ? inStock : rows;
}
