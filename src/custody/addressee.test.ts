import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

describe('a buyer named over a registered credit code', () => {
  it('stands by its registered name, whatever the sender wrote', async () => {
    const w = await custodyWorld();
    const code = await w.batch();
    const to = { uscc: w.shop.uscc, name: '张三丰' };
    const { id } = await w.ship([{ traceCode: code, quantity: bags('2') }], { to });
    const { name } = await w.store.read.selectFrom('party').select('name').where('publicId', '=', w.shop.id).executeTakeFirstOrThrow();
    expect((await w.get(`/v1/shipments/${id}`, w.producer.key)).json.to.name).toBe(name);
    const tables = await Promise.all((['entry', 'shipment'] as const).map((table) => w.store.read.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(tables)).not.toContain('张三丰');
  });
});
