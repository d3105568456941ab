import { describe, expect, it } from 'vitest';
import { ADMIN_KEY } from './app.ts';
import { batchBody, custodyWorld } from './custody-world.ts';

const match = (revision: string) => ({ headers: { 'If-Match': revision } });

describe('a correction', () => {
  it('of a batch needs the revision that was read, and refuses an older one', async () => {
    const w = await custodyWorld();
    const made = await w.post('/v1/batches', w.producer.key, batchBody());
    const path = `/v1/batches/${made.json.traceCode}`;
    const patch = (headers: object, amount: string) =>
      w.request('PATCH', path, { key: w.producer.key, body: { quantity: { amount, unit: '袋' }, reason: '盘点更正' }, ...headers });
    expect(made.headers.get('etag')).toBe('"1"');
    expect((await w.get(path, w.producer.key)).headers.get('etag')).toBe('"1"');

    const without = await patch({}, '1000');
    expect([without.status, without.json.code]).toEqual([428, 'revision-required']);
    const corrected = await patch(match('"1"'), '1000');
    expect([corrected.status, corrected.headers.get('etag')]).toEqual([200, '"2"']);
    for (const stale of ['"1"', '"3"', '1', '*', 'W/"2"']) {
      const answer = await patch(match(stale), '900');
      expect([answer.status, answer.json.code], stale).toEqual([412, 'stale-revision']);
    }
    const read = await w.get(path, w.producer.key);
    expect([read.json.quantity.amount, read.json.revision, read.headers.get('etag')]).toEqual(['1000', 2, '"2"']);
  });

  it('of a batch leaves every revision readable, with its reason, who made it and its ledger entry', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const body = { quantity: { amount: '1000', unit: '袋' }, reason: '盘点更正' };
    await w.request('PATCH', `/v1/batches/${traceCode}`, { key: w.producer.key, body, ...match('"1"') });
    const { json } = await w.get(`/v1/batches/${traceCode}/revisions`, w.producer.key);
    expect(json.items).toMatchObject([
      { revision: 1, reason: null, record: { quantity: { amount: '1200', unit: '袋' } } },
      { revision: 2, reason: '盘点更正', record: { quantity: { amount: '1000', unit: '袋' } } },
    ]);
    const chain = await w.get(`/v1/ledger/party:${w.producer.id}/entries`, w.producer.key);
    const bySeq = new Map(chain.json.items.map((one: { seq: number; hash: string }) => [one.seq, one.hash]));
    for (const item of json.items) {
      expect(item.actedBy).toMatch(new RegExp(`^party:${w.producer.id}/`));
      expect(bySeq.get(item.ledger.seq)).toBe(item.ledger.hash);
    }
  });

  it('made twice at the same moment is taken once', async () => {
    const w = await custodyWorld();
    const traceCode = await w.batch();
    const patch = (amount: string) =>
      w.request('PATCH', `/v1/batches/${traceCode}`, {
        key: w.producer.key,
        body: { quantity: { amount, unit: '袋' }, reason: '盘点更正' },
        ...match('"1"'),
      });
    const answers = await Promise.all([patch('1000'), patch('900')]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  it('of a party needs the revision that was read, and refuses an older one', async () => {
    const w = await custodyWorld();
    const path = `/v1/parties/${w.producer.id}`;
    const patch = (headers: object) => w.request('PATCH', path, { key: w.producer.key, body: { regionCode: '330106' }, ...headers });
    const etag = (await w.get(path, w.producer.key)).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+"$/);
    expect((await patch({})).status).toBe(428);
    const changed = await patch(match(etag));
    expect([changed.status, changed.json.regionCode]).toEqual([200, '330106']);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect((await patch(match(etag))).status).toBe(412);
    expect((await w.get(path, ADMIN_KEY)).headers.get('etag')).toBe(changed.headers.get('etag'));
  });
});
