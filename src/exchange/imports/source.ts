import { UPLOAD_LIMIT } from '../../platform/body.ts';
import type { Files, LargeFiles } from '../../platform/deps.ts';
import { notFound, Problem } from '../../platform/problems.ts';
import { cleaned } from './cells.ts';
import type { Column } from './columns.ts';
import { documentsOf, type SheetDocument } from './documents.ts';
import { fileProblem, type Header, readHeader } from './header.ts';
import type { Body, Kind } from './kinds.ts';
import { type CellFault, MOST_BYTES, MOST_ROWS, MOST_SHEET_ROWS, type SheetFormat, type SheetRow } from './model.ts';
import { type CodedProblem, placed, placedInLine, withCompanions } from './placing.ts';
import { csvRows, delimiterOf, textOf } from './read-csv.ts';
import { bodyOfLine, linesOf } from './read-ndjson.ts';
import { openXlsx } from './read-xlsx.ts';
import { HEAD_BYTES, sniff } from './sniff.ts';

/** One thing to record, wherever it came from. */
export interface Document {
  rows: SheetRow[];
  /** Null where there is none to look at. */
  body: Body | null;
  /** Every fault of its rows, from those of its cells and the refusals of its body. */
  faultsWith(problems: readonly CodedProblem[]): CellFault[];
}

/** A stored file, open for reading as often as needed. */
export interface Source {
  format: SheetFormat;
  header: Header | null;
  /** Places of the columns by which rows become one document, the first that is filled. */
  grouping: readonly number[];
  delimiter: string;
  /** Rows as they stand, the header left out. */
  rows(): AsyncGenerator<SheetRow, void>;
  documents(): AsyncGenerator<Document, void>;
}

export function largeOf(files: Files): LargeFiles {
  if (files.large) return files.large;
  throw new Problem('not-on-edge', {
    zh: '边缘节点不存放文件，不能导入；请在主服务导入。',
    en: 'The edge keeps no files and imports none; import on the main service.',
  });
}

/**
 * Opens a stored file as a sheet of that kind.
 * @throws {Problem} invalid-input, wrong-media-type or too-large for what is no such sheet, with every fault of its header
 */
export async function openSource(files: Files, sha256: string, kind: Kind): Promise<Source> {
  const large = largeOf(files);
  const pieces = () => large.read(sha256);
  const head = await headOf(pieces()).catch((error: NodeJS.ErrnoException) => {
    // Refused sheets are removed after a month (npm run retention).
    throw error.code === 'ENOENT' ? notFound({ zh: '该导入的文件已不再保存。', en: 'The file of this import is no longer kept.' }) : error;
  });
  const sniffed = await sniff(head, pieces);
  if (sniffed.format === 'ndjson') return ndjson(() => textOf(pieces(), sniffed.encoding));
  if (sniffed.format === 'xlsx') {
    const book = await openXlsx(await wholeOf(pieces()));
    return sheet('xlsx', ',', kind, () => limited(book.rows(), MOST_SHEET_ROWS), book.merged);
  }
  const delimiter = delimiterOf(new TextDecoder(sniffed.encoding).decode(head));
  const rows = () => limited(csvRows(textOf(pieces(), sniffed.encoding), delimiter), MOST_ROWS);
  return sheet('csv', delimiter, kind, rows, () => false);
}

async function headOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of pieces) return piece.subarray(0, HEAD_BYTES);
  return new Uint8Array();
}

/** A workbook is read from its end, so it is in memory as a whole. */
async function wholeOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > UPLOAD_LIMIT) throw tooLarge(size, UPLOAD_LIMIT);
    parts.push(piece);
  }
  return Buffer.concat(parts);
}

export function tooLarge(found: number, most: number): Problem {
  const mib = Math.floor(most / 1_048_576);
  return new Problem(
    'too-large',
    { zh: `文件超过 ${mib} MiB，未保存任何内容。`, en: `The file is larger than ${mib} MiB; nothing was stored.` },
    {
      errors: [
        {
          pointer: '',
          found: `> ${Math.min(found, most)} B`,
          expected: { zh: `至多 ${mib} MiB`, en: `at most ${mib} MiB` },
          fix:
            most === MOST_BYTES
              ? { zh: '分成几个文件', en: 'send it as several files' }
              : { zh: '另存为 CSV，或分成几个文件', en: 'save it as CSV, or send several files' },
        },
      ],
    },
  );
}

/** @throws {Problem} invalid-input behind the header and `most` rows */
export async function* limited(rows: AsyncIterable<SheetRow>, most: number): AsyncGenerator<SheetRow, void> {
  let count = 0;
  for await (const row of rows) {
    count += 1;
    if (count > most + 1) throw tooManyRows(row.row, most);
    yield row;
  }
}

function tooManyRows(row: number, most: number) {
  return fileProblem([
    {
      code: 'too-many-rows',
      row,
      found: `> ${most}`,
      expected: { zh: `至多 ${most} 行`, en: `at most ${most} rows` },
      fix: { zh: '分成几个文件', en: 'send it as several files' },
    },
  ]);
}

function noRows() {
  return fileProblem([
    {
      code: 'no-rows',
      found: '0',
      expected: { zh: '表头之下至少一行', en: 'at least one row below the header' },
      fix: { zh: '填写数据后再提交', en: 'fill in the data and send it again' },
    },
  ]);
}

/** Rows looked at for the header, and one below it. */
const FIRST_ROWS = 6;

async function sheet(
  format: SheetFormat,
  delimiter: string,
  kind: Kind,
  all: () => AsyncGenerator<SheetRow, void>,
  merged: (row: number) => boolean,
): Promise<Source> {
  const first: SheetRow[] = [];
  for await (const row of all()) if (first.push(row) >= FIRST_ROWS) break;
  const header = readHeader(first, kind.columns, merged);
  const rows = () => below(all(), header, kind.columns);
  const grouping = kind.grouping
    .map((pointer) => header.columns.findIndex((column) => column?.pointer === pointer))
    .filter((at) => at >= 0);
  if (await isEmpty(rows())) throw noRows();
  return { format, delimiter, header, grouping, rows, documents: () => sheetDocuments(documentsOf(rows(), header, grouping), header) };
}

/** The rows that are to be recorded; the example of the template is none of them. */
async function* below(rows: AsyncIterable<SheetRow>, header: Header, template: readonly Column[]): AsyncGenerator<SheetRow, void> {
  // Only in a sheet with every column of the template can a row be its example, and not somebody's own goods of the same name.
  const isTemplate = template.every((column) => header.columns.includes(column));
  for await (const row of rows) if (row.row > header.row && !(isTemplate && isExample(row, header))) yield row;
}

function isExample({ cells }: SheetRow, { columns }: Header): boolean {
  return columns.every((column, i) => !column || cleaned(cells[i]?.text ?? '') === column.example);
}

async function* sheetDocuments(documents: AsyncIterable<SheetDocument>, header: Header): AsyncGenerator<Document, void> {
  for await (const document of documents)
    yield {
      rows: document.rows,
      body: document.body,
      faultsWith: (problems) => withCompanions(document, placed(document, header, problems)),
    };
}

async function isEmpty(rows: AsyncIterable<SheetRow>): Promise<boolean> {
  for await (const _ of rows) return false;
  return true;
}

async function ndjson(text: () => AsyncGenerator<string, void>): Promise<Source> {
  const rows = () => limited(asRows(linesOf(text())), MOST_ROWS);
  if (await isEmpty(rows())) throw noRows();
  return { format: 'ndjson', delimiter: '', header: null, grouping: [], rows, documents: () => lineDocuments(rows()) };
}

async function* asRows(lines: AsyncIterable<{ row: number; text: string }>): AsyncGenerator<SheetRow, void> {
  for await (const { row, text } of lines) yield { row, cells: [{ text }] };
}

async function* lineDocuments(rows: AsyncIterable<SheetRow>): AsyncGenerator<Document, void> {
  for await (const row of rows) {
    const read = bodyOfLine(row.row, row.cells[0]?.text ?? '');
    yield 'fault' in read
      ? { rows: [row], body: null, faultsWith: () => [read.fault] }
      : { rows: [row], body: read.body, faultsWith: (problems) => placedInLine(row.row, problems) };
  }
}
