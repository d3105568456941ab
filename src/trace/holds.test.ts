import { describe, expect, it } from 'vitest';
import type { TestParty } from '../../test/app.ts';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

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

/** Makes parties that have some of the batch, beside the service. */
async function manyHolders(w: CustodyWorld & { traceCode: string }, n: number): Promise<void> {
  const { read } = w.store;
  const [holding, party] = [
    await read.selectFrom('holding').selectAll().executeTakeFirstOrThrow(),
    await read.selectFrom('party').selectAll().executeTakeFirstOrThrow(),
  ];
  const ids = await w.store.ids(2 * n);
  const rows = Array.from({ length: n }, (_, i) => ({ id: ids[i] ?? 0, publicId: `holder${String(i).padStart(10, '0')}` }));
  await w.store.commit({
    chain: 'system',
    at: w.clock.now(),
    entries: [],
    rows: {
      party: rows.map((row) => ({ ...party, ...row, uscc: null })),
      holding: rows.map((row, i) => ({ ...holding, id: ids[n + i] ?? 0, partyId: row.id })),
    },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
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

  it('is told to everybody the goods come to later, and its lifting to all who were told', async () => {
    const w = await heldWorld();
    const later = await w.party({ name: '示例便利店', kinds: ['retailer'] });
    const never = await w.party({ name: '示例小卖部', kinds: ['retailer'] });
    const kinds = async (key: string) => (await w.get('/v1/notices', key)).json.items.map((one: { kind: string }) => one.kind);
    const placed = await w.hold(w.producer.key);
    const sell = async (to: TestParty) => {
      const to_ = { to: { uscc: to.uscc, name: '示例' }, shippedAt: '2026-11-05T09:00:30+08:00' };
      const sent = await w.ship([{ traceCode: w.traceCode, quantity: bags('1') }], to_);
      expect((await w.post(`/v1/shipments/${sent.id}/receipt`, to.key, { outcome: 'accepted' })).status).toBe(201);
    };
    await w.follower.catchUp();
    await sell(later);
    await w.follower.catchUp();
    expect(await kinds(later.key)).toEqual(['hold.placed']);
    expect(await kinds(w.shop.key)).toEqual(['hold.placed']);
    expect(await kinds(w.producer.key)).toEqual([]);
    await w.post(`/v1/holds/${placed.json.id}/lifting`, w.producer.key, { reason: '合格' });
    await sell(never);
    await w.follower.catchUp();
    expect((await kinds(later.key)).sort()).toEqual(['hold.lifted', 'hold.placed']);
    expect((await kinds(w.shop.key)).sort()).toEqual(['hold.lifted', 'hold.placed']);
    expect(await kinds(never.key)).toEqual([]);
    expect(await w.follower.catchUp()).toBe(0);
  });

  it('reaches the shop the goods are on their way to, which reads of it again in the reply of its receipt, and of the lifting', async () => {
    const w = await heldWorld();
    const next = await w.party({ name: '示例便利店', kinds: ['retailer'] });
    const stranger = await w.party({ name: '示例小卖部', kinds: ['retailer'] });
    const to = { to: { uscc: next.uscc, name: '示例' }, shippedAt: '2026-11-05T09:00:30+08:00' };
    const sent = await w.ship([{ traceCode: w.traceCode, quantity: bags('10') }], to);
    const kinds = async (key: string) => (await w.get('/v1/notices', key)).json.items.map((one: { kind: string }) => one.kind);
    const seen = async (key: string) => (await w.get('/v1/holds', key)).json.items.map((one: { id: string }) => one.id);
    const placed = await w.hold(w.producer.key);
    expect(placed.json.told).toBe(2);
    expect([await kinds(next.key), await seen(next.key)]).toEqual([['hold.placed'], [placed.json.id]]);
    expect([await kinds(stranger.key), await seen(stranger.key)]).toEqual([[], []]);
    const came = await w.post(`/v1/shipments/${sent.id}/receipt`, next.key, { outcome: 'accepted' });
    expect(came.json.holds).toEqual([
      { id: placed.json.id, traceCode: w.traceCode, reason: '复核', byAuthority: false, at: '2026-11-05T01:01:00Z' },
    ]);
    await w.follower.catchUp();
    expect([await kinds(next.key), await seen(next.key)]).toEqual([['hold.placed'], [placed.json.id]]);
    const later = await w.ship([{ traceCode: w.traceCode, quantity: bags('10') }], { ...to, to: { uscc: stranger.uscc, name: '示例' } });
    await w.follower.catchUp();
    expect([await kinds(stranger.key), await seen(stranger.key)]).toEqual([['hold.placed'], [placed.json.id]]);
    await w.post(`/v1/holds/${placed.json.id}/lifting`, w.producer.key, { reason: '合格' });
    expect([(await kinds(stranger.key)).sort(), (await kinds(next.key)).sort()]).toEqual(Array(2).fill(['hold.lifted', 'hold.placed']));
    const free = await w.post(`/v1/shipments/${later.id}/receipt`, stranger.key, { outcome: 'accepted' });
    expect([free.status, free.json.holds]).toEqual([201, undefined]);
  });

  it('of goods at more holders than one commit tells is told to all of them, and so is its lifting', async () => {
    const w = await heldWorld();
    await manyHolders(w, 1_100);
    const count = async (kind: string) => (await w.store.read.selectFrom('notice').select('id').where('kind', '=', kind).execute()).length;
    const placed = await w.hold(w.producer.key);
    expect(placed.json.told).toBe(1_101);
    await w.follower.catchUp();
    expect(await count('hold.placed')).toBe(1_101);
    await w.post(`/v1/holds/${placed.json.id}/lifting`, w.producer.key, { reason: '合格' });
    await w.follower.catchUp();
    expect(await count('hold.lifted')).toBe(1_101);
  });

  it('by the brand goods were made for binds everybody as the maker’s does; the brand traces them a step, and the recall is the maker’s', async () => {
    const w = await custodyWorld();
    const brand = await w.party({ name: '示例品牌有限公司', kinds: ['producer'] });
    const other = await w.party({ name: '另一品牌有限公司', kinds: ['producer'] });
    const raw = await w.batch({ batchNumber: 'RAW' });
    const inputs = [{ traceCode: raw, quantity: bags('1') }];
    const code = await w.batch({ commissionedBy: { name: '示例品牌有限公司', uscc: brand.uscc }, inputs });
    const lines = [{ traceCode: code, quantity: bags('100') }];
    const sent = await w.ship(lines);
    await w.post(`/v1/shipments/${sent.id}/receipt`, w.shop.key, { outcome: 'accepted' });
    w.clock.advance(60_000);
    const of = { reason: '复核', traceCodes: [code] };
    const placed = await w.post('/v1/holds', brand.key, of);
    expect([placed.status, placed.json.told], placed.text).toEqual([201, 2]);
    for (const { key } of [w.producer, w.shop])
      expect((await w.get('/v1/holds', key)).json.items).toMatchObject([{ id: placed.json.id, by: { name: '示例品牌有限公司' } }]);
    w.clock.advance(1);
    const sold = await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('1') }] });
    expect(rulesOf(sold.json)).toEqual(['moved-while-held']);
    const trace = (key: string) => w.get(`/v1/trace?traceCode=${code}`, key);
    const seen = (await trace(brand.key)).json;
    expect(seen.edges).toMatchObject([{ kind: 'sale', quantity: { amount: '100' } }]);
    expect(seen.nodes.map((one: { party: { name: string }; basis: string }) => [one.party.name, one.basis])).toEqual([
      ['示例肉联厂', 'books'],
      ['示例超市有限公司', 'no-books'],
    ]);
    expect([(await trace(other.key)).status, (await w.post('/v1/holds', other.key, of)).status]).toEqual([404, 422]);
    // What its maker put into them is the maker's.
    const back = (await w.get(`/v1/trace?traceCode=${code}&direction=back`, brand.key)).text;
    expect([back.includes(raw), (await w.get(`/v1/trace?traceCode=${code}&direction=back`, w.producer.key)).text.includes(raw)]).toEqual([
      false,
      true,
    ]);
    // Who acts for one site of the brand binds nobody else with the goods that lie there, and lifts nothing.
    const own = await w.ship(lines, { to: { uscc: brand.uscc, name: '示例' } });
    await w.post(`/v1/shipments/${own.id}/receipt`, brand.key, { outcome: 'accepted' });
    const agent = await w.party({ name: '示例代办有限公司', kinds: ['distributor'] });
    const grant = { to: `uscc:${agent.uscc}`, rights: ['batches', 'custody'], sites: [brand.sites[0]?.id] };
    expect((await w.post(`/v1/parties/${brand.id}/delegations`, brand.key, grant)).status).toBe(201);
    const acting = { headers: { 'X-Acting-For': brand.id } };
    expect((await w.post('/v1/holds', agent.key, of, acting)).status).toBe(422);
    expect((await w.post(`/v1/holds/${placed.json.id}/lifting`, agent.key, { reason: '合格' }, acting)).status).toBeGreaterThanOrEqual(403);
    const order = { level: 1, reason: '示例', traceCodes: [code] };
    expect((await w.post('/v1/recalls', brand.key, order)).status).toBe(422);
    // The brand is a holder of the maker's recall, and counted as one from the start.
    const opened = await w.post('/v1/recalls', w.producer.key, order);
    await w.follower.catchUp();
    const holders = (await w.get(`/v1/recalls/${opened.json.id}`, w.producer.key)).json.holders;
    expect([opened.json.holders, holders]).toEqual([2, 2]);
    expect((await w.post(`/v1/holds/${placed.json.id}/lifting`, brand.key, { reason: '合格' })).status).toBe(200);
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
