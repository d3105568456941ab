import { ofSerial } from './dates.ts';
import { fileProblem } from './header.ts';
import { columnIndex, type Merged, mergedBy, mergesOf, type Range } from './merges.ts';
import { type Cell, MOST_CELL, MOST_COLUMNS, MOST_ROW_TEXT, type SheetRow } from './model.ts';
import { elements, elementsOf } from './xml.ts';
import { damaged, openZip, type Zip } from './zip.ts';

/*
 * Rows of a workbook's first sheet as the spreadsheet keeps them (ECMA-376, SpreadsheetML). A library gives values; what went wrong with
 * a value (a number that was a code, a formula never computed, a merged cell, a number shown as a date) stands only in the parts themselves.
 */

export interface Workbook {
  rows(): AsyncGenerator<SheetRow, void>;
  /** Whether a cell of that row is part of a merged range. */
  merged(row: number): boolean;
}

interface Book {
  zip: Zip;
  sheet: string;
  texts: string[];
  /** By style: whether it shows numbers as dates. */
  dates: boolean[];
  is1904: boolean;
  merges: readonly Range[];
}

/** Longest row in the file, or shared text with its runs, in characters of markup. */
const LONGEST_ELEMENT = 1_048_576;
/** What is kept in memory may unpack to this, in bytes: shared texts; styles; the list of sheets. */
const MOST_TEXTS = 67_108_864;
const MOST_STYLES = 16_777_216;
const MOST_LISTED = 4_194_304;
/** Shared texts and styles there may be: more cells than a sheet may have would not name them. */
const MOST_SHARED = 2_000_000;
const MOST_FORMATS = 65_536;

/** @throws {Problem} invalid-input for what is no workbook, is damaged, or unpacks to too much */
export async function openXlsx(bytes: Uint8Array): Promise<Workbook> {
  const zip = openZip(bytes);
  if (!zip.has('xl/workbook.xml')) throw damaged('xl/workbook.xml');
  const workbook = await zip.text('xl/workbook.xml', MOST_LISTED);
  const sheet = await sheetPath(zip, workbook);
  const book: Book = {
    zip,
    sheet,
    texts: zip.has('xl/sharedStrings.xml') ? await sharedTexts(zip.stream('xl/sharedStrings.xml', MOST_TEXTS)) : [],
    dates: zip.has('xl/styles.xml') ? dateStyles(await zip.text('xl/styles.xml', MOST_STYLES)) : [],
    is1904: /<(?:\w+:)?workbookPr\b[^<>]*\bdate1904="(?:1|true)"/.test(workbook),
    merges: await mergesOf(zip.stream(sheet)),
  };
  return {
    rows: () => rowsOf(book),
    merged: (row) => book.merges.some(({ top, bottom }) => top <= row && row <= bottom),
  };
}

/** Where the first sheet that is not hidden lies. */
async function sheetPath(zip: Zip, workbook: string): Promise<string> {
  const sheets = [...workbook.matchAll(/<(?:\w+:)?sheet\b([^<>]*)>/g)].map((match) => match[1] ?? '');
  const first = sheets.find((attributes) => !/\bstate="(?:hidden|veryHidden)"/.test(attributes)) ?? sheets[0];
  const id = first === undefined ? undefined : /\b\w+:id="([^"]*)"/.exec(first)?.[1];
  const relations = zip.has('xl/_rels/workbook.xml.rels') ? await zip.text('xl/_rels/workbook.xml.rels', MOST_LISTED) : '';
  for (const [relation] of relations.matchAll(/<(?:\w+:)?Relationship\b[^<>]*>/g)) {
    if (/\bId="([^"]*)"/.exec(relation)?.[1] !== id) continue;
    const target = /\bTarget="([^"]*)"/.exec(relation)?.[1] ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (zip.has(path)) return path;
  }
  if (zip.has('xl/worksheets/sheet1.xml')) return 'xl/worksheets/sheet1.xml';
  throw damaged('worksheet');
}

async function sharedTexts(pieces: AsyncIterable<string>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { inner } of elementsOf(pieces, 'si', LONGEST_ELEMENT)) {
    if (texts.length >= MOST_SHARED) throw damaged(`> ${MOST_SHARED} <si>`);
    texts.push(cut(textIn(inner)));
  }
  return texts;
}

/** One character more than a cell may have stays, so that its reader sees that it is too long. */
function cut(text: string): string {
  return text.length > MOST_CELL ? text.slice(0, MOST_CELL + 1) : text;
}

/** The text of runs, without the readings that stand above characters. */
function textIn(xml: string): string {
  let bare = '';
  let from = 0;
  for (const { whole, end } of elements(xml, 'rPh')) {
    bare += xml.slice(from, end - whole.length);
    from = end;
  }
  bare += xml.slice(from);
  let text = '';
  for (const { inner } of elements(bare, 't')) text += unescaped(inner);
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text;
  return text
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex: string, decimal: string, name: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0x10ffff ? whole : String.fromCodePoint(code);
    })
    .replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Built-in formats that show a number as a day or a time (ECMA-376, 18.8.30, and the Chinese ones). */
const BUILT_IN_DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

/** Characters a format may have in the spreadsheet. */
const LONGEST_FORMAT = 255;

function dateStyles(xml: string): boolean[] {
  const own = new Map<number, boolean>();
  for (const [format] of xml.matchAll(/<(?:\w+:)?numFmt\b[^<>]*>/g)) {
    const id = Number(/\bnumFmtId="(\d+)"/.exec(format)?.[1]);
    const code = unescaped(/\bformatCode="([^"]*)"/.exec(format)?.[1]?.slice(0, LONGEST_FORMAT) ?? '');
    own.set(id, /[ymdh年月日时]/i.test(code.replace(/"[^"]*"|\[[^[\]]*\]|\\./g, '')));
  }
  const formats = elements(xml, 'cellXfs').next().value?.inner ?? '';
  const styles: boolean[] = [];
  for (const [style] of formats.matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)) {
    const id = Number(/\bnumFmtId="(\d+)"/.exec(style)?.[1] ?? 0);
    if (styles.push(own.get(id) ?? BUILT_IN_DATES.has(id)) > MOST_FORMATS) throw damaged(`> ${MOST_FORMATS} <xf>`);
  }
  return styles;
}

async function* rowsOf(book: Book): AsyncGenerator<SheetRow, void> {
  const merged = mergedBy(book.merges);
  let number = 0;
  for await (const { attributes, inner } of elementsOf(book.zip.stream(book.sheet), 'row', LONGEST_ELEMENT)) {
    const written = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? 0);
    number = written > number ? written : number + 1;
    const cells = cellsOf(book, inner, number, merged);
    if (cells.some((cell) => cell.text.trim() !== '' && cell.as !== 'merged')) yield { row: number, cells };
  }
}

/** @throws {Problem} invalid-input for a row with more text than a row of CSV may have: a shared text costs the file nothing to repeat */
function cellsOf(book: Book, inner: string, row: number, merged: Merged): Cell[] {
  const cells: Cell[] = [];
  let size = 0;
  for (const cell of elements(inner, 'c')) {
    const letters = /\br="([A-Z]{1,3})\d+"/.exec(cell.attributes)?.[1];
    const index = letters === undefined ? cells.length : columnIndex(letters);
    if (index > MOST_COLUMNS * 4) continue;
    while (cells.length < index) cells.push({ text: '' });
    const made = cellOf(book, cell.attributes, cell.inner);
    size += made.text.length;
    if (size > MOST_ROW_TEXT) throw tooMuchText(row);
    cells[index] = made;
  }
  for (const range of merged(row)) markMerged(cells, range, row);
  return cells;
}

function tooMuchText(row: number) {
  return fileProblem([
    {
      code: 'broken-file',
      row,
      found: `> ${MOST_ROW_TEXT}`,
      expected: { zh: `每行至多 ${MOST_ROW_TEXT} 个字符`, en: `at most ${MOST_ROW_TEXT} characters a row` },
      fix: { zh: `缩短第 ${row} 行的内容`, en: `shorten what stands in row ${row}` },
    },
  ]);
}

function markMerged(cells: Cell[], { top, left, right }: Range, row: number): void {
  for (let i = left; i <= Math.min(right, MOST_COLUMNS); i++) {
    if (row === top && i === left) continue;
    while (cells.length <= i) cells.push({ text: '' });
    cells[i] = { text: '', as: 'merged' };
  }
}

function cellOf(book: Book, attributes: string, inner: string): Cell {
  const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n';
  if (type === 'inlineStr') return { text: cut(textIn(inner)) };
  const [raw] = elements(inner, 'v');
  if (raw === undefined) {
    const [formula] = elements(inner, 'f');
    return formula ? { text: cut(`=${unescaped(formula.inner)}`), as: 'formula' } : { text: '' };
  }
  const style = Number(/\bs="(\d+)"/.exec(attributes)?.[1] ?? 0);
  return typedCell(book, type, cut(unescaped(raw.inner)), style);
}

function typedCell(book: Book, type: string, value: string, style: number): Cell {
  switch (type) {
    case 's':
      return { text: book.texts[Number(value)] ?? '' };
    case 'str':
      return { text: value };
    case 'e':
      return { text: value, as: 'error' };
    case 'b':
      return { text: value === '1' ? '是' : '否', as: 'boolean' };
    case 'd':
      return { text: value, as: 'date' };
    default:
      return book.dates[style] ? dayOf(value, book.is1904) : { text: value, as: 'number' };
  }
}

/** A number shown as a day, a day with a time, or a time alone. */
function dayOf(value: string, is1904: boolean): Cell {
  const serial = Number(value);
  const day = ofSerial(serial < 1 ? serial + 1_000 : serial, is1904);
  if (!day) return { text: value, as: 'number' };
  const time = day.time === null ? '' : `T${day.time}`;
  return { text: serial < 1 ? time || 'T00:00:00' : `${day.date}${time}`, as: 'date' };
}
