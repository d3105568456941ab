import { Readable } from 'node:stream';
import type { CsvError } from 'csv-parse';
import { fileProblem } from './header.ts';
import { MOST_ROW_TEXT, type SheetRow } from './model.ts';
import type { Encoding } from './sniff.ts';

/** The text of a file, decoded piece by piece; the byte order mark is dropped. */
export async function* textOf(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** The sign between the cells: the one of `,` `;` and tab that the first line has most of, quoted parts left out. */
export function delimiterOf(head: string): ',' | ';' | '\t' {
  const line =
    head
      .replace(/"(?:[^"]|"")*"/g, '')
      .split(/\r?\n|\r/)
      .find((text) => text.trim() !== '') ?? '';
  const count = (sign: string) => line.split(sign).length;
  return ([';', '\t'] as const).reduce<',' | ';' | '\t'>((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

/**
 * Rows of a CSV file that say something; rows count as a spreadsheet shows them, a line break inside a cell notwithstanding.
 * @throws {Problem} invalid-input where a quotation mark is left open or a record has no end
 */
export async function* csvRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<SheetRow, void> {
  // Loaded with the first sheet: most starts of the service never see one.
  const { parse } = await import('csv-parse');
  const parser = Readable.from(text).pipe(
    parse({
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: MOST_ROW_TEXT,
    }),
  );
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (cells.some((cell) => cell.trim() !== '')) yield { row, cells: cells.map((cell) => ({ text: unguarded(cell) })) };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw fileProblem([
      {
        code: 'broken-file',
        row: row + 1,
        found: error.code,
        expected: { zh: '每个引号成对，每行有结尾', en: 'quotation marks in pairs, and an end to every row' },
        fix: { zh: `核对第 ${row + 1} 行附近的引号`, en: `check the quotation marks near row ${row + 1}` },
      },
    ]);
  }
}

/** Our own sheets put an apostrophe before what a spreadsheet would take for a formula. */
function unguarded(cell: string): string {
  return /^'[\t\r\n]|^'\s*[=+\-@＝＋－＠]/.test(cell) ? cell.slice(1) : cell;
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}
