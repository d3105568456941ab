import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

const rulesOf = (answer: { findings: { rule: string }[] }) =>
  answer.findings.map((finding) => finding.rule).filter((rule) => rule === 'moved-while-held');

/** A batch of which the shop has a hundred bags. */
async function heldWorld() {
  const w = await custodyWorld();
  const traceCode = await w.batch();
  const sent = await w.ship([{ traceCode, quantity: bags('100') }]);
  await w.post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
  w.clock.advance(60_000);
  const hold = (key: string, codes = [traceCode]) => w.post('/v1/holds', key, { reason: '复核', traceCodes: codes });
  const sell = async (kind = 'sold') =>
    rulesOf((await w.post('/v1/dispositions', w.shop.key, { kind, lines: [{ traceCode, quantity: bags('1') }] })).json);
  return { ...w, traceCode, hold, sell };
}

describe('a hold', () => {
  it('by the maker binds everybody who has the goods until it is lifted, and each of them is told of both', async () => {
    const w = await heldWorld();
    const placed = await w.hold(w.producer.key);
    expect(placed.json).toMatchObject({ told: 1, traceCodes: [w.traceCode] });
    expect((await w.get('/v1/holds', w.shop.key)).json.items).toMatchObject([
      {
        by: { kind: 'party', name: '示例肉联厂' },
        batches: [{ traceCode: w.traceCode, product: { name: '冷鲜猪后腿肉' } }],
        liftedAt: null,
      },
    ]);
    w.clock.advance(1);
    expect(await w.sell()).toEqual(['moved-while-held']);
    expect(await w.sell('destroyed')).toEqual([]);
    const lines = [{ traceCode: w.traceCode, quantity: bags('1') }];
    const now = '2026-11-05T09:01:30+08:00';
    w.clock.advance(60_000);
    expect(rulesOf((await w.ship(lines, { purpose: 'transfer', shippedAt: now })).json)).toEqual(['moved-while-held']);
    for (const purpose of ['return', 'disposal', 'sample'])
      expect(rulesOf((await w.ship(lines, { purpose, shippedAt: now })).json), purpose).toEqual([]);
    expect((await w.post(`/v1/holds/${placed.json.id}/lifting`, w.producer.key, { reason: '合格' })).status).toBe(200);
    expect(await w.sell()).toEqual([]);
    expect((await w.get('/v1/holds', w.shop.key)).json.items).toEqual([]);
    expect((await w.get('/v1/holds?state=all', w.shop.key)).json.items).toMatchObject([{ liftReason: '合格' }]);
    expect((await w.get('/v1/notices', w.shop.key)).json.items.map((one: { kind: string }) => one.kind)).toEqual([
      'hold.lifted',
      'hold.placed',
    ]);
  });

  it('by a shop of what it has itself binds and concerns nobody else', async () => {
    const w = await heldWorld();
    const placed = await w.hold(w.shop.key);
    expect(placed.json.told).toBe(0);
    w.clock.advance(1);
    expect(await w.sell()).toEqual(['moved-while-held']);
    expect((await w.get('/v1/holds', w.producer.key)).json.items).toEqual([]);
    expect((await w.post(`/v1/holds/${placed.json.id}/lifting`, w.producer.key, { reason: 'x' })).status).toBe(404);
    const sale = await w.ship([{ traceCode: w.traceCode, quantity: bags('1') }], { shippedAt: '2026-11-05T09:01:00+08:00' });
    expect(rulesOf(sale.json)).toEqual([]);
  });

  it('is an authority’s in its region, where the goods were made or lie', async () => {
    const w = await heldWorld();
    const here = await w.authority({ regionCode: '330110' });
    const elsewhere = await w.authority({ regionCode: '330200' });
    expect((await w.hold(elsewhere.key)).json.errors).toMatchObject([{ pointer: '/traceCodes/0', found: w.traceCode }]);
    expect((await w.hold(here.key)).status).toBe(201);
    expect((await w.get('/v1/holds', here.key)).json.items).toHaveLength(1);
    expect((await w.get('/v1/holds', elsewhere.key)).json.items).toEqual([]);
  });

  it('names what is not there, what is mistyped and what is another’s, each at its place', async () => {
    const w = await heldWorld();
    const stranger = await w.party({ name: '示例粮油厂' });
    const pointers = async (key: string, codes: string[]) =>
      (await w.hold(key, codes)).json.errors.map((error: { pointer: string }) => error.pointer);
    expect(await pointers(w.producer.key, ['ABCDEFGHJKMNPQRSTUVM', w.traceCode, '1234'])).toEqual(['/traceCodes/0', '/traceCodes/2']);
    expect(await pointers(stranger.key, [w.traceCode])).toEqual(['/traceCodes/0']);
    expect(await pointers(w.producer.key, [])).toEqual(['/traceCodes']);
    expect((await w.get('/v1/holds?state=all', w.producer.key)).json.items).toEqual([]);
  });
});
