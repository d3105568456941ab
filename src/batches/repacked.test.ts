import { describe, expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

type Party = Awaited<ReturnType<Awaited<ReturnType<typeof custodyWorld>>['party']>>;
type Finding = { rule: string; weight: string };

const kilos = (amount: string) => ({ amount, unit: '千克' });
const loose = { gtin: undefined, packaging: undefined, specification: '散装' };

/** A world with a way to pack goods anew, and one to sell them. */
async function world() {
  const w = await custodyWorld({ at: Date.parse('2027-01-05T01:00:00Z') });
  const pack = async (code: string, by: Party, name: string, kind = 'repack'): Promise<string> => {
    const made = await w.post('/v1/transformations', by.key, {
      kind,
      inputs: [{ traceCode: code, quantity: kilos('20') }],
      outputs: [
        {
          product: { name, category: kind === 'process' ? 'food' : 'agricultural', directoryItem: kind === 'process' ? undefined : name },
          batchNumber: `包${name}`,
          productionDate: '2027-01-05',
          quantity: kilos('20'),
        },
      ],
    });
    expect(made.status, made.text).toBe(201);
    return made.json.outputs[0].traceCode;
  };
  const sell = async (code: string, by: Party, to: Party = w.shop) => {
    const sent = await w.post('/v1/shipments', by.key, {
      purpose: 'sale',
      to: { uscc: to.uscc },
      lines: [{ traceCode: code, quantity: kilos('10') }],
    });
    expect(sent.status, sent.text).toBe(201);
    return {
      id: sent.json.id as string,
      rules: (sent.json.findings as Finding[]).filter((one) => one.weight !== 'reminder').map((one) => one.rule),
    };
  };
  const receive = (id: string, by: Party) => w.post(`/v1/shipments/${id}/receipt`, by.key, { outcome: 'accepted' });
  return { ...w, pack, sell, receive };
}

describe('goods packed anew', () => {
  it('were harvested when they were; what another packs is not its harvest', async () => {
    const w = await world();
    const farm = await w.party({ name: '示例农场有限公司', kinds: ['farm'] });
    const dealer = await w.party({ name: '示例批发有限公司', kinds: ['distributor'] });
    const beans = { ...loose, name: '豇豆', category: 'agricultural', directoryItem: '豇豆' };
    const code = await w.batch({ productionDate: '2027-01-04', quantity: kilos('100'), certificates: [] }, beans, farm);
    const record = {
      crop: '豇豆',
      agent: '示例药',
      appliedOn: '2027-01-01',
      intervalDays: 7,
      harvestedOn: '2027-01-04',
      traceCodes: [code],
    };
    const before = await w.pack(code, farm, '豇豆');
    const early = await w.sell(before, farm);
    expect(early.rules).not.toContain('harvested-inside-interval');
    expect((await w.post('/v1/field-records', farm.key, record)).status).toBe(201);
    await w.follower.catchUp();
    const judged = await w.store.read.selectFrom('finding').select('weight').where('rule', '=', 'harvested-inside-interval').execute();
    expect(judged.map((one) => one.weight).sort()).toEqual(['lead', 'todo']);
    const twice = await w.pack(await w.pack(code, farm, '豇豆'), farm, '豇豆', 'split');
    expect((await w.sell(twice, farm)).rules).toContain('harvested-inside-interval');
    const bought = await w.sell(code, farm, dealer);
    await w.receive(bought.id, dealer);
    const packed = await w.pack(code, dealer, '豇豆');
    expect((await w.sell(packed, dealer)).rules).not.toContain('harvested-inside-interval');
    const pickled = await w.pack(code, farm, '酸豆角', 'process');
    expect((await w.sell(pickled, farm)).rules).not.toContain('harvested-inside-interval');
  });

  it('stay under the recall and the hold of what they came of', async () => {
    const w = await world();
    const [recalled, held, made] = [
      await w.batch({ batchNumber: 'R', quantity: kilos('100') }, { ...loose, name: '米甲' }),
      await w.batch({ batchNumber: 'H', quantity: kilos('100') }, { ...loose, name: '米乙' }),
      await w.batch({ batchNumber: 'P', quantity: kilos('100') }, { ...loose, name: '米丙' }),
    ];
    const [a, b, c] = [
      await w.pack(recalled, w.producer, '米甲'),
      await w.pack(held, w.producer, '米乙'),
      await w.pack(made, w.producer, '米饼', 'process'),
    ];
    await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '示例', traceCodes: [recalled] });
    await w.post('/v1/holds', w.producer.key, { reason: '示例', traceCodes: [held, made] });
    await w.follower.catchUp();
    w.clock.set(w.clock.now() + 1_000);
    expect((await w.sell(a, w.producer)).rules).toContain('sold-after-recall');
    expect((await w.sell(b, w.producer)).rules).toContain('moved-while-held');
    expect((await w.sell(c, w.producer)).rules).not.toContain('moved-while-held');
  });
});
