import { expect } from 'vitest';
import { codeOf, stepOf } from '../src/people/totp.ts';
import type { Answer, World } from './world.ts';

export const PASSWORD = 'correct horse battery';

/** A browser: keeps its cookie, sends forms as pages of ours do. */
export function browser(t: World) {
  let cookie = '';
  const keep = (answer: Answer) => {
    const set = answer.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0] ?? '';
    return answer;
  };
  const headers = () => ({ 'Sec-Fetch-Site': 'same-origin', ...(cookie ? { Cookie: cookie } : {}) });
  const get = async (path: string) => keep(await t.request('GET', path, { headers: headers() }));
  const post = async (path: string, fields: Record<string, string> = {}) =>
    keep(
      await t.request('POST', path, {
        headers: { ...headers(), 'Content-Type': 'application/x-www-form-urlencoded' },
        raw: new URLSearchParams(fields),
      }),
    );
  const send = async (method: string, path: string, body?: unknown) =>
    keep(await t.request(method, path, { headers: headers(), ...(body === undefined ? {} : { body }) }));
  return {
    get,
    post,
    send,
    cookie: () => cookie,
    setCookie: (value: string) => {
      cookie = value;
    },
    /** Where a reply leads. */
    signIn: (login: string, password: string = PASSWORD) => post('/sign-in', { login, password }),
  };
}
export type Browser = ReturnType<typeof browser>;

/** What an authenticator app shows for the secret on the page, so many steps from now. */
export function appCode(secret: Uint8Array, now: number, steps = 0): string {
  return codeOf(secret, stepOf(now) + steps);
}

/** The secret that a page shows to be typed by hand. */
export function secretOn(page: string): Uint8Array {
  const text = (/<code>([A-Z2-7 ]+)<\/code>/.exec(page)?.[1] ?? '').replaceAll(' ', '');
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Follows a one-time link: login and password chosen; returns where it led. */
export async function accept(b: Browser, link: string, login: string, password: string = PASSWORD): Promise<Answer> {
  return b.post(new URL(link).pathname, { login, password, again: password });
}

/** Sets up the second factor of a half session; returns the secret and the recovery codes. */
export async function enrol(t: World, b: Browser): Promise<{ secret: Uint8Array; recovery: string[] }> {
  const secret = secretOn((await b.get('/account/second-factor')).text);
  const done = await b.post('/account/second-factor', { code: appCode(secret, t.clock.now()) });
  if (done.status !== 200) throw new Error(`second factor: ${done.status} ${done.text}`);
  return { secret, recovery: [...done.text.matchAll(/<code>([A-Z2-9]{5}-[A-Z2-9]{5})<\/code>/g)].map(([, code]) => code ?? '') };
}

/** A firm with a person who has every right, signed in. */
export async function firmOf(t: World) {
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
export async function official(t: World, fields: Record<string, unknown>, login: string) {
  const made = await t.request('POST', '/v1/accounts', { key: await t.administrator('security'), body: { name: '示例乙', ...fields } });
  expect(made.status, made.text).toBe(201);
  const b = browser(t);
  const taken = await accept(b, made.json.link, login);
  return { b, id: made.json.id as string, link: made.json.link as string, taken };
}
