import { expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../../test/app.ts';
import { incompletePork } from '../../test/journeys/goods.ts';

it('a lead of a power that was given to one office is read by the other and acted on by the first alone', async () => {
  const t = await testApp();
  const market = await t.authority();
  const comprehensive = await t.authority({ name: '示例市综合行政执法局', department: 'comprehensive' });
  const given = await t.request('PUT', '/v1/competences', {
    key: ADMIN_KEY,
    body: { regionCode: '330100', offence: 'trace-record', authority: comprehensive.id, from: '2026-01-01', source: '示例文件' },
  });
  expect(given.status, given.text).toBeLessThan(300);
  const plant = await t.party({ name: '示例肉品厂' });
  const shop = await t.party({ name: '示例超市', kinds: ['retailer'] });
  const { traceCode } = (await t.request('POST', '/v1/batches', { key: plant.key, body: incompletePork() })).json;
  await t.request('POST', '/v1/shipments', {
    key: plant.key,
    body: {
      purpose: 'sale',
      to: { uscc: shop.uscc, name: '示例超市' },
      shippedAt: '2026-11-05T06:00:00+08:00',
      lines: [{ traceCode, quantity: { amount: '24', unit: '箱' } }],
    },
  });
  await t.follower.catchUp();
  const [lead] = (await t.request('GET', '/v1/violations?rule=record-incomplete', { key: market.key })).json.items;
  const reason = { reason: '核实后不成立' };
  const officers = ['甲', '乙'];
  expect((await t.request('POST', '/v1/cases', { key: market.key, body: { violationIds: [lead.id], officers } })).status).toBe(403);
  expect((await t.request('POST', `/v1/violations/${lead.id}/dismissal`, { key: market.key, body: reason })).status).toBe(403);
  const own = await t.request('POST', `/v1/violations/${lead.id}/dismissal`, { key: comprehensive.key, body: reason });
  expect(own.status, own.text).toBeLessThan(300);
});
