import { expect } from 'vitest';
import { type Ask, type TestApp, type TestParty, testApp } from './app.ts';

/** 2026-11-05 09:00 in Shanghai, when the test's clock starts. */
export const NOW = '2026-11-05T09:00:00+08:00';

/** What a producer says of a batch that lacks nothing: made on the first, released on the second, 1,200 bags in cartons of ten. */
export function batchBody(fields: Record<string, unknown> = {}, product: Record<string, unknown> = {}) {
  return {
    product: {
      name: '冷鲜猪后腿肉',
      specification: '约2kg/袋',
      category: 'food',
      gtin: '09521234543213',
      shelfLife: { value: 7, unit: 'day' },
      packaging: [{ unit: '箱', contains: { amount: '10', unit: '袋' } }],
      ...product,
    },
    batchNumber: '20261101A',
    productionDate: '2026-11-01',
    quantity: { amount: '1200', unit: '袋' },
    certificates: [
      { kind: 'release', number: 'HZ-2026-11-0042', issuer: '杭州某检测有限公司', issuedOn: '2026-11-02', conclusion: 'pass' },
    ],
    ...fields,
  };
}

export const bags = (amount: string) => ({ amount, unit: '袋' });

/** A producer, a shop and what they do to each other, over HTTP. */
export async function custodyWorld(options: Parameters<typeof testApp>[0] = {}) {
  const t = await testApp(options);
  const producer = await t.party({ name: '示例肉联厂', kinds: ['producer'] });
  const shop = await t.party({ name: '示例超市有限公司', kinds: ['retailer'] });
  const post = (path: string, key: string | undefined, body: unknown, ask: Ask = {}) => t.request('POST', path, { ...ask, key, body });
  const get = (path: string, key?: string, ask: Ask = {}) => t.request('GET', path, { ...ask, key });

  /** Records a batch and answers its trace code. */
  async function batch(
    fields: Record<string, unknown> = {},
    product: Record<string, unknown> = {},
    by: TestParty = producer,
  ): Promise<string> {
    const made = await post('/v1/batches', by.key, batchBody(fields, product));
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  }

  /** Ships to the shop unless told otherwise, and answers the shipment. */
  async function ship(
    lines: unknown[],
    fields: Record<string, unknown> = {},
    by: TestParty = producer,
  ): Promise<{ id: string; slip: string; json: TestAnswer }> {
    const body = { purpose: 'sale', to: { uscc: shop.uscc, name: '示例超市有限公司' }, shippedAt: NOW, lines, ...fields };
    const made = await post('/v1/shipments', by.key, body);
    expect(made.status, made.text).toBe(201);
    return { id: made.json.id, slip: made.json.slipUrl.split('/s/')[1], json: made.json };
  }

  /** What a party has of a batch, in the batch's own unit; undefined without a holding. */
  async function held(by: TestParty, traceCode: string): Promise<string | undefined> {
    const { json } = await get('/v1/holdings?limit=200', by.key);
    const own = json.items.filter((item: { traceCode: string }) => item.traceCode === traceCode);
    expect(own.length).toBeLessThanOrEqual(1);
    return own[0]?.quantity.amount;
  }

  return { ...t, producer, shop, post, get, batch, ship, held };
}

type TestAnswer = Awaited<ReturnType<TestApp['request']>>['json'];
export type CustodyWorld = Awaited<ReturnType<typeof custodyWorld>>;
