import { describe, expect, it } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';

const pork = {
  product: { name: '冷鲜猪后腿肉', category: 'agricultural', directoryItem: '猪肉', shelfLife: { value: 7, unit: 'day' } },
  batchNumber: '20261104A',
  productionDate: '2026-11-04',
  expiresOn: '2026-11-11',
  quantity: { amount: '100', unit: '袋' },
  certificates: [{ kind: 'quarantine', number: 'Q-1', issuer: '示例检疫', issuedOn: '2026-11-04', conclusion: 'pass' }],
};

/** A producer sold pork whose record lacks the specification; the follower has opened the lead. */
async function sold(t: TestApp) {
  const desk = await t.authority({ regionCode: '330110' });
  const plant = await t.party({ kinds: ['producer'] });
  const shop = await t.party({ kinds: ['retailer'] });
  const made = await t.request('POST', '/v1/batches', { key: plant.key, body: pork });
  expect(made.status, made.text).toBe(201);
  const { traceCode } = made.json;
  const sale = {
    purpose: 'sale',
    to: { uscc: shop.uscc, name: '示例超市' },
    shippedAt: '2026-11-05T08:00:00+08:00',
    documentNumber: 'SH-1',
    lines: [{ traceCode, quantity: { amount: '10', unit: '袋' } }],
  };
  const shipped = await t.request('POST', '/v1/shipments', { key: plant.key, body: sale });
  expect(shipped.status, shipped.text).toBe(201);
  await t.follower.catchUp();
  const leads = await t.request('GET', '/v1/violations?rule=record-incomplete', { key: desk.key });
  const complete = async () => {
    const body = { product: { ...pork.product, specification: '约2kg/袋' }, reason: '补录规格' };
    const revised = await t.request('PATCH', `/v1/batches/${traceCode}`, { key: plant.key, body, headers: { 'If-Match': '"1"' } });
    expect(revised.status, revised.text).toBe(200);
    await t.follower.catchUp();
  };
  const state = async () => (await t.request('GET', `/v1/violations/${leads.json.items[0].id}`, { key: desk.key })).json.state;
  return { desk, leads, complete, state };
}

describe('a lead on an incomplete record', () => {
  it('is opened in the authority’s chain after the sale, with 1,000 to 10,000 yuan, and closes itself when the record is completed', async () => {
    const t = await testApp();
    const { desk, leads, complete, state } = await sold(t);
    expect(leads.json.items).toHaveLength(1);
    expect(leads.json.items[0].fineBand).toMatchObject({ minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue' });
    const chain = await t.store.read.selectFrom('entry').select('kind').where('chain', '=', `authority:${desk.id}`).execute();
    expect(chain.map((entry) => entry.kind)).toContain('lead.opened');
    await complete();
    expect(await state()).toBe('corrected');
  });

  it('is left to its officers once it is in a case', async () => {
    const t = await testApp();
    const { desk, leads, complete, state } = await sold(t);
    const body = { violationIds: [leads.json.items[0].id], officers: ['甲', '乙'] };
    expect((await t.request('POST', '/v1/cases', { key: desk.key, body })).status).toBe(201);
    await complete();
    expect(await state()).toBe('in-case');
  });
});
