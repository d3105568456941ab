import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

describe('the page of a stall', () => {
  it('says of what is shown that it was recalled, also in other packing, or that its date is past', async () => {
    const w = await custodyWorld();
    const stall = await w.party({
      name: '示例菜行有限公司',
      kinds: ['retailer'],
      sites: [{ name: 'A', kind: 'stall', regionCode: '330110', stallNumber: 'A' }],
    });
    const [site] = stall.sites as { id: string }[];
    const made: string[] = [];
    for (const [i, name] of ['召回品', '改装品', '过期品', '好品'].entries())
      made.push(
        await w.batch({ batchNumber: `B${i}`, ...(name === '过期品' ? { expiresOn: '2026-11-08' } : {}) }, { name, shelfLife: undefined }),
      );
    for (const code of made) {
      const { id } = await w.ship([{ traceCode: code, quantity: bags('10') }], { to: { uscc: stall.uscc } });
      await w.post(`/v1/shipments/${id}/receipt`, stall.key, { outcome: 'accepted' });
    }
    const packed = await w.post('/v1/transformations', stall.key, {
      kind: 'repack',
      inputs: [{ traceCode: made[1], quantity: bags('5') }],
      outputs: [{ product: { name: '小包品', category: 'food' }, batchNumber: 'S', productionDate: '2026-11-05', quantity: bags('5') }],
    });
    expect(packed.status, packed.text).toBe(201);
    const traceCodes = [made[0], packed.json.outputs[0].traceCode, made[2], made[3]];
    const shown = await w.post('/v1/displays', stall.key, { site: site?.id, place: '摊位码', traceCodes });
    expect(shown.status, shown.text).toBe(201);
    w.clock.set(Date.parse('2026-11-09T01:00:00Z'));
    const lines = async () => {
      const { text } = await w.get(`/m/${site?.id}`, undefined);
      return Object.fromEntries(
        [...text.matchAll(/<b>([^<]+)<\/b>(?: <span class="tag (\w+)">[^<]+<\/span>)?/g)].map(([, name, tone]) => [name, tone ?? null]),
      );
    };
    expect(await lines()).toEqual({ 召回品: null, 小包品: null, 过期品: 'ochre', 好品: null });
    const drill = await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '示例', drill: true, traceCodes: [made[3]] });
    expect(drill.status, drill.text).toBe(201);
    await w.post('/v1/recalls', w.producer.key, { level: 1, reason: '示例', traceCodes: [made[0], made[1]] });
    expect(await lines()).toEqual({ 召回品: 'red', 小包品: 'red', 过期品: 'ochre', 好品: null });
  });
});
