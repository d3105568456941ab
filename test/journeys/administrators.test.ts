import { describe, expect, it } from 'vitest';
import { startBackground } from '../../src/platform/background.ts';
import { ADMIN_KEY, testApp } from '../app.ts';
import { accept, browser, enrol } from '../people.ts';

const HOUR = 60 * 60_000;

describe('the three administrators stay three', () => {
  it('an administrator’s account keeps its role, and security makes none of another', async () => {
    const t = await testApp();
    const key = await t.administrator('security');
    const made = await t.request('POST', '/v1/accounts', { key, body: { name: '示例乙', role: 'security' } });
    const b = browser(t);
    await accept(b, made.json.link, 'security.yi');
    await enrol(t, b);
    expect((await b.send('PATCH', `/v1/accounts/${made.json.id}`, { role: 'audit' })).status).toBe(403);
    expect((await b.send('GET', '/v1/audit')).status).toBe(403);
    for (const role of ['system', 'audit'])
      expect((await t.request('POST', '/v1/accounts', { key, body: { name: '示例丙', role } })).status).toBe(403);
  });

  it('each role makes and resets accounts of its own, and security resets none of theirs', async () => {
    const t = await testApp();
    const keys = { admin: ADMIN_KEY, security: await t.administrator('security'), audit: await t.administrator('audit') };
    const ids: Record<string, string> = {};
    for (const [name, key] of Object.entries(keys)) {
      const made = await t.request('POST', '/v1/administrators/accounts', { key, body: { name: '示例丙' } });
      expect([made.status, made.json.role]).toEqual([201, name === 'admin' ? 'system' : name]);
      await accept(browser(t), made.json.link, `${name}.bing`);
      ids[name] = made.json.id;
    }
    const reset = async (key: string, path: string) => (await t.request('POST', `${path}/reset`, { key, body: {} })).status;
    expect(await reset(keys.security, `/v1/accounts/${ids.audit}`)).toBe(403);
    expect(await reset(keys.security, `/v1/accounts/${ids.admin}`)).toBe(403);
    expect(await reset(keys.security, `/v1/administrators/accounts/${ids.audit}`)).toBe(404);
    expect(await reset(keys.audit, `/v1/administrators/accounts/${ids.audit}`)).toBe(201);
    expect(await reset(keys.admin, `/v1/administrators/accounts/${ids.admin}`)).toBe(201);
  });

  it('a key that is lost is listed, revoked and made anew; until then there is no second', async () => {
    const t = await testApp();
    const key = await t.administrator('security');
    const make = (body = {}) => t.request('POST', '/v1/administrators', { key: ADMIN_KEY, body: { role: 'security', ...body } });
    expect((await make()).status).toBe(409);
    const revoke = () => t.request('DELETE', '/v1/administrators/security', { key: ADMIN_KEY });
    expect((await t.request('DELETE', '/v1/administrators/security', { key })).status).toBe(403);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 404]);
    expect((await t.request('GET', '/v1/accounts', { key })).status).toBe(401);
    const [first, second] = await Promise.all([make({ expiresAt: '2027-12-31T00:00:00+08:00' }), make()]);
    expect([first.status, second.status].sort()).toEqual([201, 409]);
    const { items } = (await t.request('GET', '/v1/administrators', { key: ADMIN_KEY })).json;
    expect(items.map((one: { role: string; revokedAt: string | null }) => [one.role, one.revokedAt !== null]).sort()).toEqual([
      ['security', false],
      ['security', true],
    ]);
  });
});

describe('what signing in leaves behind', () => {
  it('HEAD of a one-time link uses nothing up', async () => {
    const t = await testApp();
    const { createSignInLink } = await import('../../src/parties/sign-in.ts');
    const party = await t.party();
    const { items } = (await t.request('GET', `/v1/parties/${party.id}/keys`, { key: party.key })).json;
    const { pathname } = new URL(await createSignInLink(t.deps, items[0].id));
    expect((await t.request('HEAD', pathname)).headers.get('set-cookie')).toBeNull();
    expect((await t.request('GET', pathname)).headers.get('location')).toBe('/home');
  });

  it('an invitation from the page is kept in no replay', async () => {
    const t = await testApp();
    const party = await t.party();
    const b = browser(t);
    const made = await t.request('POST', `/v1/parties/${party.id}/staff`, { key: party.key, body: { name: '示例甲', rights: ['party'] } });
    await accept(b, made.json.link, 'jia.example');
    const page = await t.request('POST', '/staff', {
      headers: {
        Cookie: b.cookie(),
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'application/x-www-form-urlencoded',
        'Idempotency-Key': 'once',
      },
      raw: new URLSearchParams({ name: '示例丙', 'right-party': '1' }),
    });
    const token = /invitation\/(ps_\w+)/.exec(page.text)?.[1] ?? 'none';
    expect(token).toMatch(/^ps_/);
    const kept = await t.store.read.selectFrom('idempotency').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('is forgotten on the pulse: sessions that have ended, and attempts that count no more', async () => {
    const { vi } = await import('vitest');
    const t = await testApp();
    await browser(t).signIn('nobody.here', 'wrong wrong wrong');
    const { row } = await (await import('../../src/people/sessions.ts')).newSession(
      t.deps,
      { kind: 'oidc', accountId: null, expiresAt: t.clock.now() + 1 },
      t.clock.now(),
    );
    await t.store.aside('person_session', row);
    t.clock.advance(49 * HOUR);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const background = startBackground(t.deps, t.follower);
    vi.advanceTimersByTime(15_000);
    vi.useRealTimers();
    const left = async () =>
      Promise.all([
        t.store.read.selectFrom('person_session').selectAll().execute(),
        t.store.read.selectFrom('sign_in_attempt').selectAll().execute(),
      ]);
    await vi.waitFor(async () => expect(await left()).toEqual([[], []]));
    await background.stop();
  });
});

describe('a session opened with a key', () => {
  const open = async (t: Awaited<ReturnType<typeof testApp>>, key: string) => {
    const b = browser(t);
    const taken = await b.post('/sign-in', { key });
    expect(taken.headers.get('location')).toBe('/home');
    return { b, seconds: Number(/Max-Age=(\d+)/.exec(taken.headers.get('set-cookie') ?? '')?.[1]) };
  };

  it('of an office is out after half an idle hour and twelve hours in all, and when the key is revoked', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b, seconds } = await open(t, office.key);
    expect(seconds).toBe(12 * 3600);
    const status = async (one = b) => (await one.send('GET', '/v1/violations')).status;
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      t.clock.advance(20 * 60_000);
      expect(await status(), `${minutes}`).toBe(200);
    }
    t.clock.advance(20 * 60_000);
    expect(await status()).toBe(401);
    const idle = (await open(t, office.key)).b;
    t.clock.advance(30 * 60_000);
    expect(await status(idle)).toBe(401);
    const revoked = (await open(t, office.key)).b;
    expect(await status(revoked)).toBe(200);
    const security = await t.administrator('security');
    const { items } = (await t.request('GET', `/v1/authorities/${office.id}/keys`, { key: security })).json;
    await t.request('DELETE', `/v1/authorities/${office.id}/keys/${items[0].id}`, { key: security });
    expect(await status(revoked)).toBe(401);
  });

  it('of an administrator is out after a quarter of an hour, and at once when signed out; a firm’s stays a week', async () => {
    const t = await testApp();
    const { b, seconds } = await open(t, ADMIN_KEY);
    expect(seconds).toBe(8 * 3600);
    expect((await b.send('GET', '/v1/parties')).status).toBe(200);
    t.clock.advance(15 * 60_000);
    expect((await b.send('GET', '/v1/parties')).status).toBe(401);
    const other = (await open(t, ADMIN_KEY)).b;
    const kept = other.cookie();
    await other.post('/sign-out');
    other.setCookie(kept);
    expect((await other.send('GET', '/v1/parties')).status).toBe(401);
    expect((await open(t, (await t.party()).key)).seconds).toBe(7 * 24 * 3600);
  });
});
