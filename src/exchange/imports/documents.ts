import { cleaned, readCell } from './cells.ts';
import type { Column } from './columns.ts';
import type { Header } from './header.ts';
import { type CellFault, columnLetter, type SheetRow, type ValueFault } from './model.ts';

/** One thing to record: a row, or the rows of one document, with the body the API takes for it. */
export interface SheetDocument {
  rows: SheetRow[];
  body: Record<string, unknown>;
  /** The row of the i-th line of the body. */
  lineRows: SheetRow[];
  /** What was wrong with cells before the body was made. */
  faults: CellFault[];
}

/** Lines one document may have, as the API. */
export const MOST_LINES = 500;

const LINE = '/lines/*';
export const isLineColumn = (column: Column) => column.pointer.startsWith(`${LINE}/`);

export function faultAt(header: Header, row: number, index: number | null, fault: ValueFault): CellFault {
  return {
    row,
    column: index === null ? null : columnLetter(index),
    header: index === null ? null : (header.texts[index] ?? null),
    ...fault,
  };
}

/**
 * Rows put together to documents: rows that follow each other and have the same text in a grouping column are one.
 * @param grouping places of the columns that name the document; the first that is filled counts
 */
export async function* documentsOf(
  rows: AsyncIterable<SheetRow>,
  header: Header,
  grouping: readonly number[],
): AsyncGenerator<SheetDocument, void> {
  let open: SheetRow[] = [];
  let key: string | null = null;
  for await (const row of rows) {
    const named = keyOf(row, grouping);
    if (open.length > 0 && (named === null || named !== key || open.length >= MOST_LINES)) {
      yield documentOf(open, header);
      open = [];
    }
    open.push(row);
    key = named;
  }
  if (open.length > 0) yield documentOf(open, header);
}

function keyOf({ cells }: SheetRow, places: readonly number[]): string | null {
  for (const at of places) {
    const text = cleaned(cells[at]?.text ?? '');
    if (text !== '') return `${at}:${text}`;
  }
  return null;
}

function documentOf(rows: SheetRow[], header: Header): SheetDocument {
  const made: SheetDocument = { rows, body: {}, lineRows: [], faults: [] };
  for (const [n, row] of rows.entries()) {
    for (const [i, column] of header.columns.entries()) if (column) readInto(made, { row, n, column, index: i }, header);
    if (header.columns.some((column) => column && isLineColumn(column))) made.lineRows.push(row);
    made.faults.push(...beyondHeader(row, header));
  }
  return made;
}

interface Place {
  row: SheetRow;
  /** Which row of the document. */
  n: number;
  column: Column;
  index: number;
}

function readInto(made: SheetDocument, { row, n, column, index }: Place, header: Header): void {
  const reading = readCell(column, row.cells[index]);
  if ('fault' in reading) {
    made.faults.push(faultAt(header, row.row, index, reading.fault));
    return;
  }
  if (reading.value === undefined) return;
  const pointer = column.pointer.replace(LINE, `/lines/${n}`);
  if (n > 0 && !isLineColumn(column)) {
    const first = valueAt(made.body, pointer);
    if (JSON.stringify(first) !== JSON.stringify(reading.value)) made.faults.push(differs(header, made, { row, n, column, index }));
    return;
  }
  setAt(made.body, pointer, reading.value);
}

function differs(header: Header, made: SheetDocument, { row, column, index }: Place): CellFault {
  const first = made.rows[0];
  return faultAt(header, row.row, index, {
    code: 'document-differs',
    found: cleaned(row.cells[index]?.text ?? ''),
    expected: {
      zh: `与第 ${first?.row} 行的“${column.header}”相同：${cleaned(first?.cells[index]?.text ?? '') || '空'}`,
      en: `the same “${column.header}” as in row ${first?.row}`,
    },
    fix: { zh: '改为一致，或换一个单号', en: 'make them the same, or take another document number' },
  });
}

function beyondHeader(row: SheetRow, header: Header): CellFault[] {
  return row.cells.flatMap((cell, i) => {
    const text = cleaned(cell.text);
    if (text === '' || (header.texts[i] ?? '') !== '') return [];
    return [
      faultAt({ ...header, texts: [] }, row.row, i, {
        code: 'value-without-header',
        found: text,
        expected: { zh: '表头下的内容', en: 'values below a header' },
        fix: { zh: '删去，或移到应在的列（是否多了一个分隔符）', en: 'delete it or move it to its column (a separator too many?)' },
      }),
    ];
  });
}

/** Sets a value at a JSON Pointer, making objects and lists on the way. */
export function setAt(body: Record<string, unknown>, pointer: string, value: unknown): void {
  const steps = pointer.slice(1).split('/');
  let at: Record<string, unknown> = body;
  for (const [i, step] of steps.slice(0, -1).entries()) {
    const isList = /^\d+$/.test(steps[i + 1] ?? '');
    at[step] ??= isList ? [] : {};
    at = at[step] as Record<string, unknown>;
  }
  at[steps.at(-1) ?? ''] = value;
}

export function valueAt(body: unknown, pointer: string): unknown {
  let at = body;
  for (const step of pointer.slice(1).split('/')) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}
