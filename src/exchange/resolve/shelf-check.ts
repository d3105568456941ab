import { formatTraceCode } from '../../codes/trace-code.ts';
import type { Read } from '../../custody/repository.ts';
import { recalledBatches, type ShelfRow, type ShopSite, type Shown, shelfRepository } from '../../custody/shelf.ts';
import type { PartyCaller } from '../../platform/caller.ts';
import { readCode } from './reading.ts';

/** What a code seen on a shelf is, against what is on show there. */
export interface SeenCode {
  /** As it was decoded. */
  code: string;
  traceCode: string | null;
  productName: string | null;
  expiresOn: string | null;
  /** on show; in stock and not on show; not in stock here; the shop's own code; a barcode of a product; nothing recorded under it */
  state: 'shown' | 'notShown' | 'notHere' | 'shop' | 'barcode' | 'unknown';
  expired: boolean;
  recalled: boolean;
}

export interface ShelfCheck {
  seen: SeenCode[];
  /** On show by the records, not among the codes. */
  missing: (Shown & { expired: boolean; recalled: boolean })[];
}

/** Compares codes that were read off a photo of a shelf with what is on show at the site. Only codes come in, no picture. */
export async function checkShelf(
  read: Read,
  caller: PartyCaller,
  site: ShopSite,
  codes: readonly string[],
  today: string,
): Promise<ShelfCheck> {
  const repository = shelfRepository(read, caller);
  const [shown, stock] = [await repository.shown(site.id, today), await repository.shelf(site.id)];
  const named = codes.map((code) => ({ code, names: namesOf(code, site, stock) }));
  const batches = await batchesOf(read, [...new Set(named.flatMap(({ names }) => (names.kind === 'batch' ? [names.traceCode] : [])))]);
  const ids = [...new Set([...batches.values()].map((batch) => batch.id).concat(shown.map((one) => one.batchId)))];
  const recalled = await recalledBatches(read, ids);
  const onShow = new Set(shown.map((one) => one.batchId));
  const inStock = new Set(stock.map((one) => one.batchId));
  const isPast = (day: string | null) => day !== null && day < today;
  const seen = named.map(({ code, names }): SeenCode => {
    const nothing = { code, traceCode: null, productName: null, expiresOn: null, expired: false, recalled: false };
    if (names.kind !== 'batch') return { ...nothing, state: names.kind };
    const batch = batches.get(names.traceCode);
    if (!batch) return { ...nothing, traceCode: formatTraceCode(names.traceCode), state: 'unknown' };
    return {
      code,
      traceCode: formatTraceCode(batch.traceCode),
      productName: batch.productName,
      expiresOn: batch.expiresOn,
      state: onShow.has(batch.id) ? 'shown' : inStock.has(batch.id) ? 'notShown' : 'notHere',
      expired: isPast(batch.expiresOn),
      recalled: recalled.has(batch.id),
    };
  });
  const there = new Set(seen.map((one) => one.traceCode));
  const missing = shown
    .filter((one) => !there.has(one.traceCode))
    .map((one) => ({ ...one, expired: isPast(one.expiresOn), recalled: recalled.has(one.batchId) }));
  return { seen, missing };
}

type Names = { kind: 'batch'; traceCode: string } | { kind: 'shop' | 'barcode' | 'unknown' };

/** The batch a code names: by its trace code, or by GTIN and lot among what the site has. */
function namesOf(code: string, site: ShopSite, stock: readonly ShelfRow[]): Names {
  if (/\/m\/([^/?#]+)/.exec(code)?.[1] === site.publicId) return { kind: 'shop' };
  const reading = readCode(code, undefined);
  if (!reading.ok) return { kind: 'unknown' };
  for (const meaning of reading.meanings) {
    if (meaning.kind === 'traceCode') return { kind: 'batch', traceCode: meaning.code };
    if (meaning.kind !== 'goods') continue;
    if (meaning.lot === null) return { kind: 'barcode' };
    const held = stock.find((row) => row.gtin === meaning.gtin && row.batchNumber === meaning.lot);
    if (held) return { kind: 'batch', traceCode: held.traceCode.replace(/-/g, '') };
  }
  return { kind: 'unknown' };
}

async function batchesOf(read: Read, traceCodes: readonly string[]) {
  if (traceCodes.length === 0) return new Map<string, { id: number; traceCode: string; expiresOn: string | null; productName: string }>();
  const rows = await read
    .selectFrom('batch')
    .innerJoin('product', 'product.id', 'batch.productId')
    .select(['batch.id', 'batch.traceCode', 'batch.expiresOn', 'product.name as productName'])
    .where('batch.traceCode', 'in', [...traceCodes])
    .execute();
  return new Map(rows.map((row) => [row.traceCode, row]));
}
