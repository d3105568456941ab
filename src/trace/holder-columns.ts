import { type CsvValue, csvLine } from '../enforcement/csv.ts';
import type { Locale } from '../platform/problems.ts';
import type { Amount } from './amounts.ts';
import type { Answer, BatchShown, NodeShown } from './answer-shapes.ts';
import { basisIn, contactIn } from './file-words.ts';

/** Numbers as numbers, so that a column sorts by amount and adds up. */
export const numberOf = (amount: Amount | null): number | null => (amount === null ? null : Number(amount.amount));

export const HOLDER_COLUMNS: [
  zh: string,
  en: string,
  value: (node: NodeShown, batch: BatchShown | undefined, locale: Locale) => CsvValue,
  width: number,
][] = [
  ['追溯码', 'trace code', (node) => node.traceCode, 28],
  ['产品', 'product', (_, batch) => batch?.product.name ?? null, 20],
  ['生产批号', 'batch number', (_, batch) => batch?.batchNumber ?? null, 16],
  ['生产日期', 'production date', (_, batch) => batch?.productionDate ?? null, 12],
  ['到期日', 'expires on', (_, batch) => batch?.expiresOn ?? null, 12],
  ['级', 'level', (node) => node.level, 6],
  ['经营主体', 'party', (node) => node.party.name, 26],
  ['统一社会信用代码', 'credit code', (node) => node.party.uscc, 22],
  ['场所', 'site', (node) => node.site?.name ?? null, 18],
  ['地区', 'region', (node) => node.site?.regionCode ?? null, 10],
  ['收到', 'received', (node) => numberOf(node.received), 12],
  ['账面现存', 'on hand by the books', (node) => numberOf(node.quantity), 12],
  ['现存至少', 'at least', (node) => numberOf(node.atLeast), 12],
  ['现存至多', 'at most', (node) => numberOf(node.atMost), 12],
  ['单位', 'unit', (node) => node.atMost?.unit ?? node.received?.unit ?? null, 8],
  ['依据', 'basis', (node, _, locale) => basisIn(node.basis, locale), 14],
  ['联系', 'contact', (node, _, locale) => contactIn(node.contact, locale), 12],
];

export function holderRow({ batches }: Answer, locale: Locale): (node: NodeShown) => CsvValue[] {
  const batchOf = new Map(batches.map((batch) => [batch.traceCode, batch]));
  return (node) => HOLDER_COLUMNS.map(([, , value]) => value(node, batchOf.get(node.traceCode), locale));
}

export const side = (locale: Locale) => (locale === 'en' ? 1 : 0);

/** The holders as a sheet: the list a recall works through. */
export function* holdersCsv(answer: Answer, locale: Locale): Generator<string> {
  const row = holderRow(answer, locale);
  yield `\uFEFF${csvLine(HOLDER_COLUMNS.map((column) => column[side(locale)]))}`;
  for (const node of answer.nodes) yield csvLine(row(node));
}
