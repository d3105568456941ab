import { ofSerial } from './dates.ts';
import { type Cell, MOST_COLUMNS, type SheetRow } from './model.ts';
import { type Element, elements } from './xml.ts';
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
  merges: Range[];
}

interface Range {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** Longest row in the file, in characters of its markup. */
const LONGEST_ROW = 4_194_304;
const MOST_MERGES = 5_000;

/** @throws {Problem} invalid-input for what is no workbook, is damaged, or unpacks to too much */
export async function openXlsx(bytes: Uint8Array): Promise<Workbook> {
  const zip = openZip(bytes);
  if (!zip.has('xl/workbook.xml')) throw damaged('xl/workbook.xml');
  const workbook = await zip.text('xl/workbook.xml');
  const book: Book = {
    zip,
    sheet: await sheetPath(zip, workbook),
    texts: zip.has('xl/sharedStrings.xml') ? sharedTexts(await zip.text('xl/sharedStrings.xml')) : [],
    dates: zip.has('xl/styles.xml') ? dateStyles(await zip.text('xl/styles.xml')) : [],
    is1904: /<(?:\w+:)?workbookPr\b[^<>]*\bdate1904="(?:1|true)"/.test(workbook),
    merges: [],
  };
  book.merges = await mergesOf(book);
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
  const relations = zip.has('xl/_rels/workbook.xml.rels') ? await zip.text('xl/_rels/workbook.xml.rels') : '';
  for (const [relation] of relations.matchAll(/<(?:\w+:)?Relationship\b[^<>]*>/g)) {
    if (/\bId="([^"]*)"/.exec(relation)?.[1] !== id) continue;
    const target = /\bTarget="([^"]*)"/.exec(relation)?.[1] ?? '';
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (zip.has(path)) return path;
  }
  if (zip.has('xl/worksheets/sheet1.xml')) return 'xl/worksheets/sheet1.xml';
  throw damaged('worksheet');
}

function sharedTexts(xml: string): string[] {
  return Array.from(elements(xml, 'si'), ({ inner }) => textIn(inner));
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

function dateStyles(xml: string): boolean[] {
  const own = new Map<number, boolean>();
  for (const [format] of xml.matchAll(/<(?:\w+:)?numFmt\b[^<>]*>/g)) {
    const id = Number(/\bnumFmtId="(\d+)"/.exec(format)?.[1]);
    const code = unescaped(/\bformatCode="([^"]*)"/.exec(format)?.[1] ?? '');
    own.set(id, /[ymdh年月日时]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')));
  }
  const formats = elements(xml, 'cellXfs').next().value?.inner ?? '';
  return [...formats.matchAll(/<(?:\w+:)?xf\b[^<>]*>/g)].map(([style]) => {
    const id = Number(/\bnumFmtId="(\d+)"/.exec(style)?.[1] ?? 0);
    return own.get(id) ?? BUILT_IN_DATES.has(id);
  });
}

/** The merged ranges; they stand behind the rows, which are passed over. */
async function mergesOf({ zip, sheet }: Book): Promise<Range[]> {
  let tail = '';
  let isPast = false;
  for await (const piece of zip.stream(sheet)) {
    tail += piece;
    const end = isPast ? 0 : tail.search(/<\/(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*\/>/);
    if (end > 0) isPast = true;
    // Only as much is kept as an end tag cut in two may need.
    if (!isPast) tail = tail.slice(-64);
    if (isPast && tail.length > LONGEST_ROW) break;
  }
  const ranges = [...tail.matchAll(/<(?:\w+:)?mergeCell\b[^<>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g)].slice(0, MOST_MERGES);
  return ranges.map(([, left = '', top, right = '', bottom]) => ({
    left: columnIndex(left),
    top: Number(top),
    right: columnIndex(right),
    bottom: Number(bottom),
  }));
}

function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

async function* rowsOf(book: Book): AsyncGenerator<SheetRow, void> {
  let number = 0;
  for await (const { attributes, inner } of rowElements(book.zip.stream(book.sheet))) {
    const written = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? 0);
    number = written > number ? written : number + 1;
    const cells = cellsOf(book, inner, number);
    if (cells.some((cell) => cell.text.trim() !== '' && cell.as !== 'merged')) yield { row: number, cells };
  }
}

/** Each `<row …>…</row>` of a sheet; text is kept no longer than a row needs. */
async function* rowElements(pieces: AsyncIterable<string>): AsyncGenerator<Element, void> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    let from = 0;
    for (const element of elements(text, 'row')) {
      from = element.end;
      yield element;
    }
    text = text.slice(from);
    if (text.length > LONGEST_ROW) throw damaged('row');
  }
}

function cellsOf(book: Book, inner: string, row: number): Cell[] {
  const cells: Cell[] = [];
  for (const cell of elements(inner, 'c')) {
    const letters = /\br="([A-Z]{1,3})\d+"/.exec(cell.attributes)?.[1];
    const index = letters === undefined ? cells.length : columnIndex(letters);
    if (index > MOST_COLUMNS * 4) continue;
    while (cells.length < index) cells.push({ text: '' });
    cells[index] = cellOf(book, cell.attributes, cell.inner);
  }
  for (const range of book.merges) if (range.top <= row && row <= range.bottom) markMerged(cells, range, row);
  return cells;
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
  if (type === 'inlineStr') return { text: textIn(inner) };
  const [raw] = elements(inner, 'v');
  if (raw === undefined) {
    const [formula] = elements(inner, 'f');
    return formula ? { text: `=${unescaped(formula.inner)}`, as: 'formula' } : { text: '' };
  }
  const style = Number(/\bs="(\d+)"/.exec(attributes)?.[1] ?? 0);
  return typedCell(book, type, unescaped(raw.inner), style);
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
