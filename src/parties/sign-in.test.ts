import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, type TestApp, testApp } from '../../test/app.ts';
import { createSignInLink } from './sign-in.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

function signIn(t: TestApp, key: string, more: Record<string, string> = {}, headers: Record<string, string> = {}) {
  return t.request('POST', '/sign-in', { raw: new URLSearchParams({ key, ...more }).toString(), headers: { ...FORM, ...headers } });
}

/** The cookie as a browser sends it back. */
function cookieOf(answer: { headers: Headers }): Record<string, string> {
  return { Cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

describe('signing in', () => {
  it('asks for a key on a page', async () => {
    const t = await testApp();
    const page = await t.request('GET', '/sign-in?next=/v1/parties');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.text).toContain('value="/v1/parties"');
  });

  it('opens a session in a cookie that scripts cannot read', async () => {
    const t = await testApp();
    const party = await t.party();
    const done = await signIn(t, party.key);
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe('/home');
    expect(done.headers.get('set-cookie')).toMatch(/^suyuan_session=ss_\w{32}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/);
    const own = await t.request('GET', `/v1/parties/${party.id}`, { headers: cookieOf(done) });
    expect(own.json.revision).toBe(1);
    expect(await t.store.read.selectFrom('session').select('tokenHash').where('tokenHash', 'like', 'ss%').execute()).toEqual([]);
  });

  it('goes on to a path of this service only', async () => {
    const t = await testApp();
    const { key } = await t.party();
    const places = [];
    for (const next of ['/home?tab=2', '//evil.example', '/\\evil.example', 'https://evil.example'])
      places.push((await signIn(t, key, { next })).headers.get('location'));
    expect(places).toEqual(['/home?tab=2', '/home', '/home', '/home']);
  });

  it('shows the page again for a wrong key, without repeating it', async () => {
    const t = await testApp();
    const wrong = await signIn(t, 'sy_wrongwrongwrong');
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('密钥无效');
    expect(wrong.text).not.toContain('sy_wrongwrongwrong');
    expect(wrong.headers.get('set-cookie')).toBeNull();
    expect((await t.request('POST', '/sign-in', { raw: '', headers: FORM })).status).toBe(401);
  });

  it('is refused from another site', async () => {
    const t = await testApp();
    const { key } = await t.party();
    expect((await signIn(t, key, {}, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });

  it('lets the administrator in for eight hours at most', async () => {
    const t = await testApp();
    const session = cookieOf(await signIn(t, ADMIN_KEY));
    expect((await t.request('GET', '/v1/parties', { headers: session })).status).toBe(200);
    for (let minutes = 10; minutes < 8 * 60; minutes += 10) {
      t.clock.advance(10 * 60_000);
      expect((await t.request('GET', '/v1/parties', { headers: session })).status).toBe(200);
    }
    t.clock.advance(10 * 60_000);
    expect((await t.request('GET', '/v1/parties', { headers: session })).status).toBe(401);
    expect(await t.store.read.selectFrom('api_key').select(['ownerKind', 'expiresAt']).execute()).toEqual([
      { ownerKind: 'admin', expiresAt: Date.parse('2026-11-05T09:00:00Z') },
    ]);
  });

  it('lasts no longer than the key', async () => {
    const t = await testApp();
    const party = await t.party();
    const body = { label: 'short', expiresAt: '2026-11-05T10:00:00+08:00' };
    const made = await t.request('POST', `/v1/parties/${party.id}/keys`, { key: party.key, body });
    expect((await signIn(t, made.json.key)).headers.get('set-cookie')).toContain('Max-Age=3600;');
  });
});

describe('signing out', () => {
  it('ends the session wherever its cookie is', async () => {
    const t = await testApp();
    const party = await t.party();
    const session = cookieOf(await signIn(t, party.key));
    const out = await t.request('POST', '/sign-out', { headers: { ...session, 'Sec-Fetch-Site': 'same-origin' } });
    expect(out.status).toBe(303);
    expect(out.headers.get('set-cookie')).toContain('suyuan_session=; ');
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await t.request('GET', `/v1/parties/${party.id}/keys`, { headers: session })).status).toBe(401);
  });
});

describe('a one-time link', () => {
  async function linked(lastsMs?: number) {
    const t = await testApp();
    const party = await t.party();
    const keys = await t.request('GET', `/v1/parties/${party.id}/keys`, { key: party.key });
    const url = await createSignInLink(t.deps, keys.json.items[0].id, lastsMs);
    expect(url).toMatch(/^https:\/\/trace\.example\/sign-in\/sl_\w{32}$/);
    return { t, party, path: new URL(url).pathname };
  }

  it('signs in once', async () => {
    const { t, party, path } = await linked();
    const first = await t.request('GET', path);
    expect(first.status).toBe(303);
    expect((await t.request('GET', `/v1/parties/${party.id}/keys`, { headers: cookieOf(first) })).status).toBe(200);
    const second = await t.request('GET', path);
    expect(second.status).toBe(401);
    expect(second.headers.get('set-cookie')).toBeNull();
  });

  it('is no session itself, and waits for its time only', async () => {
    const { t, party, path } = await linked(1_000);
    const token = path.slice('/sign-in/'.length);
    expect((await t.request('GET', `/v1/parties/${party.id}/keys`, { headers: { Cookie: `suyuan_session=${token}` } })).status).toBe(401);
    t.clock.advance(1_000);
    expect((await t.request('GET', path)).status).toBe(401);
  });

  it('opens nothing once its key is revoked', async () => {
    const { t, party, path } = await linked();
    const keys = await t.request('GET', `/v1/parties/${party.id}/keys`, { key: party.key });
    await t.request('DELETE', `/v1/parties/${party.id}/keys/${keys.json.items[0].id}`, { key: await t.administrator('security') });
    expect((await t.request('GET', path)).status).toBe(401);
  });
});
