import { describe, expect, it } from 'vitest';
import { freshUscc } from '../../test/app.ts';
import { bags, custodyWorld, NOW } from '../../test/custody-world.ts';

describe('a shipment', () => {
  it('leaves the sender’s holding at once and leads the buyer to its slip', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id, json } = await w.ship([{ traceCode: code, quantity: { amount: '24', unit: '箱' } }], { documentNumber: 'SH-77' });
    expect(json).toMatchObject({ state: 'in-transit', findings: [], to: { id: w.shop.id, name: '示例超市有限公司' } });
    expect(json.slipUrl).toMatch(/^https:\/\/trace\.example\/s\/\w{16}$/);
    expect(await w.held(w.producer, code)).toBe('960');
    const seen = await w.get(`/v1/shipments/${id}`, w.shop.key);
    expect(seen.json).toMatchObject({
      documentNumber: 'SH-77',
      purpose: 'sale',
      shippedAt: '2026-11-05T01:00:00Z',
      from: { uscc: w.producer.uscc },
    });
    expect(seen.json.lines[0]).toMatchObject({
      line: 1,
      traceCode: code,
      quantity: { amount: '24', unit: '箱' },
      outcome: null,
      inTransit: { amount: '240', unit: '袋' },
    });
  });

  it('names goods as ERPs and paper do, and is answered with the candidates when the name is not one batch', async () => {
    const w = await custodyWorld();
    const first = await w.batch();
    const byNumber = { gtin: '09521234543213', batchNumber: '20261101A', quantity: bags('1') };
    const byDate = { gtin: '09521234543213', productionDate: '2026-11-01', quantity: bags('1') };
    await w.ship([byNumber, byDate]);
    expect(await w.held(w.producer, first)).toBe('1198');
    const second = await w.batch({ batchNumber: '20261101B' });
    await w.ship([byNumber]);
    const asked = await w.post('/v1/shipments', w.producer.key, {
      purpose: 'sale',
      to: { name: '示例超市有限公司', uscc: w.shop.uscc },
      lines: [byNumber, byDate],
    });
    expect([asked.status, asked.json.code, asked.json.candidates[0].pointer]).toEqual([422, 'ambiguous-line', '/lines/1']);
    const codes = asked.json.candidates[0].candidates.map((one: { traceCode: string }) => one.traceCode);
    expect([...codes].sort()).toEqual([first, second].sort());
    expect(await w.held(w.producer, first)).toBe('1197');
  });

  it('tells every wrong field at once and moves nothing', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const answer = await w.post('/v1/shipments', w.producer.key, {
      purpose: 'sale',
      to: { uscc: freshUscc() },
      shippedAt: '2026-11-05T08:00:00+08:00',
      deliveredAt: '2026-11-05T07:00:00+08:00',
      lines: [
        { traceCode: code, quantity: { amount: '3', unit: '千克' } },
        { traceCode: 'ABCD-EFGH-JKMN-PQRS-TUVM', quantity: bags('1') },
      ],
    });
    expect(answer.status).toBe(422);
    expect(answer.json.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/deliveredAt',
      '/to/name',
      '/lines/0/quantity/unit',
      '/lines/1',
    ]);
    expect(await w.held(w.producer, code)).toBe('1200');
  });

  it('of more than there is is recorded, and found by the rules', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { json } = await w.ship([{ traceCode: code, quantity: bags('1300') }]);
    expect(json.findings.map((finding: { rule: string }) => finding.rule)).toEqual(['false-record-suspected']);
    expect(await w.held(w.producer, code)).toBe('-100');
  });

  it('is found by the rules whichever of two oversells at once', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const [one, two] = await Promise.all([
      w.ship([{ traceCode: code, quantity: bags('700') }]),
      w.ship([{ traceCode: code, quantity: bags('700') }]),
    ]);
    expect(one.json.findings.length + two.json.findings.length).toBe(1);
    expect(await w.held(w.producer, code)).toBe('-200');
  });

  it('of goods never received is recorded below zero as a todo to record their source', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const canteen = { to: { name: '示例小学食堂' } };
    const { json } = await w.ship([{ traceCode: code, quantity: bags('5') }], canteen, w.shop);
    expect(json.findings.map(({ rule, weight }: { rule: string; weight: string }) => [rule, weight])).toEqual([
      ['false-record-suspected', 'todo'],
    ]);
    expect(await w.held(w.shop, code)).toBe('-5');
  });

  it('of expired goods is found on the sale', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ productionDate: '2026-10-01', expiresOn: '2026-10-08' });
    const { json } = await w.ship([{ traceCode: code, quantity: bags('5') }]);
    expect(json.findings.map((finding: { rule: string }) => finding.rule)).toContain('past-shelf-life');
  });
});

describe('an array of shipments', () => {
  it('has a result each; wrong ones stop none of the others', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const one = (amount: string, fields: Record<string, unknown> = {}) => ({
      purpose: 'sale',
      to: { uscc: w.shop.uscc, name: '示例超市有限公司' },
      lines: [{ traceCode: code, quantity: bags(amount) }],
      ...fields,
    });
    const answer = await w.post('/v1/shipments', w.producer.key, [
      one('10'),
      one('20', { purpose: 'gift' }),
      one('30'),
      { ...one('1'), to: {} },
    ]);
    expect([answer.status, answer.json.results.map((result: { status: number }) => result.status)]).toEqual([200, [201, 422, 201, 422]]);
    expect(answer.json.results[1].errors[0].pointer).toBe('/1/purpose');
    expect(await w.held(w.producer, code)).toBe('1160');
    const whole = await w.post('/v1/shipments?mode=all-or-nothing', w.producer.key, [one('10'), { ...one('1'), to: {} }]);
    expect([whole.status, whole.json.errors[0].pointer]).toEqual([422, '/1/to/name']);
    expect(await w.held(w.producer, code)).toBe('1160');
  });

  it('opens one holding for goods that several of them take from nowhere', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const one = { purpose: 'sale', to: { name: '示例小学食堂' }, lines: [{ traceCode: code, quantity: bags('10') }] };
    expect((await w.post('/v1/shipments', w.shop.key, [one, one, one])).status).toBe(200);
    expect(await w.held(w.shop, code)).toBe('-30');
  });
});

describe('a transfer', () => {
  it('goes to another site of the same party, which receives it', async () => {
    const w = await custodyWorld();
    const chain = await w.party({
      kinds: ['retailer'],
      sites: [
        { name: '仓库', kind: 'warehouse', regionCode: '330110' },
        { name: '一店', kind: 'shop', regionCode: '330106' },
      ],
    });
    const [warehouse, store] = chain.sites;
    const code = await w.batch();
    const opened = await w.post('/v1/openings', chain.key, {
      site: warehouse?.id,
      asOf: '2026-11-05',
      lines: [{ traceCode: code, quantity: bags('80') }],
    });
    expect(opened.status, opened.text).toBe(201);
    const body = { purpose: 'transfer', site: warehouse?.id, to: { site: store?.id }, lines: [{ traceCode: code, quantity: bags('30') }] };
    const sent = await w.post('/v1/shipments', chain.key, body);
    expect(sent.status, sent.text).toBe(201);
    expect((await w.post(`/v1/shipments/${sent.json.id}/receipt`, chain.key, { outcome: 'accepted' })).json.state).toBe('received');
    const bySite = async (site: string | undefined) =>
      (await w.get(`/v1/holdings?site=${site}`, chain.key)).json.items.map(
        (item: { quantity: { amount: string } }) => item.quantity.amount,
      );
    expect([await bySite(warehouse?.id), await bySite(store?.id)]).toEqual([['50'], ['30']]);
    expect((await w.post('/v1/shipments', chain.key, { ...body, to: { site: warehouse?.id } })).json.errors[0].pointer).toBe('/to/site');
  });
});

describe('a buyer who is a person', () => {
  it('stands in tables and ledger only as a commitment, and in full only before both sides', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id, slip, json } = await w.ship([{ traceCode: code, quantity: bags('2') }], { to: { name: '张三丰' } });
    expect(json.to.name).toBe('张三丰');
    const row = await w.store.read
      .selectFrom('shipment')
      .select(['toName', 'toNatural'])
      .where('publicId', '=', id)
      .executeTakeFirstOrThrow();
    expect([row.toNatural, row.toName]).toEqual([1, expect.stringMatching(/^c:[0-9a-f]{64}$/)]);
    const entries = await w.store.read.selectFrom('entry').select('bytes').execute();
    for (const { bytes } of entries) expect(bytes).not.toContain('张三丰');
    expect((await w.get(`/v1/shipments/${id}`, w.producer.key)).json.to.name).toBe('张三丰');
    const onPhone = await w.get(`/s/${slip}`, undefined, { headers: { Accept: 'application/json' } });
    expect(onPhone.json.buyer).toEqual({ name: '张*' });
    expect(onPhone.text).not.toContain('张三丰');
  });
});

describe('voiding', () => {
  it('gives the goods back before the receipt, once; a stranger finds nothing', async () => {
    const w = await custodyWorld();
    const stranger = await w.party();
    const code = await w.batch();
    const { id, slip } = await w.ship([{ traceCode: code, quantity: bags('100') }]);
    const voided = (key: string) => w.post(`/v1/shipments/${id}/void`, key, { reason: '送错门店' });
    expect((await voided(stranger.key)).status).toBe(404);
    expect((await voided(w.shop.key)).status).toBe(403);
    expect([(await voided(w.producer.key)).json.state, await w.held(w.producer, code)]).toEqual(['void', '1200']);
    expect((await voided(w.producer.key)).status).toBe(409);
    expect((await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' })).status).toBe(409);
    expect((await w.post(`/s/${slip}`, undefined, { outcome: 'accepted' })).json.state).toBe('void');
    expect((await w.post(`/v1/shipments/${id}/takeback`, w.producer.key, { reason: '退回' })).status).toBe(409);
  });

  it('takes back what the sale had led to', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1300') }]);
    await w.post(`/v1/shipments/${id}/void`, w.producer.key, { reason: '数量录错' });
    const findings = await w.store.read.selectFrom('finding').select(['rule', 'state']).where('subjectType', '=', 'shipment').execute();
    expect(findings).toEqual([{ rule: 'false-record-suspected', state: 'corrected' }]);
  });
});

describe('the list of shipments', () => {
  it('shows each side its own, by direction and state, page by page', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const ids: string[] = [];
    for (const amount of ['1', '2', '3']) {
      ids.push((await w.ship([{ traceCode: code, quantity: bags(amount) }])).id);
      w.clock.advance(1_000);
    }
    const list = async (key: string, query: string) => (await w.get(`/v1/shipments?${query}`, key)).json;
    const listed = (page: { items: { id: string }[] }) => page.items.map((item) => item.id);
    expect(listed(await list(w.producer.key, ''))).toEqual(ids.toReversed());
    expect(listed(await list(w.producer.key, 'direction=in'))).toEqual([]);
    const first = await list(w.shop.key, 'direction=in&limit=2');
    expect(listed(first)).toEqual([ids[2], ids[1]]);
    expect(listed(await list(w.shop.key, `direction=in&limit=2&cursor=${first.next}`))).toEqual([ids[0]]);
    await w.post(`/v1/shipments/${ids[0]}/receipt`, w.shop.key, { outcome: 'accepted' });
    expect(listed(await list(w.shop.key, 'state=received'))).toEqual([ids[0]]);
  });

  it('lets the authority of either place read a shipment, and no other', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const ningbo = await w.party({ kinds: ['retailer'], regionCode: '330203' });
    const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }], { to: { uscc: ningbo.uscc, name: '宁波店' } });
    const seenBy = async (regionCode: string) => (await w.get(`/v1/shipments/${id}`, (await w.authority({ regionCode })).key)).status;
    expect([await seenBy('330110'), await seenBy('330200'), await seenBy('330300')]).toEqual([200, 200, 404]);
  });
});

describe('a delegate', () => {
  it('ships for the party it acts for, and the entry keeps both', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const agent = await w.party({ kinds: ['distributor'] });
    const granted = await w.post(`/v1/parties/${w.producer.id}/delegations`, w.producer.key, {
      to: `uscc:${agent.uscc}`,
      rights: ['custody'],
      until: '2027-12-31',
    });
    expect(granted.status, granted.text).toBe(201);
    const body = { purpose: 'sale', to: { uscc: w.shop.uscc }, shippedAt: NOW, lines: [{ traceCode: code, quantity: bags('1') }] };
    const sent = await w.post('/v1/shipments', agent.key, body, { headers: { 'X-Acting-For': `uscc:${w.producer.uscc}` } });
    expect(sent.status, sent.text).toBe(201);
    const entry = await w.store.read
      .selectFrom('entry')
      .select(['chain', 'bytes'])
      .where('subject', '=', `shipment/${sent.json.id}`)
      .executeTakeFirstOrThrow();
    const { payload } = JSON.parse(entry.bytes);
    expect([entry.chain, payload.party, payload.actedBy.startsWith(`party:${agent.id}/`)]).toEqual([
      `party:${w.producer.id}`,
      w.producer.id,
      true,
    ]);
    expect(
      (
        await w.post(
          '/v1/displays',
          agent.key,
          { place: '入口', traceCodes: [code] },
          { headers: { 'X-Acting-For': `uscc:${w.producer.uscc}` } },
        )
      ).status,
    ).toBe(403);
  });
});

describe('amounts that cannot be meant', () => {
  it('stop before a balance could no longer be read: what was sent twice is refused, and stock still answers', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const send = (amount: string) =>
      w.post('/v1/shipments', w.producer.key, {
        purpose: 'sale',
        to: { uscc: w.shop.uscc },
        shippedAt: NOW,
        lines: [{ traceCode: code, quantity: bags(amount) }],
      });
    const absurd = await send('9007199254740991');
    expect([absurd.status, absurd.json.errors[0].pointer]).toEqual([422, '/lines/0/quantity/amount']);
    expect((await send('1000000000000')).status).toBe(201);
    await w.store.commit({
      chain: `party:${w.producer.id}`,
      at: w.clock.now(),
      entries: [{ kind: 'noted', subject: 'test/1', payload: {} }],
      moves: [
        { holdingId: (await w.store.read.selectFrom('holding').select('id').executeTakeFirstOrThrow()).id, delta: -9_006_000_000_000_000 },
      ],
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    const beyond = await send('1000000000000');
    expect([beyond.status, beyond.json.code]).toEqual([422, 'invalid-input']);
    expect((await w.get('/v1/holdings', w.producer.key)).status).toBe(200);
  });

  it('are not added up over units: a batch without a quantity cannot be moved before it has one', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ quantity: undefined });
    const lines = [{ traceCode: code, quantity: { amount: '24', unit: '箱' } }];
    const refused = await w.post('/v1/shipments', w.producer.key, { purpose: 'sale', to: { uscc: w.shop.uscc }, shippedAt: NOW, lines });
    expect([refused.status, refused.json.errors[0].pointer, refused.json.errors[0].fix]).toEqual([
      422,
      '/lines/0/quantity',
      '先由记录该批次的单位补录批次数量',
    ]);
    const { headers } = await w.get(`/v1/batches/${code}`, w.producer.key);
    const patched = await w.request('PATCH', `/v1/batches/${code}`, {
      key: w.producer.key,
      body: { quantity: bags('1200'), reason: '补录数量' },
      headers: { 'If-Match': headers.get('etag') ?? '' },
    });
    expect(patched.status, patched.text).toBe(200);
    await w.ship(lines);
    expect(await w.held(w.producer, code)).toBe('960');
  });
});

describe('a shipment entered late', () => {
  it('is taken for a month, and not before that', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const lines = [{ traceCode: code, quantity: bags('1') }];
    const send = (shippedAt: string) =>
      w.post('/v1/shipments', w.producer.key, { purpose: 'sale', to: { uscc: w.shop.uscc }, shippedAt, lines });
    for (const shippedAt of ['2023-12-31T09:00:00+08:00', '2026-10-05T08:59:59+08:00']) {
      const refused = await send(shippedAt);
      expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/shippedAt']);
    }
    expect((await send('2026-10-05T09:00:00+08:00')).status).toBe(201);
  });
});

describe('findings on a shipment', () => {
  it('are shown to the department they are for, and todos to the party alone', async () => {
    const w = await custodyWorld();
    const [market, agriculture] = [await w.authority({ department: 'market' }), await w.authority({ department: 'agriculture' })];
    const seen = async (id: string, key: string) =>
      (await w.get(`/v1/shipments/${id}`, key)).json.findings.map((finding: { weight: string }) => finding.weight);
    const code = await w.batch();
    const old = await w.batch({ batchNumber: 'OLD', productionDate: '2026-10-01', expiresOn: '2026-10-08' });
    const expired = await w.ship([{ traceCode: old, quantity: bags('1') }]);
    const nowhere = await w.ship([{ traceCode: code, quantity: bags('1') }], { to: { name: '示例超市' } }, w.shop);
    const weights = async (key: string) => [await seen(expired.id, key), await seen(nowhere.id, key)];
    expect([await seen(expired.id, w.producer.key), await seen(nowhere.id, w.shop.key)]).toEqual([['lead'], ['todo']]);
    expect(await weights(market.key)).toEqual([['lead'], []]);
    expect(await weights(agriculture.key)).toEqual([[], []]);
  });
});
