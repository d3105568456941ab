import { expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

it('the home of a firm says how many there are of what it lists the first of, and leads to the rest', async () => {
  const w = await custodyWorld();
  // Each lacks its certificate and more: two things to do.
  const gaps = Array.from({ length: 15 }, (_, n) => ({
    product: { name: `产品 ${n}`, category: 'food' },
    batchNumber: `N${n}`,
    quantity: { amount: '1', unit: '袋' },
  }));
  expect((await w.post('/v1/batches', w.producer.key, gaps)).status).toBe(200);
  const traceCode = await w.batch();
  for (let n = 0; n < 22; n++) await w.ship([{ traceCode, quantity: bags('1') }]);
  const firm = (await w.get('/home', w.producer.key)).text;
  expect(firm).toMatch(/id="todos"><h2>[^<]*<span class="tag">30</);
  const next = /href="(\/home\?cursor=[^"#]+)#todos"/.exec(firm)?.[1] ?? '';
  const rest = (await w.get(next, w.producer.key)).text;
  const listed = (page: string) => page.slice(page.indexOf('id="todos"')).match(/<li>/g)?.length ?? 0;
  expect([listed(firm), listed(rest)]).toEqual([20, 10]);
  expect(rest).not.toContain('/home?cursor=');
  const shop = (await w.get('/home', w.shop.key)).text;
  expect(shop).toContain('<b class="n">22</b>');
  expect(shop).toContain('还有 2 单');
});
