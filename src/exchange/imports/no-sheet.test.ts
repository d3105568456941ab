import { describe, expect, it } from 'vitest';
import { importWorld, storedImports } from '../../../test/imports-world.ts';
import { xlsxOf, zipOf } from '../../../test/xlsx.ts';
import type { FaultCode } from './faults.ts';
import { limited } from './source.ts';

describe('a file that is no such sheet', () => {
  const head = '产品名称,类别,数量,单位';
  const files: [code: FaultCode, status: number, file: BodyInit][] = [
    ['empty-file', 422, ''],
    ['not-a-sheet', 415, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
    ['old-excel', 415, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])],
    ['broken-file', 422, xlsxOf([['产品名称']]).slice(0, 400)],
    ['unpacks-too-large', 413, zipOf({ 'xl/workbook.xml': '<workbook/>' }, 900_000_000)],
    ['unknown-encoding', 422, new Uint8Array([0x61, 0x2c, 0xff, 0xff, 0x0a])],
    ['too-many-columns', 422, Array.from({ length: 200 }, (_, i) => (i === 0 ? '产品名称' : `列${i}`)).join(',')],
    ['no-rows', 422, head],
    ['wrong-header', 422, '甲,乙,丙\n1,2,3\n'],
    ['unknown-column', 422, `${head},生产日其\n酱油,食品,1,瓶,2026-11-01\n`],
    ['column-twice', 422, `${head},品名\n酱油,食品,1,瓶,酱油\n`],
    [
      'merged-header',
      422,
      xlsxOf(
        [
          ['产品名称', '类别'],
          ['酱油', '食品'],
        ],
        { merges: ['A1:B1'] },
      ),
    ],
  ];

  it.each(files)('%s is told, and nothing is kept of it', async (code, status, file) => {
    const t = await importWorld();
    const sent = await t.send(file);
    expect(sent.status, sent.text).toBe(status);
    expect(sent.json.faults).toContain(code);
    expect(sent.json.errors[0].expected).not.toBe('');
    expect((await t.request('GET', '/v1/imports', { key: t.producer.key })).json.items).toEqual([]);
    expect(storedImports(t.file)).toEqual([]);
  });

  it('with more faulty rows than anybody can mend is stopped there', async () => {
    const t = await importWorld();
    const rows = Array.from({ length: 20_600 }, (_, i) => `酱油,食品,${i},坨\n`).join('');
    const sent = await t.run(`${head}\n${rows}`);
    expect(sent).toMatchObject({ state: 'failed', applied: 0, bad: 20_500 });
    expect(sent.fileFaults.map(({ code }: { code: string }) => code)).toEqual(['too-many-faults']);
  });

  it('of more rows than it may have is told at the row that is one too many', async () => {
    const rows = async function* () {
      for (let row = 1; row <= 5; row++) yield { row, cells: [{ text: 'x' }] };
    };
    const read: number[] = [];
    const reading = async () => {
      for await (const { row } of limited(rows(), 2)) read.push(row);
    };
    await expect(reading()).rejects.toMatchObject({ extra: { faults: ['too-many-rows'] }, errors: [{ row: 4 }] });
    expect(read).toEqual([1, 2, 3]);
  });

  it('names the nearest header of the template, and every column that is missing', async () => {
    const t = await importWorld();
    const sent = await t.send('单号,用图,数量,单位\nS1,销售,1,瓶\n', 'kind=shipments');
    expect(sent.json.faults).toEqual(['unknown-column', 'missing-column']);
    expect(sent.json.errors.map(({ pointer, found, fix }: Record<string, string>) => [pointer, found, fix])).toEqual([
      ['/header/B', '用图', '若指“用途”，请改为“用途”；否则删去此列'],
      ['/header', '(missing)', '补上“用途”列'],
    ]);
  });
});
