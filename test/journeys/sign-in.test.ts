import { describe, expect, it } from 'vitest';
import type { OidcAsk } from '../../src/people/tools.ts';
import { testApp } from '../app.ts';
import { browser, firmOf, PASSWORD } from '../people.ts';
import type { World } from '../world.ts';

describe('who guesses', () => {
  it('learns nothing about who exists: same status, same text, same lockout', async () => {
    const { t } = await firmOf(await testApp());
    const seen = async (login: string) => {
      const answers = [];
      for (let i = 0; i < 7; i++) {
        const answer = await browser(t).signIn(login, `wrong ${i} wrong`);
        answers.push([answer.status, answer.text.replaceAll(login, ''), answer.headers.get('retry-after')]);
      }
      return answers;
    };
    const known = await seen('jia.example');
    expect(known.map(([status]) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await seen('nobody.here')).toEqual(known);
  });

  it('waits 30 seconds after five failures, then twice as long each time; the right password counts only after the wait', async () => {
    const { t } = await firmOf(await testApp());
    for (let i = 0; i < 5; i++) await browser(t).signIn('jia.example', 'wrong wrong wrong');
    expect((await browser(t).signIn('jia.example')).status).toBe(429);
    t.clock.advance(30_000);
    expect((await browser(t).signIn('jia.example', 'wrong wrong wrong')).status).toBe(401);
    t.clock.advance(59_000);
    expect((await browser(t).signIn('jia.example')).status).toBe(429);
    t.clock.advance(1_000);
    expect((await browser(t).signIn('jia.example')).status).toBe(303);
    expect((await browser(t).signIn('jia.example', 'wrong wrong wrong')).status).toBe(401);
    expect((await browser(t).signIn('jia.example')).status).toBe(303);
  });

  it('gets no more tries by making them at once', async () => {
    const { t } = await firmOf(await testApp());
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => browser(t).signIn('jia.example', `guess number ${i}`)));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
  });

  it('is let in again at once by the security administrator', async () => {
    const { t, id } = await firmOf(await testApp());
    for (let i = 0; i < 5; i++) await browser(t).signIn('jia.example', 'wrong wrong wrong');
    expect((await browser(t).signIn('jia.example')).status).toBe(429);
    const key = await t.administrator('security');
    expect((await t.request('POST', `/v1/accounts/${id}/unlocking`, { key })).status).toBe(204);
    expect((await browser(t).signIn('jia.example')).status).toBe(303);
  });
});

describe('a code to the phone', () => {
  it('signs in who has said so, once, and tells nobody whose phone is known', async () => {
    const sent: [string, string][] = [];
    const { t, b } = await firmOf(await testApp({ people: { sms: { send: async (phone, code) => void sent.push([phone, code]) } } }));
    expect((await b.post('/account/phone', { present: PASSWORD, phone: '138 0000 0000' })).status).toBe(303);
    const other = browser(t);
    const [known, unknown] = [
      await other.post('/sign-in/phone', { phone: '13800000000' }),
      await browser(t).post('/sign-in/phone', { phone: '13900000000' }),
    ];
    expect([known.status, known.text]).toEqual([unknown.status, unknown.text]);
    expect(sent.map(([phone]) => phone)).toEqual(['13800000000']);
    const code = sent[0]?.[1] ?? '';
    const waiting = other.cookie();
    expect((await other.post('/sign-in/phone/code', { code: code === '000000' ? '111111' : '000000' })).status).toBe(401);
    expect((await other.post('/sign-in/phone/code', { code })).headers.get('location')).toBe('/home');
    expect((await other.send('GET', '/v1/batches')).status).toBe(200);
    other.setCookie(waiting);
    expect((await other.post('/sign-in/phone/code', { code })).headers.get('location')).toBe('/sign-in');
  });

  it('locked by wrong codes is let in again by the security administrator, who is sent a code again too', async () => {
    const sent: string[] = [];
    const { t, b, id } = await firmOf(await testApp({ people: { sms: { send: async (_, code) => void sent.push(code) } } }));
    await b.post('/account/phone', { present: PASSWORD, phone: '13800000000' });
    const other = browser(t);
    for (let i = 0; i < 5; i++) await other.post('/sign-in/phone', { phone: '13800000000' });
    expect((await other.post('/sign-in/phone', { phone: '13800000000' })).status).toBe(429);
    const right = sent.at(-1) ?? '';
    for (let i = 0; i < 5; i++) await other.post('/sign-in/phone/code', { code: 'wrong' });
    expect((await other.post('/sign-in/phone/code', { code: right })).status).toBe(429);
    expect((await t.request('POST', `/v1/accounts/${id}/unlocking`, { key: await t.administrator('security') })).status).toBe(204);
    expect((await other.post('/sign-in/phone/code', { code: right })).headers.get('location')).toBe('/home');
    expect((await other.post('/sign-in/phone', { phone: '13800000000' })).status).toBe(200);
  });

  it('is not there without a carrier', async () => {
    const { t } = await firmOf(await testApp());
    expect((await browser(t).post('/sign-in/phone', { phone: '13800000000' })).status).toBe(404);
  });
});

describe('a sign-in elsewhere', () => {
  const office = {
    id: 'office',
    name: { zh: '示例统一认证', en: 'Example directory' },
    begin: async ({ state, redirectUri }: OidcAsk) => `https://id.example/?${new URLSearchParams({ state, redirect_uri: redirectUri })}`,
    finish: async (code: string) => {
      if (!code.startsWith('good-')) throw new Error('not proven');
      return { subject: code.slice(5) };
    },
  };
  const jar = (t: World) => {
    let cookies = '';
    const get = async (path: string) => {
      const answer = await t.request('GET', path, { headers: { Cookie: cookies, 'Sec-Fetch-Site': 'cross-site' } });
      for (const set of answer.headers.getSetCookie())
        cookies = [...cookies.split('; ').filter((one) => one && !one.startsWith(`${set.split('=')[0]}=`)), set.split(';')[0]].join('; ');
      return answer;
    };
    return Object.assign(get, { add: (cookie: string) => (cookies = `${cookies}; ${cookie}`) });
  };
  const stateOf = (answer: { headers: Headers }) => new URL(answer.headers.get('location') ?? '').searchParams.get('state') ?? '';

  it('opens an account that was connected in its own session, for the browser that began, once', async () => {
    const { t, b } = await firmOf(await testApp({ people: { oidc: [office] } }));
    const callback = (state: string, code = 'good-jia') => `/sign-in/oidc/office/callback?${new URLSearchParams({ state, code })}`;
    const stranger = jar(t);
    expect((await stranger(callback(stateOf(await stranger('/sign-in/oidc/office'))))).status).toBe(401);
    const own = jar(t);
    const cookie = b.cookie();
    own.add(cookie);
    const asked = await b.post('/account/elsewhere/office', { present: PASSWORD });
    own.add(b.cookie());
    b.setCookie(cookie);
    const there =
      new URL(/href="(https:\/\/id[^"]+)"/.exec(asked.text)?.[1]?.replaceAll('&amp;', '&') ?? '').searchParams.get('state') ?? '';
    expect((await own(callback(there))).headers.get('location')).toBe('/account');
    const back = jar(t);
    const state = stateOf(await back('/sign-in/oidc/office'));
    expect((await jar(t)(callback(state))).status).toBe(401);
    expect((await back(callback(state))).headers.get('location')).toBe('/home');
    expect((await back(callback(state))).status).toBe(401);
    const bad = jar(t);
    expect((await bad(callback(stateOf(await bad('/sign-in/oidc/office')), 'forged'))).status).toBe(401);
    expect((await bad(callback('another state'))).status).toBe(401);
    expect((await bad('/sign-in/oidc/nobody')).status).toBe(404);
  });
});
