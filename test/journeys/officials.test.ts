import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, testApp } from '../app.ts';
import { accept, appCode, browser, enrol, firmOf, official, PASSWORD } from '../people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
    expect((await t.request('PATCH', `/v1/accounts/${id}`, { key, body: { role: 'officer' } })).json).toEqual({
      keys: [],
      keysEnded: false,
    });
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
    const { t, b, id } = await firmOf(await testApp());
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
