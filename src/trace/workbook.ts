import type { CsvValue } from '../enforcement/csv.ts';
import type { Locale } from '../platform/problems.ts';
import type { Answer, PartyShown } from './answer-shapes.ts';
import { brokenIn, kindIn, stateIn, timeIn } from './file-words.ts';
import { HOLDER_COLUMNS, holderRow, numberOf, side } from './holder-columns.ts';

type Cells = (CsvValue | undefined)[][];

/** Holders, flows, what is on its way and broken links, a sheet each; loaded only when somebody asks for it. */
export async function workbook(answer: Answer, locale: Locale): Promise<ArrayBuffer> {
  const { default: write } = await import('write-excel-file/universal');
  const english = locale === 'en';
  const nameOf = ({ name, uscc }: PartyShown): CsvValue[] => [name, uscc];
  const sheet = (name: string, headings: readonly string[], rows: Cells, widths: readonly number[]) => ({
    sheet: name,
    data: [headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const })), ...rows],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  });
  const blob = await write([
    sheet(
      english ? 'Holders' : '持有者',
      HOLDER_COLUMNS.map((column) => column[side(locale)]),
      Array.from(answer.nodes, holderRow(answer, locale)),
      HOLDER_COLUMNS.map(([, , , width]) => width),
    ),
    sheet(
      english ? 'Flows' : '流向',
      english ? ['from', 'to', 'kind', 'quantity', 'unit', 'at'] : ['自', '至', '种类', '数量', '单位', '时间'],
      Array.from(answer.edges, ({ from, to, kind, quantity, at }) => [
        ...[from, to, kindIn(kind, locale)],
        ...[numberOf(quantity), quantity?.unit, timeIn(at)],
      ]),
      [40, 40, 12, 12, 8, 26],
    ),
    sheet(
      english ? 'In transit' : '在途',
      english
        ? ['trace code', 'from', 'to', 'credit code', 'quantity', 'unit', 'shipped at', 'state']
        : ['追溯码', '自', '收货方', '统一社会信用代码', '数量', '单位', '发货时间', '状态'],
      Array.from(answer.summary.inTransit, (one) => [
        one.traceCode,
        one.from,
        ...nameOf(one.to),
        numberOf(one.quantity),
        one.quantity?.unit,
        timeIn(one.shippedAt),
        stateIn(one.state, locale),
      ]),
      [28, 40, 26, 22, 12, 8, 26, 12],
    ),
    sheet(
      english ? 'Broken links' : '断点',
      english
        ? ['kind', 'holding', 'quantity', 'unit', 'shipment', 'since', 'what']
        : ['种类', '库存', '数量', '单位', '发货单', '起', '说明'],
      Array.from(answer.brokenLinks, (link) => [
        brokenIn(link.kind, locale),
        link.node,
        numberOf(link.quantity),
        link.quantity?.unit,
        link.shipment,
        timeIn(link.since ?? null),
        link.message[locale],
      ]),
      [18, 40, 12, 8, 24, 26, 50],
    ),
  ]).toBlob();
  return blob.arrayBuffer();
}
