import type { LineInput, RefusedLine } from '../batches/goods.ts';
import { readInStoreCode, valuesOf } from '../codes/in-store.ts';
import type { PartyCaller } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { SiteFacts } from '../rules/facts.ts';
import { type Read, stockRepository } from './repository.ts';
import type { SoldLine } from './schemas.ts';
import { meantBy, type StoreCodeRow, storeCodeRepository } from './store-code-repository.ts';

type Meant = LineInput | RefusedLine;

/**
 * Lines of a till as lines of goods: an in-store code becomes the batches it stood for at that instant and the weight it holds. Of several the site
 * has in stock all are named, so that the line is told as ambiguous; batches that are gone do not make it so.
 */
export async function tillLines(
  read: Read,
  caller: PartyCaller,
  site: SiteFacts,
  at: number,
  lines: readonly SoldLine[],
): Promise<Meant[]> {
  const labels = lines.map((line) => (line.storeCode === undefined ? null : readInStoreCode(line.storeCode)));
  const digits = labels.flatMap((label) => (label?.ok ? [label.digits] : []));
  const repository = storeCodeRepository(read, caller.party);
  const known = await repository.inForce(digits, at, site.id);
  const inStock = new Set(
    await stockRepository(read, caller.party).inStock(
      site.id,
      known.map((row) => row.batchId),
    ),
  );
  const meant = lines.map(async (line, i): Promise<Meant> => {
    const pointer = `/lines/${i}`;
    const label = labels[i];
    if (!label) return namedLine(line, pointer);
    if (!label.ok) {
      const { found, expected, fix } = label;
      return { refusal: { pointer: `${pointer}/storeCode`, found, expected, fix } };
    }
    return (
      weighedLine(line, label.digits, { known, inStock }, pointer) ?? {
        refusal: standsForNothing(label.digits, await repository.last(site.id, label.digits), { at, site }, pointer),
      }
    );
  });
  return Promise.all(meant);
}

/** A line that names its goods itself must say how much. */
function namedLine({ storeCode: _, quantity, ...name }: SoldLine, pointer: string): Meant {
  return quantity ? { ...name, quantity } : { refusal: missingQuantity(pointer) };
}

interface Shop {
  known: readonly StoreCodeRow[];
  inStock: ReadonlySet<number>;
}

/** The batches a label stands for and its weight; null where it stands for none. */
function weighedLine(line: SoldLine, digits: string, shop: Shop, pointer: string): Meant | null {
  const { storeCode, quantity, ...names } = line;
  if (Object.values(names).some((name) => name !== undefined)) return { refusal: twoNames(digits, pointer) };
  const inForce = meantBy(shop.known, digits);
  const [first] = inForce;
  if (!first) return null;
  const there = inForce.filter((row) => shop.inStock.has(row.batchId));
  const meant = there.length > 0 ? there : inForce;
  const grams = valuesOf((meant[0] ?? first).layout, digits).grams ?? 0;
  const much = quantity ?? (grams > 0 ? { amount: String(grams), unit: '克' } : undefined);
  return much ? { anyOf: [...new Set(meant.map((row) => row.traceCode))], quantity: much } : { refusal: missingQuantity(pointer) };
}

function missingQuantity(pointer: string): ProblemDetail {
  return {
    pointer: `${pointer}/quantity`,
    found: '(missing)',
    expected: { zh: '数量；店内码含重量时可不填', en: 'a quantity; it may be left out where the in-store code holds a weight' },
    fix: { zh: '补上 quantity', en: 'add "quantity"' },
  };
}

function twoNames(digits: string, pointer: string): ProblemDetail {
  return {
    pointer,
    found: digits,
    expected: { zh: '店内码，或追溯码等货物名称，只写其一', en: 'an in-store code, or the goods named otherwise, not both' },
    fix: { zh: '删去其中之一', en: 'leave one of them out' },
  };
}

/** Why a label names no batch: its mapping is over, has not begun, or there never was one. */
function standsForNothing(
  digits: string,
  last: StoreCodeRow | undefined,
  { at, site }: { at: number; site: SiteFacts },
  pointer: string,
): ProblemDetail {
  const wanted = { pointer: `${pointer}/storeCode`, found: digits };
  const fix = {
    zh: '先用 POST /v1/store-codes 对应到柜台上的批次，或在本行直接写追溯码',
    en: 'map it to the batch on the counter with POST /v1/store-codes, or name the goods of this line by trace code',
  };
  if (!last)
    return {
      ...wanted,
      expected: { zh: `“${site.name}”已对应批次的店内码`, en: `an in-store code that was mapped to a batch at ${site.name}` },
      fix,
    };
  const isOver = last.endedAt !== null && last.endedAt <= at;
  const when = formatInstant(isOver ? (last.endedAt ?? at) : last.from);
  return {
    ...wanted,
    expected: isOver
      ? {
          zh: `有效的店内码（此码的对应关系已于 ${when} 结束）`,
          en: `an in-store code in force (what this one stood for ended at ${when})`,
        }
      : {
          zh: `有效的店内码（此码自 ${when} 起才有对应批次）`,
          en: `an in-store code in force (this one stands for a batch from ${when} on)`,
        },
    fix,
  };
}
