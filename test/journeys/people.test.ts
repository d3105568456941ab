import { describe, expect, it } from 'vitest';
import { auditFaults, auditOf } from '../../src/audit/verify.ts';
import type { OidcAsk } from '../../src/people/tools.ts';
import { ADMIN_KEY, testApp } from '../app.ts';
import { accept, appCode, browser, enrol, PASSWORD } from '../people.ts';
import type { World } from '../world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A firm with a person who has every right, signed in. */
async function firm(options: Parameters<typeof testApp>[0] = {}) {
  const t = await testApp(options);
  const party = await t.party({ name: '示例酱油厂' });
  const invite = (name: string, rights: string[]) =>
    t.request('POST', `/v1/parties/${party.id}/staff`, { key: party.key, body: { name, rights } });
  const made = await invite('示例甲', ['batches', 'custody', 'displays', 'party']);
  expect(made.status, made.text).toBe(201);
  const b = browser(t);
  expect((await accept(b, made.json.link, 'jia.example')).headers.get('location')).toBe('/home');
  return { t, party, invite, b, id: made.json.id as string };
}

/** An account of an office or the service, made by the security administrator; its invitation taken. */
async function official(t: World, fields: Record<string, unknown>, login: string) {
  const made = await t.request('POST', '/v1/accounts', { key: await t.administrator('security'), body: { name: '示例乙', ...fields } });
  expect(made.status, made.text).toBe(201);
  const b = browser(t);
  const taken = await accept(b, made.json.link, login);
  return { b, id: made.json.id as string, link: made.json.link as string, taken };
}

const batch = { product: { name: '示例酱油', category: 'food' }, batchNumber: 'P1', quantity: { amount: '10', unit: '瓶' } };

describe('a person of a firm', () => {
  it('takes an invitation once, signs in with login and password, and what it records names the account and no name', async () => {
    const { t, party, b, id } = await firm();
    const made = await b.send('POST', '/v1/batches', batch);
    expect(made.status, made.text).toBe(201);
    const { json } = await t.request('GET', `/v1/ledger/party:${party.id}/entries`, { key: party.key });
    const bytes = json.items.map((one: { bytes: string }) => one.bytes).join('\n');
    expect(bytes).toContain(`"actedBy":"party:${party.id}/${id}"`);
    expect(bytes).toContain('"account.made"');
    expect(bytes).not.toContain('示例甲');
    const again = browser(t);
    expect((await again.signIn('JIA.example')).headers.get('location')).toBe('/home');
    expect((await again.get('/home')).status).toBe(200);
  });

  it('cannot take the same link twice, nor one that is three days old, nor a login somebody has', async () => {
    const { t, invite } = await firm();
    const second = (await invite('示例丙', ['batches'])).json;
    const taken = await accept(browser(t), second.link, 'jia.example');
    expect([taken.status, taken.text.includes('已被使用')]).toEqual([422, true]);
    expect((await accept(browser(t), second.link, 'bing')).status).toBe(303);
    expect((await accept(browser(t), second.link, 'bing2')).status).toBe(410);
    const third = (await invite('示例丁', ['batches'])).json;
    t.clock.advance(72 * HOUR);
    expect((await accept(browser(t), third.link, 'ding')).status).toBe(410);
  });

  it('is refused a password that is short, common, or holds the login, the name or the firm', async () => {
    const { t, invite } = await firm();
    const { link } = (await invite('示例丙', ['batches'])).json;
    for (const password of ['short', 'Password123!', 'bing.bing 2026', '示例酱油厂的密码呢是这个', '示例丙 2026 秋天 苹果'])
      expect((await accept(browser(t), link, 'bing', password)).status, password).toBe(422);
    expect((await accept(browser(t), link, 'bing')).status).toBe(303);
  });

  it('does only what its rights say, and gives none it has not', async () => {
    const { t, party, invite } = await firm();
    const keeper = browser(t);
    await accept(keeper, (await invite('示例丙', ['party'])).json.link, 'bing');
    expect((await keeper.send('POST', '/v1/batches', batch)).status).toBe(403);
    const path = `/v1/parties/${party.id}/staff`;
    expect((await keeper.send('POST', path, { name: '示例丁', rights: ['batches'] })).status).toBe(403);
    expect((await keeper.send('POST', path, { name: '示例丁', rights: ['party'] })).status).toBe(201);
    const clerk = browser(t);
    await accept(clerk, (await invite('示例戊', ['batches'])).json.link, 'wuwu');
    expect((await clerk.send('POST', '/v1/batches', batch)).status).toBe(201);
    expect((await clerk.send('POST', path, { name: '示例己', rights: ['batches'] })).status).toBe(403);
  });

  it('who is removed is out with the next request, everywhere; another firm cannot remove anybody', async () => {
    const { t, party, invite } = await firm();
    const clerk = browser(t);
    const made = (await invite('示例丙', ['batches'])).json;
    await accept(clerk, made.link, 'bing');
    const other = await t.party();
    const elsewhere = await t.request('DELETE', `/v1/parties/${other.id}/staff/${made.id}`, { key: other.key });
    const foreign = await t.request('DELETE', `/v1/parties/${party.id}/staff/${made.id}`, { key: other.key });
    expect([elsewhere.status, foreign.status]).toEqual([404, 404]);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(200);
    const removed = await t.request('DELETE', `/v1/parties/${party.id}/staff/${made.id}`, { key: party.key });
    expect([removed.status, removed.json]).toEqual([200, { keys: [], keysEnded: false }]);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(401);
    expect((await browser(t).signIn('bing')).status).toBe(401);
  });

  it('cannot be removed, nor lose the right, as the last with the right party', async () => {
    const { party, b, id, invite, t } = await firm();
    const path = `/v1/parties/${party.id}/staff/${id}`;
    expect((await b.send('DELETE', path)).status).toBe(409);
    expect((await b.send('PATCH', path, { rights: ['batches'] })).status).toBe(409);
    const { link } = (await invite('示例丙', ['party'])).json;
    // Invited is not in yet.
    expect((await b.send('DELETE', path)).status).toBe(409);
    await accept(browser(t), link, 'bing');
    expect((await b.send('DELETE', path)).status).toBe(200);
  });

  it('sees its sessions, ends the others, and a password changed ends them too', async () => {
    const { t, b } = await firm();
    const [phone, desk] = [browser(t), browser(t)];
    await phone.signIn('jia.example');
    expect((await b.get('/account')).text.match(/\/account\/sessions\/[^/]+\/end"/g)).toHaveLength(1);
    await b.post('/account/sessions/end-others');
    expect((await phone.send('GET', '/v1/batches')).status).toBe(401);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    await desk.signIn('jia.example');
    const wrong = await b.post('/account/password', {
      present: 'not this one',
      password: 'a wholly new phrase',
      again: 'a wholly new phrase',
    });
    expect(wrong.status).toBe(422);
    const changed = await b.post('/account/password', { present: PASSWORD, password: 'a wholly new phrase', again: 'a wholly new phrase' });
    expect(changed.status).toBe(200);
    expect((await desk.send('GET', '/v1/batches')).status).toBe(401);
    expect((await browser(t).signIn('jia.example')).status).toBe(401);
    expect((await browser(t).signIn('jia.example', 'a wholly new phrase')).status).toBe(303);
  });

  it('is out after twelve idle hours and after seven days, however busy', async () => {
    const { t, b } = await firm();
    t.clock.advance(11 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    t.clock.advance(11 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(200);
    t.clock.advance(12 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
    await b.signIn('jia.example');
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      t.clock.advance(6 * HOUR);
      expect((await b.send('GET', '/v1/batches')).status, `${hours}`).toBe(200);
    }
    t.clock.advance(6 * HOUR);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
  });

  it('signs out for good, and its cookie is refused from another site', async () => {
    const { t, b } = await firm();
    const foreign = await t.request('POST', '/v1/batches', {
      headers: { Cookie: b.cookie(), 'Sec-Fetch-Site': 'cross-site' },
      body: batch,
    });
    expect(foreign.status).toBe(403);
    const form = await t.request('POST', '/account/sessions/end-others', {
      headers: { Cookie: b.cookie(), 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(form.status).toBe(403);
    const kept = b.cookie();
    await b.post('/sign-out');
    b.setCookie(kept);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
  });

  it('invites and removes on the page', async () => {
    const { t, b } = await firm();
    const page = await b.post('/staff', { name: '示例丙', 'right-batches': '1' });
    const link = /<code>(https:[^<]+)<\/code>/.exec(page.text)?.[1] ?? '';
    const clerk = browser(t);
    expect((await accept(clerk, link, 'bing')).status).toBe(303);
    const list = (await b.get('/staff')).text;
    const removal = /\/staff\/[^/]+\/removal/.exec(list.slice(list.indexOf('示例丙')))?.[0] ?? '';
    expect((await b.post(removal)).status).toBe(303);
    expect((await clerk.send('GET', '/v1/batches')).status).toBe(401);
  });
});

describe('who guesses', () => {
  it('learns nothing about who exists: same status, same text, same lockout', async () => {
    const { t } = await firm();
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
    const { t } = await firm();
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
    const { t } = await firm();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => browser(t).signIn('jia.example', `guess number ${i}`)));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
  });

  it('is let in again at once by the security administrator', async () => {
    const { t, id } = await firm();
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
    const { t, b } = await firm({ people: { sms: { send: async (phone, code) => void sent.push([phone, code]) } } });
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
    const { t, b, id } = await firm({ people: { sms: { send: async (_, code) => void sent.push(code) } } });
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
    const { t } = await firm();
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
    const { t, b } = await firm({ people: { oidc: [office] } });
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

describe('an officer', () => {
  it('opens nothing before the second factor stands, and needs it at every sign-in', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b, taken } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    expect(taken.headers.get('location')).toBe('/account/second-factor');
    expect((await b.send('GET', '/v1/violations')).status).toBe(401);
    expect((await b.get('/account')).headers.get('location')).toBe('/account/second-factor');
    const before = b.cookie();
    const { secret } = await enrol(t, b);
    expect(b.cookie()).not.toBe(before);
    expect((await b.send('GET', '/v1/violations')).status).toBe(200);
    const again = browser(t);
    expect((await again.signIn('officer.yi')).headers.get('location')).toBe('/account/code');
    expect((await again.send('GET', '/v1/violations')).status).toBe(401);
    expect((await again.get('/account/second-factor')).headers.get('location')).toMatch(/^\/sign-in/);
    // The code that set it up is used already.
    expect((await again.post('/account/code', { code: appCode(secret, t.clock.now()) })).status).toBe(401);
    t.clock.advance(30_000);
    expect((await again.post('/account/code', { code: appCode(secret, t.clock.now()) })).headers.get('location')).toBe('/home');
    expect((await again.send('GET', '/v1/violations')).status).toBe(200);
  });

  it('gets in by a recovery code, each once, and five wrong codes make it wait', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    const { recovery } = await enrol(t, b);
    expect(recovery).toHaveLength(10);
    const half = async () => {
      const one = browser(t);
      await one.signIn('officer.yi');
      return one;
    };
    const use = async (code: string) => (await (await half()).post('/account/code', { code })).status;
    expect([await use(recovery[0] ?? ''), await use(recovery[0] ?? ''), await use(recovery[1]?.toLowerCase() ?? '')]).toEqual([
      303, 401, 303,
    ]);
    t.clock.advance(1);
    const tries = [];
    for (let i = 0; i < 6; i++) tries.push(await use('000000'));
    expect(tries).toEqual([401, 401, 401, 401, 401, 429]);
    expect(await use(recovery[2] ?? '')).toBe(429);
  });

  it('is out after half an hour without a request', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    await enrol(t, b);
    t.clock.advance(29 * MINUTE);
    expect((await b.send('GET', '/v1/violations')).status).toBe(200);
    t.clock.advance(30 * MINUTE);
    expect((await b.send('GET', '/v1/violations')).status).toBe(401);
  });

  it('decides; an inspector enters what was found and is refused the rest, from the next request on', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b, id } = await official(t, { authority: office.id, role: 'inspector' }, 'inspector.yi');
    await enrol(t, b);
    const open = () => b.send('POST', '/v1/cases', {});
    expect((await open()).status).toBe(403);
    expect((await b.send('POST', '/v1/violations', {})).status).toBe(422);
    const key = await t.administrator('security');
    expect((await t.request('PATCH', `/v1/accounts/${id}`, { key, body: { role: 'officer' } })).status).toBe(204);
    expect((await open()).status).toBe(422);
    const wrong = await t.request('PATCH', `/v1/accounts/${id}`, { key, body: { role: 'security' } });
    expect([wrong.status, wrong.json.errors[0].pointer]).toEqual([422, '/role']);
  });
});

describe('the three administrators', () => {
  it('the bootstrap key makes the other two once, and is none of them', async () => {
    const t = await testApp();
    const make = (role: string) => t.request('POST', '/v1/administrators', { key: ADMIN_KEY, body: { role } });
    const [security, audit] = [await make('security'), await make('audit')];
    expect([security.status, audit.status]).toEqual([201, 201]);
    expect([(await make('security')).status, (await make('audit')).json.code]).toEqual([409, 'already-ended']);
    const keys: Record<string, string> = { admin: ADMIN_KEY, security: security.json.key, audit: audit.json.key };
    const able = async (method: string, path: string, body?: unknown) => {
      const out = [];
      for (const [name, key] of Object.entries(keys)) {
        const { status } = await t.request(method, path, { key, ...(body ? { body } : {}) });
        if (status !== 403) out.push(name);
      }
      return out;
    };
    expect(await able('POST', '/v1/accounts', {})).toEqual(['security']);
    expect(await able('GET', '/v1/accounts')).toEqual(['security']);
    expect(await able('GET', '/v1/audit')).toEqual(['audit']);
    expect(await able('GET', '/v1/ledger/system/entries')).toEqual(['audit']);
    expect(await able('POST', '/v1/settings', {})).toEqual(['admin']);
    expect(await able('POST', '/v1/authorities', {})).toEqual(['admin']);
    expect(await able('POST', '/v1/authorities/x/keys', {})).toEqual(['security']);
    expect(await able('POST', '/v1/administrators', {})).toEqual(['admin']);
    expect(await able('GET', '/v1/parties')).toEqual(['admin']);
  });

  it('a reset ends password and sessions at once and gives a link that is good once, for an hour', async () => {
    const { t, b, id } = await firm();
    const key = await t.administrator('security');
    const reset = () => t.request('POST', `/v1/accounts/${id}/reset`, { key, body: {} });
    const made = await reset();
    expect(made.status, made.text).toBe(201);
    expect((await b.send('GET', '/v1/batches')).status).toBe(401);
    expect((await browser(t).signIn('jia.example')).status).toBe(401);
    const back = browser(t);
    expect((await accept(back, made.json.link, '', 'a wholly new phrase')).status).toBe(303);
    expect((await back.send('GET', '/v1/batches')).status).toBe(200);
    const late = await reset();
    t.clock.advance(HOUR);
    expect((await accept(browser(t), late.json.link, '', 'yet another phrase')).status).toBe(410);
  });

  it('keeps no password, secret, token or code in clear in the database', async () => {
    const t = await testApp();
    const office = await t.authority();
    const { b, link } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    const { secret, recovery } = await enrol(t, b);
    const rows = await Promise.all(
      (['credential', 'person_session', 'account', 'sign_in_attempt'] as const).map((table) =>
        t.store.read.selectFrom(table).selectAll().execute(),
      ),
    );
    const text = JSON.stringify(rows);
    for (const word of [
      PASSWORD,
      link.split('/').at(-1),
      b.cookie().split('=')[1],
      Buffer.from(secret).toString('hex'),
      recovery[0]?.replace('-', ''),
      '示例乙',
    ])
      expect(text).not.toContain(word);
  });
});

describe('the access audit', () => {
  it('has acts of officials, reads of what is not public and refusals, told to the audit administrator alone, and being read is in it', async () => {
    const t = await testApp();
    const [party, office, audit] = [await t.party(), await t.authority(), await t.administrator('audit')];
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.request('GET', '/v1/violations', { key: office.key });
    await t.request('GET', '/v1/violations', { key: party.key });
    await t.request('GET', '/v1/batches');
    await t.request('GET', '/v1/rules');
    const read = async (query = '') => (await t.request('GET', `/v1/audit${query}`, { key: audit })).json.items;
    const lines = (await read()).map((one: Record<string, unknown>) => `${one.role} ${one.operation} ${one.status}`);
    for (const line of [
      'party listBatches 200',
      'officer listLeads 200',
      'party listLeads 403',
      'anonymous listBatches 401',
      'admin enterAuthority 201',
    ])
      expect(lines).toContain(line);
    expect(lines.join()).not.toContain('listRules');
    const reads = await read('?operation=readAudit');
    expect(reads).toHaveLength(1);
    expect(reads[0].who).toMatch(/^audit\//);
    expect((await read('?status=403')).every((one: { status: number }) => one.status === 403)).toBe(true);
  });

  it('has every step of a sign-in with the account, also one tried in vain', async () => {
    const t = await testApp();
    const [office, audit] = [await t.authority(), await t.administrator('audit')];
    const { b, id, link } = await official(t, { authority: office.id, role: 'officer' }, 'officer.yi');
    const { secret } = await enrol(t, b);
    t.clock.advance(MINUTE);
    const again = browser(t);
    await again.signIn('officer.yi', 'not the password');
    await again.signIn('officer.yi');
    await again.post('/account/code', { code: '000000' });
    await again.post('/account/code', { code: appCode(secret, t.clock.now()) });
    await again.post('/account/password', { present: PASSWORD, password: 'a wholly new phrase', again: 'a wholly new phrase' });
    await again.post('/sign-out');
    await browser(t).signIn('nobody', 'whatever it is');
    await browser(t).post('/sign-in', { key: office.key });
    const items = (await t.request('GET', '/v1/audit', { key: audit })).json.items as Record<string, unknown>[];
    const steps = items.filter((one) =>
      `${one.operation}`.match(/^(signIn|signOut|takeCode|confirmFactor|acceptInvitation|changePassword)$/),
    );
    const officer = `authority:${office.id}/${id}`;
    const keyed = items.find((one) => `${one.who}`.startsWith('key:'));
    expect(steps.reverse().map((one) => `${one.operation} ${one.status} ${one.who}`)).toEqual([
      `acceptInvitation 303 account:${id}`,
      `confirmFactor 200 account:${id}`,
      `signIn 401 account:${id}`,
      `signIn 303 account:${id}`,
      `takeCode 401 account:${id}`,
      `takeCode 303 account:${id}`,
      `changePassword 200 ${officer}`,
      `signOut 303 ${officer}`,
      'signIn 401 anonymous',
      `signIn 303 ${keyed?.who}`,
    ]);
    expect(JSON.stringify(items)).not.toContain(link.split('/').at(-1));
  });

  it('names what was looked at by the query, and nothing else of it; and a write to what one does not see', async () => {
    const t = await testApp();
    const [party, office, audit] = [await t.party(), await t.authority(), await t.administrator('audit')];
    await t.request('GET', `/v1/violations?party=${party.id}&cursor=abc`, { key: office.key });
    await t.request('POST', '/v1/batches/ABCDEFGHJKMNPQRSTUVW/revisions', { key: party.key, body: {} });
    const refused = await t.request('DELETE', `/v1/parties/${party.id}/keys/aT3kP9dWq2RnYb7x`, { key: party.key });
    expect(refused.status).toBe(404);
    const items = (await t.request('GET', '/v1/audit', { key: audit })).json.items as Record<string, unknown>[];
    expect(items.map((one) => one.object)).toContain(`/v1/violations?party=${party.id}`);
    expect(items.filter((one) => one.status === 404 && `${one.who}`.startsWith(`party:${party.id}/`)).length).toBeGreaterThan(0);
  });

  it('shows a line that was changed, one that was removed, and a tail cut off', async () => {
    const t = await testApp();
    const party = await t.party();
    for (let i = 0; i < 5; i++) await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
    const { DatabaseSync } = await import('node:sqlite');
    const db = new DatabaseSync(t.file);
    const tried = async (sql: string) => {
      db.exec(`BEGIN; CREATE TABLE kept AS SELECT * FROM access_audit; ${sql}; COMMIT`);
      const faults = await auditFaults(auditOf(t.store.read));
      db.exec('BEGIN; DELETE FROM access_audit; INSERT INTO access_audit SELECT * FROM kept; DROP TABLE kept; COMMIT');
      return faults.map((fault) => fault.replace(/^\w+/, 'chain'));
    };
    const last = Number((db.prepare('SELECT max(n) AS n FROM access_audit').get() as { n: number }).n);
    expect(await tried("UPDATE access_audit SET who = 'party:other/k' WHERE n = 3")).toEqual(['chain/3: altered']);
    expect(await tried('DELETE FROM access_audit WHERE n = 3')).toEqual(['chain/4: the line before it is gone or altered']);
    expect(await tried('DELETE FROM access_audit WHERE n <= 2')).toEqual(['chain/3: lines before it are gone']);
    // Another process starts: its first line names where this chain ended.
    const { AccessAudit } = await import('../../src/audit/audit.ts');
    const next = new AccessAudit({ store: t.store, clock: t.clock.now, random: t.deps.random, log: t.deps.log });
    next.note({ at: t.clock.now(), who: 'x', role: 'x', operation: 'x', object: '', status: 200, requestId: '', address: '' });
    await next.flush();
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
    expect(await tried(`DELETE FROM access_audit WHERE n = ${last}`)).toEqual([
      `chain/${last}: a line that another chain names is gone or altered`,
    ]);
    db.close();
  });

  it('keeps its lines 200 days at least, and says so when older ones go', async () => {
    const { pruneAudit } = await import('../../src/audit/retention.ts');
    const t = await testApp();
    const party = await t.party();
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    t.clock.advance(201 * 24 * HOUR);
    await t.request('GET', '/v1/batches', { key: party.key });
    await t.deps.audit?.flush();
    await expect(pruneAudit(t.store, t.clock.now(), 199)).rejects.toMatchObject({ code: 'out-of-order' });
    expect(await pruneAudit(t.store, t.clock.now(), 200)).toBeGreaterThan(0);
    const left = await t.store.read.selectFrom('access_audit').select(['operation']).execute();
    expect(left.map(({ operation }) => operation).sort()).toEqual(['audit-pruned', 'audit-started', 'listBatches']);
    expect(await auditFaults(auditOf(t.store.read))).toEqual([]);
  });
});
