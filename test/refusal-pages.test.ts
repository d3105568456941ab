import { describe, expect, it } from 'vitest';
import { routesOf } from '../src/app.ts';
import { PAGE_CSP } from '../src/pages/stylesheet.ts';
import { serviceRoutes } from '../src/platform/service-routes.ts';
import { openSqlite } from '../src/store/sqlite.ts';
import { ADMIN_KEY, type Answer, type TestApp, testApp, worldOver } from './app.ts';

/** What Firefox and Safari send. */
const BROWSER = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const FORM = { ...BROWSER, 'Content-Type': 'application/x-www-form-urlencoded' };
const LEAD = '/regulator/violations/nobody';

function isPage(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy')).toBe(PAGE_CSP);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('referrer-policy')).toBe('same-origin');
}

function isProblem(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
}

describe('a refusal to a browser', () => {
  it('is a page in its language with the number of the request', async () => {
    const t = await testApp();
    const chinese = await t.request('GET', '/nowhere', { headers: { ...BROWSER, 'Accept-Language': 'zh-CN' } });
    isPage(chinese, 404);
    expect(chinese.headers.get('content-language')).toBe('zh-CN');
    expect(chinese.headers.get('cache-control')).toBe('no-store');
    expect(chinese.text).toContain('没有这个地址');
    expect(chinese.text).toContain(chinese.headers.get('x-request-id') ?? 'none');
    const english = await t.request('GET', '/nowhere?lang=en', { headers: BROWSER });
    isPage(english, 404);
    expect(english.text).toContain('There is no such address');
  });

  it('names what was wrong, with the visitor’s text escaped', async () => {
    const t = await testApp();
    const answer = await t.request('GET', `/home?lang=${'<b>'.repeat(300)}`, { key: ADMIN_KEY, headers: BROWSER });
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toContain('<b><b>');
    const nul = await t.request('GET', '/s/%00', { headers: BROWSER });
    isPage(nul, 422);
    expect(nul.text).toContain('应为不含空字符');
  });

  it('without a session leads to the sign-in and back to the page that was asked for', async () => {
    const t = await testApp();
    const asked = await t.request('GET', '/home?lang=en', { key: 'sy_revoked', headers: BROWSER });
    expect([asked.status, asked.headers.get('location')]).toEqual([303, '/sign-in?next=%2Fhome%3Flang%3Den']);
    const ask = { raw: 'reason=x', headers: { ...FORM, Referer: `http://localhost${LEAD}?lang=en` } };
    const form = await t.request('POST', `${LEAD}/dismissal`, ask);
    expect([form.status, form.headers.get('location')]).toEqual([303, `/sign-in?next=${encodeURIComponent(`${LEAD}?lang=en`)}`]);
    const foreign = { raw: 'reason=x', headers: { ...FORM, Referer: 'https://elsewhere.example/a' } };
    expect((await t.request('POST', `${LEAD}/dismissal`, foreign)).headers.get('location')).toBe('/sign-in');
    expect((await t.request('POST', `${LEAD}/dismissal`, { raw: 'reason=x', headers: { ...FORM, Referer: 'nonsense' } })).status).toBe(303);
  });

  it('of a form whose session has the wrong owner is a page too', async () => {
    const t = await testApp();
    const { key } = await t.party();
    isPage(await t.request('POST', `${LEAD}/dismissal`, { key, raw: 'reason=x', headers: FORM }), 403);
    const { key: desk } = await t.authority();
    isPage(await t.request('GET', LEAD, { key: desk, headers: BROWSER }), 404);
  });

  it('while the store does not answer says so, and when to come again', async () => {
    const t = await testApp();
    const store = openSqlite(t.file);
    const w = worldOver(store, t.deps.files);
    isPage(await w.request('GET', '/', { headers: BROWSER }), 200);
    await store.close();
    const ready = await w.request('GET', '/readyz', { headers: BROWSER });
    isPage(ready, 503);
    expect(ready.headers.get('retry-after')).toBe('5');
  });
});

describe('a refusal to a program', () => {
  it('is a problem document on every address, whatever it accepts beside', async () => {
    const t = await testApp();
    for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5', undefined])
      isProblem(await t.request('GET', '/nowhere', { headers: accept === undefined ? {} : { Accept: accept } }), 404);
    isProblem(await t.request('GET', '/v1/batches', { headers: BROWSER }), 401);
    isProblem(await t.request('GET', '/v1/nowhere', { headers: BROWSER }), 404);
    isProblem(await t.request('POST', '/sign-in', { raw: '<a/>', headers: { ...BROWSER, 'Content-Type': 'application/xml' } }), 415);
  });
});

describe('every page', () => {
  it('is sent with the same guards: no script, no sniffing, no address told to others', async () => {
    const t = await testApp();
    for (const path of pagePaths(t)) {
      const answer = await t.request('GET', path, { key: ADMIN_KEY, headers: BROWSER });
      if (answer.status === 303) continue;
      isPage(answer, answer.status);
    }
  });

  it('links to a stylesheet that is there', async () => {
    const t = await testApp();
    for (const path of ['/', '/docs', '/docs/problems', '/sign-in']) {
      const [, sheet] = /<link rel="stylesheet" href="([^"]+)"/.exec((await t.request('GET', path, { headers: BROWSER })).text) ?? [];
      if (sheet !== undefined) expect((await t.request('GET', sheet)).headers.get('content-type'), path).toBe('text/css; charset=utf-8');
    }
  });
});

/** The addresses that answer a browser with a page, found by their documentation. */
function pagePaths(t: TestApp): string[] {
  const routes = routesOf(t.deps);
  const pages = [...routes, ...serviceRoutes(t.deps, routes)].filter(
    (route) =>
      route.method === 'get' &&
      !route.path.startsWith('/v1/') &&
      Object.values(route.replies).some((reply) => reply.mediaType === 'text/html'),
  );
  expect(pages.length).toBeGreaterThan(8);
  return pages.map((route) => route.path.replace(/\{\w+\}/g, 'x'));
}
