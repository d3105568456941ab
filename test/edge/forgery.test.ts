import { describe, expect, it } from 'vitest';
import { type Document, operationsOf } from '../rights/document.ts';
import { type ObjectWorld, objectWorld } from '../rights/objects.ts';
import { type Asked, requestOf } from '../rights/requests.ts';

const FORM = 'application/x-www-form-urlencoded';

/** What a browser sends for a page of another site, or sends too little of to be believed. */
const FOREIGN: Record<string, Record<string, string>> = {
  'neither Origin nor Sec-Fetch-Site': {},
  'a foreign Origin': { Origin: 'https://evil.example' },
  'an Origin that only begins like ours': { Origin: 'https://localhost.evil.example' },
  'an opaque Origin': { Origin: 'null' },
  'another site': { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
  'a sister site': { 'Sec-Fetch-Site': 'same-site', Origin: 'https://shop.localhost' },
  'our name over http': { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://localhost' },
  'no page at all': { 'Sec-Fetch-Site': 'none' },
};

/** The cookie of a session of the owner, as a browser sends it with any request to us. */
async function cookieOf(w: ObjectWorld): Promise<string> {
  const raw = new URLSearchParams({ key: w.a.key }).toString();
  const done = await w.request('POST', '/sign-in', { raw, headers: { 'Content-Type': FORM, 'Sec-Fetch-Site': 'same-origin' } });
  expect(done.status).toBe(303);
  const cookie = done.headers.get('set-cookie') ?? '';
  for (const flag of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/']) expect(cookie).toContain(flag);
  return cookie.split(';')[0] ?? '';
}

async function entries(w: ObjectWorld): Promise<number> {
  const row = await w.store.read
    .selectFrom('entry')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

describe('a request that a page of another site makes a browser send', () => {
  it('changes nothing, whatever it asks for, in whatever form', async () => {
    const w = await objectWorld();
    const Cookie = await cookieOf(w);
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const writes = operationsOf(document).filter(({ method }) => method !== 'GET');
    const before = await entries(w);
    const let_in: string[] = [];
    for (const named of writes) {
      const asked = requestOf(named, w.ids, document);
      const send = async (what: string, { method, address, raw, headers }: Asked) => {
        const answer = await w.request(method, address, { ...(raw === undefined ? {} : { raw }), headers: { ...headers, Cookie } });
        if (answer.status !== 403) let_in.push(`${named.operation.operationId} with ${what}: ${answer.status}`);
      };
      for (const [what, headers] of Object.entries(FOREIGN)) await send(what, { ...asked, headers: { ...asked.headers, ...headers } });
      // The types a form of another site may have without asking first.
      for (const type of [FORM, 'multipart/form-data; boundary=x', 'text/plain'])
        await send(type, { ...asked, headers: { ...asked.headers, 'Content-Type': type, Origin: 'https://evil.example' } });
    }
    expect(let_in).toEqual([]);
    expect(writes.length).toBeGreaterThan(100);
    expect(await entries(w)).toBe(before);
  }, 60_000);

  it('is told apart from one of our own pages, by either header', async () => {
    const w = await objectWorld();
    const Cookie = await cookieOf(w);
    const path = `/v1/notices/${w.ids.notice}/read`;
    const status = async (headers: Record<string, string>) => (await w.request('POST', path, { headers: { Cookie, ...headers } })).status;
    expect(await status({ 'Sec-Fetch-Site': 'same-origin' })).toBe(200);
    expect(await status({ Origin: 'https://localhost', Host: 'localhost' })).toBe(200);
    expect(await status({ Origin: 'https://localhost', Host: 'localhost', 'Sec-Fetch-Site': 'same-site' })).toBe(403);
  });

  it('cannot use a read to change something', async () => {
    const w = await objectWorld();
    const Cookie = await cookieOf(w);
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const before = await entries(w);
    for (const named of operationsOf(document).filter(({ method }) => method === 'GET')) {
      const { address } = requestOf(named, w.ids, document);
      const more = `${address}${address.includes('?') ? '&' : '?'}_method=DELETE`;
      await w.request('GET', more, { headers: { Cookie, 'X-HTTP-Method-Override': 'POST', 'Sec-Fetch-Site': 'cross-site' } });
    }
    expect(await entries(w)).toBe(before);
  }, 60_000);
});
