import { checkGtin } from '../../codes/gtin.ts';
import type { Bilingual } from '../../platform/problem-detail.ts';
import { foldFullWidth, shown } from '../../platform/result.ts';
import type { Column } from './columns.ts';
import { clockOf, LONGEST_DAY, readDate } from './dates.ts';
import type { FaultCode } from './faults.ts';
import { type Cell, MOST_CELL, type ValueFault } from './model.ts';

/** What a cell says: nothing, a value for the body, or a mistake no schema could see any more. */
export type CellReading = { value?: unknown } | { fault: ValueFault };

function fault(code: FaultCode, found: string, expected: Bilingual, fix: Bilingual): { fault: ValueFault } {
  return { fault: { code, found: shown(found), expected, fix } };
}

const BLANK = /[\s\u200b\u2060\ufeff\u3000]/;
const isBlank = (text: string, at: number) => BLANK.test(text.charAt(at));

/** Blanks of every kind around a text go; a blank inside that only looks like one becomes one. Time is linear in the text. */
export function cleaned(text: string): string {
  const well = text.toWellFormed().replace(/[\u00a0\u2007\u202f]/g, ' ');
  // By index: an expression that ends in `+$` begins anew at each of a run of blanks inside the text.
  let [from, to] = [0, well.length];
  while (from < to && isBlank(well, from)) from += 1;
  while (to > from && isBlank(well, to - 1)) to -= 1;
  return well.slice(from, to);
}

/** Reads a cell as its column asks; an empty cell has no value. */
export function readCell(column: Column, cell: Cell | undefined): CellReading {
  if (!cell) return {};
  const broken = brokenCell(cell);
  if (broken) return broken;
  if (cell.text.length > MOST_CELL) return tooLong(cell.text);
  const text = cleaned(cell.text);
  if (text === '') return {};
  if (cell.as === 'number' && column.type !== 'amount' && column.type !== 'whole') return readNumber(column, cell, text);
  return readText(column, text, cell);
}

function tooLong(text: string): { fault: ValueFault } {
  return fault(
    'too-long',
    text,
    { zh: `至多 ${MOST_CELL} 个字符`, en: `at most ${MOST_CELL} characters` },
    { zh: '一格只写一项，缩短后重新填写', en: 'one thing a cell: shorten it and write it again' },
  );
}

function brokenCell(cell: Cell): { fault: ValueFault } | null {
  if (cell.as === 'error')
    return fault(
      'error-value',
      cell.text,
      { zh: '单元格的内容', en: 'a value' },
      { zh: '改正公式，或填入应有的值', en: 'mend the formula, or write the value itself' },
    );
  if (cell.as === 'formula')
    return fault(
      'formula-without-value',
      cell.text,
      { zh: '公式算出的值', en: 'the value of the formula' },
      { zh: '在表格软件中打开并保存一次，或改为直接填值', en: 'open and save it in the spreadsheet once, or write the value itself' },
    );
  if (cell.as === 'merged')
    return fault(
      'merged-cell',
      cell.text,
      { zh: '每行各自的值', en: 'a value of its own in each row' },
      { zh: '取消合并单元格，逐行填写', en: 'unmerge the cells and fill in each row' },
    );
  return null;
}

/** A number where a text or a date belongs: what a spreadsheet makes of codes and days. */
function readNumber(column: Column, cell: Cell, text: string): CellReading {
  const value = Number(text);
  if (column.type === 'date' || column.type === 'instant') return readText(column, plain(value) ?? text, cell);
  const digits = plain(value);
  if (digits === null || Math.abs(value) >= 1e15)
    return fault(
      'digits-lost',
      text,
      { zh: '以文本填写的编码', en: 'the code, as text' },
      {
        zh: '表格软件只保留 15 位数字：把单元格设为文本，按原件重新输入',
        en: 'a spreadsheet keeps 15 digits: make the cell text and type it again from the paper',
      },
    );
  return readText(column, digits, cell);
}

/** A number without exponent and without the noise of binary fractions; null where it cannot be told. */
function plain(value: number): string | null {
  const text = String(Number(value.toPrecision(15)));
  return text.includes('e') ? null : text;
}

function readText(column: Column, text: string, cell: Cell): CellReading {
  switch (column.type) {
    case 'date':
    case 'instant':
      return readDay(column.type, foldFullWidth(text));
    case 'time':
      return readTime(foldFullWidth(text), cell);
    case 'gtin':
      return readGtin(foldFullWidth(text));
    case 'label':
      return cell.as === 'date' || cell.as === 'boolean' ? madeOtherwise(text) : readLabel(text);
    case 'amount':
      return readAmount(text, cell);
    case 'whole':
      return readWhole(foldFullWidth(text));
    case 'yesNo':
      return readYesNo(foldFullWidth(text));
    case 'choice':
      return readChoice(column, text);
    case 'choices':
      return readChoices(column, text);
    case 'names':
      return { value: partsOf(text).map((name) => ({ name })) };
    case 'uscc':
    case 'region':
    case 'licence':
    case 'traceCode':
      return scientific(text) ?? { value: text };
    default:
      return { value: text };
  }
}

function partsOf(text: string): string[] {
  return text
    .split(/[、,，;；\n]/)
    .map(cleaned)
    .filter((part) => part !== '');
}

function scientific(text: string): { fault: ValueFault } | null {
  if (!/^\d(?:\.\d+)?E\+?\d+$/i.test(text)) return null;
  return fault(
    'scientific-notation',
    text,
    { zh: '完整的编码', en: 'the whole code' },
    { zh: '把该列设为文本，按原件重新输入', en: 'make the column text and type it again from the paper' },
  );
}

function readDay(type: 'date' | 'instant', text: string): CellReading {
  if (type === 'instant' && text.length <= LONGEST_DAY && /T.*(?:Z|[+-]\d{2}:\d{2})$/i.test(text)) return { value: text };
  const reading = readDate(text);
  if ('fault' in reading) return reading;
  if (type === 'date') return { value: reading.date };
  return { value: `${reading.date}T${reading.time ?? '00:00:00'}+08:00` };
}

function readTime(text: string, cell: Cell): CellReading {
  const clock = clockOf(cell.as === 'date' ? (text.split('T')[1] ?? '') : text);
  if (clock !== null) return { value: clock.slice(0, 5) };
  return fault(
    'not-a-time',
    text,
    { zh: '时间，如 05:30', en: 'a time of day, as 05:30' },
    { zh: '按 时:分 填写', en: 'write hour:minute' },
  );
}

function readGtin(text: string): CellReading {
  const wrong = scientific(text);
  if (wrong) return wrong;
  if (checkGtin(text).ok || !/^\d{5,11}$/.test(text)) return { value: text };
  const length = text.length < 8 ? 8 : 12;
  const meant = checkGtin(text.padStart(length, '0'));
  if (!meant.ok) return { value: text };
  return fault(
    'zeros-lost',
    text,
    { zh: '完整的商品条码', en: 'the whole GTIN' },
    {
      zh: `前面的 0 被表格软件去掉了：把该列设为文本，填写 ${text.padStart(length, '0')}`,
      en: `a spreadsheet dropped the zeros: make the column text and write ${text.padStart(length, '0')}`,
    },
  );
}

/** A spreadsheet took a number of a batch or paper for a day or a yes and keeps no sign of how it was written. */
function madeOtherwise(text: string): CellReading {
  return fault(
    'code-became-date',
    text,
    { zh: '以文本填写的编号', en: 'the number as it is printed, as text' },
    {
      zh: '编号被表格软件变成日期：把单元格设为文本，按原件重新输入',
      en: 'the spreadsheet made a date of it: make the cell text and type it again from the paper',
    },
  );
}

/** Numbers of batches and papers stand as printed, so what cannot be printed so is told and not mended. */
function readLabel(text: string): CellReading {
  const folded = foldFullWidth(text);
  if (/[\uff01-\uff5e]/.test(text) && /^[\x20-\x7e]+$/.test(folded))
    return fault(
      'full-width',
      text,
      { zh: '半角字母和数字', en: 'letters and digits of ordinary width' },
      { zh: `改为 ${folded}`, en: `write ${folded}` },
    );
  if (/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/.test(text))
    return fault(
      'invisible-character',
      JSON.stringify(text).replace(
        /[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g,
        (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
      { zh: '印在包装或单据上的字符', en: 'characters that can be printed' },
      { zh: '删去后手工重新输入', en: 'delete it and type it again' },
    );
  return scientific(text) ?? { value: text };
}

function readAmount(text: string, cell: Cell): CellReading {
  const folded = foldFullWidth(text);
  if (cell.as === 'number') {
    const value = plain(Number(folded));
    if (value !== null) return { value };
  }
  return scientific(folded) ?? { value: folded };
}

function readWhole(text: string): CellReading {
  if (/^\d{1,12}(?:\.0+)?$/.test(text)) return { value: Number(text) };
  return fault(
    'not-a-whole-number',
    text,
    { zh: '整数', en: 'a whole number' },
    { zh: '只写整数，如 12', en: 'write a whole number, as 12' },
  );
}

const YES = new Set(['是', '有', '对', '真', '已查', '√', '✓', '✔', 'y', 'yes', 'true', '1']);
const NO = new Set(['否', '无', '没有', '错', '假', '未查', '×', '✗', 'x', 'n', 'no', 'false', '0']);

function readYesNo(text: string): CellReading {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  if (NO.has(word)) return { value: false };
  return fault('not-yes-or-no', text, { zh: '“是”或“否”', en: 'yes or no' }, { zh: '改为“是”或“否”', en: 'write 是 or 否' });
}

/** The value a word stands for; the API's own values are taken as they are. */
function meant(column: Column, word: string): string | undefined {
  const words = column.words ?? {};
  if (Object.hasOwn(words, word)) return words[word];
  return Object.values(words).find((value) => value.toLowerCase() === word.toLowerCase());
}

function readChoice(column: Column, text: string): CellReading {
  const word = foldFullWidth(text);
  const value = meant(column, word);
  return value === undefined ? unknownChoice(column, word) : { value };
}

function readChoices(column: Column, text: string): CellReading {
  const words = partsOf(foldFullWidth(text));
  const values = words.map((word) => meant(column, word));
  const unknown = words.find((_, i) => values[i] === undefined);
  return unknown === undefined ? { value: values } : unknownChoice(column, unknown);
}

function unknownChoice(column: Column, word: string): { fault: ValueFault } {
  const choices = preferred(column).join('、');
  return fault(
    'unknown-choice',
    word,
    { zh: `其中之一：${choices}`, en: `one of: ${choices}` },
    { zh: '从列出的词中选一个', en: 'take one of the listed words' },
  );
}

/** One word for each value: the first that is listed. */
export function preferred(column: Column): string[] {
  const named = new Map<string, string>();
  for (const [word, value] of Object.entries(column.words ?? {})) if (!named.has(value)) named.set(value, word);
  return [...named.values()];
}
