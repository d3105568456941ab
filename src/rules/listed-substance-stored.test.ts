import { describe, expect, it } from 'vitest';
import { ADMIN_KEY } from '../../test/app.ts';
import { custodyWorld } from '../../test/custody-world.ts';

/** What is found on goods of a name that came to a plant from outside. */
async function plant() {
  const w = await custodyWorld({ at: Date.parse('2027-01-05T01:00:00Z') });
  const found = async (name: string) => {
    const line = {
      product: { name, category: 'food' },
      batchNumber: name,
      productionDate: '2027-01-01',
      quantity: { amount: '60', unit: '千克' },
    };
    const from = { name: '示例化工有限公司', address: '示例路', contact: '示例' };
    const came = await w.post('/v1/receipts', w.producer.key, { from, lines: [line] });
    expect(came.status, came.text).toBe(201);
    const rules = came.json.findings.filter((one: { rule: string }) => one.rule === 'listed-substance-stored');
    return rules.map((one: { weight: string; certainty: string }) => `${one.weight} ${one.certainty}`);
  };
  return { ...w, found };
}

describe('goods that came to a place of production under the name of a listed substance', () => {
  it('are a suspicion, whether the list names the substance or its class', async () => {
    const w = await plant();
    for (const name of ['吊白块', '苏丹红', '苏丹红I', '苏丹红一号']) expect(await w.found(name), name).toEqual(['lead suspected']);
    for (const name of ['白砂糖', '辣椒油', '工业用三聚氰胺']) expect(await w.found(name), name).toEqual([]);
  });

  it('are one too where the substance was entered by people, with the text it rests on', async () => {
    const w = await plant();
    expect(await w.found('示例匹素')).toEqual([]);
    const entered = await w.post('/v1/substances', ADMIN_KEY, {
      kind: 'class',
      names: { zh: ['示例匹素类'] },
      family: 'pde5',
      members: [{ names: { zh: ['示例匹素'] } }],
      verdict: 'banned',
      isDrug: true,
      titleOfText: { zh: '示例通知' },
      source: '示例局公告（2027年第1号）',
      publishedOn: '2027-01-04',
      from: '2027-01-04',
      reason: '通知公布',
    });
    expect(entered.status, entered.text).toBe(201);
    w.clock.advance(86_400_000);
    expect(await w.found('示例匹素 ')).toEqual(['lead suspected']);
  });
});
