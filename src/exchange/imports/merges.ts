import { fileProblem } from './header.ts';
import { MOST_COLUMNS } from './model.ts';

/** A rectangle of merged cells: rows from 1, columns from 0, both ends in it. */
export interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Merged ranges of a sheet; more are no sheet of rows. */
const MOST_MERGES = 5_000;
/** Markup behind the rows that is looked through, in characters. */
const MOST_TAIL = 1_048_576;

/**
 * The merged ranges of a sheet, by their first row; they stand behind the rows, which are passed over.
 * @throws {Problem} invalid-input for too many, and for two that overlap: a spreadsheet writes neither
 */
export async function mergesOf(sheet: AsyncIterable<string>): Promise<Range[]> {
  const ranges: Range[] = [];
  for (const match of (await tailOf(sheet)).matchAll(/<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g)) {
    const [, left = '', top, right = '', bottom] = match;
    const range = { left: columnIndex(left), top: Number(top), right: columnIndex(right), bottom: Number(bottom) };
    if (ranges.push(range) > MOST_MERGES) throw wrongMerges(`> ${MOST_MERGES}`);
  }
  ranges.sort((a, b) => a.top - b.top);
  for (const [i, range] of ranges.entries()) mustStandAlone(range, ranges, i);
  // Beyond the columns that are read, nothing is marked.
  return ranges.filter(({ left }) => left <= MOST_COLUMNS);
}

async function tailOf(sheet: AsyncIterable<string>): Promise<string> {
  let tail = '';
  let isPast = false;
  for await (const piece of sheet) {
    tail += piece;
    isPast ||= /<\/(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*\/>/.test(tail);
    // Only as much is kept as an end tag cut in two may need.
    if (!isPast) tail = tail.slice(-64);
    if (isPast && tail.length > MOST_TAIL) break;
  }
  return tail;
}

function mustStandAlone(range: Range, sorted: readonly Range[], i: number): void {
  for (let k = i + 1; k < sorted.length; k++) {
    const other = sorted[k];
    if (!other || other.top > range.bottom) return;
    if (other.left <= range.right && range.left <= other.right) throw wrongMerges(`${range.top}, ${other.top}`);
  }
}

function wrongMerges(found: string) {
  return fileProblem([
    {
      code: 'broken-file',
      found,
      expected: { zh: `至多 ${MOST_MERGES} 处合并单元格，互不重叠`, en: `at most ${MOST_MERGES} merged ranges that do not overlap` },
      fix: { zh: '取消合并单元格，逐行填写', en: 'unmerge the cells and fill in each row' },
    },
  ]);
}

/** The ranges a row lies in; rows are asked for in their order. */
export type Merged = (row: number) => readonly Range[];

/** Goes through ranges sorted by their first row alongside the rows: a row costs what merged ranges it lies in. */
export function mergedBy(sorted: readonly Range[]): Merged {
  let next = 0;
  let open: Range[] = [];
  return (row) => {
    if (open.length > 0) open = open.filter(({ bottom }) => bottom >= row);
    for (let range = sorted[next]; range && range.top <= row; range = sorted[++next]) if (range.bottom >= row) open.push(range);
    return open;
  };
}

/** A → 0, Z → 25, AA → 26. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}
