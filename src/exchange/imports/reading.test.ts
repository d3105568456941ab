import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/cpu-time.ts';
import { xlsxOf } from '../../../test/xlsx.ts';
import { readCell } from './cells.ts';
import type { Column, ColumnType } from './columns.ts';
import { ofSerial, readDate } from './dates.ts';
import { type Cell, columnLetter, type SheetRow } from './model.ts';
import { csvRows, delimiterOf } from './read-csv.ts';
import { openXlsx } from './read-xlsx.ts';
import { Seen } from './seen.ts';
import { elements } from './xml.ts';

async function* pieces(...texts: string[]) {
  yield* texts;
}

async function all(rows: AsyncIterable<SheetRow>) {
  const found: SheetRow[] = [];
  for await (const row of rows) found.push(row);
  return found.map(({ row, cells }) => [row, ...cells.map(({ text }) => text)]);
}

describe('a day in a cell', () => {
  it.each(['2026-11-01', '2026/11/1', '2026.11.1', '2026年11月1日', '20261101', '2026-11-01 00:00:00'])('is understood as %s', (text) => {
    expect(readDate(text)).toMatchObject({ date: '2026-11-01' });
  });

  it.each([
    ['46327', 'serial-date'],
    ['1/11/2026', 'ambiguous-date'],
    ['26-11-1', 'short-year'],
    ['2026-02-29', 'not-a-date'],
    ['2026-13-01', 'not-a-date'],
    ['2026-11-01 25:00', 'not-a-date'],
    ['明天', 'not-a-date'],
  ])('written %s is told as %s', (text, code) => {
    expect(readDate(text)).toMatchObject({ fault: { code } });
  });

  it('is a number of days since 1900 or 1904, and the rest of it a time', () => {
    expect(ofSerial(46_327, false)).toEqual({ date: '2026-11-01', time: null });
    expect(ofSerial(44_865, true)).toEqual({ date: '2026-11-01', time: null });
    expect(ofSerial(46_327.375, false)).toEqual({ date: '2026-11-01', time: '09:00:00' });
    expect(ofSerial(46_327.9999999, false)).toEqual({ date: '2026-11-02', time: null });
  });
});

describe('a cell', () => {
  const read = (type: ColumnType, cell: string | Cell) => {
    const column: Column = {
      pointer: '/x',
      header: '列',
      type,
      example: '',
      about: '',
      words: { 食品: 'food', 食用农产品: 'agricultural' },
    };
    return readCell(column, typeof cell === 'string' ? { text: cell } : cell);
  };

  it('loses the blanks around it, whatever kind they are of', () => {
    expect(read('text', '\u00a0 示例酱油\u3000\ufeff')).toEqual({ value: '示例酱油' });
    expect(read('text', ' \u200b')).toEqual({});
  });

  it('is read as people write amounts, words and times', () => {
    expect(read('amount', '１２．５')).toEqual({ value: '12.5' });
    expect(read('amount', { text: '0.30000000000000004', as: 'number' })).toEqual({ value: '0.3' });
    expect(read('yesNo', '√')).toEqual({ value: true });
    expect(read('yesNo', '无')).toEqual({ value: false });
    expect(read('choice', 'Food')).toEqual({ value: 'food' });
    expect(read('choices', '食品、食用农产品')).toEqual({ value: ['food', 'agricultural'] });
    expect(read('names', '水，大豆；盐')).toEqual({ value: [{ name: '水' }, { name: '大豆' }, { name: '盐' }] });
    expect(read('instant', '2026/11/5 9:00')).toEqual({ value: '2026-11-05T09:00:00+08:00' });
    expect(read('time', { text: 'T05:30:00', as: 'date' })).toEqual({ value: '05:30' });
  });

  it('that a spreadsheet made a number is a code again where nothing was lost', () => {
    expect(read('label', { text: '2.0261101E7', as: 'number' })).toEqual({ value: '20261101' });
    expect(read('gtin', { text: '9521234543213', as: 'number' })).toEqual({ value: '9521234543213' });
    expect(read('gtin', { text: '12345678905', as: 'number' })).toMatchObject({
      fault: { code: 'zeros-lost', fix: { zh: expect.stringContaining('012345678905') } },
    });
    expect(read('uscc', { text: '9.1330110E+17', as: 'number' })).toMatchObject({ fault: { code: 'digits-lost' } });
  });

  it('of a number of goods or papers that a spreadsheet made a date or a yes is told, and not taken as one', () => {
    const told = { fault: { code: 'code-became-date', fix: { zh: expect.stringContaining('设为文本') } } };
    expect(read('label', { text: '2026-12-01', as: 'date' })).toMatchObject(told);
    expect(read('label', { text: 'TRUE', as: 'boolean' })).toMatchObject(told);
    expect(read('label', '2026-12-01')).toEqual({ value: '2026-12-01' });
  });
});

describe('rows', () => {
  it('of CSV count as a spreadsheet counts them', async () => {
    const text = pieces('甲,乙\r\n"一\n', '二",2\r\n\r\n,\r\n3,"a ""b"""\r\n');
    expect(await all(csvRows(text, ','))).toEqual([
      [1, '甲', '乙'],
      [2, '一\n二', '2'],
      [5, '3', 'a "b"'],
    ]);
  });

  it('of our own sheets lose the apostrophe that keeps formulas out', async () => {
    expect(await all(csvRows(pieces("'=1+1,'示例\n"), ','))).toEqual([[1, '=1+1', "'示例"]]);
  });

  it('are parted by the sign the header has', () => {
    expect([
      delimiterOf('a,b;c\n'),
      delimiterOf('a;b;c\n'),
      delimiterOf('a\tb\n'),
      delimiterOf('甲\n'),
      delimiterOf('"a;b;c",d\n'),
    ]).toEqual([',', ';', '\t', ',', ',']);
  });

  it('of a workbook keep their numbers, and cells their places', async () => {
    const book = await openXlsx(xlsxOf([['甲', '', '丙'], [], [null, 7, { formula: 'B3', value: '七' }]], { merges: ['A1:B1'] }));
    expect(await all(book.rows())).toEqual([
      [1, '甲', '', '丙'],
      [3, '', '7', '七'],
    ]);
    expect([book.merged(1), book.merged(3)]).toEqual([true, false]);
  });
});

describe('what is found in a text of markup', () => {
  it('are whole elements, with a prefix or without', () => {
    const found = [...elements('<x:c r="A1"><v>1</v></x:c><cx/><c r="B1"/><c r="C1">', 'c')];
    expect(found.map(({ attributes, inner }) => [attributes.trim(), inner])).toEqual([
      ['r="A1"', '<v>1</v>'],
      ['r="B1"/', ''],
    ]);
  });

  it('costs no more than the text is long, whatever stands in it', () => {
    const started = cpuMs();
    for (const text of ['<c '.repeat(400_000), '<c>'.repeat(400_000), '<'.repeat(1_000_000)]) expect([...elements(text, 'c')]).toEqual([]);
    expect(cpuMs() - started).toBeLessThan(2_000);
  });
});

describe('what was seen', () => {
  it('is known again with its row, however much came between', () => {
    const seen = new Seen();
    for (let i = 0; i < 20_000; i++) expect(seen.add(`row ${i}`, i + 1)).toBeUndefined();
    expect([seen.add('row 0', 50_000), seen.add('row 19999', 50_001), seen.add('row 20000', 50_002)]).toEqual([1, 20_000, undefined]);
  });

  it('stands in columns with letters', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA']);
  });
});
