import { describe, expect, it } from 'vitest';
import type { OidcAsk } from '../../src/people/tools.ts';
import { testApp } from '../app.ts';
import { accept, appCode, browser, enrol, PASSWORD, secretOn } from '../people.ts';
import type { World } from '../world.ts';

const PHONE = '13800000000';
const office = {
  id: 'office',
  name: { zh: '示例统一认证', en: 'Example directory' },
  begin: async ({ state }: OidcAsk) => `https://id.example/?${new URLSearchParams({ state })}`,
  finish: async () => ({ subject: 'jia' }),
};

/** A firm with a person who is in, a carrier that keeps what it is given, and a provider. */
async function firm() {
  const sent: string[] = [];
  const t = await testApp({ people: { sms: { send: async (_, code) => void sent.push(code) }, oidc: [office] } });
  const party = await t.party();
  const made = await t.request('POST', `/v1/parties/${party.id}/staff`, {
    key: party.key,
    body: { name: '示例甲', rights: ['batches', 'party'] },
  });
  const b = browser(t);
  await accept(b, made.json.link, 'jia.example');
  const id = made.json.id as string;
  const reset = async (secondFactor = false) =>
    t.request('POST', `/v1/accounts/${id}/reset`, { key: await t.administrator('security'), body: { secondFactor } });
  return { t, b, id, sent, reset };
}

async function officer(t: World) {
  const { id: authority } = await t.authority();
  const key = await t.administrator('security');
  const made = await t.request('POST', '/v1/accounts', { key, body: { name: '示例乙', authority, role: 'officer' } });
  const b = browser(t);
  await accept(b, made.json.link, 'officer.yi');
  return { b, id: made.json.id as string, key };
}

const stateIn = (text: string | null) => /state=([\w-]+)/.exec(text ?? '')?.[1] ?? '';
const callback = (state: string) => `/sign-in/oidc/office/callback?state=${state}&code=good`;

/** Comes back from the provider with these cookies. */
function comesBack(t: World, state: string, ...cookies: string[]) {
  return t.request('GET', callback(state), { headers: { Cookie: cookies.join('; '), 'Sec-Fetch-Site': 'cross-site' } });
}

async function connect(t: World, b: ReturnType<typeof browser>) {
  const own = b.cookie();
  const asked = await b.post('/account/elsewhere/office', { present: PASSWORD });
  const way = b.cookie();
  b.setCookie(own);
  return comesBack(t, stateIn(asked.text), own, way);
}

async function signInElsewhere(t: World) {
  const guest = browser(t);
  const begun = await guest.get('/sign-in/oidc/office');
  return comesBack(t, stateIn(begun.headers.get('location')), guest.cookie());
}

describe('a reset', () => {
  it('shuts every way in: the phone, a code under way, and the identity elsewhere', async () => {
    const { t, b, sent, reset } = await firm();
    await b.post('/account/phone', { present: PASSWORD, phone: PHONE });
    expect((await connect(t, b)).headers.get('location')).toBe('/account');
    expect((await signInElsewhere(t)).headers.get('location')).toBe('/home');
    const under = browser(t);
    await under.post('/sign-in/phone', { phone: PHONE });
    expect(sent).toHaveLength(1);
    expect((await reset()).status).toBe(201);
    expect((await under.post('/sign-in/phone/code', { code: sent[0] ?? '' })).headers.get('location')).toBe('/sign-in');
    await browser(t).post('/sign-in/phone', { phone: PHONE });
    expect(sent).toHaveLength(1);
    expect((await signInElsewhere(t)).status).toBe(401);
  });

  it('ends a session that was opened while it was made, and refuses one that began before it', async () => {
    const { t, reset } = await firm();
    const { verify } = t.deps.people ?? {};
    if (!t.deps.people || !verify) throw new Error('no people');
    // The password is being checked when the reset comes.
    t.deps.people.verify = async (hash, password) => {
      const isRight = await verify(hash, password);
      expect((await reset()).status).toBe(201);
      return isRight;
    };
    const late = browser(t);
    expect((await late.signIn('jia.example')).headers.get('location')).toBe('/sign-in');
    expect((await late.send('GET', '/v1/batches')).status).toBe(401);
  });

  it('lets a code to the phone in once, however many use it at once', async () => {
    const { t, b, sent } = await firm();
    await b.post('/account/phone', { present: PASSWORD, phone: PHONE });
    const first = browser(t);
    await first.post('/sign-in/phone', { phone: PHONE });
    const all = [first, browser(t), browser(t)];
    for (const one of all) one.setCookie(first.cookie());
    const { store } = t.deps;
    const commit = store.commit.bind(store);
    const { promise: everybodyHasRead, resolve } = Promise.withResolvers<void>();
    let waiting = 0;
    // Each has found the code unused before any of them uses it.
    store.commit = async (given) => {
      if (given.rows?.person_session?.some(({ kind }) => kind === 'full') === true) {
        waiting++;
        if (waiting === all.length) resolve();
        await everybodyHasRead;
      }
      return commit(given);
    };
    const to = await Promise.all(
      all.map(async (one) => (await one.post('/sign-in/phone/code', { code: sent[0] ?? '' })).headers.get('location')),
    );
    store.commit = commit;
    expect(waiting).toBe(3);
    expect(to.toSorted()).toEqual(['/home', '/sign-in', '/sign-in']);
    const open = await store.read
      .selectFrom('person_session')
      .select('id')
      .where('kind', '=', 'full')
      .where('endedAt', 'is', null)
      .execute();
    // The one who is in by the invitation, and one more.
    expect(open).toHaveLength(2);
  });

  it('leaves sessions no race: signing in many times while it is made ends with nobody in', async () => {
    const { t, reset } = await firm();
    const all = Array.from({ length: 8 }, () => browser(t));
    await Promise.all([
      ...all.slice(0, 4).map((one) => one.signIn('jia.example')),
      reset(),
      ...all.slice(4).map((one) => one.signIn('jia.example')),
    ]);
    for (const one of all) expect((await one.send('GET', '/v1/batches')).status).toBe(401);
  });
});

describe('an identity elsewhere', () => {
  it('is connected with the password, from a page of ours, and disconnected again', async () => {
    const { t, b } = await firm();
    expect((await b.post('/account/elsewhere/office', { present: 'not this one' })).status).toBe(422);
    const foreign = await t.request('POST', '/account/elsewhere/office', {
      headers: { Cookie: b.cookie(), 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'application/x-www-form-urlencoded' },
      raw: new URLSearchParams({ present: PASSWORD }),
    });
    expect(foreign.status).toBe(403);
    // What a link of another site could open connects nothing.
    const own = b.cookie();
    const begun = await b.get('/sign-in/oidc/office?link=1');
    const way = b.cookie();
    b.setCookie(own);
    expect((await comesBack(t, stateIn(begun.headers.get('location')), own, way)).status).toBe(401);
    await connect(t, b);
    expect((await b.post('/account/elsewhere/office/end', { present: 'not this one' })).status).toBe(422);
    expect((await b.post('/account/elsewhere/office/end', { present: PASSWORD })).headers.get('location')).toBe('/account');
    expect((await signInElsewhere(t)).status).toBe(401);
  });
});

describe('a secret of a second factor', () => {
  it('that was shown and not confirmed is never shown to another session, nor taken there', async () => {
    const t = await testApp();
    const { b } = await officer(t);
    const seen = secretOn((await b.get('/account/second-factor')).text);
    expect(secretOn((await b.get('/account/second-factor')).text)).toEqual(seen);
    const other = browser(t);
    await other.signIn('officer.yi');
    expect((await other.post('/account/second-factor', { code: appCode(seen, t.clock.now()) })).status).toBe(401);
    expect(secretOn((await other.get('/account/second-factor')).text)).not.toEqual(seen);
  });

  it('that stands is not overwritten by a page that was asked for while it was put in force', async () => {
    const t = await testApp();
    const { b } = await officer(t);
    const other = browser(t);
    await other.signIn('officer.yi');
    if (!t.deps.people) throw new Error('no people');
    const { seal } = t.deps.people;
    const people = t.deps.people;
    let live: Uint8Array = new Uint8Array();
    people.seal = async (text) => {
      people.seal = seal;
      live = (await enrol(t, b)).secret;
      return seal(text);
    };
    expect((await other.get('/account/second-factor')).headers.get('location')).toBe('/account');
    t.clock.advance(30_000);
    const again = browser(t);
    await again.signIn('officer.yi');
    expect((await again.post('/account/code', { code: appCode(live, t.clock.now()) })).headers.get('location')).toBe('/home');
  });

  it('that cannot be opened any more is told as such, not as a wrong code, and a recovery code still lets in', async () => {
    const t = await testApp();
    const { b } = await officer(t);
    const { secret, recovery } = await enrol(t, b);
    t.clock.advance(30_000);
    if (!t.deps.people) throw new Error('no people');
    t.deps.people.open = async () => {
      throw new Error('another key');
    };
    const again = browser(t);
    await again.signIn('officer.yi');
    expect((await again.post('/account/code', { code: appCode(secret, t.clock.now()) })).status).toBe(503);
    expect((await again.post('/account/code', { code: recovery[0] ?? '' })).headers.get('location')).toBe('/home');
  });
});
