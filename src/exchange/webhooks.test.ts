import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type TestApp, testApp } from '../../test/app.ts';
import { batchBody } from '../../test/custody-world.ts';
import { openSqlite } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { after, deliverDue } from './delivery.ts';
import type { Send, Sent } from './send.ts';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** A shop told of a recall at an address whose answers the test gives. */
async function toldShop() {
  const t = await testApp();
  const plant = await t.party();
  const shop = await t.party({ kinds: ['retailer'] });
  const post = (path: string, key: string, body?: unknown) => t.request('POST', path, { key, body });
  const hook = (await post('/v1/webhooks', shop.key, { url: 'https://shop.example.com/hook', kinds: ['recall.opened'] })).json;
  const { traceCode } = (await post('/v1/batches', plant.key, batchBody())).json;
  const sent = await post('/v1/shipments', plant.key, {
    purpose: 'sale',
    to: { uscc: shop.uscc, name: '示例' },
    lines: [{ traceCode, quantity: { amount: '5', unit: '袋' } }],
  });
  await post(`/v1/shipments/${sent.json.id}/receipt`, shop.key, { outcome: 'accepted' });
  await post('/v1/holds', plant.key, { reason: '复核', traceCodes: [traceCode] });
  await post('/v1/recalls', plant.key, { level: 2, reason: '复核', traceCodes: [traceCode] });
  const ids: string[] = [];
  const deliver = (answer: Sent) =>
    deliverDue({
      ...t.deps,
      send: async (_, headers) => {
        ids.push(headers['webhook-id'] ?? '');
        return answer;
      },
    });
  const deliveries = async () => (await t.request('GET', `/v1/webhooks/${hook.id}/deliveries`, { key: shop.key })).json.items;
  return { ...t, plant, shop, hook, post, deliver, deliveries, ids };
}

describe('a webhook', () => {
  it('shows its secret once, to its owner', async () => {
    const t = await toldShop();
    expect(t.hook.secret).toMatch(/^whsec_/);
    const list = await t.request('GET', '/v1/webhooks', { key: t.shop.key });
    expect(list.json.items).toEqual([
      { id: t.hook.id, url: 'https://shop.example.com/hook', kinds: ['recall.opened'], createdAt: '2026-11-05T01:00:00Z' },
    ]);
    expect((await t.request('GET', '/v1/webhooks', { key: t.plant.key })).json.items).toEqual([]);
    for (const [method, path] of [
      ['DELETE', ''],
      ['GET', '/deliveries'],
    ] as const)
      expect((await t.request(method, `/v1/webhooks/${t.hook.id}${path}`, { key: t.plant.key })).status, method).toBe(404);
  });

  it('is told only what it asked for, tried again with more and more time between, and given up after ten tries', async () => {
    const t = await toldShop();
    expect(await t.deliver({ status: 500 })).toBe(1);
    expect(await t.deliveries()).toMatchObject([
      { kind: 'recall.opened', state: 'waiting', attempts: 1, lastStatus: 500, nextAt: '2026-11-05T01:00:05Z' },
    ]);
    expect(await t.deliver({ status: 500 })).toBe(0);
    t.clock.advance(5 * SECOND);
    expect(await t.deliver({ error: 'timed out' })).toBe(1);
    expect(await t.deliveries()).toMatchObject([{ attempts: 2, lastStatus: null, lastError: 'timed out', nextAt: '2026-11-05T01:05:05Z' }]);
    for (let tries = 3; tries <= 10; tries++) {
      t.clock.advance(24 * HOUR);
      expect(await t.deliver({ status: 503 })).toBe(1);
    }
    expect(await t.deliveries()).toMatchObject([{ state: 'given-up', attempts: 10, nextAt: null }]);
    t.clock.advance(24 * HOUR);
    expect(await t.deliver({ status: 200 })).toBe(0);
    expect(new Set(t.ids).size).toBe(1);
    const [given] = await t.deliveries();
    expect((await t.post(`/v1/webhooks/${t.hook.id}/deliveries/${given.id}/retry`, t.shop.key)).json).toMatchObject({
      state: 'waiting',
      attempts: 0,
    });
    expect(await t.deliver({ status: 200 })).toBe(1);
    expect(await t.deliveries()).toMatchObject([{ id: t.ids[0], state: 'done', attempts: 1, lastStatus: 200 }]);
  });

  it('gets a message once however many rounds are begun at the same time, in this process and in another', async () => {
    const t = await toldShop();
    const other = openSqlite(t.file);
    onTestFinished(() => other.close());
    const sent: string[] = [];
    const send: Send = async (_, headers) => {
      sent.push(headers['webhook-id'] ?? '');
      await new Promise((resume) => setImmediate(resume));
      return { status: 200 };
    };
    const round = (store: Store) => deliverDue({ ...t.deps, store, send });
    await Promise.all([round(t.store), round(other), round(t.store), round(other)]);
    expect(sent).toHaveLength(1);
    expect(await t.deliveries()).toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  it('that took a message is not told again by a round that read it before', async () => {
    const t = await toldShop();
    const other = openSqlite(t.file);
    onTestFinished(() => other.close());
    let answer = (_: Sent): void => {};
    const slow = deliverDue({ ...t.deps, send: () => new Promise<Sent>((resume) => (answer = resume)) });
    const due = t.store.read.selectFrom('delivery').select('nextAt').where('nextAt', '>', t.clock.now());
    await vi.waitFor(async () => expect(await due.execute()).toHaveLength(1));
    // Longer than the lease: another process tries it, and the address takes it.
    t.clock.advance(3 * 60 * SECOND);
    expect(await deliverDue({ ...t.deps, store: other, send: async () => ({ status: 200 }) })).toBe(1);
    answer({ error: 'timed out' });
    await slow;
    expect(await t.deliveries()).toMatchObject([{ state: 'done', lastStatus: 200, nextAt: null }]);
  });

  it('that says it is gone is given up at once; a redirect counts as refused', () => {
    const row = {
      id: 1,
      webhookId: 1,
      noticeId: 1,
      body: '',
      state: 'waiting',
      attempts: 0,
      nextAt: 0,
      lastStatus: null,
      lastError: null,
      at: 0,
      doneAt: null,
    };
    expect(after(row, { status: 410 }, 7)).toMatchObject({ state: 'given-up', attempts: 1, doneAt: 7 });
    expect(after(row, { status: 301 }, 7)).toMatchObject({ state: 'waiting', nextAt: 5_007 });
    expect(after(row, { status: 204 }, 7)).toMatchObject({ state: 'done', doneAt: 7 });
  });

  it('that was ended gets nothing any more', async () => {
    const t = await toldShop();
    expect((await t.request('DELETE', `/v1/webhooks/${t.hook.id}`, { key: t.shop.key })).json.endedAt).toBe('2026-11-05T01:00:00Z');
    expect(await t.deliver({ status: 200 })).toBe(0);
    expect((await t.request('GET', '/v1/webhooks', { key: t.shop.key })).json.items).toEqual([]);
  });

  it('goes to https on the open internet only, and an owner has at most twenty', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const add = (url: string) => t.request('POST', '/v1/webhooks', { key, body: { url } });
    const wrong = [
      'http://shop.example.com/',
      'https://localhost/',
      'https://10.0.0.1/',
      'https://2130706433/',
      'https://[::1]/',
      'https://intranet/',
      'https://intranet./',
      'https://localhost./',
      'https://db.internal./',
      'https://u:p@shop.example.com/',
      'mailto:a@b.example',
      'x',
    ];
    for (const url of wrong) {
      const answer = await add(url);
      expect([answer.status, answer.json.errors?.[0]?.pointer], url).toEqual([422, '/url']);
    }
    for (let n = 0; n < 20; n++) expect((await add(`https://shop.example.com/${n}`)).status).toBe(201);
    expect((await add('https://shop.example.com/20')).status).toBe(409);
  });
});

describe('channels of the operator', () => {
  it('are handed each notice to a party, with what it left to be reached by', async () => {
    const t: TestApp = await testApp();
    const work: Promise<unknown>[] = [];
    const sent: unknown[] = [];
    t.deps.channels = [
      {
        name: 'sms',
        send: async (to, { kind, text }) => {
          sent.push([to, kind, text]);
          throw new Error('refused by the provider');
        },
      },
    ];
    t.deps.later = (one) => void work.push(one);
    const plant = await t.party();
    const shop = await t.party({ name: '示例超市', kinds: ['retailer'], contact: { name: '联系人', phone: '0571-0000-0001' } });
    const { traceCode } = (await t.request('POST', '/v1/batches', { key: plant.key, body: batchBody() })).json;
    const lines = [{ traceCode, quantity: { amount: '5', unit: '袋' } }];
    await t.request('POST', '/v1/shipments', { key: plant.key, body: { purpose: 'sale', to: { uscc: shop.uscc, name: '示例' }, lines } });
    expect(
      (await t.request('POST', '/v1/recalls', { key: plant.key, body: { level: 3, reason: '标签', traceCodes: [traceCode] } })).status,
    ).toBe(201);
    await Promise.all(work);
    expect(sent).toEqual([
      [
        { party: shop.id, name: '示例超市', phone: '0571-0000-0001' },
        'recall.opened',
        '三级召回：冷鲜猪后腿肉。原因：标签。请立即停止销售和使用，并确认收到。',
      ],
    ]);
  });
});
