import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { mistyped } from '../ops/demo/doors.ts';

async function recorded(t: TestApp) {
  const maker = await t.party({ name: '示例酱品厂', regionCode: '330602' });
  const body = {
    product: { name: '香菇黄豆酱', specification: '200g/瓶', category: 'food', shelfLife: { value: 12, unit: 'month' } },
    batchNumber: '20261101A',
    productionDate: '2026-11-01',
    quantity: { amount: '100', unit: '瓶' },
  };
  const { status, json, text } = await t.request('POST', '/v1/batches', { key: maker.key, body });
  expect(status, text).toBe(201);
  return json.traceCode as string;
}

const said = { kind: 'spoiled', details: '开盖时已有霉斑', boughtAt: '示例店', contact: '0571-00000000' };
const report = (t: TestApp, body: unknown) => t.request('POST', '/v1/consumer-reports', { body });

describe('a consumer’s report', () => {
  it('reaches the market authority of the batch’s place, and no other', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    const shaoxing = await t.authority({ regionCode: '330600' });
    const hangzhou = await t.authority({ regionCode: '330100' });
    const farms = await t.authority({ regionCode: '330600', department: 'agriculture' });
    const sent = await report(t, { traceCode, ...said });
    expect(sent.status, sent.text).toBe(201);
    const list = async (key: string) => (await t.request('GET', '/v1/consumer-reports', { key })).json.items;
    expect(await list(shaoxing.key)).toEqual([
      {
        id: sent.json.id,
        at: '2026-11-05T01:00:00Z',
        traceCode,
        product: '香菇黄豆酱',
        producer: '示例酱品厂',
        batchNumber: '20261101A',
        regionCode: '330602',
        ...said,
      },
    ]);
    expect(await list(hangzhou.key)).toEqual([]);
    expect(await list(farms.key)).toEqual([]);
    const other = await t.party();
    expect((await t.request('GET', '/v1/consumer-reports', { key: other.key })).status).toBe(403);
  });

  it('is a file for the office, refused whole where the place to go on from was not given out', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    const office = await t.authority({ regionCode: '330600' });
    await report(t, { traceCode, ...said });
    const file = await t.request('GET', '/consumer-reports.csv', { key: office.key });
    expect(file.status).toBe(200);
    expect(file.text).toContain('开盖时已有霉斑');
    expect(file.text.split('\r\n')[0]).toContain('只含最近的 20000 条');
    const wrong = await t.request('GET', '/consumer-reports.csv?cursor=x', { key: office.key });
    expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid-input']);
  });

  it('stands in the ledger without the batch, the words or the contact', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    await report(t, { traceCode, ...said });
    const entries = await t.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'consumer.reported').execute();
    expect(entries).toHaveLength(1);
    for (const secret of [traceCode, traceCode.replaceAll('-', ''), said.details, said.boughtAt, said.contact])
      expect(entries[0]?.bytes).not.toContain(secret);
  });

  it('does not change what the public page says', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    await report(t, { traceCode, ...said });
    await t.follower.catchUp();
    expect((await t.request('GET', `/t/${traceCode}`, { headers: { Accept: 'application/json' } })).json.status).toBe(
      'no-problem-recorded',
    );
  });

  it('is taken five times a day from one address', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    const statuses = [];
    for (let n = 0; n < 6; n++) statuses.push((await report(t, { traceCode, ...said })).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
    t.clock.advance(86_400_000);
    expect((await report(t, { traceCode, ...said })).status).toBe(201);
  });

  it('by the form comes back as it was typed when something is missing', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    const send = (fields: Record<string, string>) =>
      t.request('POST', `/t/${traceCode}/report`, {
        raw: new URLSearchParams(fields).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      });
    const refused = await send({ kind: '', details: '开盖时已有霉斑' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('href="#kind"');
    expect(refused.text).toContain('>开盖时已有霉斑</textarea>');
    const taken = await send({ kind: 'spoiled', details: '开盖时已有霉斑', contact: '' });
    expect(taken.status).toBe(303);
    const thanks = await t.request('GET', taken.headers.get('location') ?? '');
    expect(thanks.text).toContain('报告已送出');
  });

  it('is not taken for a code nobody recorded', async () => {
    const t = await testApp();
    expect((await report(t, { traceCode: '2222-2222-2222-2222-2222', ...said })).status).toBe(404);
  });
});

describe('a mistyped code', () => {
  it('is answered with the recorded code one slip away, and with nothing for two slips', async () => {
    const t = await testApp();
    const traceCode = await recorded(t);
    const near = async (code: string) => (await t.request('GET', `/t/${code}`, { headers: { Accept: 'application/json' } })).json;
    expect(await near(mistyped(traceCode))).toMatchObject({ status: 'mistyped', didYouMean: [traceCode] });
    const misread = `0${traceCode.slice(1)}`;
    expect(await near(misread)).toMatchObject({ status: 'mistyped', didYouMean: [traceCode] });
    expect(await near(`00${traceCode.slice(2)}`)).toMatchObject({ status: 'mistyped', didYouMean: [] });
    const page = await t.request('GET', `/find?code=${mistyped(traceCode)}`, { headers: { Accept: 'text/html' } });
    expect(page.text).toContain(`href="/t/${traceCode}"`);
    expect(page.text).toContain('<mark>');
  });
});
