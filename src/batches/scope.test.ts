import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { batchBody, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import { sha256Hex } from '../ledger/entry.ts';

const PERSON = '张三丰';

async function entriesText(w: CustodyWorld): Promise<string> {
  return (await w.get(`/v1/ledger/party:${w.producer.id}/entries`, w.producer.key)).text;
}

describe('a name that may be a person’s own', () => {
  it('as brand owner or issuer is not in the ledger, and its party still reads it', async () => {
    const w = await custodyWorld();
    const signed = { kind: 'commitment', issuer: PERSON };
    const traceCode = await w.batch({ commissionedBy: { name: PERSON }, certificates: [signed] });
    const path = `/v1/batches/${traceCode}`;
    const patch = { reason: '补录', commissionedBy: { name: '李四' }, certificates: [{ ...signed, issuer: '王五' }] };
    const revised = await w.request('PATCH', path, { key: w.producer.key, body: patch, headers: { 'If-Match': '"1"' } });
    expect(revised.status, revised.text).toBe(200);
    const covers = { traceCodes: [traceCode] };
    const added = await w.post('/v1/certificates', w.producer.key, { kind: 'commitment', issuer: '赵六', covers });
    expect(added.json.issuer).toBe('赵六');

    const ledger = await entriesText(w);
    for (const name of [PERSON, '李四', '王五', '赵六']) expect(ledger.includes(name), name).toBe(false);
    const { json } = await w.get(path, w.producer.key);
    expect(json.commissionedBy).toEqual({ name: '李四' });
    expect(json.certificates.map((paper: { issuer: string }) => paper.issuer)).toEqual([PERSON, '王五', '赵六']);
    const revisions = (await w.get(`${path}/revisions`, w.producer.key)).json.items;
    expect(revisions[0].record).toMatchObject({ commissionedBy: { name: PERSON }, certificates: [{ issuer: PERSON }] });
    const seen = (await w.request('GET', `/t/${traceCode}`, { headers: { Accept: 'application/json' } })).json;
    expect(seen.certificates.map((paper: { issuer: string }) => paper.issuer)).toEqual(['张*', '王*', '赵*']);
    const withdrawn = await w.post(`/v1/certificates/${added.json.id}/withdrawal`, w.producer.key, { reason: '作废' });
    expect([withdrawn.status, withdrawn.json.issuer]).toEqual([200, '赵六']);
  });

  it('is gone from replies and pages once it has been erased', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch({ certificates: [{ kind: 'commitment', issuer: PERSON }] });
    const db = new DatabaseSync(w.file);
    db.exec('DELETE FROM personal');
    db.close();
    const seen = (await w.request('GET', `/t/${traceCode}`, { headers: { Accept: 'application/json' } })).json;
    expect(seen.certificates[0].issuer).toBeNull();
  });

  it('is not got by writing its commitment as a name of one’s own', async () => {
    const w = await custodyWorld();
    await w.batch({ certificates: [{ kind: 'commitment', issuer: PERSON }] });
    const [commitment] = (await entriesText(w)).match(/c:[0-9a-f]{64}/) ?? [];
    const guess = { batchNumber: commitment, commissionedBy: { name: commitment }, certificates: [{ kind: 'other', issuer: commitment }] };
    const traceCode = await w.batch(guess, {}, w.shop);
    const replies = [
      await w.get(`/v1/batches/${traceCode}`, w.shop.key),
      await w.get(`/v1/batches/${traceCode}/revisions`, w.shop.key),
      await w.request('GET', `/t/${traceCode}`),
    ];
    for (const { status, text } of replies) expect([status, text.includes(PERSON)]).toEqual([200, false]);
  });

  it('of a firm stands there in clear', async () => {
    const w = await custodyWorld();
    await w.batch({ commissionedBy: { name: '示例品牌有限公司' } });
    const ledger = await entriesText(w);
    for (const name of ['示例品牌有限公司', '杭州某检测有限公司']) expect(ledger.includes(name), name).toBe(true);
  });
});

describe('an authority', () => {
  it('reads the files of parties with a site in its region, and no others', async () => {
    const w = await custodyWorld();
    const bytes = new TextEncoder().encode('%PDF-1.7 报告');
    const path = `/v1/files/${sha256Hex(bytes)}`;
    const put = await w.request('PUT', path, { key: w.producer.key, raw: bytes, headers: { 'Content-Type': 'application/pdf' } });
    expect(put.status, put.text).toBe(201);
    const here = await w.authority({ regionCode: '330110' });
    const elsewhere = await w.authority({ name: '示例市场监管局', regionCode: '330200' });
    const statuses = [];
    for (const { key } of [w.producer, w.shop, here, elsewhere]) statuses.push((await w.get(path, key)).status);
    expect(statuses).toEqual([200, 404, 200, 404]);
  });

  it('sees on a batch the reminders and leads of its own department, never a to-do', async () => {
    const w = await custodyWorld();
    const bound = { category: 'agricultural', directoryItem: '猪肉' };
    const todo = await w.batch({ certificates: [], batchNumber: undefined }, { ...bound, specification: undefined });
    const failed = { kind: 'release', number: 'HZ-1', issuedOn: '2026-11-02', conclusion: 'fail' };
    const lead = await w.batch({ certificates: [failed] }, bound);
    await w.ship([{ traceCode: lead, quantity: { amount: '1', unit: '袋' } }]);
    const seen = async (key: string, traceCode: string): Promise<{ weight: string; department: string }[]> =>
      (await w.get(`/v1/batches/${traceCode}`, key)).json.findings;
    const market = await w.authority({ regionCode: '330110' });
    const farming = await w.authority({ name: '示例农业农村局', department: 'agriculture', regionCode: '330110' });
    expect((await seen(w.producer.key, todo)).map((one) => one.weight)).toContain('todo');
    expect(await seen(market.key, todo)).toEqual([]);
    expect(await seen(farming.key, todo)).toEqual([]);
    const own = (await seen(w.producer.key, lead)).filter((one) => one.weight !== 'todo');
    expect(own.map((one) => one.department)).toEqual(['market']);
    expect(await seen(market.key, lead)).toEqual(own);
    expect(await seen(farming.key, lead)).toEqual([]);
  });
});

describe('a delegate for one site', () => {
  it('reads, corrects and documents the batches of that site alone', async () => {
    const w = await custodyWorld();
    const agent = await w.party({ kinds: ['distributor'] });
    const site = { name: '二厂', kind: 'plant', regionCode: '330110' };
    const second: string = (await w.post(`/v1/parties/${w.producer.id}/sites`, w.producer.key, site)).json.id;
    const grant = { to: agent.id, rights: ['batches'], sites: [second] };
    expect((await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, grant)).status).toBe(201);
    const codes = { own: await w.batch({ site: second }), other: await w.batch() };
    const acting = { 'X-Acting-For': w.producer.id };
    const reached = async (code: string) => {
      const path = `/v1/batches/${code}`;
      const read = await w.get(path, agent.key, { headers: acting });
      const revisions = await w.get(`${path}/revisions`, agent.key, { headers: acting });
      const patched = await w.request('PATCH', path, {
        key: agent.key,
        body: { quantity: { amount: '1000', unit: '袋' }, reason: '盘点更正' },
        headers: { ...acting, 'If-Match': '"1"' },
      });
      const paper = { kind: 'typeTest', covers: { traceCodes: [code] } };
      const papered = await w.post('/v1/certificates', agent.key, paper, { headers: acting });
      return [read.status, revisions.status, patched.status, papered.status];
    };
    expect(await reached(codes.own)).toEqual([200, 200, 200, 201]);
    expect(await reached(codes.other)).toEqual([404, 404, 404, 422]);
    const listed = await w.get('/v1/batches', agent.key, { headers: acting });
    expect(listed.json.items.map((item: { traceCode: string }) => item.traceCode)).toEqual([codes.own]);
    const covers = { from: batchBody().productionDate, to: batchBody().productionDate };
    const period = await w.post('/v1/certificates', agent.key, { kind: 'typeTest', covers }, { headers: acting });
    expect(period.json.traceCodes).toEqual([codes.own]);
    const both = await w.post('/v1/certificates', w.producer.key, { kind: 'typeTest', covers });
    const withdraw = (id: string) => w.post(`/v1/certificates/${id}/withdrawal`, agent.key, { reason: '撤回' }, { headers: acting });
    expect((await withdraw(both.json.id)).status).toBe(404);
    expect((await withdraw(period.json.id)).status).toBe(200);
  });
});
