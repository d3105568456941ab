import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

/** A shop with goods on their way, the oldest of them beyond what its page lists, and what the page answers to a code. */
async function manyOnTheWay() {
  const w = await custodyWorld();
  const [old, many] = [await w.batch({ batchNumber: 'OLD' }), await w.batch({ batchNumber: 'NEW' })];
  const oldest = await w.ship([{ traceCode: old, quantity: bags('1') }], { documentNumber: '20261104' });
  const line = [{ traceCode: many, quantity: bags('1') }];
  for (let n = 0; n < 101; n++) await w.ship(line, { documentNumber: `DN-${n}` });
  const find = (code: string) => w.get(`/receive?code=${encodeURIComponent(code)}`, w.shop.key);
  return { ...w, old, many, oldest, find };
}

describe('a delivery is found by what is on it', () => {
  it('however many newer ones are on their way', async () => {
    const { old, oldest, find } = await manyOnTheWay();
    for (const code of [old, '20261104', oldest.slip]) {
      const { status, headers } = await find(code);
      expect([status, headers.get('location')], code).toEqual([303, `/receive/${oldest.id}`]);
    }
  });

  it('several with the same goods are listed to choose from; a code of none says that, above all that should arrive', async () => {
    const { many, find } = await manyOnTheWay();
    const several = await find(many);
    expect([several.status, several.text.includes('<p>有几单都含这个码')]).toEqual([200, true]);
    const none = await find('ZZZZ');
    expect([none.status, none.text.includes('<p>有几单都含这个码'), none.text.includes('没有找到对应的待收货')]).toEqual([
      404,
      false,
      true,
    ]);
    expect(none.text).toContain('只显示最近 100 单');
  });
});
