import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

/** Two makers' goods in one shop, one of them made for a brand. */
async function shopOfTwo() {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330110' });
  const other = await w.party({ name: '另一示例肉联厂', kinds: ['producer'] });
  const brand = await w.party({ name: '示例品牌有限公司', kinds: ['distributor'] });
  const mine = await w.batch({ commissionedBy: { uscc: brand.uscc, name: '示例品牌有限公司' } });
  const theirs = await w.batch({ batchNumber: 'zz' }, {}, other);
  for (const [by, code] of [
    [w.producer, mine],
    [other, theirs],
  ] as const) {
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }], {}, by);
    expect((await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' })).status).toBe(201);
  }
  const told = async (by: { key: string }) =>
    (await w.get('/v1/notices', by.key)).json.items.map((one: { kind: string; body: { traceCodes: string[] } }) => [
      one.kind,
      one.body.traceCodes,
    ]);
  return { ...w, desk, other, brand, mine, theirs, told };
}

describe('a sample of several makers’ goods that failed', () => {
  it('is told to each maker, and the brand, of its own goods alone', async () => {
    const w = await shopOfTwo();
    const sample = { number: 'S-1', kind: 'official', party: w.shop.id, traceCodes: [w.mine, w.theirs] };
    const { id } = (await w.post('/v1/samples', w.desk.key, sample)).json;
    expect((await w.post(`/v1/samples/${id}/results`, w.desk.key, { reportNumber: 'Q-1', conclusion: 'fail' })).status).toBe(201);
    expect(await w.told(w.shop)).toEqual([['report.issued', [w.mine, w.theirs]]]);
    expect(await w.told(w.producer)).toEqual([['report.issued', [w.mine]]]);
    expect(await w.told(w.brand)).toEqual([['report.issued', [w.mine]]]);
    expect(await w.told(w.other)).toEqual([['report.issued', [w.theirs]]]);
  });
});

describe('a recall', () => {
  it('is told to the brand the goods were made for', async () => {
    const w = await shopOfTwo();
    const recall = { level: 1, reason: '标签错误', traceCodes: [w.mine] };
    expect((await w.post('/v1/recalls', w.producer.key, recall)).status).toBe(201);
    await w.follower.catchUp();
    expect((await w.told(w.brand)).map(([kind]: [string]) => kind)).toEqual(['recall.opened']);
  });
});
