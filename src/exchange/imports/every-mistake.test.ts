import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import readSheet from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { type ImportWorld, importWorld, placesOf } from '../../../test/imports-world.ts';
import { type XlsxCell, xlsxOf } from '../../../test/xlsx.ts';
import { makeTraceCode } from '../../codes/trace-code.ts';
import { type FaultCode, faultKinds } from './faults.ts';
import { columnLetter } from './model.ts';

/** One mistake: its kind, the column it stands in, what stands there, and what should. */
type Mistake = [code: FaultCode, header: string, wrong: XlsxCell, right: string];

interface Sheet {
  headers: string[];
  rows: XlsxCell[][];
}

function sheetOf(headers: string[], rows: Record<string, XlsxCell>[]): Sheet {
  return { headers, rows: rows.map((row) => headers.map((header) => row[header] ?? '')) };
}

/** The corrected sheet: the rejected one as another library reads it, with the right values put in. */
async function corrected(
  t: ImportWorld,
  id: string,
  fixes: Map<number, Record<string, string>>,
  key?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const [sheet] = await readSheet(Buffer.from(await t.rejected(id, key)));
  const rows = (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  const headers = rows[0] ?? [];
  for (const [row, values] of fixes)
    for (const [header, value] of Object.entries(values)) {
      const cells = rows[row - 1];
      if (cells) cells[headers.indexOf(header)] = value;
    }
  return xlsxOf(rows);
}

const BATCH_HEADERS =
  '产品名称,类别,商品条码,包装单位,每包装含量,内装单位,批号,生产日期,生产时间,到期日,数量,单位,件数,场所,委托方名称,委托方信用代码,证明种类,证明编号,出具日期,检验结论,原料追溯码,原料数量,原料单位,外部编码体系,外部编码'.split(
    ',',
  );

const goodBatch = (n: number): Record<string, XlsxCell> => ({
  产品名称: '示例酱油',
  类别: '食品',
  批号: `B${String(n).padStart(6, '0')}`,
  生产日期: { date: 46_327 },
  到期日: '2027年5月1日',
  数量: 100 + n,
  单位: '瓶',
});

/** Found in a batch's cells. `code` and `unknown` are trace codes: of a batch in bottles, and of none. */
function batchMistakes(code: string, unknown: string): Mistake[] {
  return [
    ['missing-value', '产品名称', '', '示例酱油'],
    ['zeros-lost', '商品条码', { raw: '12345678905' }, '012345678905'],
    ['scientific-notation', '批号', '2.02611E+07', '20261101'],
    ['digits-lost', '批号', { raw: '1.2345678901234568E+18' }, '1234567890123456789'],
    ['code-became-date', '批号', { date: 46_357 }, '2026-12-01'],
    ['full-width', '批号', 'Ａ００１', 'A001'],
    ['invisible-character', '批号', 'A\u200b002', 'A002'],
    ['control-character', '产品名称', '酱\u0001油', '酱油'],
    ['too-long', '产品名称', '油'.repeat(201), '酱油'],
    ['serial-date', '生产日期', 46_327, '2026-11-01'],
    ['ambiguous-date', '生产日期', '03/04/2026', '2026-04-03'],
    ['short-year', '生产日期', '26/11/1', '2026-11-01'],
    ['not-a-date', '生产日期', '2026-02-30', '2026-02-28'],
    ['not-a-time', '生产时间', '五点半', '05:30'],
    ['date-ahead', '生产日期', '2027-01-01', '2026-11-01'],
    ['expiry-before-production', '到期日', '2026-10-01', '2027-05-01'],
    ['thousands-separator', '数量', '1,200', '1200'],
    ['unit-in-amount', '数量', '24瓶', '24'],
    ['not-a-number', '数量', '若干', '24'],
    ['not-above-zero', '数量', 0, '24'],
    ['amount-too-fine', '数量', 0.5, '24'],
    ['amount-too-large', '数量', '9999999999999', '24'],
    ['not-a-whole-number', '件数', '两件', '2'],
    ['unknown-unit', '单位', '坨', '瓶'],
    ['unit-does-not-convert', '原料单位', '千克', '瓶'],
    ['unknown-choice', '类别', '饮料类', '食品'],
    ['gtin-check', '商品条码', '09521234543214', '09521234543213'],
    ['credit-code-check', '委托方信用代码', '91330110MA0DEM0130', '91330110MA0DEM013U'],
    ['trace-code-check', '原料追溯码', 'ABCD-EFGH-JKMN-PQRS-TUVW', code],
    ['unknown-goods', '原料追溯码', unknown, code],
    ['unknown-site', '场所', '不存在的仓库', ''],
    ['error-value', '数量', { error: '#REF!' }, '24'],
    ['formula-without-value', '数量', { formula: 'A1*2' }, '24'],
    ['refused', '外部编码体系', 'gs1:01', 'zheshilian'],
  ];
}

/** What a mistake needs beside it so that it is the only one of its row. */
const beside: Partial<Record<string, Record<string, XlsxCell>>> = {
  委托方信用代码: { 委托方名称: '示例品牌有限公司' },
  原料追溯码: { 原料数量: '1', 原料单位: '瓶' },
  外部编码体系: { 外部编码: 'Z-1' },
};

const isFile = (code: FaultCode) => faultKinds.some((kind) => kind.code === code && kind.scope === 'file');
const told = new Set<string>();
const remember = (errors: { code: string }[]) => {
  for (const { code } of errors) told.add(code);
  return errors;
};

describe('a sheet with every kind of mistake', () => {
  it('of 10,000 batches tells each at its cell, and imports once it is corrected', async () => {
    const t = await importWorld();
    const made = await t.request('POST', '/v1/batches', {
      key: t.producer.key,
      body: {
        product: { name: '原酱', category: 'food' },
        batchNumber: 'Y1',
        productionDate: '2026-10-01',
        quantity: { amount: '100000', unit: '瓶' },
      },
    });
    const mistakes = batchMistakes(
      made.json.traceCode,
      makeTraceCode((count) => new Uint8Array(count).fill(7)),
    );
    const rows = Array.from({ length: 10_000 }, (_, i) => goodBatch(i));
    const [expected, fixes] = [[] as string[], new Map<number, Record<string, string>>()];
    for (const [i, [code, header, wrong, right]] of mistakes.entries()) {
      const row = 100 + i * 37;
      const more = header === '原料单位' ? { 原料追溯码: made.json.traceCode, 原料数量: '1' } : beside[header];
      rows[row - 2] = { ...rows[row - 2], ...more, [header]: wrong };
      expected.push(`${row} ${columnLetter(BATCH_HEADERS.indexOf(header))} ${code}`);
      fixes.set(row, { [header]: right });
    }
    rows[5_000 - 2] = { ...rows[4_998 - 2] };
    expected.push('5000 - row-twice');
    fixes.set(5_000, { 批号: 'UNIQUE-1' });
    rows[6_001 - 2] = { ...rows[6_001 - 2], 产品名称: '' };
    expected.push('6001 A merged-cell');
    fixes.set(6_001, { 产品名称: '示例酱油' });
    const sheet = sheetOf(BATCH_HEADERS, rows);
    sheet.rows[7_000 - 2]?.push('多出的一格');
    expected.push(`7000 ${columnLetter(BATCH_HEADERS.length)} value-without-header`);

    const wrong = await t.run(xlsxOf([sheet.headers, ...sheet.rows], { merges: ['A6000:A6001'] }));
    expect(wrong).toMatchObject({ state: 'rejected', total: 10_000, bad: expected.length, applied: 0 });
    expect(placesOf(remember(wrong.errors) as never)).toEqual(expected);
    expect(await t.count('batch')).toBe(1);

    const right = await t.run(await corrected(t, wrong.id, fixes));
    expect(right).toMatchObject({ state: 'finished', total: 10_000, good: 10_000, bad: 0, applied: 10_000, errors: [] });
    expect(await t.count('batch')).toBe(10_001);
  });

  it('of parties tells codes, licences, places, and who is registered already', async () => {
    const t = await importWorld();
    const authority = await t.authority();
    const headers = ['统一社会信用代码', '名称', '主体类型', '区划代码', '许可证种类', '许可证编号'];
    const row = (name: string, more: Record<string, XlsxCell>) => ({ 名称: name, 主体类型: '农户', 区划代码: '330110', ...more });
    const sheet = sheetOf(headers, [
      row('示例农户一', { 区划代码: '990110' }),
      row('示例酱菜厂', { 统一社会信用代码: '91330110MA0DEM013U', 许可证种类: '食品生产许可证', 许可证编号: 'SC123' }),
      row('示例酱油厂', { 统一社会信用代码: t.producer.uscc ?? '' }),
      row('示例酱菜二厂', { 统一社会信用代码: '91330110MA0DEM013U' }),
      row('示例农户二', { 主体类型: '生产企业、农夫' }),
    ]);
    const wrong = await t.run(xlsxOf([sheet.headers, ...sheet.rows]), 'kind=parties&mode=good-rows', authority);
    expect(placesOf(remember(wrong.errors) as never)).toEqual([
      '2 D region-code',
      '3 F licence-number',
      '4 A recorded-already',
      '5 A key-twice',
      '6 C unknown-choice',
    ]);
  });

  it('of shipments tells of documents whose rows do not agree, and of goods that are not clear', async () => {
    const t = await importWorld();
    const code = async (batchNumber: string, gtin: string) => {
      const body = {
        product: { name: `示例酱油 ${batchNumber}`, category: 'food', gtin },
        batchNumber: 'L1',
        productionDate: '2026-11-01',
        quantity: { amount: '100', unit: '瓶' },
      };
      return (await t.request('POST', '/v1/batches', { key: t.producer.key, body })).json.traceCode as string;
    };
    const first = await code('甲', '09521234543213');
    await code('乙', '09521234543213');
    const headers = ['单号', '用途', '收货方名称', '发货时间', '送达时间', '追溯码', '商品条码', '批号', '数量', '单位'];
    const row = (more: Record<string, XlsxCell>) => ({
      用途: '销售',
      收货方名称: '示例超市有限公司',
      发货时间: '2026-11-05 08:00',
      追溯码: first,
      数量: '1',
      单位: '瓶',
      ...more,
    });
    const sheet = sheetOf(headers, [
      row({ 单号: 'S1' }),
      row({ 单号: 'S1', 收货方名称: '另一家有限公司' }),
      row({ 单号: 'S2', 发货时间: '2026-09-01' }),
      row({ 单号: 'S3', 追溯码: '', 商品条码: '9521234543213', 批号: 'L1' }),
      row({ 单号: 'S4', 送达时间: '2026-11-04 08:00' }),
      row({ 单号: 'S1', 数量: '2' }),
      row({ 单号: 'S5', 数量: '3' }),
    ]);
    const wrong = await t.run(xlsxOf([sheet.headers, ...sheet.rows]), 'kind=shipments&mode=good-rows');
    expect(placesOf(remember(wrong.errors) as never)).toEqual([
      '2 - document-faulty',
      '3 C document-differs',
      '4 D date-long-ago',
      '5 G ambiguous-goods',
      '6 E dates-contradict',
      '7 A key-twice',
    ]);
    expect(wrong).toMatchObject({ state: 'finished', good: 1, applied: 1 });
    expect(await t.count('shipment')).toBe(1);
  });

  it('of receipts tells what is neither yes nor no, and shipments that are not there', async () => {
    const t = await importWorld();
    const headers = ['进货单号', '发货单编号', '供货者名称', '查验许可证', '接收结果', '产品名称', '类别', '数量', '单位'];
    const sheet = sheetOf(headers, [
      { 进货单号: 'J1', 供货者名称: '示例农户', 查验许可证: '大概', 产品名称: '青菜', 类别: '食用农产品', 数量: '12.5', 单位: '斤' },
      { 发货单编号: 'nosuchshipment00', 接收结果: '已收' },
      { 进货单号: 'J2', 供货者名称: '示例农户', 查验许可证: true, 产品名称: '青菜', 类别: '农产品', 数量: 12.5, 单位: '斤' },
    ]);
    const wrong = await t.run(xlsxOf([sheet.headers, ...sheet.rows]), 'kind=receipts&mode=good-rows');
    expect(placesOf(remember(wrong.errors) as never)).toEqual(['2 D not-yes-or-no', '3 B unknown-record']);
    expect(wrong).toMatchObject({ state: 'finished', applied: 1 });
    expect(await t.count('receipt')).toBe(1);
  });

  it('of lines that are no JSON says so', async () => {
    const t = await importWorld();
    const good = JSON.stringify({ product: { name: '示例酱油', category: 'food' }, quantity: { amount: '1', unit: '瓶' } });
    const wrong = await t.run(`${good}\n[1]\n{"product":\n`);
    expect(placesOf(remember(wrong.errors) as never)).toEqual(['2 - not-json', '3 - not-json']);
  });

  it('leaves no kind of the registry that is about cells or rows untold', () => {
    const kinds = faultKinds.map(({ code }) => code).filter((code) => !isFile(code));
    expect(kinds.length).toBeGreaterThanOrEqual(30);
    expect(kinds.filter((code) => !told.has(code))).toEqual([]);
  });
});

describe('the guide', () => {
  it('names every kind of mistake', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/guide/importing.md'), 'utf8');
    expect(faultKinds.filter(({ code, zh, en }) => !guide.includes(`| ${zh} | ${en} | \`${code}\` |`))).toEqual([]);
  });
});
