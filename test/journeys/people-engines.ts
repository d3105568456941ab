import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/ledger/entry.ts';
import type { PeopleTools } from '../../src/people/tools.ts';
import type { Store } from '../../src/store/store.ts';
import { accept, appCode, browser, enrol } from '../people.ts';
import { worldOver } from '../world.ts';

interface Opened {
  store: Store;
  close(): Promise<void>;
}

/** Tools that run anywhere: what is tested is what stands in the tables, not the hash. */
function tools(sent: string[]): PeopleTools {
  return {
    hash: async (password) => `quick:${sha256Hex(password)}`,
    verify: async (hash, password) => hash === `quick:${sha256Hex(password)}`,
    seal: async (text) => `sealed:${Buffer.from(text).toString('base64')}`,
    open: async (sealed) => Buffer.from(sealed.slice('sealed:'.length), 'base64').toString(),
    sms: { send: async (_, code) => void sent.push(code) },
    oidc: [],
  };
}

const batch = { product: { name: '示例酱油', category: 'food' }, batchNumber: 'P1', quantity: { amount: '10', unit: '瓶' } };
const PHONE = '13800000000';

/** Holds back what opens a session until so many have come as far, so that each of them has read the row before any uses it. */
function together(store: Store, count: number): Store {
  const { promise: allAreThere, resolve } = Promise.withResolvers<void>();
  let there = 0;
  return new Proxy(store, {
    get: (target, name) => {
      if (name !== 'commit') {
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      }
      return async (given: Parameters<Store['commit']>[0]) => {
        if (given.rows?.person_session?.some(({ kind }) => kind === 'full') === true) {
          if (++there === count) resolve();
          await allAreThere;
        }
        return target.commit(given);
      };
    },
  });
}

/** People over HTTP, on whichever engine is opened: what they sign in by, their second factor, and who is of a firm. */
export function peopleJourneys(engine: string, open: () => Promise<Opened>): void {
  describe(`people on ${engine}`, () => {
    it('a clerk is invited, signs in, makes a key, and is out with it when removed; the last keeper stays, of two at once one', async () => {
      const { store, close } = await open();
      try {
        const t = worldOver(store, { put: async () => {}, get: async () => null }, undefined, { people: tools([]) });
        const party = await t.party({ name: '示例酱油厂' });
        const path = `/v1/parties/${party.id}/staff`;
        const joined = async (name: string, login: string) => {
          const made = await t.request('POST', path, { key: party.key, body: { name, rights: ['batches', 'party'] } });
          expect(made.status, made.text).toBe(201);
          const b = browser(t);
          expect((await accept(b, made.json.link, login)).headers.get('location')).toBe('/home');
          return { b, id: made.json.id as string };
        };
        const [jia, yi] = [await joined('示例甲', 'jia.example'), await joined('示例乙', 'yi.example')];
        expect((await browser(t).signIn('jia.example', 'not the password')).status).toBe(401);
        const again = browser(t);
        expect((await again.signIn('JIA.example')).headers.get('location')).toBe('/home');
        expect((await again.send('POST', '/v1/batches', batch)).status).toBe(201);
        const key = (await yi.b.send('POST', `/v1/parties/${party.id}/keys`, { label: 'ERP' })).json;
        const page = await jia.b.send('GET', `${path}?limit=1`);
        const rest = await jia.b.send('GET', `${path}?limit=1&cursor=${page.json.next}`);
        expect([page, rest].map(({ json }) => json.items[0].id)).toEqual([yi.id, jia.id]);
        expect(rest.json.next).toBe(null);
        const removals = await Promise.all([
          jia.b.send('DELETE', `${path}/${yi.id}?keys=end`),
          yi.b.send('DELETE', `${path}/${jia.id}?keys=end`),
        ]);
        // Whoever came second finds itself out already, or the other the last one.
        const [first, second] = removals.map(({ status }) => status).sort();
        expect([first, [401, 409].includes(second ?? 0)]).toEqual([200, true]);
        const isYiGone = removals[0]?.status === 200;
        const [out, stays] = isYiGone ? [yi, jia] : [jia, yi];
        expect((await out.b.send('GET', '/v1/batches')).status).toBe(401);
        expect((await stays.b.send('DELETE', `${path}/${stays.id}`)).status).toBe(409);
        expect((await t.request('GET', '/v1/batches', { key: key.key })).status).toBe(isYiGone ? 401 : 200);
      } finally {
        await close();
      }
    });

    it('an officer needs the second factor, each code once', async () => {
      const { store, close } = await open();
      try {
        const t = worldOver(store, { put: async () => {}, get: async () => null }, undefined, { people: tools([]) });
        const [office, security] = [await t.authority(), await t.administrator('security')];
        const body = { name: '示例丙', authority: office.id, role: 'officer' };
        const made = await t.request('POST', '/v1/accounts', { key: security, body });
        expect(made.status, made.text).toBe(201);
        const b = browser(t);
        expect((await accept(b, made.json.link, 'officer.bing')).headers.get('location')).toBe('/account/second-factor');
        expect((await b.send('GET', '/v1/violations')).status).toBe(401);
        const { secret, recovery } = await enrol(t, b);
        expect((await b.send('GET', '/v1/violations')).status).toBe(200);
        const again = browser(t);
        expect((await again.signIn('officer.bing')).headers.get('location')).toBe('/account/code');
        const send = async (code: string) => (await again.post('/account/code', { code })).status;
        expect(await send(appCode(secret, t.clock.now()))).toBe(401);
        t.clock.advance(30_000);
        expect(await send(appCode(secret, t.clock.now()))).toBe(303);
        expect((await again.send('GET', '/v1/violations')).status).toBe(200);
        const byRecovery = async () => {
          const one = browser(t);
          await one.signIn('officer.bing');
          return (await one.post('/account/code', { code: recovery[0] ?? '' })).status;
        };
        expect([await byRecovery(), await byRecovery()]).toEqual([303, 401]);
      } finally {
        await close();
      }
    });

    it('a code to the phone lets in one of three that use it at once', async () => {
      const { store, close } = await open();
      try {
        const sent: string[] = [];
        const more = { people: tools(sent), later: (work: Promise<unknown>) => void work };
        const t = worldOver(store, { put: async () => {}, get: async () => null }, undefined, more);
        const party = await t.party();
        const made = await t.request('POST', `/v1/parties/${party.id}/staff`, {
          key: party.key,
          body: { name: '示例丁', rights: ['batches', 'party'] },
        });
        const b = browser(t);
        await accept(b, made.json.link, 'ding.example');
        expect((await b.post('/account/phone', { present: 'correct horse battery', phone: PHONE })).status).toBe(303);
        const first = browser(t);
        await first.post('/sign-in/phone', { phone: PHONE });
        const late = worldOver(together(store, 3), { put: async () => {}, get: async () => null }, t.clock.now(), more);
        const all = [browser(late), browser(late), browser(late)];
        for (const one of all) one.setCookie(first.cookie());
        const answers = await Promise.all(all.map((one) => one.post('/sign-in/phone/code', { code: sent[0] ?? '' })));
        expect(answers.map(({ headers }) => headers.get('location')).toSorted()).toEqual(['/home', '/sign-in', '/sign-in']);
      } finally {
        await close();
      }
    });
  });
}
