import { describe, expect, it } from 'vitest';
import { type CustodyWorld, custodyWorld } from '../../../test/custody-world.ts';
import type { Send } from '../send.ts';
import { fileDue } from './sending.ts';

const DAY = 24 * 60 * 60_000;

const target = async (w: CustodyWorld, key: string, url: string) =>
  (await w.post('/v1/filing-targets', key, { name: '示例追溯平台', adapter: 'signed-json', url, kinds: ['batch'] })).json.id;

const filings = async (w: CustodyWorld, key: string) => (await w.get('/v1/filings?limit=200', key)).json.items;

/** Sends nowhere: each platform answers what the test says, by its host; who was asked is noted in order. */
function answering(statusOf: (host: string, seq: number) => number) {
  const heard: { host: string; seq: number }[] = [];
  const send: Send = async (url, _, body) => {
    const { host } = new URL(url);
    const { seq } = JSON.parse(body) as { seq: number };
    heard.push({ host, seq });
    return { status: statusOf(host, seq), body: '{"id":"R-1"}' };
  };
  return { send, heard };
}

describe('a record a platform took and has not judged', () => {
  it('does not wait behind those of a platform that was ended, nor behind those of one that judges nothing', async () => {
    const w = await custodyWorld();
    const ended = await target(w, w.producer.key, 'https://ended.example.com/');
    await target(w, w.producer.key, 'https://silent.example.com/');
    await target(w, w.shop.key, 'https://good.example.com/');
    for (let i = 0; i < 60; i++) await w.batch({ batchNumber: `B${i}` });
    await w.batch({ batchNumber: 'SHOP' }, {}, w.shop);
    await w.follower.catchUp();
    let isJudging = false;
    const { send, heard } = answering((host) => (isJudging && host === 'good.example.com' ? 200 : 202));
    await fileDue({ ...w.deps, send });
    expect(await filings(w, w.shop.key)).toMatchObject([{ state: 'sent', attempts: 1 }]);
    await w.request('DELETE', `/v1/filing-targets/${ended}`, { key: w.producer.key });
    isJudging = true;
    heard.length = 0;
    w.clock.advance(DAY);
    await fileDue({ ...w.deps, send });
    expect(await filings(w, w.shop.key)).toMatchObject([{ state: 'accepted', attempts: 2, remoteId: 'R-1' }]);
    expect([...new Set(heard.map(({ host }) => host))].toSorted()).toEqual(['good.example.com', 'silent.example.com']);
  });

  it('lets the next one of its chain go, in order; is asked again, and given up with the reason where it is judged in no try', async () => {
    const w = await custodyWorld();
    await target(w, w.producer.key, 'https://silent.example.com/');
    for (const batchNumber of ['B1', 'B2']) await w.batch({ batchNumber });
    await w.follower.catchUp();
    const { send, heard } = answering(() => 202);
    await fileDue({ ...w.deps, send });
    const [first, second] = heard;
    expect(heard).toHaveLength(2);
    expect(first?.seq).toBeLessThan(second?.seq ?? 0);
    for (let tries = 2; tries <= 10; tries++) {
      expect((await filings(w, w.producer.key)).map((one: { state: string }) => one.state)).toEqual(['sent', 'sent']);
      w.clock.advance(DAY);
      expect(await fileDue({ ...w.deps, send })).toBe(2);
    }
    const last = { state: 'failed', attempts: 10, remoteId: 'R-1', reason: 'HTTP 202: taken, not judged in any try', nextAt: null };
    expect(await filings(w, w.producer.key)).toMatchObject([last, last]);
    w.clock.advance(DAY);
    expect(await fileDue({ ...w.deps, send })).toBe(0);
  });
});
