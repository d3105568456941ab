import { describe, expect, it } from 'vitest';
import { bags, batchBody, custodyWorld } from '../../test/custody-world.ts';
import { loadDispositionFacts, loadReceiptFacts, loadShipmentFacts } from './facts.ts';

const cowpea = {
  product: { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' },
  productionDate: '2026-11-04',
  quantity: { amount: '12.5', unit: '千克' },
  certificates: [{ kind: 'commitment', number: 'CN-7', issuer: '示例合作社', issuedOn: '2026-11-04', conclusion: 'pass' }],
};

describe('goods from a supplier outside the system', () => {
  it('become batches of origin outside with codes, held by the receiver', async () => {
    const w = await custodyWorld();
    const from = { name: '示例农资有限公司', uscc: '91330110MA0DEM013U', address: '示例路1号', contact: '0571-00000000' };
    const done = await w.post('/v1/receipts', w.shop.key, {
      from,
      receivedAt: '2026-11-05T08:00:00+08:00',
      lines: [cowpea],
      checks: { licence: true, certificate: true },
    });
    expect(done.status, done.text).toBe(201);
    const code = done.json.lines[0].traceCode;
    expect(await w.held(w.shop, code)).toBe('12.5');
    const batch = await w.get(`/v1/batches/${code}`, w.shop.key);
    expect(batch.json).toMatchObject({ origin: 'outside', product: { name: '豇豆' }, certificates: [{ kind: 'commitment' }] });
    const receipt = await w.store.read.selectFrom('receipt').selectAll().executeTakeFirstOrThrow();
    expect(receipt).toMatchObject({
      shipmentId: null,
      by: 'key',
      fromName: '示例农资有限公司',
      fromAddress: '示例路1号',
      fromContact: expect.stringMatching(/^c:/),
      fromNatural: 0,
    });
    expect((await w.get(`/t/${code}`)).status).toBe(200);
  });

  it('from a person keep name, address and contact as commitments alone', async () => {
    const w = await custodyWorld();
    const from = { name: '李四光', address: '示例村12组', contact: '13900000000' };
    const done = await w.post('/v1/receipts', w.shop.key, {
      from,
      lines: [cowpea, { ...cowpea, product: { name: '青菜', category: 'agricultural' } }],
    });
    expect(done.json.lines).toHaveLength(2);
    const stored = JSON.stringify([
      await w.store.read.selectFrom('receipt').selectAll().execute(),
      await w.store.read.selectFrom('batch').selectAll().execute(),
      await w.store.read.selectFrom('entry').selectAll().execute(),
    ]);
    for (const text of Object.values(from)) expect(stored).not.toContain(text);
    const kept = await w.store.read.selectFrom('personal').select('value').execute();
    for (const text of Object.values(from)) expect(kept.map((row) => row.value)).toContain(text);
  });

  it('that are recorded already are added to, and wrong lines are told by their place', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const line = { traceCode: code, quantity: { amount: '3', unit: '箱' } };
    expect((await w.post('/v1/receipts', w.shop.key, { from: { name: '示例批发部' }, lines: [cowpea, line] })).status).toBe(201);
    expect(await w.held(w.shop, code)).toBe('30');
    const wrong = await w.post('/v1/receipts', w.shop.key, {
      from: { name: '示例批发部' },
      lines: [{ ...cowpea, productionDate: '2026-11-06' }, cowpea, { ...line, quantity: { amount: '3', unit: '升' } }],
    });
    expect([wrong.status, wrong.json.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      422,
      ['/lines/0/productionDate', '/lines/2/quantity/unit'],
    ]);
    expect(await w.held(w.shop, code)).toBe('30');
  });
});

describe('opening stock', () => {
  it('is set once a site, from described and named goods', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const body = {
      asOf: '2026-11-01',
      lines: [{ traceCode: code, quantity: { amount: '5', unit: '箱' } }, batchBody({ batchNumber: 'ALT', quantity: bags('70') })],
    };
    const done = await w.post('/v1/openings', w.shop.key, body);
    expect(done.status, done.text).toBe(201);
    expect([await w.held(w.shop, code), await w.held(w.shop, done.json.lines[1].traceCode)]).toEqual(['50', '70']);
    const again = await w.post('/v1/openings', w.shop.key, body);
    expect([again.status, again.json.code, again.json.asOf]).toEqual([409, 'conflict', '2026-11-01']);
    expect(await w.held(w.shop, code)).toBe('50');
  });

  it('is taken from one of two requests at once', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const open = () => w.post('/v1/openings', w.shop.key, { asOf: '2026-11-01', lines: [{ traceCode: code, quantity: bags('50') }] });
    expect((await Promise.all([open(), open()])).map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(await w.held(w.shop, code)).toBe('50');
  });

  it('makes good what went out before it was in the books, but counts nothing twice', async () => {
    const w = await custodyWorld();
    const [sold, made, got] = [await w.batch(), await w.batch({ batchNumber: 'OWN' }, {}, w.shop), await w.batch({ batchNumber: 'GOT' })];
    await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: sold, quantity: bags('8') }] });
    const { id } = await w.ship([{ traceCode: got, quantity: bags('10') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const lines = (codes: string[]) => codes.map((traceCode) => ({ traceCode, quantity: bags('50') }));
    const twice = await w.post('/v1/openings', w.shop.key, { asOf: '2026-11-01', lines: lines([sold, made, got]) });
    expect([twice.status, twice.json.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([422, ['/lines/1', '/lines/2']]);
    expect((await w.post('/v1/openings', w.shop.key, { asOf: '2026-11-06', lines: lines([sold]) })).json.errors[0].pointer).toBe('/asOf');
    expect((await w.post('/v1/openings', w.shop.key, { asOf: '2026-11-01', lines: lines([sold]) })).status).toBe(201);
    expect(await w.held(w.shop, sold)).toBe('42');
  });
});

describe('a disposition', () => {
  it('lies a month back at most, as goods from outside do', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const lines = [{ traceCode: code, quantity: bags('1') }];
    const sold = (at: string) => w.post('/v1/dispositions', w.producer.key, { kind: 'sold', at, lines });
    expect((await sold('2026-10-05T08:59:59+08:00')).json.errors[0].pointer).toBe('/at');
    expect((await sold('2026-10-05T09:00:00+08:00')).status).toBe(201);
    const body = { from: { name: '示例批发部' }, receivedAt: '1950-01-01T00:00:00+08:00', lines: [cowpea] };
    expect((await w.post('/v1/receipts', w.shop.key, body)).json.errors[0].pointer).toBe('/receivedAt');
  });

  it.each(['sold', 'consumed', 'destroyed'])('%s takes goods out of the holding', async (kind) => {
    const w = await custodyWorld();
    const code = await w.batch();
    const done = await w.post('/v1/dispositions', w.producer.key, {
      kind,
      at: '2026-11-05T08:00:00+08:00',
      lines: [{ traceCode: code, quantity: { amount: '2', unit: '箱' } }],
    });
    expect([done.status, done.json.findings]).toEqual([201, []]);
    expect(await w.held(w.producer, code)).toBe('1180');
  });

  it('of more than there is is recorded and found', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const done = await w.post('/v1/dispositions', w.producer.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('1201') }] });
    expect(done.json.findings.map((finding: { rule: string }) => finding.rule)).toEqual(['false-record-suspected']);
    expect(await w.held(w.producer, code)).toBe('-1');
  });

  it('cannot lie ahead, nor at another party’s site', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const lines = [{ traceCode: code, quantity: bags('1') }];
    expect(
      (await w.post('/v1/dispositions', w.producer.key, { kind: 'sold', at: '2026-11-06T08:00:00+08:00', lines })).json.errors[0].pointer,
    ).toBe('/at');
    expect(
      (await w.post('/v1/dispositions', w.producer.key, { kind: 'sold', site: w.shop.sites[0]?.id, lines })).json.errors[0].pointer,
    ).toBe('/site');
  });
});

describe('holdings', () => {
  it('are the caller’s own, page by page, by name and by code', async () => {
    const w = await custodyWorld();
    const codes: string[] = [];
    for (const name of ['冷鲜猪肉', '冷鲜猪骨', '腊肠']) {
      codes.push(await w.batch({ batchNumber: name }, { name }));
      w.clock.advance(1_000);
    }
    const list = async (query: string, key = w.producer.key) => (await w.get(`/v1/holdings?${query}`, key)).json;
    const names = (page: { items: { product: { name: string } }[] }) => page.items.map((item) => item.product.name);
    const first = await list('limit=2');
    expect(names(first)).toEqual(['腊肠', '冷鲜猪骨']);
    expect(names(await list(`limit=2&cursor=${first.next}`))).toEqual(['冷鲜猪肉']);
    expect(names(await list(`q=${encodeURIComponent('冷鲜')}`))).toEqual(['冷鲜猪骨', '冷鲜猪肉']);
    expect(names(await list('q=%25'))).toEqual([]);
    expect((await list(`q=${codes[0]}`)).items).toEqual([
      {
        traceCode: codes[0],
        product: { name: '冷鲜猪肉', specification: '约2kg/袋' },
        batchNumber: '冷鲜猪肉',
        productionDate: '2026-11-01',
        expiresOn: '2026-11-08',
        site: { id: w.producer.sites[0]?.id, name: w.producer.sites[0]?.name },
        quantity: { amount: '1200', unit: '袋', unitCode: 'XBG' },
      },
    ]);
    expect(names(await list('', w.shop.key))).toEqual([]);
  });
});

describe('a display', () => {
  it('ends the todo to show a code that came to the shop, and its end brings it back while there is stock', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, { directoryItem: '猪肉', category: 'agricultural' });
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const rules = (answer: { json: { findings: { rule: string }[] } }) => answer.json.findings.map((finding) => finding.rule);
    const received = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect(rules(received)).toEqual(['code-not-displayed']);
    const todos = () =>
      w.store.read
        .selectFrom('finding')
        .select('state')
        .where('rule', '=', 'code-not-displayed')
        .orderBy('detectedAt')
        .orderBy('id')
        .execute();
    const shown = await w.post('/v1/displays', w.shop.key, { place: '入口货架', traceCodes: [code], shownFrom: '2026-11-05' });
    expect([shown.status, rules(shown), await todos()]).toEqual([201, [], [{ state: 'corrected' }]]);
    const listed = await w.get('/v1/displays', w.shop.key);
    expect(listed.json.items).toMatchObject([
      { id: shown.json.items[0].id, traceCode: code, place: '入口货架', shownFrom: '2026-11-05', shownTo: null },
    ]);
    w.clock.advance(1_000);
    const end = (key: string) => w.post(`/v1/displays/${shown.json.items[0].id}/end`, key, {});
    expect((await end(w.producer.key)).status).toBe(404);
    expect(rules(await end(w.shop.key))).toEqual(['code-not-displayed']);
    expect((await end(w.shop.key)).status).toBe(409);
    expect((await w.get('/v1/displays', w.producer.key)).json.items).toEqual([]);
  });

  it('names every code that nobody has recorded', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, {}, w.shop);
    const wrong = await w.post('/v1/displays', w.shop.key, { place: '入口', traceCodes: [code, 'ABCD-EFGH-JKMN-PQRS-TUVM', 'x'] });
    expect([wrong.status, wrong.json.errors.map((error: { pointer: string }) => error.pointer)]).toEqual([
      422,
      ['/traceCodes/1', '/traceCodes/2'],
    ]);
  });

  it('is of goods in stock at the site, not of a code that somebody has read', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const show = () => w.post('/v1/displays', w.shop.key, { place: '入口', traceCodes: [code] });
    const early = await show();
    expect([early.status, early.json.errors[0].pointer, early.json.errors[0].fix]).toEqual([
      422,
      '/traceCodes/0',
      '先确认收货（或记录进货、期初库存），再公示',
    ]);
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect((await show()).status).toBe(201);
  });

  it('begins and ends today at the latest', async () => {
    const w = await custodyWorld();
    const code = await w.batch({}, {}, w.shop);
    const show = (shownFrom: string) => w.post('/v1/displays', w.shop.key, { place: '入口', traceCodes: [code], shownFrom });
    const ahead = await show('2026-11-06');
    expect([ahead.status, ahead.json.errors[0].pointer]).toEqual([422, '/shownFrom']);
    const shown = await show('2026-11-05');
    expect(shown.status).toBe(201);
    const end = (shownTo: string) => w.post(`/v1/displays/${shown.json.items[0].id}/end`, w.shop.key, { shownTo });
    const later = await end('2199-01-01');
    expect([later.status, later.json.errors[0].pointer]).toEqual([422, '/shownTo']);
    expect((await end('2026-11-05')).status).toBe(201);
  });
});

describe('facts of custody for the rules', () => {
  it('come back from the store as they were judged, in the unit of the batch', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: { amount: '2', unit: '箱' } }], { to: { uscc: w.shop.uscc } });
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, {
      outcome: 'short',
      lines: [{ line: 1, quantity: { amount: '1', unit: '箱' } }],
    });
    await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('3') }] });
    const row = await w.store.read.selectFrom('shipment').select('id').executeTakeFirstOrThrow();
    const [shipment] = await loadShipmentFacts(w.store.read, [row.id]);
    expect(shipment).toMatchObject({
      publicId: id,
      state: 'disputed',
      sender: { name: '示例肉联厂' },
      buyer: { name: '示例超市有限公司' },
      to: { name: '示例超市有限公司' },
    });
    expect(shipment?.lines[0]).toMatchObject({ n: 1, steps: 20, amount: '20', unit: '袋', balanceAfter: null, openedOn: null });
    const receipt = (await loadReceiptFacts(w.store.read, [row.id])).get(row.id);
    expect(receipt).toMatchObject({
      by: 'key',
      outcome: 'short',
      lines: [{ lineN: 1, outcome: 'short', steps: 10, amount: '10', unit: '袋' }],
    });
    const sold = await w.store.read.selectFrom('disposition').select('id').executeTakeFirstOrThrow();
    const [disposition] = await loadDispositionFacts(w.store.read, [sold.id]);
    expect(disposition).toMatchObject({ kind: 'sold', party: { id: expect.any(Number) }, lines: [{ steps: 3, unit: '袋' }] });
  });
});
