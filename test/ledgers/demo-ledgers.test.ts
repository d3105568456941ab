import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Client } from '../../src/ops/demo/client.ts';
import { narrator } from '../../src/ops/demo/narrate.ts';
import { walk } from '../../src/ops/demo/walk.ts';
import { ADMIN_KEY, type TestApp, testApp } from '../app.ts';

/** The walk’s client over the service in this process. */
function clientOf(t: TestApp): Client {
  async function request<T>(
    method: string,
    path: string,
    { key, body, headers }: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<T> {
    const answer = await t.request(method, path, { key, body, headers: { Accept: 'application/json', ...headers } });
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json as T;
  }
  return {
    get: (path, ask) => request('GET', path, ask),
    post: (path, ask) => request('POST', path, ask),
    patch: (path, ask) => request('PATCH', path, ask),
  };
}

const expectedLines = (name: string) =>
  readFileSync(join(import.meta.dirname, `${name}.expected.csv`), 'utf8')
    .trimEnd()
    .split('\n');

it('the ledgers of the demo’s canteen, supermarket and plant are those written by hand from its story', { timeout: 60_000 }, async () => {
  const t = await testApp({ at: Date.parse('2026-11-02T00:00:00Z') });
  const { cast, canteen } = await walk(
    {
      client: clientOf(t),
      clock: { now: t.clock.now, set: (instant) => t.clock.set(Date.parse(instant)), runOn: () => {} },
      say: narrator(() => {}),
      settle: () => t.follower.catchUp(),
      sweep: () => t.sweep(),
    },
    ADMIN_KEY,
  );
  const csv = async (key: string, kind: string) => {
    const { status, text } = await t.request('GET', `/v1/statutory-ledgers/${kind}?month=2026-11&format=csv`, { key });
    expect(status, text).toBe(200);
    return text.replace('\uFEFF', '').trimEnd().split('\r\n');
  };
  expect(await csv(cast.supermarket.key, 'incoming')).toEqual(expectedLines('supermarket-incoming'));
  expect(await csv(cast.saucePlant.key, 'incoming')).toEqual(expectedLines('plant-incoming'));
  expect(await csv(cast.saucePlant.key, 'outgoing')).toEqual(expectedLines('plant-outgoing'));
  expect(await csv(canteen.key, 'incoming')).toEqual(expectedLines('canteen-incoming'));
});
