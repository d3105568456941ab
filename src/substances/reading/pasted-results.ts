import { MOST_RESULTS } from '../screening/screening-schemas.ts';
import type { Bilingual } from '../verdict.ts';
import { readResult, type TestResult } from './results.ts';

type Column = 'item' | 'value' | 'unit' | 'limit' | 'lod' | 'other';

const HEADINGS: readonly (readonly [RegExp, Column])[] = [
  [/^(?:序号|编号|no\.?|#)$/iu, 'other'],
  [/检出限|定量限|检测限|检测低限|^(?:lod|loq|mdl)/iu, 'lod'],
  [/判定|结论|评价|verdict|conclusion|assessment/iu, 'other'],
  [/方法|依据|method/iu, 'other'],
  [/标准(?:要求|值|指标|限)?|限量|限值|技术要求|要求|指标|limit|requirement|specification/iu, 'limit'],
  [/结果|实测|测定值|检测值|检出值|数值|含量|result|value|found|amount/iu, 'value'],
  [/^(?:计量)?单位|^units?$/iu, 'unit'],
  [/项目|名称|成分|物质|item|analyte|parameter|substance|compound|test/iu, 'item'],
];
const UNIT =
  /^(?:[（(])?(?:[kmnµμ]?g|[毫微纳千]?克|cfu|mpn|iu|%|‰|pp[mbt])(?:\s*[/·]\s*\d*\s*(?:[kmµμ]?g|m?l|[千毫]?[克升]|公斤|cm2|cm²))?(?:[）)])?$|^%\s?vol$/iu;
const IN_BRACKETS = /[（(]([^（）()]+)[）)]\s*$/u;
const LIMIT = /^(?:[≤≥]|不得|不超过|不低于|不少于|禁用|禁止|n\s*=\s*\d)/u;
const METHOD = /^(?:GB|BJS|SN|NY|DB|ISO|SB|WS|AOAC|KJ)[/\s\d]/u;
const JUDGED = /^(?:不?合格|不?符合|单项判定.*|pass|fail)$/iu;

/** No report has more columns; the bound keeps the work small. */
const MOST_CELLS = 30;
const LONGEST_LINE = 2_000;

/** The lines of a pasted table that were understood, and what was not. */
interface PastedResults {
  readonly results: readonly TestResult[];
  readonly remarks: readonly Bilingual[];
}

function cellsOf(line: string): string[] {
  const gap = line.includes('\t')
    ? /\t/
    : /[|｜]/.test(line)
      ? /[|｜]/
      : /\s{2,}/.test(line.trim())
        ? /\s{2,}/
        : /[,，;；]/.test(line)
          ? /[,，;；]/
          : /\s+/;
  return line.split(gap, MOST_CELLS + 1).map((cell) => cell.trim());
}

/** The columns of a heading line; null when it is none. */
function headingOf(cells: readonly string[]): Column[] | null {
  const columns = cells.map((cell) => HEADINGS.find(([word]) => word.test(cell))?.[1] ?? 'other');
  return columns.includes('item') && columns.includes('value') ? columns : null;
}

function byHeading(cells: readonly string[], columns: readonly Column[], unit: string | undefined): TestResult {
  const cell = (column: Column) => cells[columns.indexOf(column)] ?? '';
  // A first and a second test stand side by side: what either found was found.
  const value = cells.filter((text, at) => columns[at] === 'value' && text !== '').join(';');
  return lineOf({ item: cell('item'), value, unit: cell('unit') || unit, limit: cell('limit'), lod: cell('lod') });
}

function lineOf({
  item,
  value,
  unit,
  limit,
  lod,
}: {
  item: string;
  value: string;
  unit?: string | undefined;
  limit?: string;
  lod?: string;
}): TestResult {
  return { item, value, ...(unit ? { unit } : {}), ...(limit ? { limit } : {}), ...(lod ? { lod } : {}) };
}

/** Without a heading: the first cell with words is the item, the first that reads as a result the value. */
function byLook(cells: readonly string[]): TestResult | null {
  const at = cells.findIndex((cell) => /\p{L}/u.test(cell));
  const [item = '', ...rest] = at < 0 ? [] : cells.slice(at);
  const others = rest.filter((cell) => cell !== '' && !METHOD.test(cell) && !JUDGED.test(cell));
  const unit = others.find((cell) => UNIT.test(cell));
  const open = others.filter((cell) => cell !== unit);
  const readable = (cell: string) => readResult({ item: '', value: cell }).detected !== 'unknown';
  const value = open.find((cell) => !LIMIT.test(cell) && readable(cell)) ?? open[0];
  if (item === '' || value === undefined) return null;
  const limit = open.find((cell) => cell !== value);
  return lineOf({ item, value, unit, ...(limit === undefined ? {} : { limit }) });
}

/**
 * Reads lines copied from a report or a sheet: cells by tab, bar, wide gap, comma or space; a heading line names the columns, otherwise they are told by their look.
 * A line that is none is told in a remark.
 */
export function readPastedResults(text: string): PastedResults {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const results: TestResult[] = [];
  const unread: string[] = [];
  const cut: string[] = [];
  let columns: Column[] | null = null;
  let unit: string | undefined;
  for (const line of lines.slice(0, MOST_RESULTS + 1)) {
    const written = cellsOf(line.slice(0, LONGEST_LINE));
    if (line.length > LONGEST_LINE || written.length > MOST_CELLS) cut.push(line);
    const cells = written.slice(0, MOST_CELLS);
    const heading = headingOf(cells);
    if (heading) {
      columns = heading;
      unit = IN_BRACKETS.exec(cells[heading.indexOf('value')] ?? '')?.[1];
      continue;
    }
    const result = columns && cells.length > 1 ? byHeading(cells, columns, unit) : byLook(cells);
    if (result && result.item !== '') results.push(result);
    else unread.push(line);
  }
  const left = Math.max(0, lines.length - MOST_RESULTS - 1) + Math.max(0, results.length - MOST_RESULTS);
  return { results: results.slice(0, MOST_RESULTS), remarks: [...leftOut(left), ...lineRemarks(unread, cut)] };
}

function leftOut(lines: number): Bilingual[] {
  if (lines === 0) return [];
  return [
    {
      zh: `检验结果一次至多读${MOST_RESULTS}行,有${lines}行没有筛查`,
      en: `at most ${MOST_RESULTS} lines of results are read at a time; ${lines} line(s) were not screened`,
    },
  ];
}

const START_OF_LINE = 40;
const starts = (lines: readonly string[]): string =>
  lines
    .slice(0, 3)
    .map((line) => line.trim().slice(0, START_OF_LINE))
    .join('; ');

function lineRemarks(unread: readonly string[], cut: readonly string[]): Bilingual[] {
  const remarks: Bilingual[] = [];
  if (cut.length > 0)
    remarks.push({
      zh: `有${cut.length}行超过${LONGEST_LINE}个字符或${MOST_CELLS}格,其后没有读:${starts(cut)}`,
      en: `${cut.length} line(s) have more than ${LONGEST_LINE} characters or ${MOST_CELLS} cells; what follows was not read: ${starts(cut)}`,
    });
  if (unread.length > 0)
    remarks.push({
      zh: `有${unread.length}行不成“项目 结果”的样子,没有筛查:${starts(unread)}`,
      en: `${unread.length} line(s) do not look like "item result" and were not screened: ${starts(unread)}`,
    });
  return remarks;
}
