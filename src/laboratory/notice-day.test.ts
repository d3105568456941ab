import { expect, it } from 'vitest';
import { custodyWorld } from '../../test/custody-world.ts';

it('the day a notice appears finds the goods a laboratory had found the substance in', async () => {
  const w = await custodyWorld();
  const desk = await w.authority({ regionCode: '330000' });
  const lab = await w.party({ name: '示例检测有限公司', kinds: ['laboratory'] });
  const code = await w.batch({}, { name: '示例果冻' });
  const sample = { number: 'CJ-1', kind: 'official', traceCodes: [code], laboratory: lab.id };
  const { id } = (await w.post('/v1/samples', desk.key, sample)).json;
  const results = [{ item: '双醋酚汀', value: '12', unit: 'mg/kg' }];
  await w.post(`/v1/samples/${id}/results`, lab.key, { reportNumber: 'JB-1', conclusion: 'fail', results });
  const [substance] = (await w.get(`/v1/substances?q=${encodeURIComponent('双醋酚汀')}`, desk.key)).json.items;
  const notice = await w.get(`/v1/substances/${substance.id}/notice`, desk.key);
  expect(notice.status, notice.text).toBe(200);
  expect(notice.json.found.totals).toMatchObject({ batches: 1 });
});
