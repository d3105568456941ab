import { expect, it } from 'vitest';
import type { Store } from '../src/store/store.ts';
import { freshSqlite } from './fresh-store.ts';
import { incompletePork, pork } from './journeys/goods.ts';
import { worldOver } from './world.ts';

it('a correction that races the opening of a case leaves the lead in the case', async () => {
  const { store, close } = await freshSqlite();
  let between: (() => Promise<void>) | undefined;
  const racing = new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit')
        return async (commit: Parameters<Store['commit']>[0]) => {
          const act = commit.entries.some((entry) => entry.kind === 'batch.revised') ? between : undefined;
          between = act ? undefined : between;
          await act?.();
          return target.commit(commit);
        };
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const w = worldOver(racing, { put: async () => {}, get: async () => null });
  const plant = await w.party({ name: '示例肉品厂' });
  const shop = await w.party({ name: '示例超市', kinds: ['retailer'] });
  const market = await w.authority();
  const { traceCode } = (await w.request('POST', '/v1/batches', { key: plant.key, body: incompletePork() })).json;
  const sent = await w.request('POST', '/v1/shipments', {
    key: plant.key,
    body: {
      purpose: 'sale',
      to: { uscc: shop.uscc, name: '示例超市' },
      shippedAt: '2026-11-05T06:00:00+08:00',
      lines: [{ traceCode, quantity: { amount: '24', unit: '箱' } }],
    },
  });
  expect(sent.status, sent.text).toBe(201);
  await w.follower.catchUp();
  const open = await w.request('GET', '/v1/violations?rule=record-incomplete&state=open', { key: market.key });
  const lead = open.json.items[0].id;

  between = async () => {
    const taken = await w.request('POST', '/v1/cases', { key: market.key, body: { violationIds: [lead], officers: ['甲', '乙'] } });
    expect(taken.status, taken.text).toBe(201);
  };
  const corrected = await w.request('PATCH', `/v1/batches/${traceCode}`, {
    key: plant.key,
    headers: { 'If-Match': '"1"' },
    body: { product: pork().product, expiresOn: '2026-11-08', certificates: pork().certificates, reason: '补录' },
  });
  expect(corrected.status, corrected.text).toBe(200);
  const after = await w.request('GET', `/v1/violations/${lead}`, { key: market.key });
  expect(after.json.state).toBe('in-case');
  await close();
});
