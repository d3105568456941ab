import { describe, expect, it } from 'vitest';
import { importWorld, placesOf } from '../../../test/imports-world.ts';
import { xlsxOf } from '../../../test/xlsx.ts';

const HEAD = '产品名称,类别,批号,生产日期,数量,单位';
const ROWS = '示例酱油,食品,A1,2026-11-01,100,瓶\n示例酱油,食品,A2,2026/11/2,200,瓶\n';
const WRONG = '示例酱油,食品,A3,昨天,100,瓶\n';

/** The bytes of `产品名称,类别,批号\n示例酱油,食品,甲1\n` as a Chinese Excel writes them: GB18030. */
const GB18030 = Buffer.from('b2fac6b7c3fbb3c62cc0e0b1f02cc5fabac50acabec0fdbdb4d3cd2ccab3c6b72cbcd7310a', 'hex');

describe('an import', () => {
  it('records every row of a sheet, once', async () => {
    const t = await importWorld();
    const sent = await t.send(`${HEAD}\n${ROWS}`);
    expect(sent.status, sent.text).toBe(201);
    expect(sent.json).toMatchObject({ state: 'finished', format: 'csv', total: 2, good: 2, bad: 0, applied: 2 });
    const again = await t.send(`${HEAD}\n${ROWS}`);
    expect([again.status, again.json.id]).toEqual([200, sent.json.id]);
    expect(await t.count('batch')).toBe(2);
    expect(await t.count('product')).toBe(1);
  });

  it('records nothing where one row is wrong, and the right ones where that was asked for', async () => {
    const t = await importWorld();
    const all = await t.run(`${HEAD}\n${ROWS}${WRONG}`);
    expect(all).toMatchObject({ state: 'rejected', total: 3, good: 2, bad: 1, applied: 0 });
    expect(await t.count('batch')).toBe(0);
    const some = await t.run(`${HEAD}\n${ROWS}${WRONG}`, 'kind=batches&mode=good-rows');
    expect(some).toMatchObject({ state: 'finished', good: 2, bad: 1, applied: 2 });
    expect(placesOf(some.errors)).toEqual(['4 D not-a-date']);
    expect(await t.count('batch')).toBe(2);
  });

  it('gives back the whole sheet where nothing was recorded, else the faulty rows alone', async () => {
    const t = await importWorld();
    const all = await t.run(`${HEAD},原因\n${ROWS}${WRONG}`);
    const text = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(await t.rejected(all.id));
    expect(text.split('\r\n')).toEqual([
      `\uFEFF${HEAD},原因`,
      '示例酱油,食品,A1,2026-11-01,100,瓶,',
      '示例酱油,食品,A2,2026/11/2,200,瓶,',
      '示例酱油,食品,A3,昨天,100,瓶,生产日期：不是真实日期，核对年月日后按 2026-11-01 的样子填写',
      '',
    ]);
    const some = await t.run(`${HEAD}\n${ROWS}${WRONG}`, 'kind=batches&mode=good-rows');
    expect(new TextDecoder().decode(await t.rejected(some.id)).split('\r\n').length).toBe(3);
    const fixed = new TextDecoder().decode(await t.rejected(some.id)).replace('昨天', '2026-11-03');
    expect(await t.run(fixed)).toMatchObject({ state: 'finished', applied: 1 });
  });

  it('looks without recording, and records what it looked at when told so', async () => {
    const t = await importWorld();
    const looked = await t.send(`${HEAD}\n${ROWS}`, 'kind=batches&preview=true');
    expect(looked.json).toMatchObject({ state: 'previewed', good: 2, applied: 0 });
    expect(await t.count('batch')).toBe(0);
    const applied = await t.request('POST', `/v1/imports/${looked.json.id}/application`, { key: t.producer.key });
    expect(applied.json).toMatchObject({ state: 'finished', applied: 2 });
    const twice = await t.request('POST', `/v1/imports/${looked.json.id}/application`, { key: t.producer.key });
    expect([twice.status, twice.json.code]).toEqual([409, 'out-of-order']);
    expect((await t.send(`${HEAD}\n${ROWS}`)).json.id).toBe(looked.json.id);
    expect(await t.count('batch')).toBe(2);
  });

  it('puts the rows of one number together to one shipment', async () => {
    const t = await importWorld();
    await t.run(`${HEAD},商品条码\n示例酱油,食品,A1,2026-11-01,100,瓶,9521234543213\n`);
    const rows = ['S1,销售,示例超市有限公司', 'S1,销售,示例超市有限公司', 'S2,销售,另一家有限公司'];
    const sheet = rows.map((row, i) => `${row},9521234543213,A1,${i + 1},瓶\n`).join('');
    const sent = await t.run(`单号,用途,收货方名称,商品条码,批号,数量,单位\n${sheet}`, 'kind=shipments');
    expect(sent).toMatchObject({ state: 'finished', total: 3, applied: 3, errors: [] });
    const lines = await t.store.read.selectFrom('shipment_line').select('steps').orderBy('steps').execute();
    expect([await t.count('shipment'), lines.map(({ steps }) => steps)]).toEqual([2, [1, 2, 3]]);
  });

  it('tells mistakes of a document at the rows of its lines', async () => {
    const t = await importWorld();
    const rows = [
      'S1,销售,某某有限公司,x,1,瓶',
      'S1,销售,某某有限公司,x,零,瓶',
      'S1,销售,某某有限公司,x,3,坨',
      'S2,送人,某某有限公司,x,3,瓶',
    ];
    const sent = await t.run(`单号,用途,收货方名称,追溯码,数量,单位\n${rows.join('\n')}\n`, 'kind=shipments');
    expect(placesOf(sent.errors)).toEqual([
      '2 D trace-code-check',
      '3 E not-a-number',
      '4 F unknown-unit',
      '5 B unknown-choice',
      '5 D trace-code-check',
    ]);
  });

  it('takes products, dispositions, receipts and parties as well', async () => {
    const t = await importWorld();
    const authority = await t.authority();
    expect(await t.run('产品名称,类别,配料\n示例酱油,食品,水、大豆\n示例酱油,食品,水、大豆、盐\n', 'kind=products')).toMatchObject({
      applied: 2,
    });
    await t.run(`${HEAD},商品条码\n示例酱油,食品,A1,2026-11-01,100,瓶,9521234543213\n`);
    expect(await t.run('去向,时间,商品条码,批号,数量,单位\n售出,2026-11-05,9521234543213,A1,3,瓶\n', 'kind=dispositions')).toMatchObject({
      applied: 1,
    });
    expect(await t.run('名称,主体类型,区划代码\n示例农户,农户,330110\n', 'kind=parties', authority)).toMatchObject({ applied: 1 });
    expect([await t.count('product'), await t.count('disposition'), await t.count('party')]).toEqual([3, 1, 2]);
  });

  it('takes sales by what the shop’s scale printed, and asks for the amount where the code holds none', async () => {
    const t = await importWorld();
    const batch = {
      product: { name: '猪肉', category: 'agricultural' },
      productionDate: '2026-11-04',
      quantity: { amount: '50', unit: '千克' },
    };
    const made = await t.request('POST', '/v1/batches', { key: t.producer.key, body: batch });
    const body = { code: '2012345012349', layout: 'PPIIIIIWWWWWC', batch: made.json.traceCode };
    expect((await t.request('POST', '/v1/store-codes', { key: t.producer.key, body })).status).toBe(201);
    const rows = '售出,2012345012349,,\n售出,2012345000001,,\n售出,2012345000001,0.5,千克\n';
    const sold = await t.run(`去向,店内码,数量,单位\n${rows}`, 'kind=dispositions&mode=good-rows');
    expect([sold.applied, placesOf(sold.errors)]).toEqual([2, ['3 C missing-value']]);
    const lines = await t.store.read.selectFrom('disposition_line').select(['amount', 'unit']).execute();
    expect(lines).toEqual([
      { amount: '1234', unit: '克' },
      { amount: '0.5', unit: '千克' },
    ]);
  });

  it('takes what was checked on receipt, the temperature too', async () => {
    const t = await importWorld();
    const sheet = '供货者名称,查验许可证,查验温度,产品名称,类别,数量,单位\n示例农户,是,否,冻虾,食用农产品,5,千克\n';
    expect(await t.run(sheet, 'kind=receipts')).toMatchObject({ applied: 1, errors: [] });
    const row = await t.store.read.selectFrom('receipt').select('checks').executeTakeFirstOrThrow();
    expect(JSON.parse(row.checks ?? '')).toEqual({ licence: true, temperature: false });
  });

  it('confirms shipments by the code of their slip', async () => {
    const t = await importWorld();
    const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'] });
    await t.run(`${HEAD},商品条码\n示例酱油,食品,A1,2026-11-01,100,瓶,9521234543213\n`);
    await t.run(`单号,用途,收货方信用代码,商品条码,批号,数量,单位\nS1,销售,${shop.uscc},9521234543213,A1,5,瓶\n`, 'kind=shipments');
    const row = await t.store.read.selectFrom('shipment').select(['slip', 'publicId']).executeTakeFirstOrThrow();
    const sent = await t.run(`发货单编号,接收结果\nhttps://trace.example/s/${row.slip},已收\n`, 'kind=receipts', shop);
    expect(sent).toMatchObject({ state: 'finished', applied: 1 });
    const shipment = await t.request('GET', `/v1/shipments/${row.publicId}`, { key: shop.key });
    expect(shipment.json.state).toBe('received');
  });

  it('reads UTF-8 with its mark, GB18030, UTF-16, semicolons and tabs', async () => {
    const t = await importWorld();
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('产品名称\t类别\t批号\n示例酱油\t食品\t乙1\n', 'utf16le')]);
    const files: BodyInit[] = ['\uFEFF产品名称,类别,批号\n示例酱油,食品,丙1\n', GB18030, utf16, '产品名称;类别;批号\n示例酱油;食品;丁1\n'];
    for (const file of files) expect(await t.run(file)).toMatchObject({ state: 'finished', applied: 1 });
    const batches = await t.store.read.selectFrom('batch').select('batchNumber').execute();
    expect(batches.map(({ batchNumber }) => batchNumber).sort()).toEqual(['丁1', '丙1', '乙1', '甲1']);
  });

  it('reads the days of a workbook in both of its systems', async () => {
    const t = await importWorld();
    const of = (serial: number) => [
      ['产品名称', '类别', '生产日期'],
      ['示例酱油', '食品', { date: serial }],
    ];
    await t.run(xlsxOf(of(46_327)));
    await t.run(xlsxOf(of(44_865), { date1904: true }));
    const batches = await t.store.read.selectFrom('batch').select('productionDate').execute();
    expect(batches.map(({ productionDate }) => productionDate)).toEqual(['2026-11-01', '2026-11-01']);
  });

  it('imports its own template but for the example row', async () => {
    const t = await importWorld();
    for (const kind of ['parties', 'products', 'batches', 'shipments', 'receipts', 'dispositions'])
      for (const format of ['xlsx', 'csv']) {
        const template = await t.app.request(`http://localhost/v1/imports/template?kind=${kind}&format=${format}`, {
          headers: { Authorization: `Bearer ${t.producer.key}` },
        });
        expect(template.status).toBe(200);
        const sent = await t.send(await template.arrayBuffer(), `kind=${kind}`);
        expect(sent.json.faults, `${kind} ${format}: ${sent.text}`).toEqual(['no-rows']);
      }
  });

  it('is seen by its own party alone, and takes no rows the caller may not record', async () => {
    const t = await importWorld();
    const other = await t.party();
    const authority = await t.authority();
    const sent = await t.send(`${HEAD}\n${ROWS}`);
    expect((await t.request('GET', `/v1/imports/${sent.json.id}`, { key: other.key })).status).toBe(404);
    expect((await t.request('GET', '/v1/imports', { key: other.key })).json.items).toEqual([]);
    expect((await t.send(`${HEAD}\n${ROWS}`, 'kind=batches', authority.key)).status).toBe(403);
    const key = await t.request('POST', `/v1/parties/${t.producer.id}/keys`, {
      key: t.producer.key,
      body: { label: 'dock', rights: ['custody'] },
    });
    expect((await t.send(`${HEAD}\n${ROWS}x,食品,1,2026-11-01,1,瓶`, 'kind=batches', key.json.key)).status).toBe(403);
  });

  it('stands in the ledger with what came and what came of it', async () => {
    const t = await importWorld();
    const sent = await t.send(`${HEAD}\n${ROWS}`);
    const { json } = await t.request('GET', `/v1/ledger/party:${t.producer.id}/entries`, { key: t.producer.key });
    const entries = json.items.map(({ bytes }: { bytes: string }) => JSON.parse(bytes));
    const own = entries.filter(({ subject }: { subject: string }) => subject === `import/${sent.json.id}`);
    const { sha256 } = sent.json;
    expect(own.map(({ kind, payload }: { kind: string; payload: object }) => [kind, payload])).toMatchObject([
      ['import.received', { kind: 'batches', mode: 'all-or-nothing', format: 'csv', sha256 }],
      ['import.finished', { state: 'finished', total: 2, good: 2, bad: 0, applied: 2 }],
    ]);
  });

  it('answers 501 where no files are kept', async () => {
    const t = await importWorld();
    delete t.deps.files.large;
    const sent = await t.send(`${HEAD}\n${ROWS}`);
    expect([sent.status, sent.json.code]).toEqual([501, 'not-on-edge']);
  });
});
