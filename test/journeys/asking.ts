import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { ADMIN_KEY, worldOver } from '../world.ts';
import { incompletePork } from './goods.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

/** What an authority asks and what an administrator enters, over HTTP, on whichever engine is opened. */
export function askingJourneys(engine: string, open: () => Promise<Opened>): void {
  describe(`asking on ${engine}`, () => {
    it('three leads are listed in every order, counted in every grouping, timed, written as CSV and packed as evidence', async () => {
      const { store, close } = await open();
      try {
        const w = worldOver(store, { put: async () => {}, get: async () => null });
        const plant = await w.party({ name: '示例肉品厂', kinds: ['producer'] });
        const shop = await w.party({ name: '示例超市', kinds: ['retailer'] });
        const desk = await w.authority({ regionCode: '330110' });
        const ask = async (path: string, key = desk.key) => {
          const answer = await w.request('GET', path, { key });
          expect(answer.status, `${path} ${answer.text}`).toBe(200);
          return answer;
        };
        for (const batchNumber of ['A', 'B', 'C']) {
          const made = await w.request('POST', '/v1/batches', { key: plant.key, body: { ...incompletePork(), batchNumber } });
          const deliveredAt = new Date(w.clock.now()).toISOString();
          const lines = [{ traceCode: made.json.traceCode, quantity: { amount: '24', unit: '袋' } }];
          const body = { purpose: 'sale', to: { uscc: shop.uscc, name: '示例超市' }, shippedAt: deliveredAt, deliveredAt, lines };
          const sent = await w.request('POST', '/v1/shipments', { key: plant.key, body });
          expect(sent.status, sent.text).toBe(201);
          w.clock.advance(2 * 3_600_000);
          const receipt = await w.request('POST', `/v1/shipments/${sent.json.id}/receipt`, {
            key: shop.key,
            body: { outcome: 'accepted' },
          });
          expect(receipt.status, receipt.text).toBe(201);
        }
        await w.follower.catchUp();
        const leads: string[] = (await ask('/v1/violations?rule=record-incomplete')).json.items.map((lead: { id: string }) => lead.id);
        expect(leads).toHaveLength(3);
        for (const sort of ['detectedAt', 'fine', 'actOn', 'party'])
          for (const order of ['asc', 'desc']) {
            const query = `/v1/violations?rule=record-incomplete&sort=${sort}&order=${order}&limit=2`;
            const first = (await ask(query)).json;
            const second = (await ask(`${query}&cursor=${first.next}`)).json;
            const seen = [...first.items, ...second.items].map((lead: { id: string }) => lead.id);
            expect(seen.toSorted(), query).toEqual(leads.toSorted());
          }
        for (const by of ['rule', 'region', 'month', 'department', 'state', 'value']) {
          const { json } = await ask(`/v1/statistics?by=${by}`);
          expect(
            json.items.reduce((sum: number, item: { total: number }) => sum + item.total, 0),
            by,
          ).toBe(json.total);
          expect(json.timeToConfirm).toEqual({ count: 3, medianHours: 2 });
        }
        expect((await ask('/v1/violations?rule=record-incomplete&format=csv')).text.trimEnd().split('\r\n')).toHaveLength(7);
        const opened = await w.request('POST', '/v1/cases', { key: desk.key, body: { violationIds: leads, officers: ['甲', '乙'] } });
        expect(opened.status, opened.text).toBe(201);
        const { json: pack } = await ask(`/v1/cases/${opened.json.id}/evidence`);
        expect(pack.facts).toHaveLength(3);
        expect(pack.facts.every((fact: { entries: unknown[] }) => fact.entries.length >= 2)).toBe(true);
        expect((await ask('/v1/todos', plant.key)).json.deadlines).toEqual([]);
      } finally {
        await close();
      }
    });

    it('of two settings, rows or interruptions at once for the same days one is entered', async () => {
      const { store, close } = await open();
      try {
        const w = worldOver(store, { put: async () => {}, get: async () => null });
        const twice = async (path: string, body: unknown) => {
          const both = await Promise.all([0, 1].map(() => w.request('POST', path, { key: ADMIN_KEY, body })));
          return both.map((answer) => answer.status).sort();
        };
        const said = { source: '示例公告', reason: '公布' };
        const setting = { key: 'zhejiang-traceability/confirmation-deadline', from: '2026-12-01', value: 24, ...said };
        expect(await twice('/v1/settings', setting)).toEqual([201, 409]);
        expect(await twice('/v1/directory', { kind: 'variety', value: '示例蜜饯', from: '2026-12-01', ...said })).toEqual([201, 409]);
        const interruption = { from: '2026-11-04T10:00:00+08:00', to: '2026-11-04T11:00:00+08:00', reason: '停电' };
        expect(await twice('/v1/interruptions', interruption)).toEqual([201, 409]);
      } finally {
        await close();
      }
    });

    it('a row of a directory is ended once, and a lead of a voided sale rests on the other one', async () => {
      const { store, close } = await open();
      try {
        const w = worldOver(store, { put: async () => {}, get: async () => null });
        const ask = async (method: string, path: string, key: string, body?: unknown, status = 201) => {
          const answer = await w.request(method, path, { key, body, headers: method === 'PATCH' ? { 'If-Match': '"1"' } : {} });
          expect(answer.status, answer.text).toBe(status);
          return answer.json;
        };
        const said = { source: '示例目录', reason: '公布' };
        for (const value of ['示例甲', '示例乙'])
          await ask('POST', '/v1/directory', ADMIN_KEY, { kind: 'variety', value, from: '2026-11-01', ...said });
        const first = await ask('GET', '/v1/directory?limit=1', ADMIN_KEY, undefined, 200);
        const next = await ask('GET', `/v1/directory?limit=1&cursor=${encodeURIComponent(first.next)}`, ADMIN_KEY, undefined, 200);
        const { id } = next.items[0];
        await ask('POST', `/v1/directory/${id}/end`, ADMIN_KEY, { from: '2026-11-05', ...said });
        await ask('POST', `/v1/directory/${id}/end`, ADMIN_KEY, { from: '2026-11-05', ...said }, 409);
        const { items } = await ask('GET', '/v1/directory', ADMIN_KEY, undefined, 200);
        expect(items.map((row: { ended?: { from: string } }) => row.ended?.from)).toEqual([undefined, '2026-11-05']);

        const plant = await w.party({ name: '示例肉品厂', kinds: ['producer'] });
        const shop = await w.party({ name: '示例超市', kinds: ['retailer'] });
        const failed = { kind: 'release', number: 'F-1', issuer: '示例检测', issuedOn: '2026-11-02', conclusion: 'fail' };
        const product = {
          name: '冷鲜猪肉',
          specification: '2kg',
          category: 'food',
          directoryItem: '猪肉',
          shelfLife: { value: 7, unit: 'day' },
        };
        const made = {
          product,
          batchNumber: 'V1',
          productionDate: '2026-11-01',
          quantity: { amount: '10', unit: '袋' },
          certificates: [failed],
        };
        const { traceCode } = await ask('POST', '/v1/batches', plant.key, made);
        const sold = async (amount: string) => {
          const to = { uscc: shop.uscc, name: '示例超市' };
          const lines = [{ traceCode, quantity: { amount, unit: '袋' } }];
          return (await ask('POST', '/v1/shipments', plant.key, { purpose: 'sale', to, shippedAt: '2026-11-05T08:00:00+08:00', lines })).id;
        };
        const [a] = [await sold('1'), await sold('500')];
        await ask('POST', `/v1/shipments/${a}/void`, plant.key, { reason: '录错' });
        await w.follower.catchUp();
        const states = async (rule: string) =>
          (await store.read.selectFrom('finding').select('state').where('rule', '=', rule).orderBy('id').execute()).map((row) => row.state);
        expect((await states('certificate-failed')).sort()).toEqual(['open', 'open']);
        expect(await states('false-record-suspected')).toEqual(['open']);
        await ask('PATCH', `/v1/batches/${traceCode}`, plant.key, { quantity: { amount: '1000', unit: '袋' }, reason: '少录' }, 200);
        await w.follower.catchUp();
        expect(await states('false-record-suspected')).toEqual(['corrected']);
      } finally {
        await close();
      }
    });
  });
}
