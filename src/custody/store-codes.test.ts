import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

/** Item 12345, 1.234 kg and 0 g. */
const LABEL = '2012345012349';
const NO_WEIGHT = '2012345000001';
const LAYOUT = 'PPIIIIIWWWWWC';

/** A shop with a batch of loose pork, counted in kilograms, on its counter. */
async function counter(w: CustodyWorld, batchNumber = '20261101A'): Promise<string> {
  const code = await w.batch({ batchNumber, quantity: { amount: '500', unit: '千克' } }, { packaging: [] });
  const { id } = await w.ship([{ traceCode: code, quantity: { amount: '50', unit: '千克' } }]);
  expect((await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' })).status).toBe(201);
  return code;
}

const map = (w: CustodyWorld, batch: string, more: Record<string, unknown> = {}) =>
  w.post('/v1/store-codes', w.shop.key, { code: LABEL, layout: LAYOUT, batch, ...more });
const sell = (w: CustodyWorld, line: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [line], ...more });

describe('an in-store code at the till', () => {
  it('sells the batch it stands for, by the weight on the label', async () => {
    const w = await custodyWorld();
    const code = await counter(w);
    const made = await map(w, code);
    expect([made.status, made.json]).toEqual([
      201,
      {
        id: expect.any(String),
        site: { id: w.shop.sites[0]?.id, name: w.shop.sites[0]?.name },
        item: '2012345',
        layout: LAYOUT,
        traceCode: code,
        product: { name: '冷鲜猪后腿肉' },
        batchNumber: '20261101A',
        from: '2026-11-05T01:00:00Z',
        until: null,
        inForce: true,
      },
    ]);
    expect((await sell(w, { storeCode: LABEL })).status).toBe(201);
    expect(await w.held(w.shop, code)).toBe('48.766');
    expect((await sell(w, { storeCode: LABEL, quantity: { amount: '1', unit: '千克' } })).status).toBe(201);
    expect(await w.held(w.shop, code)).toBe('47.766');
  });

  it('never sells other goods whose item its digits begin with too', async () => {
    const w = await custodyWorld();
    const [pork, tomato] = [await counter(w), await counter(w, '20261102B')];
    const short = { code: '2012300123455', layout: 'PPIIIKWWWWWWC' };
    expect((await map(w, pork)).status).toBe(201);
    const told = await map(w, tomato, short);
    expect([told.status, told.json.errors.map((one: { pointer: string; found: string }) => [one.pointer, one.found])]).toEqual([
      422,
      [['/layout', '20123']],
    ]);
    const later = { ...short, from: '2026-11-06T09:00:00+08:00' };
    expect((await map(w, tomato, later)).status).toBe(422);
    expect((await map(w, tomato, { code: '2011100123450', layout: short.layout })).status).toBe(201);
    expect((await map(w, pork, { code: '2011122001231' })).json.errors[0].found).toBe('2011122');
  });

  it('names its goods by the longest item it begins with, also where these are gone', async () => {
    const w = await custodyWorld();
    const [pork, tomato] = [await counter(w), await counter(w, '20261102B')];
    await map(w, pork);
    const [row] = await w.store.read.selectFrom('store_code').selectAll().execute();
    const [batch] = await w.store.read.selectFrom('batch').select('id').where('traceCode', '=', tomato.replaceAll('-', '')).execute();
    const [id = 0] = await w.store.ids(1);
    // As it stood before such pairs were refused.
    const short = { ...row, id, publicId: 'V1StGXR8Z5jdHi6B', item: '20123', layout: 'PPIIIKWWWWWWC', batchId: batch?.id ?? 0 };
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      rows: { store_code: [short as typeof short & NonNullable<typeof row>] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    expect((await sell(w, { storeCode: LABEL })).status).toBe(201);
    expect([await w.held(w.shop, pork), await w.held(w.shop, tomato)]).toEqual(['48.766', '50']);
    await sell(w, { traceCode: pork, quantity: { amount: '48.766', unit: '千克' } });
    await sell(w, { storeCode: LABEL });
    expect(await w.held(w.shop, tomato)).toBe('50');
  });

  it('keeps the label in the entry of the sale', async () => {
    const w = await custodyWorld();
    const code = await counter(w);
    await map(w, code);
    await sell(w, { storeCode: LABEL });
    const { json } = await w.get(`/v1/ledger/party:${w.shop.id}/entries`, w.shop.key);
    const entry = JSON.parse(json.items.at(-1).bytes);
    expect([entry.kind, entry.payload.lines]).toEqual([
      'disposition.recorded',
      [{ n: 1, traceCode: code.replaceAll('-', ''), quantity: { amount: '1234', unit: '克' }, storeCode: LABEL }],
    ]);
  });

  it('that stands for two batches in stock is told with both, and for one of them once the other is gone', async () => {
    const w = await custodyWorld();
    const [old, fresh] = [await counter(w), await counter(w, '20261102B')];
    await map(w, old);
    await map(w, fresh);
    const told = await sell(w, { storeCode: LABEL });
    expect([told.status, told.json.code]).toEqual([422, 'ambiguous-line']);
    expect(told.json.candidates[0].candidates.map((one: { traceCode: string }) => one.traceCode).sort()).toEqual([old, fresh].sort());
    await sell(w, { traceCode: old, quantity: { amount: '50', unit: '千克' } });
    expect((await sell(w, { storeCode: LABEL })).status).toBe(201);
    expect(await w.held(w.shop, fresh)).toBe('48.766');
  });

  it('mapped anew in place of the old one sells the new batch, and the old one at an earlier time', async () => {
    const w = await custodyWorld();
    const [old, fresh] = [await counter(w), await counter(w, '20261102B')];
    await map(w, old);
    w.clock.set(w.clock.now() + 3_600_000);
    await map(w, fresh, { replace: true });
    await sell(w, { storeCode: LABEL });
    await sell(w, { storeCode: LABEL }, { at: '2026-11-05T09:30:00+08:00' });
    expect([await w.held(w.shop, old), await w.held(w.shop, fresh)]).toEqual(['48.766', '48.766']);
    const list = await w.get(`/v1/store-codes?code=${LABEL}`, w.shop.key);
    expect(list.json.items.map((one: Record<string, unknown>) => [one.traceCode, one.until, one.inForce])).toEqual([
      [fresh, null, true],
      [old, '2026-11-05T02:00:00Z', false],
    ]);
    expect((await w.get('/v1/store-codes?inForce=false', w.shop.key)).json.items).toHaveLength(1);
  });

  it('is told when it stands for nothing: never mapped, over, or not begun', async () => {
    const w = await custodyWorld();
    const code = await counter(w);
    const never = await sell(w, { storeCode: LABEL });
    expect([never.status, never.json.errors[0].pointer]).toEqual([422, '/lines/0/storeCode']);
    const { id } = (await map(w, code)).json;
    w.clock.set(w.clock.now() + 60_000);
    expect((await w.post(`/v1/store-codes/${id}/end`, w.shop.key, {})).json.until).toBe('2026-11-05T01:01:00Z');
    expect((await w.post(`/v1/store-codes/${id}/end`, w.shop.key, {})).json.code).toBe('already-ended');
    const over = await sell(w, { storeCode: LABEL });
    expect(over.json.errors[0].expected).toContain('已于 2026-11-05T01:01:00Z 结束');
    await map(w, code, { from: '2026-11-06T08:00:00+08:00' });
    expect((await sell(w, { storeCode: LABEL })).json.errors[0].expected).toContain('自 2026-11-06T00:00:00Z 起');
  });

  it('without a weight needs the quantity, and with another name of goods is refused', async () => {
    const w = await custodyWorld();
    const code = await counter(w);
    await map(w, code);
    const lines = [
      { storeCode: NO_WEIGHT },
      { storeCode: LABEL, traceCode: code },
      { traceCode: code },
      { storeCode: '2012345012340' },
      { storeCode: LABEL },
    ];
    const told = await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines });
    expect(told.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/lines/0/quantity',
      '/lines/1',
      '/lines/2/quantity',
      '/lines/3/storeCode',
    ]);
    expect(await w.held(w.shop, code)).toBe('50');
  });

  it('is mapped to what the shop has had, in a layout that can be read, every mistake at once', async () => {
    const w = await custodyWorld();
    const elsewhere = await w.batch();
    const told = await map(w, elsewhere, { code: '6901234567892', until: '2026-11-04T09:00:00+08:00' });
    expect(told.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/code', '/until', '/batch']);
    expect((await map(w, elsewhere, { layout: 'PPIIIIIXXXXXC' })).json.errors[0].pointer).toBe('/layout');
  });

  it('is nobody else’s to see, to end or to sell by', async () => {
    const w = await custodyWorld();
    const code = await counter(w);
    const { id } = (await map(w, code)).json;
    expect((await w.get('/v1/store-codes', w.producer.key)).json.items).toEqual([]);
    expect((await w.post(`/v1/store-codes/${id}/end`, w.producer.key, {})).status).toBe(404);
    const sold = await w.post('/v1/dispositions', w.producer.key, { kind: 'sold', lines: [{ storeCode: LABEL }] });
    expect(sold.json.errors[0].pointer).toBe('/lines/0/storeCode');
  });
});
