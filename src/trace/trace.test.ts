import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

type Answer = Awaited<ReturnType<CustodyWorld['get']>>['json'];

const kilos = (amount: string) => ({ amount, unit: '千克' });

/** Goods weighed in kilograms, without the packaging of the bags. */
const weighed = (amount: string, name = '猪肉') => ({
  product: { name, specification: '散装', category: 'agricultural' },
  productionDate: '2026-11-01',
  quantity: kilos(amount),
});

async function world() {
  const w = await custodyWorld();
  const province = await w.authority({ name: '示例省市场监督管理局', regionCode: '330000' });
  const trace = async (code: string, query = '', key = province.key): Promise<Answer> => {
    const answer = await w.get(`/v1/trace?traceCode=${code}${query}`, key);
    expect(answer.status, answer.text).toBe(200);
    return answer.json;
  };
  const record = async (body: unknown, by = w.producer): Promise<string> => {
    const made = await w.post('/v1/batches', by.key, body);
    expect(made.status, made.text).toBe(201);
    return made.json.traceCode;
  };
  const deliver = async (code: string, quantity: unknown, fields: Record<string, unknown> = {}, from = w.producer, to = w.shop) => {
    const { id } = await w.ship([{ traceCode: code, quantity }], { to: { uscc: to.uscc }, ...fields }, from);
    const receipt = await w.post(`/v1/shipments/${id}/receipt`, to.key, { outcome: 'accepted' });
    expect(receipt.status, receipt.text).toBe(201);
    return id;
  };
  const transform = (body: unknown, by = w.producer) => w.post('/v1/transformations', by.key, body);
  return { ...w, province, trace, record, deliver, transform };
}

type World = Awaited<ReturnType<typeof world>>;

const at = (answer: Answer, code: string, party: { id: string }) =>
  answer.nodes.find((node: { traceCode: string; party: { id: string } }) => node.traceCode === code && node.party.id === party.id);
const interval = (node: Answer) => [node.atLeast.amount, node.atMost.amount];

describe('a trace forward', () => {
  it('keeps what was sold on each day apart, so that a window of days has the sales of these days', async () => {
    const w = await world();
    const code = await w.batch({ productionDate: '2026-11-01' });
    const sell = async (amount: string, at: string) => {
      const sold = await w.post('/v1/dispositions', w.producer.key, {
        kind: 'sold',
        at,
        lines: [{ traceCode: code, quantity: bags(amount) }],
      });
      expect(sold.status, sold.text).toBe(201);
    };
    await sell('30', '2026-11-03T00:30:00+08:00');
    await sell('10', '2026-11-03T23:30:00+08:00');
    await sell('7', '2026-11-04T00:10:00+08:00');
    const soldIn = async (query: string) =>
      (await w.trace(code, query)).edges.map(({ kind, quantity, at }: Answer) => [kind, quantity.amount, at]);
    const [third, fourth] = [
      ['sold', '40', '2026-11-03T15:30:00Z'],
      ['sold', '7', '2026-11-03T16:10:00Z'],
    ];
    expect(await soldIn('')).toEqual([third, fourth]);
    expect(await soldIn('&until=2026-11-03')).toEqual([third]);
    expect(await soldIn('&since=2026-11-04')).toEqual([fourth]);
    expect(at(await w.trace(code, '&until=2026-11-03'), code, w.producer).quantity.amount).toBe('1153');
  });

  it('tells who received goods, what is on its way and what is on hand', async () => {
    const w = await world();
    const code = await w.batch();
    await w.deliver(code, bags('240'));
    await w.ship([{ traceCode: code, quantity: bags('60') }]);
    const answer = await w.trace(code);
    expect(answer.asked).toEqual([code]);
    expect(at(answer, code, w.producer)).toMatchObject({
      quantity: { amount: '900' },
      received: { amount: '1200' },
      basis: 'books',
      level: 0,
    });
    expect(interval(at(answer, code, w.producer))).toEqual(['900', '900']);
    expect(answer.edges).toMatchObject([
      { kind: 'sale', quantity: { amount: '240', unit: '袋', unitCode: 'XBG' }, revision: 1 },
      { kind: 'in-transit', to: null, quantity: { amount: '60' } },
    ]);
    expect(answer.edges[0]).toMatchObject({ from: at(answer, code, w.producer).id, to: at(answer, code, w.shop).id });
    expect(answer.summary.received).toMatchObject([{ party: { id: w.shop.id }, quantity: { amount: '240' }, contact: 'registered' }]);
    expect(answer.summary.inTransit).toMatchObject([{ to: { id: w.shop.id }, quantity: { amount: '60' }, atLeast: { amount: '60' } }]);
    expect(answer.summary.onHand).toHaveLength(2);
    expect(answer.brokenLinks).toEqual([]);
  });

  it('takes what is left at a shop that books no sales as an interval, and by its books once it does', async () => {
    const w = await world();
    const code = await w.batch();
    await w.deliver(code, bags('240'));
    expect(at(await w.trace(code), code, w.shop)).toMatchObject({ basis: 'no-till-data', quantity: { amount: '240' } });
    expect(interval(at(await w.trace(code), code, w.shop))).toEqual(['0', '240']);
    await w.post('/v1/dispositions', w.shop.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('100') }] });
    const answer = await w.trace(code);
    expect(at(answer, code, w.shop)).toMatchObject({ basis: 'books' });
    expect(interval(at(answer, code, w.shop))).toEqual(['140', '140']);
    expect(answer.edges).toContainEqual(
      expect.objectContaining({ kind: 'sold', to: null, quantity: expect.objectContaining({ amount: '100' }) }),
    );
  });

  it('bounds what is in mixed goods, and in what was shipped of them', async () => {
    const w = await world();
    const [a, b] = [await w.record(weighed('100')), await w.record(weighed('100', '牛肉'))];
    const pooled = await w.transform({
      kind: 'pool',
      inputs: [
        { traceCode: a, quantity: kilos('100') },
        { traceCode: b, quantity: kilos('100') },
      ],
      outputs: [weighed('200', '肉馅')],
    });
    expect(pooled.status, pooled.text).toBe(201);
    const mixed = pooled.json.outputs[0].traceCode;
    const depot = await w.party({ name: '示例批发部', kinds: ['distributor'] });
    await w.deliver(mixed, kilos('150'), {}, w.producer, depot);
    const answer = await w.trace(a);
    expect(interval(at(answer, a, w.producer))).toEqual(['0', '0']);
    expect(interval(at(answer, mixed, depot))).toEqual(['50', '100']);
    expect(interval(at(answer, mixed, w.producer))).toEqual(['0', '50']);
  });

  it('follows goods through a transformation, a return and round a cycle, and ends', async () => {
    const w = await world();
    const code = await w.batch();
    await w.deliver(code, bags('240'));
    await w.deliver(code, bags('40'), { purpose: 'return' }, w.shop, w.producer);
    const answer = await w.trace(code);
    expect(answer.nodes).toHaveLength(2);
    expect(answer.edges.map((edge: { kind: string }) => edge.kind).sort()).toEqual(['return', 'sale']);
    expect(at(answer, code, w.producer).quantity.amount).toBe('1000');
  });

  it('keeps to its window, depth and kinds of edges', async () => {
    const w = await world();
    const code = await w.batch();
    const depot = await w.party({ name: '示例批发部', kinds: ['distributor'] });
    await w.deliver(code, bags('100'), {}, w.producer, depot);
    const first = await w.trace(code, '&depth=1');
    w.clock.set(Date.parse('2026-11-08T01:00:00Z'));
    await w.deliver(code, bags('50'), { shippedAt: '2026-11-08T08:00:00+08:00' }, depot, w.shop);
    expect(first.edges).toHaveLength(1);
    expect((await w.trace(code)).edges).toHaveLength(2);
    expect((await w.trace(code, '&until=2026-11-06')).edges).toHaveLength(1);
    expect((await w.trace(code, '&since=2026-11-07')).edges).toHaveLength(1);
    expect((await w.trace(code, '&kinds=return')).edges).toEqual([]);
  });
});

describe('a trace back', () => {
  it('names what went in, and who it came from', async () => {
    const w = await world();
    const farm = await w.party({ name: '示例养殖场', kinds: ['farm'] });
    const pig = await w.record(weighed('100', '生猪'), farm);
    await w.deliver(pig, kilos('100'), {}, farm, w.producer);
    const cut = await w.record({ ...weighed('80'), inputs: [{ traceCode: pig, quantity: kilos('100') }] });
    const answer = await w.trace(cut, '&direction=back');
    expect(answer.nodes.map((node: { level: number }) => node.level)).toEqual([0, -1, -2]);
    expect(at(answer, pig, farm).level).toBe(-2);
    expect(answer.edges.map((edge: { kind: string }) => edge.kind)).toEqual(['made', 'sale']);
  });
});

describe('the scope of a trace', () => {
  it('of a firm ends one step beyond its own holdings, and shows no stock of others', async () => {
    const w = await world();
    const code = await w.batch();
    const depot = await w.party({ name: '示例批发部', kinds: ['distributor'] });
    await w.deliver(code, bags('100'), {}, w.producer, depot);
    await w.deliver(code, bags('30'), {}, depot, w.shop);
    const forward = await w.trace(code, '', w.producer.key);
    expect(forward.nodes.map((node: { party: { id: string } }) => node.party.id).sort()).toEqual([w.producer.id, depot.id].sort());
    expect(at(forward, code, depot)).toMatchObject({ quantity: null, received: { amount: '100' }, basis: 'no-books' });
    expect(interval(at(forward, code, depot))).toEqual(['0', '100']);
    const middle = await w.trace(code, '&direction=both', depot.key);
    expect(middle.nodes).toHaveLength(3);
    const end = await w.trace(code, '&direction=both', w.shop.key);
    expect(end.nodes.map((node: { party: { id: string } }) => node.party.id).sort()).toEqual([w.shop.id, depot.id].sort());
  });

  it('of an office ends one step beyond its region; the province sees all', async () => {
    const w = await world();
    const code = await w.batch();
    const far = await w.party({ name: '示例宁波批发部', kinds: ['distributor'], regionCode: '330203' });
    const farther = await w.party({ name: '示例宁波商店', kinds: ['retailer'], regionCode: '330203' });
    await w.deliver(code, bags('100'), {}, w.producer, far);
    await w.deliver(code, bags('30'), {}, far, farther);
    const city = await w.authority();
    expect((await w.trace(code, '', city.key)).nodes).toHaveLength(2);
    expect((await w.trace(code)).nodes).toHaveLength(3);
    const elsewhere = await w.authority({ name: '示例温州局', regionCode: '330300' });
    expect((await w.get(`/v1/trace?traceCode=${code}`, elsewhere.key)).status).toBe(404);
  });

  it('holds no batch of others and no code nobody recorded', async () => {
    const w = await world();
    const code = await w.batch();
    expect((await w.get(`/v1/trace?traceCode=${code}`, w.shop.key)).status).toBe(404);
    expect((await w.get('/v1/trace?traceCode=ABCD-EFGH-JKMN-PQRS-TUVM', w.producer.key)).status).toBe(404);
    expect(
      (await w.get(`/v1/trace?traceCode=${code}&kinds=theft&since=soon`, w.producer.key)).json.errors.map(
        (one: { pointer: string }) => one.pointer,
      ),
    ).toEqual(['/query/since', '/query/kinds']);
  });
});

describe('broken links', () => {
  it('are deliveries nobody confirmed, books that differ, and goods from nowhere', async () => {
    const w = await world();
    const code = await w.batch();
    await w.ship([{ traceCode: code, quantity: bags('10') }]);
    const short = await w.ship([{ traceCode: code, quantity: bags('20') }]);
    await w.post(`/v1/shipments/${short.id}/receipt`, w.shop.key, { outcome: 'short', lines: [{ line: 1, quantity: bags('15') }] });
    const stranger = await w.party({ name: '示例另一商店', kinds: ['retailer'] });
    await w.post('/v1/dispositions', stranger.key, { kind: 'sold', lines: [{ traceCode: code, quantity: bags('7') }] });
    w.clock.set(Date.parse('2026-11-09T02:00:00Z'));
    const links = (await w.trace(code)).brokenLinks.map((link: { kind: string; quantity: { amount: string } }) => [
      link.kind,
      link.quantity.amount,
    ]);
    expect(links).toEqual([
      ['no-source', '7'],
      ['unconfirmed', '10'],
      ['unsettled', '5'],
    ]);
  });

  it('show goods that somebody without a registration received by the slip as the end of the trace', async () => {
    const w = await world();
    const code = await w.batch();
    const { slip, id } = await w.ship([{ traceCode: code, quantity: bags('12') }], { to: { name: '示例小学食堂' } });
    await w.post(`/s/${slip}`, undefined, { outcome: 'accepted' });
    const answer = await w.trace(code);
    expect(answer.nodes[1]).toMatchObject({
      id: `${code}@${id}-1`,
      party: { id: null, name: '示例小学食堂' },
      received: { amount: '12' },
      contact: 'known',
      site: null,
    });
    expect(answer.summary.received).toMatchObject([{ party: { name: '示例小学食堂' }, quantity: { amount: '12' } }]);
  });
});

describe('the forms of a trace', () => {
  async function traced(): Promise<{ w: World; code: string }> {
    const w = await world();
    const code = await w.batch();
    await w.deliver(code, bags('240'));
    return { w, code };
  }

  it('are NDJSON, CSV with numbers, a workbook and a picture, by format or Accept', async () => {
    const { w, code } = await traced();
    const ask = (query: string, headers = {}) => w.get(`/v1/trace?traceCode=${code}${query}`, w.province.key, { headers });
    const types = (await ask('&format=ndjson')).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).type);
    expect(types).toEqual(['trace', 'batch', 'node', 'node', 'edge', 'received', 'onHand', 'onHand']);
    const csv = (await ask('', { Accept: 'text/csv' })).text.split('\r\n');
    expect(csv[0]).toContain('追溯码,产品,生产批号');
    expect(csv[2]).toMatch(/,240,240,0,240,袋,无销售记录，可能已售,可通知$/);
    const svg = await ask('&format=svg');
    expect(svg.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(svg.text).toMatch(/^<svg .*<\/svg>\n$/s);
    const xlsx = await ask('&format=xlsx');
    expect(xlsx.headers.get('content-disposition')).toBe('attachment; filename="trace-2026-11-05.xlsx"');
    expect(xlsx.text.slice(0, 2)).toBe('PK');
  });
});
