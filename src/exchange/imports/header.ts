import type { Bilingual } from '../../platform/problem-detail.ts';
import { Problem, type ProblemCode } from '../../platform/problems.ts';
import { shown } from '../../platform/result.ts';
import { cleaned } from './cells.ts';
import { type Column, headerKey, namesOf, notRead } from './columns.ts';
import { type FaultCode, faultName } from './faults.ts';
import { type Cell, columnLetter, MOST_COLUMNS, type SheetRow } from './model.ts';

/** Where each column of the template stands in the sheet; null for a column that is not read. */
export interface Header {
  row: number;
  columns: (Column | null)[];
  /** The headers as the sheet has them. */
  texts: string[];
}

export interface FileFault {
  code: FaultCode;
  pointer?: string;
  row?: number;
  found: string;
  expected: Bilingual;
  fix: Bilingual;
}

/** A file that cannot be read as the sheet it should be: nothing was recorded. Every fault at once. */
export function fileProblem(faults: readonly FileFault[], code: ProblemCode = 'invalid-input'): Problem {
  const names = [...new Set(faults.map((one) => one.code))].map(faultName);
  return new Problem(
    code,
    {
      zh: `文件未导入：${names.map(({ zh }) => zh).join('；')}。未保存任何内容。`,
      en: `The file was not imported: ${names.map(({ en }) => en).join('; ')}. Nothing was stored.`,
    },
    {
      errors: faults.map(({ code: _, pointer = '', ...told }) => ({ pointer, ...told, found: shown(told.found) })),
      extra: { faults: [...new Set(faults.map((one) => one.code))] },
    },
  );
}

/** Rows that may stand above the header: a title, a date. */
const ROWS_ABOVE = 5;

/**
 * Finds the header among the first rows that say something.
 * @param merged whether any cell of a row of the sheet is merged
 * @throws {Problem} invalid-input with every header that is not the template's, each with the nearest one
 */
export function readHeader(rows: readonly SheetRow[], columns: readonly Column[], merged: (row: number) => boolean): Header {
  const known = new Map(columns.flatMap((column) => namesOf(column).map((name) => [name, column] as const)));
  const candidates = rows.slice(0, ROWS_ABOVE).map((row) => ({ row, hits: hitsIn(row, known) }));
  const best = candidates.reduce((a, b) => (b.hits > a.hits ? b : a), candidates[0] ?? { row: { row: 1, cells: [] }, hits: 0 });
  if (best.row.cells.length > MOST_COLUMNS) throw fileProblem([tooManyColumns(best.row.cells.length)]);
  if (best.hits === 0) throw fileProblem([wrongHeader(candidates[0]?.row.cells ?? [], columns)]);
  const header = headerOf(best.row, known);
  const faults = [...(merged(best.row.row) ? [mergedHeader(best.row.row)] : []), ...faultsOf(header, columns)];
  if (faults.length > 0) throw fileProblem(faults);
  return header;
}

function hitsIn({ cells }: SheetRow, known: ReadonlyMap<string, Column>): number {
  return cells.filter((cell) => known.has(headerKey(cell.text))).length;
}

function headerOf({ row, cells }: SheetRow, known: ReadonlyMap<string, Column>): Header {
  const texts = cells.map((cell) => cleaned(cell.text));
  return { row, texts, columns: texts.map((text) => known.get(headerKey(text)) ?? null) };
}

function faultsOf({ row, texts, columns: found }: Header, columns: readonly Column[]): FileFault[] {
  const faults: FileFault[] = [];
  const seen = new Map<Column, number>();
  for (const [i, text] of texts.entries()) {
    const column = found[i];
    if (!column) {
      if (text !== '' && !notRead.has(headerKey(text))) faults.push(unknownColumn(text, i, row, columns));
      continue;
    }
    const before = seen.get(column);
    if (before !== undefined) faults.push(columnTwice(text, before, i, row));
    seen.set(column, i);
  }
  for (const column of columns) if (column.required && !seen.has(column)) faults.push(missingColumn(column, row));
  return faults;
}

const at = (i: number) => `/header/${columnLetter(i)}`;

function tooManyColumns(count: number): FileFault {
  return {
    code: 'too-many-columns',
    pointer: '/header',
    found: String(count),
    expected: { zh: `至多 ${MOST_COLUMNS} 列`, en: `at most ${MOST_COLUMNS} columns` },
    fix: { zh: '下载模板，只保留模板中的列', en: 'download the template and keep its columns alone' },
  };
}

function wrongHeader(cells: readonly Cell[], columns: readonly Column[]): FileFault {
  const headers = columns.map((column) => column.header).join('、');
  return {
    code: 'wrong-header',
    pointer: '/header',
    found: cells
      .map((cell) => cleaned(cell.text))
      .filter((text) => text !== '')
      .join('、'),
    expected: { zh: `模板的表头：${headers}`, en: `the header of the template: ${headers}` },
    fix: { zh: '下载模板，把数据填到模板里', en: 'download the template and put the data into it' },
  };
}

function mergedHeader(row: number): FileFault {
  return {
    code: 'merged-header',
    pointer: '/header',
    row,
    found: String(row),
    expected: { zh: '一行表头，每列一个单元格', en: 'one header row, a cell for each column' },
    fix: { zh: '取消表头的合并单元格', en: 'unmerge the cells of the header' },
  };
}

function unknownColumn(text: string, i: number, row: number, columns: readonly Column[]): FileFault {
  const near = nearestHeader(text, columns);
  return {
    code: 'unknown-column',
    pointer: at(i),
    row,
    found: text,
    expected: { zh: '模板中的列', en: 'a column of the template' },
    fix: near
      ? { zh: `若指“${near}”，请改为“${near}”；否则删去此列`, en: `if “${near}” is meant, name it so; else delete the column` }
      : { zh: '删去此列，或对照模板改名', en: 'delete the column, or name it as in the template' },
  };
}

function columnTwice(text: string, before: number, i: number, row: number): FileFault {
  return {
    code: 'column-twice',
    pointer: at(i),
    row,
    found: text,
    expected: { zh: `每列一次（已在 ${columnLetter(before)} 列）`, en: `each column once (it stands in ${columnLetter(before)})` },
    fix: { zh: '删去其中一列', en: 'delete one of them' },
  };
}

function missingColumn(column: Column, row: number): FileFault {
  return {
    code: 'missing-column',
    pointer: '/header',
    row,
    found: '(missing)',
    expected: { zh: `“${column.header}”列：${column.about}`, en: `the column “${column.header}”` },
    fix: { zh: `补上“${column.header}”列`, en: `add the column “${column.header}”` },
  };
}

/** Characters of a header that are compared with the template's. */
const LONGEST_NAME = 80;

/** The template's header that shares the most characters with a text, where that is at least half of either. */
function nearestHeader(text: string, columns: readonly Column[]): string | undefined {
  const key = headerKey(text.slice(0, LONGEST_NAME));
  const scored = columns.map((column) => ({
    header: column.header,
    score: Math.max(...namesOf(column).map((name) => likeness(key, name))),
  }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { header: '', score: 0 });
  return best.score >= 0.5 ? best.header : undefined;
}

/** Dice’s coefficient over single characters: enough for headers of two to eight characters. */
function likeness(a: string, b: string): number {
  const rest = [...b];
  let shared = 0;
  for (const character of a.slice(0, 40)) {
    const found = rest.indexOf(character);
    if (found < 0) continue;
    rest.splice(found, 1);
    shared += 1;
  }
  return (2 * shared) / ([...a].length + [...b].length || 1);
}
