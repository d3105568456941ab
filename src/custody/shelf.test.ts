import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';
import { shelfRepository } from './shelf.ts';

describe('the shelf of a shop', () => {
  it('has recalled goods first, however many others expire sooner', async () => {
    const w = await custodyWorld();
    const received = async (batchNumber: string, productionDate: string) => {
      const traceCode = await w.batch({ batchNumber, productionDate });
      const { id } = await w.ship([{ traceCode, quantity: bags('10') }]);
      expect((await w.post(`/v1/shipments/${id}/receipt`, w.shop.key, { outcome: 'accepted' })).status).toBe(201);
      return traceCode;
    };
    const soonest = await received('A', '2026-10-31');
    await received('B', '2026-11-01');
    const last = await received('C', '2026-11-02');
    const { id } = await w.store.read.selectFrom('party').select('id').where('publicId', '=', w.shop.id).executeTakeFirstOrThrow();
    const shelf = async () => {
      const rows = await shelfRepository(w.store.read, { party: { id } }).shelf(undefined, 1);
      return rows.map(({ traceCode, recallId }) => [traceCode, recallId]);
    };
    expect(await shelf()).toEqual([[soonest, null]]);
    const drill = { level: 1, reason: '示例', traceCodes: [last] };
    expect((await w.post('/v1/recalls', w.producer.key, { ...drill, drill: true })).status).toBe(201);
    expect(await shelf()).toEqual([[soonest, null]]);
    const recall = await w.post('/v1/recalls', w.producer.key, drill);
    expect(recall.status, recall.text).toBe(201);
    expect(await shelf()).toEqual([
      [last, recall.json.id],
      [soonest, null],
    ]);
  });
});
