import { describe, expect, it } from 'vitest';
import { bags, custodyWorld, NOW } from '../../test/custody-world.ts';

const receivedAt = '2026-11-05T09:05:00+08:00';

describe('what a receipt does to balances', () => {
  it.each([
    ['accepted', { outcome: 'accepted' }, 'received', '240', null],
    ['short', { outcome: 'short', lines: [{ line: 1, quantity: bags('200') }] }, 'disputed', '200', '40'],
    ['over', { outcome: 'over', lines: [{ line: 1, quantity: bags('250') }] }, 'disputed', '250', null],
    ['refused', { outcome: 'refused', reason: '外箱破损' }, 'refused', undefined, '240'],
    ['notArrived', { outcome: 'notArrived' }, 'disputed', undefined, '240'],
    ['notMine', { outcome: 'notMine' }, 'disputed', undefined, '240'],
  ] as const)('%s: the sender has given 240 in any case, the receiver gets what came', async (_, body, state, shopHas, inTransit) => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: { amount: '24', unit: '箱' } }]);
    expect(await w.held(w.producer, code)).toBe('960');
    expect(await w.held(w.shop, code)).toBeUndefined();
    const done = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { receivedAt, ...body });
    expect([done.status, done.json.state]).toEqual([201, state]);
    expect(await w.held(w.producer, code)).toBe('960');
    expect(await w.held(w.shop, code)).toBe(shopHas);
    const seen = await w.get(`/v1/shipments/${id}`, w.producer.key);
    expect(seen.json.state).toBe(state);
    expect(seen.json.lines[0].inTransit?.amount ?? null).toBe(inTransit);
  });

  it('takes exceptions on some lines and everything else as shipped', async () => {
    const w = await custodyWorld();
    const [pork, bones] = [await w.batch(), await w.batch({ batchNumber: 'B' }, { name: '冷鲜猪骨' })];
    const { id } = await w.ship([
      { traceCode: pork, quantity: bags('100') },
      { traceCode: bones, quantity: bags('50') },
    ]);
    const done = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, {
      outcome: 'accepted',
      receivedAt,
      lines: [{ traceCode: bones, outcome: 'short', quantity: { amount: '4', unit: '箱' } }],
      checks: { licence: true, certificate: true, dates: true },
    });
    expect(done.json.state).toBe('disputed');
    expect([await w.held(w.shop, pork), await w.held(w.shop, bones)]).toEqual(['100', '40']);
  });

  it('is refused whole when a line cannot be so, and nothing has moved', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const ask = (body: unknown) => w.post(`/v1/shipments/${id}/receipt`, w.shop.key, body);
    expect((await ask({ outcome: 'short' })).json.errors[0].pointer).toBe('/lines');
    expect((await ask({ outcome: 'short', lines: [{ line: 1, quantity: bags('100') }] })).json.errors[0].pointer).toBe('/lines/0/quantity');
    expect((await ask({ outcome: 'short', lines: [{ line: 2, quantity: bags('1') }] })).json.errors[0].pointer).toBe('/lines/0');
    expect((await ask({ outcome: 'accepted', receivedAt: '2026-11-06T09:00:00+08:00' })).json.errors[0].pointer).toBe('/receivedAt');
    expect(await w.held(w.shop, code)).toBeUndefined();
    expect((await w.get(`/v1/shipments/${id}`, w.shop.key)).json.state).toBe('in-transit');
  });

  it('asks which line is meant when a batch stands on the slip twice', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([
      { traceCode: code, quantity: bags('10') },
      { traceCode: code, quantity: bags('20') },
    ]);
    const asked = await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, {
      outcome: 'accepted',
      lines: [{ traceCode: code, outcome: 'refused' }],
    });
    expect([asked.status, asked.json.code]).toEqual([422, 'ambiguous-line']);
    expect(asked.json.candidates[0].candidates.map((one: { line: number; traceCode: string }) => [one.line, one.traceCode])).toEqual([
      [1, code],
      [2, code],
    ]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted', lines: [{ line: 2, outcome: 'refused' }] });
    expect(await w.held(w.shop, code)).toBe('10');
  });

  it('adds to goods the receiver has of the batch already', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    for (const amount of ['100', '60']) {
      const { id } = await w.ship([{ traceCode: code, quantity: bags(amount) }]);
      await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    }
    expect(await w.held(w.shop, code)).toBe('160');
    const edges = await w.store.read
      .selectFrom('flow')
      .select(['kind', 'steps', 'revision'])
      .where('kind', '=', 'sale')
      .orderBy('steps')
      .execute();
    expect(edges).toEqual([
      { kind: 'sale', steps: 60, revision: 1 },
      { kind: 'sale', steps: 100, revision: 1 },
    ]);
  });
});

describe('who may confirm', () => {
  it('is the named buyer alone: a stranger finds nothing, the sender is told so, nobody confirms twice', async () => {
    const w = await custodyWorld();
    const stranger = await w.party({ kinds: ['retailer'] });
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const receipt = (key: string | undefined) => w.post(`/v1/shipments/${id}/receipt`, key, { outcome: 'accepted' });
    expect((await receipt(stranger.key)).status).toBe(404);
    expect((await receipt(undefined)).status).toBe(401);
    expect((await receipt(w.producer.key)).status).toBe(403);
    expect((await receipt(w.shop.key)).status).toBe(201);
    const second = await receipt(w.shop.key);
    expect([second.status, second.json.code, second.json.state]).toEqual([409, 'already-ended', 'received']);
    for (const path of ['', '/slip']) expect((await w.get(`/v1/shipments/${id}${path}`, stranger.key)).status).toBe(404);
    expect((await w.get('/v1/shipments', stranger.key)).json.items).toEqual([]);
  });

  it('is whoever comes first of two at once', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const receipt = (outcome: string) => w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome });
    const answers = await Promise.all([receipt('accepted'), receipt('refused')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    const won = answers.find((answer) => answer.status === 201)?.json.state;
    expect(await w.held(w.shop, code)).toBe(won === 'received' ? '100' : undefined);
  });

  it('loses to a void that came first, or wins over it: goods are at one place alone', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    for (let round = 0; round < 5; round++) {
      const before = Number(await w.held(w.producer, code));
      const shopBefore = Number((await w.held(w.shop, code)) ?? 0);
      const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
      const answers = await Promise.all([
        w.post(`/v1/shipments/${id}/void`, w.producer.key, { reason: '送错门店' }),
        w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' }),
      ]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
      const total = Number(await w.held(w.producer, code)) + Number((await w.held(w.shop, code)) ?? 0);
      expect(total).toBe(before + shopBefore);
    }
  });
});

describe('the sender', () => {
  it('cannot confirm its own sale by a delegation of the buyer, neither by key nor on the slip; another delegate can', async () => {
    const w = await custodyWorld();
    const agent = await w.party({ kinds: ['distributor'] });
    for (const to of [w.producer, agent]) {
      const body = { to: to.id, rights: ['custody'], until: '2026-11-30' };
      expect((await w.post(`/v1/parties/${w.shop.id}/delegations`, w.shop.key, body)).status).toBe(201);
    }
    const code = await w.batch();
    const { id, slip } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const forBuyer = { headers: { 'X-Acting-For': w.shop.id } };
    const refused = await w.post(`/v1/shipments/${id}/receipt`, w.producer.key, { outcome: 'accepted' }, forBuyer);
    expect([refused.status, refused.json.code]).toEqual([403, 'forbidden']);
    expect((await w.post(`/s/${slip}`, w.producer.key, { outcome: 'accepted' }, forBuyer)).status).toBe(403);
    expect(await w.held(w.shop, code)).toBeUndefined();
    const short = { outcome: 'short', lines: [{ line: 1, quantity: bags('90') }] };
    expect((await w.post(`/v1/shipments/${id}/receipt`, agent.key, short, forBuyer)).status).toBe(201);
    const proposal = { lines: [{ line: 1, quantity: bags('80') }], reason: '实收八十袋' };
    const proposed = await w.post(`/v1/shipments/${id}/amendments`, w.producer.key, proposal);
    expect([proposed.status, proposed.json.lines[0].traceCode]).toEqual([201, code]);
    const accept = (key: string) => w.post(`/v1/shipments/${id}/amendments/${proposed.json.id}/acceptance`, key, {}, forBuyer);
    expect((await accept(w.producer.key)).status).toBe(403);
    expect((await accept(agent.key)).status).toBe(201);
  });
});

describe('goods', () => {
  it('do not arrive before they left, and may leave earlier than their slip planned', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }], { shippedAt: '2026-11-05T06:00:00+08:00' });
    const receive = (id: string, receivedAt: string) =>
      w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted', receivedAt });
    for (const receivedAt of ['1950-01-01T00:00:00+08:00', '2026-11-05T05:59:59+08:00']) {
      const early = await receive(id, receivedAt);
      expect([early.status, early.json.errors[0].pointer]).toEqual([422, '/receivedAt']);
    }
    expect((await receive(id, '2026-11-05T06:00:00+08:00')).status).toBe(201);
    const planned = await w.ship([{ traceCode: code, quantity: bags('1') }], { shippedAt: '2026-11-06T06:00:00+08:00' });
    expect((await receive(planned.id, '2026-11-05T08:59:59+08:00')).status).toBe(422);
    expect((await receive(planned.id, '2026-11-05T09:00:00+08:00')).status).toBe(201);
  });
});

describe('a retried receipt', () => {
  it('is answered by what it did the first time', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const again = () =>
      w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' }, { headers: { 'Idempotency-Key': 'r-1' } });
    const [first, second] = [await again(), await again()];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(await w.held(w.shop, code)).toBe('100');
  });
});

describe('the clock of a confirmation', () => {
  it('starts at the proof of delivery and stops at the receipt', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const due = () => w.store.read.selectFrom('due').select(['at', 'rule']).where('subjectType', '=', 'shipment').execute();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    expect(await due()).toEqual([]);
    const proof = (deliveredAt: string, key = w.producer.key) => w.post(`/v1/shipments/${id}/delivery`, key, { deliveredAt });
    expect((await proof(NOW, w.shop.key)).status).toBe(403);
    expect((await proof('2026-11-04T09:00:00+08:00')).status).toBe(422);
    expect((await proof(NOW)).status).toBe(201);
    expect((await proof(NOW)).status).toBe(409);
    expect(await due()).toEqual([{ at: Date.parse('2026-11-06T01:00:00Z'), rule: 'receipt-unconfirmed' }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect(await due()).toEqual([]);
    expect((await proof('2026-11-05T09:01:00+08:00')).status).toBe(409);
  });
});

describe('what the ledger keeps of a receipt', () => {
  it('is one entry in the buyer’s chain, with the codes whose pages change', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' });
    const entries = await w.store.read
      .selectFrom('entry')
      .select(['chain', 'kind', 'bytes'])
      .where('subject', '=', `shipment/${id}`)
      .orderBy('kind')
      .execute();
    expect(entries.map(({ chain, kind }) => [chain, kind])).toEqual([
      [`party:${w.shop.id}`, 'shipment.received'],
      [`party:${w.producer.id}`, 'shipment.recorded'],
    ]);
    for (const { bytes } of entries) expect(JSON.parse(bytes).payload.traceCodes).toEqual([code.replaceAll('-', '')]);
  });
});
