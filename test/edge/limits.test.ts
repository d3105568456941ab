import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { type LimitSettings, RateLimits } from '../../src/platform/rate-limits.ts';
import { custodyWorld } from '../custody-world.ts';

const few = { requests: 3, seconds: 60 };
const none: LimitSettings = { key: null, address: null, code: null, trustedProxies: 0 };

/** The service within quotas, asked from an address, at a time the test sets. */
async function limited(settings: Partial<LimitSettings>) {
  const w = await custodyWorld();
  const traceCode = await w.batch();
  let now = 0;
  const app = createApp({ ...w.deps, limits: new RateLimits({ ...none, ...settings }, () => now) });
  const ask = async (path: string, address: string, init: RequestInit = {}) => {
    const response = await app.request(`http://localhost${path}`, init, { incoming: { socket: { remoteAddress: address } } });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  };
  const statuses = async (count: number, one: () => Promise<{ status: number }>) => {
    const list: number[] = [];
    for (let n = 0; n < count; n++) list.push((await one()).status);
    return list;
  };
  const bearer = (key: string) => ({ headers: { Authorization: `Bearer ${key}` } });
  return { w, traceCode, ask, statuses, bearer, wait: (ms: number) => (now += ms) };
}

const SHOP = '203.0.113.7';
const json = { headers: { Accept: 'application/json' } };

describe('an address', () => {
  it('is told how it stands, refused beyond its quota with when to come back, and served again then', async () => {
    const { ask, statuses, wait } = await limited({ address: few });
    const first = await ask('/v1/rules', SHOP);
    expect(first.headers.get('ratelimit-policy')).toBe('"address";q=3;w=60');
    expect(first.headers.get('ratelimit')).toBe('"address";r=2;t=20');
    expect(await statuses(3, () => ask('/v1/rules', SHOP))).toEqual([200, 200, 429]);
    const refused = await ask('/v1/rules', SHOP);
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(refused.headers.get('retry-after')).toBe('20');
    expect(refused.headers.get('ratelimit')).toBe('"address";r=0;t=60');
    expect(JSON.parse(refused.text)).toMatchObject({ status: 429, code: 'too-many-requests', 'violated-policies': ['address'] });
    expect((await ask('/v1/rules', '203.0.113.8')).status).toBe(200);
    wait(20_000);
    expect(await statuses(2, () => ask('/v1/rules', SHOP))).toEqual([200, 429]);
  });

  it('scans within its quota, and pays ten times for a code that is not there', async () => {
    const { traceCode, ask, statuses } = await limited({ address: { requests: 25, seconds: 60 } });
    expect(await statuses(3, () => ask('/t/2222-2222-2222-2222-2223', SHOP, json))).toEqual([404, 404, 404]);
    const refused = await ask(`/t/${traceCode}`, SHOP, json);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('15');
    expect((await ask(`/t/${traceCode}`, '203.0.113.8', json)).status).toBe(200);
  });

  it('of IPv6 is its /64', async () => {
    const { ask } = await limited({ address: few });
    const list: number[] = [];
    for (const last of ['1', '2', '3', '4']) list.push((await ask('/find', `2001:db8::${last}`)).status);
    expect(list).toEqual([200, 200, 200, 429]);
    expect((await ask('/find', '2001:db8:0:1::1')).status).toBe(200);
  });

  it('is what a trusted proxy says, and never what a visitor says', async () => {
    const forwarded = (value: string) => ({ headers: { 'X-Forwarded-For': value } });
    const direct = await limited({ address: few });
    let n = 0;
    expect(await direct.statuses(4, () => direct.ask('/find', SHOP, forwarded(`198.51.100.${n++}`)))).toEqual([200, 200, 200, 429]);
    const behind = await limited({ address: few, trustedProxies: 1 });
    expect(await behind.statuses(4, () => behind.ask('/find', '10.0.0.1', forwarded(`198.51.100.${n++}, ${SHOP}`)))).toEqual([
      200, 200, 200, 429,
    ]);
    expect((await behind.ask('/find', '10.0.0.1', forwarded('203.0.113.8'))).status).toBe(200);
  });

  it('of this machine is not counted: a proxy that was not named may speak for everybody', async () => {
    const { ask, statuses } = await limited({ address: few });
    expect(await statuses(5, () => ask('/find', '127.0.0.1'))).toEqual([200, 200, 200, 200, 200]);
  });

  it('pays for keys that are not valid, for addresses that are none and for wrong methods', async () => {
    const { ask, statuses, bearer } = await limited({ address: few });
    expect(await statuses(3, () => ask('/v1/batches', SHOP, bearer('sy_nobody')))).toEqual([401, 429, 429]);
    expect(await statuses(2, () => ask('/nowhere', '203.0.113.9'))).toEqual([404, 429]);
    expect(await statuses(4, () => ask('/v1/rules', '203.0.113.10', { method: 'PUT' }))).toEqual([405, 405, 405, 429]);
  });
});

describe('a key', () => {
  it('has a quota of its own, whatever its address has used', async () => {
    const { w, ask, statuses, bearer } = await limited({ address: few, key: few });
    await statuses(4, () => ask('/v1/rules', SHOP));
    expect(await statuses(4, () => ask('/v1/batches', SHOP, bearer(w.producer.key)))).toEqual([200, 200, 200, 429]);
    const other = await ask('/v1/batches', SHOP, bearer(w.shop.key));
    expect(other.status).toBe(200);
    expect(other.headers.get('ratelimit')).toBe('"key";r=2;t=20');
  });

  it('pays, and is named in the audit, also where it acts for a firm that gave it nothing', async () => {
    const { w, ask, statuses, bearer } = await limited({ address: few, key: few });
    const headers = { ...bearer(w.producer.key).headers, 'X-Acting-For': w.shop.id };
    expect(await statuses(5, () => ask('/v1/batches', SHOP, { headers }))).toEqual([403, 403, 403, 429, 429]);
    expect((await ask('/v1/rules', SHOP)).status).toBe(200);
    await w.deps.audit?.flush();
    const lines = await w.store.read.selectFrom('access_audit').select('who').where('status', '=', 403).execute();
    expect(lines).toHaveLength(3);
    for (const { who } of lines) expect(who).toMatch(new RegExp(`^party:${w.producer.id}/`));
  });
});

describe('a login', () => {
  it('that somebody keeps failing at from one network is open from another', async () => {
    const { ask } = await limited({});
    const signIn = async (address: string) => {
      const body = new URLSearchParams({ login: 'jia.example', password: 'wrong wrong wrong' });
      return (await ask('/sign-in', address, { method: 'POST', body })).status;
    };
    const list: number[] = [];
    for (let n = 0; n < 7; n++) list.push(await signIn(SHOP));
    expect(list).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await signIn('198.51.100.1')).toBe(401);
  });
});

describe('a code', () => {
  it('loses nothing to an address that is beyond its own quota', async () => {
    const { ask, statuses } = await limited({ address: { requests: 12, seconds: 60 }, code: few });
    const path = '/s/2222-2222-2222';
    const refused = (await statuses(6, () => ask(path, SHOP))).filter((status) => status === 429);
    expect(refused).toHaveLength(4);
    expect((await ask(path, '203.0.113.8')).status).toBe(404);
  });

  it('has a quota over all who scan it, however it is written', async () => {
    const { w, traceCode, ask } = await limited({ code: few });
    const other = await w.batch({ batchNumber: 'B' });
    const list: number[] = [];
    for (const [n, text] of [traceCode, traceCode.toLowerCase(), traceCode.replaceAll('-', ''), traceCode].entries())
      list.push((await ask(`/t/${text}`, `203.0.113.${n}`, json)).status);
    expect(list).toEqual([200, 200, 200, 429]);
    expect((await ask(`/t/${other}`, SHOP, json)).status).toBe(200);
  });
});
