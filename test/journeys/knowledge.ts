import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { ADMIN_KEY, worldOver } from '../world.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

const dated = { source: '示例局公告（2026年第1号）', publishedOn: '2026-11-05', from: '2026-11-05', reason: '通知公布' };
const substance = {
  kind: 'substance',
  names: { zh: ['示例汀'] },
  family: 'other-drug',
  standing: 'named',
  titleOfText: { zh: '示例局关于打击非法添加示例汀的通知' },
  isDrug: true,
  ...dated,
};

/** Knowledge that people add to, over HTTP, on whichever engine is opened. */
export function knowledgeJourneys(engine: string, open: () => Promise<Opened>): void {
  describe(`knowledge on ${engine}`, () => {
    it('a substance is entered, found, revoked; a name is asked, decided once, made an alias and found', async () => {
      const { store, close } = await open();
      try {
        const w = worldOver(store, { put: async () => {}, get: async () => null });
        const plant = await w.party({ name: '示例食品厂', kinds: ['producer'] });
        const desk = await w.authority({ regionCode: '330110' });
        const post = (path: string, body: unknown, key = desk.key) => w.request('POST', path, { key, body });
        let lots = 0;
        const weights = async (name: string): Promise<string[]> => {
          const product = { name: '示例果冻', specification: '200g/袋', category: 'food', ingredients: [{ name }] };
          const body = { product, batchNumber: `J${++lots}`, productionDate: '2026-11-01', quantity: { amount: '10', unit: '袋' } };
          const made = await post('/v1/batches', body, plant.key);
          expect(made.status, made.text).toBe(201);
          await w.follower.catchUp();
          const found = made.json.findings.filter((one: { rule: string }) => one.rule === 'banned-substance');
          return found.map((one: { weight: string }) => one.weight);
        };
        expect(await weights('示例汀')).toEqual([]);
        const before = await post('/v1/substances/check', substance);
        expect(before.json, before.text).toMatchObject({ bans: true, mustConfirm: false, declared: { totals: { batches: 1 } } });
        expect((await w.request('GET', '/v1/substance-entries')).json.items).toEqual([]);
        const entered = await post('/v1/substances', substance);
        expect(entered.status, entered.text).toBe(201);
        expect(await weights('示例汀')).toEqual(['lead']);
        expect((await w.request('GET', '/v1/substances?q=shiliting')).json.items).toMatchObject([{ id: entered.json.id }]);
        const revoked = await post(`/v1/substances/${entered.json.id}/revocation`, { reason: '录入有误' });
        expect(revoked.status, revoked.text).toBe(200);
        expect(await weights('示例汀')).toEqual([]);

        expect(await weights('乙基酚酞宝')).toEqual(['todo']);
        const { items } = (await w.request('GET', '/v1/reviews?state=open&limit=1', { key: desk.key })).json;
        expect(items).toMatchObject([{ input: '乙基酚酞宝', kind: 'hint' }]);
        const question = await w.request('GET', `/v1/reviews/${items[0].id}`, { key: desk.key });
        expect(question.json.concerned.batches, question.text).toMatchObject([
          { product: '示例果冻', batchNumber: `J${lots}`, isFirst: true },
        ]);
        const entry = { kind: 'alias', name: '乙基酚酞宝', of: '77-09-8', ...dated };
        const said = { outcome: 'banned', reason: '即酚酞', entry };
        const both = await Promise.all([desk.key, ADMIN_KEY].map((key) => post(`/v1/reviews/${items[0].id}/decision`, said, key)));
        expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
        for (const late of [desk.key, ADMIN_KEY])
          expect((await post(`/v1/reviews/${items[0].id}/decision`, said, late)).json).toMatchObject({
            status: 409,
            code: 'already-ended',
          });
        expect(await weights('乙基酚酞宝')).toEqual(['lead']);
        expect((await w.request('GET', '/v1/reviews?state=open', { key: desk.key })).json.items).toEqual([]);
        expect((await w.request('GET', '/v1/substance-entries?limit=1')).json).toMatchObject({
          items: [{ kind: 'alias' }],
          next: expect.any(String),
        });
        const revokedOnes = (await w.request('GET', '/v1/substance-entries?state=revoked')).json.items;
        expect(revokedOnes.map((one: { id: string }) => one.id)).toEqual([entered.json.id]);
      } finally {
        await close();
      }
    });
  });
}
