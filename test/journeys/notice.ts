import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { ADMIN_KEY, worldOver } from '../world.ts';
import { pork } from './goods.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

/** More than a hundred batches, so that lists of parameters are as long as they get. */
const POSITIVE = 120;
const DRUG = '示例匹素';

const jelly = (name: string, fields: Record<string, unknown>) => {
  const { gtin: _gtin, ...product } = pork().product;
  return pork({ product: { ...product, name, ingredients: [{ name: '水' }, { name: '魔芋粉' }] }, certificates: [], ...fields });
};

/** A notice appears: from stored records to lists, drafts and leads, over HTTP, on whichever engine is opened. */
export function noticeJourneys(engine: string, open: () => Promise<Opened>): void {
  describe(`the day a notice appears on ${engine}`, () => {
    it('a class of known drugs leads to what was found, who holds it, whom to sample, and to leads', async () => {
      const { store, close } = await open();
      try {
        const w = worldOver(store, { put: async () => {}, get: async () => null });
        const plant = await w.party({ name: '示例果冻厂' });
        const other = await w.party({ name: '另一示例果冻厂', regionCode: '330212' });
        const desk = await w.authority({ regionCode: '330100' });
        const ask = async (method: string, path: string, key: string, body?: unknown) => {
          const answer = await w.request(method, path, { key, body });
          expect(answer.status, `${path} ${answer.text}`).toBeLessThan(300);
          return answer;
        };
        const materials = [{ name: '魔芋粉', lot: 'MY-07' }];
        const certificates = [{ kind: 'officialSample', number: 'S-1', results: [{ item: DRUG, value: '3.2', unit: 'mg/kg' }] }];
        const found = Array.from({ length: POSITIVE }, (_, i) => jelly('示例果冻', { batchNumber: `P${i}`, certificates, materials }));
        await ask('POST', '/v1/batches?mode=all-or-nothing', plant.key, found);
        const like = await ask('POST', '/v1/batches', other.key, jelly('减肥果冻', { batchNumber: 'L', materials }));
        await w.follower.catchUp();
        const entered = await ask('POST', '/v1/substances', ADMIN_KEY, {
          kind: 'class',
          names: { zh: ['示例匹素类'] },
          family: 'pde5',
          members: [{ names: { zh: [DRUG] } }],
          verdict: 'banned',
          forms: ['果冻'],
          claims: ['减肥'],
          isDrug: true,
          titleOfText: { zh: '示例通知' },
          source: '示例局公告（2026年第1号）',
          publishedOn: '2026-11-05',
          from: '2026-11-05',
          reason: '通知公布',
        });
        const path = `/v1/substances/${entered.json.id}/notice`;
        const notice = (await ask('GET', path, ADMIN_KEY)).json;
        expect(notice.substance.covers).toBeGreaterThan(50);
        expect(notice.found.totals).toMatchObject({
          batches: POSITIVE,
          holders: 1,
          onHand: [{ amount: String(POSITIVE * 1200), unit: '袋' }],
        });
        expect(notice.draftHold.traceCodes).toHaveLength(POSITIVE);
        const [first] = notice.sampling.items;
        expect(first.traceCode).toBe(like.json.traceCode);
        expect(first.why.map((why: { reason: string }) => why.reason)).toEqual(['same-material', 'same-formula', 'form-and-claim']);
        expect((await ask('GET', path, desk.key)).json.found.totals.batches).toBe(POSITIVE);
        expect((await ask('GET', `${path}?format=csv`, desk.key)).text.trimEnd().split('\r\n')).toHaveLength(3 + POSITIVE);
        await w.follower.catchUp();
        await w.sweep();
        await w.follower.catchUp();
        const leads = (await ask('GET', '/v1/violations?rule=banned-substance&limit=200', desk.key)).json;
        expect(leads.items).toHaveLength(POSITIVE);
      } finally {
        await close();
      }
    });
  });
}
