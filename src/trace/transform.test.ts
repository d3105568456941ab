import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';
import { balanceOf } from './balance.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });
const goods = (name: string, quantity: unknown, more: Record<string, unknown> = {}) => ({
  product: { name, specification: '散装', category: 'agricultural' },
  productionDate: '2026-11-01',
  quantity,
  ...more,
});

async function world() {
  const w = await custodyWorld();
  const record = async (body: unknown): Promise<string> => (await w.post('/v1/batches', w.producer.key, body)).json.traceCode;
  const transform = (body: unknown, key = w.producer.key) => w.post('/v1/transformations', key, body);
  return { ...w, record, transform };
}

const edgesOf = (w: CustodyWorld) => w.store.read.selectFrom('flow').select(['kind', 'steps', 'n']).orderBy('n').orderBy('dst').execute();

describe('a transformation', () => {
  it('pools thirty households into two batches: one commit, an edge from each to each', async () => {
    const w = await world();
    const crops = await Promise.all(Array.from({ length: 30 }, (_, i) => w.record(goods(`豇豆 ${i}`, kilos('10')))));
    const pooled = await w.transform({
      kind: 'pool',
      inputs: crops.map((traceCode) => ({ traceCode, quantity: kilos('10') })),
      outputs: [goods('豇豆一级', kilos('200')), goods('豇豆二级', kilos('95'))],
      loss: [{ amount: '5', unit: '千克', reason: '拣选' }],
    });
    expect(pooled.status, pooled.text).toBe(201);
    expect(pooled.json.balance.state).toBe('balanced');
    expect(await edgesOf(w)).toHaveLength(60);
    expect(await w.held(w.producer, crops[0] ?? '')).toBe('0');
    expect(await w.held(w.producer, pooled.json.outputs[1].traceCode)).toBe('95');
    const entry = await w.store.read
      .selectFrom('entry')
      .select('bytes')
      .where('kind', '=', 'transformation.recorded')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(entry.bytes).payload).toMatchObject({ kind: 'pool', loss: [{ amount: '5', unit: '千克', reason: '拣选' }] });
    expect(JSON.parse(entry.bytes).payload.inputs).toHaveLength(30);
  });

  it('relabels goods under a code that was printed before', async () => {
    const w = await world();
    const batch = await w.record(goods('进口牛肉', kilos('50')));
    const { json } = await w.post('/v1/codes/reserve', w.producer.key, { count: 1, roll: '卷-1' });
    const relabelled = await w.transform({
      kind: 'relabel',
      reason: '加贴中文标签',
      inputs: [{ traceCode: batch, quantity: kilos('50') }],
      outputs: [goods('进口牛肉', kilos('50'), { traceCode: json.codes[0] })],
    });
    expect(relabelled.json.outputs[0].traceCode).toBe(json.codes[0]);
  });

  it('of kind process may gain weight, which is told; units that no weight joins are not compared', async () => {
    const w = await world();
    const [soy, bags] = [await w.record(goods('黄豆', kilos('100'))), await w.record(goods('香料', { amount: '4', unit: '袋' }))];
    const brewed = await w.transform({
      kind: 'process',
      inputs: [{ traceCode: soy, quantity: kilos('60') }],
      outputs: [goods('豆酱', kilos('90'))],
    });
    expect(brewed.json.balance).toMatchObject({ state: 'more', difference: { amount: '-30', unit: '千克' } });
    const mixed = await w.transform({
      kind: 'process',
      inputs: [
        { traceCode: soy, quantity: kilos('40') },
        { traceCode: bags, quantity: { amount: '4', unit: '袋' } },
      ],
      outputs: [goods('五香豆', { amount: '300', unit: '袋' })],
    });
    expect(mixed.json.balance).toEqual({ state: 'not-comparable' });
  });

  it('is refused whole when a batch is made from itself, a unit does not convert, goods were never held, or more comes out than went in', async () => {
    const w = await world();
    const batch = await w.record(goods('猪肉', kilos('50')));
    const { json } = await w.post('/v1/codes/reserve', w.producer.key, { count: 1, roll: '卷-1' });
    const itself = await w.transform({
      kind: 'split',
      inputs: [{ traceCode: json.codes[0], quantity: kilos('5') }],
      outputs: [goods('猪肉', kilos('5'), { traceCode: json.codes[0] })],
    });
    expect(itself.status).toBe(422);
    expect(itself.json.errors).toContainEqual(
      expect.objectContaining({ pointer: '/inputs/0/traceCode', expected: '另一批次的追溯码：批次不能由自己制成' }),
    );
    const litres = await w.transform({
      kind: 'split',
      inputs: [{ traceCode: batch, quantity: { amount: '5', unit: '升' } }],
      outputs: [goods('猪肉', { amount: '0', unit: '千克' }), goods('猪肉', kilos('1'), { productionDate: '2027-01-01' })],
    });
    expect(litres.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/outputs/0/quantity/amount']);
    const dates = await w.transform({
      kind: 'split',
      inputs: [{ traceCode: batch, quantity: { amount: '5', unit: '升' } }],
      outputs: [goods('猪肉', kilos('1'), { productionDate: '2027-01-01' })],
    });
    expect(dates.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
      '/inputs/0/quantity/unit',
      '/outputs/0/productionDate',
    ]);
    const foreign = await w.transform(
      { kind: 'split', inputs: [{ traceCode: batch, quantity: kilos('5') }], outputs: [goods('猪肉', kilos('5'))] },
      w.shop.key,
    );
    expect(foreign.json.errors).toMatchObject([{ pointer: '/inputs/0', expected: '本场所接收过或生产的批次' }]);
    const more = await w.transform({
      kind: 'repack',
      inputs: [{ traceCode: batch, quantity: kilos('10') }],
      outputs: [goods('猪肉', kilos('10.2')), goods('猪肉', kilos('0.2'))],
    });
    expect(more.json.errors).toMatchObject([{ pointer: '/outputs', found: '10.4 千克' }]);
    expect(await edgesOf(w)).toEqual([]);
    expect(await w.held(w.producer, batch)).toBe('50');
  });

  it('is the same record as the short form, inputs on a batch', async () => {
    const w = await world();
    const batch = await w.record(goods('猪肉', kilos('50')));
    const short = await w.post(
      '/v1/batches',
      w.producer.key,
      goods('肉馅', kilos('9'), { inputs: [{ traceCode: batch, quantity: kilos('10') }] }),
    );
    expect(short.status).toBe(201);
    const { items } = (await w.get('/v1/transformations', w.producer.key)).json;
    expect(items).toMatchObject([
      {
        kind: 'process',
        inputs: [{ traceCode: batch, quantity: { amount: '10', unit: '千克' }, revision: 1 }],
        outputs: [{ traceCode: short.json.traceCode, quantity: { amount: '9' } }],
        balance: { state: 'less', difference: { amount: '1' } },
      },
    ]);
    expect(await edgesOf(w)).toEqual([{ kind: 'made', steps: 10_000_000, n: 1 }]);
  });

  it('whose product is weighed later has its edges from then on', async () => {
    const w = await world();
    const batch = await w.record(goods('猪肉', kilos('50')));
    const { quantity: _, ...unweighed } = goods('肉馅', null);
    const made = await w.post('/v1/batches', w.producer.key, { ...unweighed, inputs: [{ traceCode: batch, quantity: kilos('10') }] });
    expect(await edgesOf(w)).toEqual([]);
    await w.request('PATCH', `/v1/batches/${made.json.traceCode}`, {
      key: w.producer.key,
      headers: { 'If-Match': '"1"' },
      body: { quantity: kilos('9.5'), reason: '补录重量' },
    });
    expect(await edgesOf(w)).toEqual([{ kind: 'made', steps: 10_000_000, n: 1 }]);
  });
});

describe('a balance', () => {
  const box = { unit: '箱', packaging: [{ unit: '箱', contains: { amount: '5', unit: '千克' } }] };
  it('joins boxes and kilograms through the packaging', () => {
    const went = [{ steps: 4, ...box }];
    const came = [{ steps: 19_500_000, unit: '千克', packaging: [] }];
    expect(balanceOf(went, came, [], 30)).toEqual({
      state: 'balanced',
      unit: '千克',
      in: 20_000_000,
      out: 19_500_000,
      loss: 0,
      difference: 500_000,
    });
    expect(balanceOf(went, [{ ...came[0], steps: 19_399_999, unit: '千克', packaging: [] }], [], 30).state).toBe('less');
    expect(balanceOf(went, [{ steps: 20_600_001, unit: '千克', packaging: [] }], [], 30).state).toBe('more');
  });
  it('of counted goods is exact', () => {
    const bags = (steps: number) => [{ steps, unit: '袋', packaging: [] }];
    expect(balanceOf(bags(100), bags(98), bags(2), 30).state).toBe('balanced');
    expect(balanceOf(bags(100), bags(99), bags(2), 30).state).toBe('more');
  });
});
