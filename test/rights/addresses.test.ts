import { describe, expect, it } from 'vitest';
import { allRoutes, isPersonal } from '../../src/ops/rights-docs.ts';
import type { Route } from '../../src/platform/route.ts';
import { type Answer, testApp } from '../app.ts';

const pathOf = (path: string) => path.replace(/\{\w+\}/g, 'x');
const isClosed = (route: Route) => !route.access.who.includes('public') || isPersonal(route);

/** Other ways to write the address of an operation. */
const SPELLINGS: Record<string, (path: string) => string> = {
  'a slash at its end': (path) => `${path}/`,
  'a slash twice': (path) => path.replace(/(?<=.)\/(?=[^/]+$)/, '//'),
  'a slash encoded': (path) => path.replace(/(?<=.)\/(?=[^/]+$)/, '%2F'),
  'a dot segment': (path) => path.replace(/(?<=.)\/(?=[^/]+$)/, '/./'),
  'other case': (path) => path.toUpperCase(),
  'a parameter of a segment': (path) => `${path};x=1`,
};

/** Nobody is let in: refused, not found, not taken, or sent to the sign-in. */
function isOutside({ status, headers }: Pick<Answer, 'status' | 'headers'>): boolean {
  return [400, 401, 403, 404, 405, 422].includes(status) || (status === 303 && headers.get('location')?.startsWith('/sign-in') === true);
}

describe('an address that is not public', () => {
  it('is no more open by another method', async () => {
    const t = await testApp();
    const faults: string[] = [];
    const open = new Set(allRoutes(t.deps).flatMap((route) => (isClosed(route) ? [] : [route.path])));
    for (const route of allRoutes(t.deps).filter((one) => isClosed(one) && !open.has(one.path)))
      for (const method of ['HEAD', 'OPTIONS', 'PROPFIND', 'X-GET']) {
        const answer = await t.app.request(`http://localhost${pathOf(route.path)}`, { method });
        const isAsked = method === 'OPTIONS' && answer.status === 204 && (await answer.text()) === '';
        if (!isAsked && !isOutside(answer)) faults.push(`${method} ${route.path}: ${answer.status}`);
      }
    expect(faults).toEqual([]);
  });

  it('is no more open in another spelling', async () => {
    const t = await testApp();
    const faults: string[] = [];
    for (const route of allRoutes(t.deps).filter(isClosed))
      for (const [name, spelled] of Object.entries(SPELLINGS)) {
        const method = route.method.toUpperCase();
        const answer = await t.request(method, spelled(pathOf(route.path)), method === 'GET' ? {} : { body: {} });
        if (!isOutside(answer)) faults.push(`${method} ${route.path} with ${name}: ${answer.status}`);
      }
    expect(faults).toEqual([]);
  });

  it('is no more open to a method named in a header, a query or a field', async () => {
    const t = await testApp();
    const named = {
      'X-HTTP-Method-Override': 'GET',
      'X-Method-Override': 'GET',
      'X-Original-URL': '/healthz',
      'X-Rewrite-URL': '/healthz',
    };
    for (const path of ['/v1/batches', '/v1/parties', '/v1/cases', '/v1/authorities'])
      for (const method of ['GET', 'POST']) {
        const answer = await t.request(method, `${path}?_method=GET`, {
          headers: named,
          ...(method === 'POST' ? { body: { _method: 'GET' } } : {}),
        });
        expect(answer.status < 300 && path !== '/v1/parties', `${method} ${path}`).toBe(false);
      }
  });

  it('is the only thing the router holds beside the documented operations', async () => {
    const t = await testApp();
    const documented = new Set(
      allRoutes(t.deps).map((route) => `${route.method.toUpperCase()} ${route.path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const live = t.app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(live)].filter((one) => !documented.has(one)).sort()).toEqual(UNDOCUMENTED);
  });
});

/** What browsers ask before EPCIS is asked from another page. */
const UNDOCUMENTED = ['OPTIONS /epcis/*'];
