import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

const kilos = (amount: string) => ({ amount, unit: '千克' });
const beans = { name: '豇豆', category: 'agricultural', gtin: undefined, packaging: undefined, specification: '散装' };
type Finding = { rule: string; weight: string };

/** A farm that typed an interval of seventy days for seven. */
async function typo() {
  const w = await custodyWorld({ at: Date.parse('2027-01-05T01:00:00Z') });
  const farm = await w.party({ name: '示例农场有限公司', kinds: ['farm'] });
  const goods = { productionDate: '2027-01-04', batchNumber: '豇', quantity: kilos('100'), certificates: [] };
  const code = await w.batch(goods, beans, farm);
  const body = { crop: '豇豆', agent: '示例药', appliedOn: '2026-12-20', intervalDays: 70, harvestedOn: '2027-01-04', traceCodes: [code] };
  const made = await w.post('/v1/field-records', farm.key, body);
  const correct = (fields: object, key = farm.key) => w.post(`/v1/field-records/${made.json.id}/corrections`, key, fields);
  const sell = async (): Promise<Finding[]> => {
    const lines = [{ traceCode: code, quantity: kilos('10') }];
    return (await w.post('/v1/shipments', farm.key, { purpose: 'sale', to: { uscc: w.shop.uscc }, lines })).json.findings;
  };
  return { ...w, farm, code, made, correct, sell };
}

const inside = (findings: readonly Finding[]) =>
  findings.filter((one) => one.rule === 'harvested-inside-interval').map((one) => one.weight);

describe('a field record recorded wrongly', () => {
  it('is corrected with a reason, and the rule reads what stands last', async () => {
    const w = await typo();
    expect(inside(w.made.json.findings)).toEqual(['todo']);
    const corrected = await w.correct({ reason: '间隔期多录一个零', intervalDays: 7 });
    expect([corrected.status, corrected.json.intervalDays, corrected.json.harvestFrom]).toEqual([200, 7, '2026-12-27']);
    expect(inside(corrected.json.findings)).toEqual([]);
    expect(inside(await w.sell())).toEqual([]);
    const entry = await w.store.read
      .selectFrom('entry')
      .select('bytes')
      .where('kind', '=', 'field-record.corrected')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(entry.bytes).payload).toMatchObject({
      reason: '间隔期多录一个零',
      to: { intervalDays: 7 },
      was: { intervalDays: 70 },
    });
  });

  it('stays a lead where it was sold before, which the officer ends', async () => {
    const w = await typo();
    expect(inside(await w.sell())).toEqual(['lead']);
    await w.correct({ reason: '间隔期多录一个零', intervalDays: 7 });
    await w.follower.catchUp();
    expect(await stateOf(w)).toEqual(['open']);
    expect(inside(await w.sell())).toEqual([]);
  });

  it('is not corrected without a reason, by others, to what it is or to what cannot be', async () => {
    const w = await typo();
    expect((await w.correct({ intervalDays: 7 })).status).toBe(422);
    expect((await w.correct({ reason: '示例', intervalDays: 7 }, w.shop.key)).status).toBe(404);
    expect((await w.correct({ reason: '示例', intervalDays: 70 })).json.errors[0].found).toBe('{}');
    const ahead = await w.correct({ reason: '示例', appliedOn: '2027-02-01' });
    expect(ahead.json.errors.map((one: { pointer: string }) => one.pointer)).toEqual(['/appliedOn', '/harvestedOn']);
    const cleared = (await w.correct({ reason: '示例', harvestedOn: null })).json;
    expect([cleared.harvestedOn, inside(cleared.findings)]).toEqual([null, []]);
  });
});

async function stateOf({ store }: CustodyWorld): Promise<string[]> {
  const rows = await store.read
    .selectFrom('finding')
    .select('state')
    .where('rule', '=', 'harvested-inside-interval')
    .where('weight', '=', 'lead')
    .execute();
  return rows.map((row) => row.state);
}
