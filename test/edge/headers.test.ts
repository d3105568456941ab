import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { ADMIN_KEY, type Answer, testApp } from '../app.ts';
import { type Document, operationsOf } from '../rights/document.ts';
import { type ObjectWorld, objectWorld } from '../rights/objects.ts';
import { requestOf } from '../rights/requests.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

const ONLY: Record<string, RegExp> = { 'strict-transport-security': /^max-age=31536000$/ };
const CONTENT: Record<string, RegExp> = {
  ...ONLY,
  'x-content-type-options': /^nosniff$/,
  'content-security-policy': /^default-src 'none'; (?!.*unsafe)(?!.*script-src)(?=.*frame-ancestors 'none')/,
  'referrer-policy': /^(?:no-referrer|same-origin)$/,
  'cross-origin-resource-policy': /^same-origin$/,
};
const PAGE: Record<string, RegExp> = {
  ...CONTENT,
  'content-security-policy':
    /^default-src 'none'; style-src [^;]*'sha256-[^;]*;(?!.*unsafe)(?!.*script-src)(?=.*form-action '(?:self|none)')(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'permissions-policy': /^camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\), usb=\(\), browsing-topics=\(\)$/,
};

/** What a reply of its kind must say of itself and does not. */
function unguarded({ headers }: Answer): string[] {
  const type = headers.get('content-type');
  const expected = type === null ? ONLY : type.startsWith('text/html') ? PAGE : CONTENT;
  const shared = headers.get('access-control-allow-origin') === '*' && expected === CONTENT;
  return Object.entries(expected).flatMap(([name, pattern]) => {
    const found = headers.get(name) ?? '';
    const isRight = shared && name === 'cross-origin-resource-policy' ? found === 'cross-origin' : pattern.test(found);
    return isRight ? [] : [`${name}: ${found}`];
  });
}

/** Every operation, as three callers, for a browser and for programs. */
function asking(w: ObjectWorld, document: Document) {
  const callers = Object.entries({ nobody: undefined, owner: w.a.key, officer: w.desk.key });
  return operationsOf(document).flatMap((named) =>
    callers.flatMap(([role, key]) =>
      (named.method === 'GET' ? [BROWSER, '*/*', 'application/json'] : [BROWSER]).map((accept) => ({ named, role, key, accept })),
    ),
  );
}

describe('every reply', () => {
  it('of every operation says what may be done with it, to a browser and to a program, served or refused', async () => {
    const w = await objectWorld();
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    const bare: string[] = [];
    const kinds = new Set<string>();
    for (const { named, role, key, accept } of asking(w, document)) {
      const asked = requestOf(named, w.ids, document);
      const headers = { ...asked.headers, Accept: accept, ...(key ? { Authorization: `Bearer ${key}` } : {}) };
      const answer = await w.request(asked.method, asked.address, { ...(asked.raw === undefined ? {} : { raw: asked.raw }), headers });
      kinds.add(`${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`);
      bare.push(...unguarded(answer).map((name) => `${named.operation.operationId} as ${role} for ${accept}: ${answer.status}: ${name}`));
    }
    expect(bare).toEqual([]);
    expect([...kinds]).toEqual(
      expect.arrayContaining(['200 text/html', '200 application/json', '404 text/html', '403 application/problem+json']),
    );
  }, 60_000);

  it('that is no page of ours holds no script, no style of its own and no handler', async () => {
    const w = await objectWorld();
    const document = (await w.request('GET', '/openapi.json')).json as Document;
    let pages = 0;
    for (const named of operationsOf(document).filter(({ method }) => method === 'GET'))
      for (const key of [undefined, w.a.key, w.desk.key]) {
        const asked = requestOf(named, w.ids, document);
        const answer = await w.request('GET', asked.address, { key, headers: { Accept: BROWSER } });
        if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
        pages++;
        expect(answer.text, named.path).not.toMatch(/<script|<iframe|<object|<embed| on\w+="|javascript:/i);
        expect(answer.text.match(/ style="/g), named.path).toBeNull();
      }
    expect(pages).toBeGreaterThan(30);
  }, 60_000);

  it('names no year of TLS where the service is spoken to over http', async () => {
    const t = await testApp();
    const app = createApp({ ...t.deps, publicUrl: 'http://localhost:8080' });
    for (const path of ['/', '/healthz', '/t/x', '/nowhere'])
      expect((await app.request(path)).headers.get('strict-transport-security'), path).toBeNull();
  });

  it('without content leaves the guards of a page that a browser has kept as they are', async () => {
    const w = await objectWorld();
    const page = await w.request('GET', `/t/${w.ids.traceCode}`);
    const again = await w.request('GET', `/t/${w.ids.traceCode}`, { headers: { 'If-None-Match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(again.headers.get('content-security-policy')).toBeNull();
  });
});

describe('pages of other sites', () => {
  it('may read what is public, without cookies, and nothing else', async () => {
    const w = await objectWorld();
    const from = { headers: { Origin: 'https://shop.example', Accept: 'application/json' } };
    const open = async (path: string, key?: string) =>
      (await w.request('GET', path, { ...from, key })).headers.get('access-control-allow-origin');
    for (const path of [`/t/${w.ids.traceCode}`, '/v1/rules', '/v1/law', '/ledger/checkpoint', '/openapi.json'])
      expect(await open(path), path).toBe('*');
    for (const path of ['/v1/batches', '/v1/parties', '/v1/violations', '/home']) expect(await open(path, w.a.key), path).toBeNull();
    const asked = await w.request('OPTIONS', '/v1/batches', {
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect([...asked.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect((await w.request('GET', '/v1/rules', from)).headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('a method an address does not take', () => {
  it('is refused with those it takes, and told to OPTIONS', async () => {
    const t = await testApp();
    for (const [method, path, allow] of [
      ['PUT', '/v1/batches', 'GET, HEAD, OPTIONS, POST'],
      ['DELETE', '/v1/batches/x', 'GET, HEAD, OPTIONS, PATCH'],
      ['POST', '/t/x', 'GET, HEAD, OPTIONS'],
      ['PUT', '/01/09521234543213/10/A', 'GET, HEAD, OPTIONS'],
      ['QUERY', '/', 'GET, HEAD, OPTIONS'],
    ] as const) {
      const answer = await t.request(method, path, { key: ADMIN_KEY });
      expect(answer.status, `${method} ${path}`).toBe(405);
      expect(answer.headers.get('allow')).toBe(allow);
      expect(answer.json).toMatchObject({ status: 405, code: 'method-not-allowed' });
    }
    const asked = await t.request('OPTIONS', '/v1/batches');
    expect([asked.status, asked.headers.get('allow'), asked.text]).toEqual([204, 'GET, HEAD, OPTIONS, POST', '']);
    for (const method of ['GET', 'PUT', 'OPTIONS']) expect((await t.request(method, '/v1/nowhere')).status).toBe(404);
  });

  it('is not smuggled in by another one', async () => {
    const w = await objectWorld();
    const path = `/v1/webhooks/${w.ids.webhook}`;
    for (const ask of [
      { headers: { 'X-HTTP-Method-Override': 'DELETE' } },
      { headers: { 'X-Method-Override': 'DELETE' } },
      { raw: '_method=DELETE', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ])
      expect((await w.request('POST', path, { key: w.a.key, ...ask })).status).toBe(405);
    expect((await w.request('POST', `${path}?_method=DELETE`, { key: w.a.key })).status).toBe(405);
    expect((await w.request('GET', `${path}/deliveries?_method=DELETE`, { key: w.a.key })).status).toBe(200);
  });
});

describe('where holes are told', () => {
  const DAY = 86_400_000;

  it('is in security.txt, valid for at least thirty more days whenever it is asked for', async () => {
    const t = await testApp();
    const app = createApp({ ...t.deps, securityContact: 'mailto:security@trace.example' });
    for (const days of [0, 0.9, 364]) {
      t.clock.advance(days * DAY);
      const text = await (await app.request('/.well-known/security.txt')).text();
      const fields = new Map(
        text
          .trim()
          .split('\n')
          .map((line) => line.split(/: (.*)/s) as [string, string]),
      );
      expect([...fields.keys()]).toEqual(['Contact', 'Expires', 'Preferred-Languages', 'Canonical']);
      expect(fields.get('Contact')).toBe('mailto:security@trace.example');
      expect(fields.get('Canonical')).toBe('https://trace.example/.well-known/security.txt');
      const left = Date.parse(fields.get('Expires') ?? '') - t.clock.now();
      expect(left).toBeGreaterThan(30 * DAY);
      expect(left).toBeLessThan(365 * DAY);
    }
  });

  it('is nowhere while the operator names nobody', async () => {
    expect((await (await testApp()).request('GET', '/.well-known/security.txt')).status).toBe(404);
  });
});
