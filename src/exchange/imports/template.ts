import { csvLine } from '../../enforcement/csv.ts';
import type { Call } from '../../platform/route.ts';
import { preferred } from './cells.ts';
import type { Column } from './columns.ts';
import { faultKinds } from './faults.ts';
import { kinds } from './kinds.ts';
import type { ImportKind } from './model.ts';
import { workbookOf } from './write-sheet.ts';

const titles: Readonly<Record<ImportKind, string>> = {
  parties: '经营主体',
  products: '产品',
  batches: '批次',
  shipments: '发货',
  receipts: '进货',
  dispositions: '去向',
};

export const exampleOf = (columns: readonly Column[]) => columns.map(({ example }) => example);

const ROOM = 300;
const BOM = '\uFEFF';

/** GET /v1/imports/template: the header, one filled example, and a second sheet that explains every column and every mistake. */
export async function templateReply(call: Call<unknown, { kind: ImportKind; format?: 'xlsx' | 'csv' | undefined }>): Promise<Response> {
  const { kind, format = 'xlsx' } = call.query;
  const { columns } = kinds[kind];
  const rows = [columns.map(({ header }) => header), exampleOf(columns)];
  const name = `template-${kind}.${format}`;
  if (format === 'csv') return fileReply(name, 'text/csv; charset=utf-8', new TextEncoder().encode(BOM + rows.map(csvLine).join('')));
  const bytes = await workbookOf([
    { name: titles[kind], widths: columns.map(({ header }) => Math.max(12, header.length * 2 + 4)), rows, room: ROOM },
    { name: '说明', widths: [22, 10, 50, 40], rows: explanationOf(columns) },
    {
      name: '错误种类',
      widths: [26, 30, 40],
      rows: [['代码', '含义', 'English'], ...faultKinds.map(({ code, zh, en }) => [code, zh, en])],
    },
  ]);
  return fileReply(name, XLSX_TYPE, bytes);
}

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function explanationOf(columns: readonly Column[]): string[][] {
  return [
    ['列', '必填', '说明', '可选项'],
    ...columns.map((column) => [column.header, column.required ? '必填' : '', column.about, preferred(column).join('、')]),
    ['原因', '', '导入时不读取；退回的表中写明该行为何有误', ''],
    ['示例行', '', '与模板示例完全相同的一行不会导入', ''],
  ];
}

export function fileReply(name: string, type: string, body: Uint8Array | ReadableStream<Uint8Array>): Response {
  return new Response(body as BodyInit, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
