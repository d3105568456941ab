import { describe, expect, it } from 'vitest';
import { routesOf } from '../src/app.ts';
import { STYLESHEET_PATH } from '../src/pages/stylesheet.ts';
import { VIOLATIONS_PATH } from '../src/pages/violations-page.ts';
import { serviceRoutes } from '../src/platform/service-routes.ts';
import { type TestApp, testApp } from './app.ts';

/** Pages that send a visitor without a session to the sign-in. */
const SIGN_IN_FIRST = new Set([
  'GET /account',
  'GET /audit',
  'GET /account/second-factor',
  'GET /cases/{id}',
  'GET /account/code',
  'GET /staff',
  'GET /displays',
  'GET /displays/sheet',
  'GET /field-records',
  'GET /holds',
  'GET /home',
  'GET /imports',
  'GET /imports/{id}',
  'GET /consumer-reports',
  'GET /labels',
  'GET /producer/batches',
  'GET /producer/batches/new',
  'GET /producer/batches/{traceCode}',
  'GET /producer/batches/{traceCode}/correction',
  'GET /outside-receipts',
  'GET /producer/findings/{id}',
  'GET /producer/goods',
  'GET /producer/ledgers',
  'GET /producer/unconfirmed',
  'GET /recalls/new',
  'GET /recalls',
  'GET /receive',
  'GET /receive/{id}',
  'GET /recalls/{id}',
  'GET /regulator',
  'GET /regulator/limits',
  'GET /regulator/reviews',
  'GET /regulator/reviews/{id}',
  'GET /regulator/substances',
  'GET /regulator/substances/new',
  'GET /regulator/substances/{id}',
  'GET /regulator/substances/{id}/notice',
  'GET /regulator/substances/{id}/notice/sheet',
  'GET /regulator/overview',
  'GET /regulator/visit',
  'GET /stock',
  'GET /trace',
  `GET ${VIOLATIONS_PATH}`,
  `GET ${VIOLATIONS_PATH}/{id}`,
]);

/** Forms of a person's own account: without a session they lead to the sign-in. */
const OWN_FORMS = new Set([
  'POST /account/elsewhere/{provider}',
  'POST /account/elsewhere/{provider}/end',
  'POST /account/password',
  'POST /account/phone',
  'POST /account/recovery-codes',
  'POST /account/second-factor',
  'POST /account/second-factor/end',
  'POST /account/sessions/end-others',
  'POST /account/sessions/{id}/end',
  'POST /account/code',
]);

/** Every operation that answers without a key. A route that is not in this list and answers anyway is a hole. */
const PUBLIC = new Set([
  'GET /',
  'GET /.well-known/gs1resolver',
  'GET /.well-known/security.txt',
  'GET /01/{gtin}',
  'GET /01/{gtin}/10/{lot}',
  'GET /01/{gtin}/10/{lot}/21/{serial}',
  'GET /assets/scripts/{version}/{name}',
  'GET /docs',
  'GET /docs/problems',
  'GET /favicon.svg',
  'GET /find',
  'GET /healthz',
  'GET /law',
  'GET /law/{regulation}',
  'GET /ledger/checkpoint',
  'GET /ledger/tile/{level}/{a}',
  'GET /ledger/tile/{level}/{a}/{b}',
  'GET /ledger/tile/{level}/{a}/{b}/{c}',
  'GET /ledger/tile/{level}/{a}/{b}/{c}/{d}',
  'GET /m/{code}',
  'GET /m/{code}/qr.svg',
  'GET /openapi.json',
  'GET /readyz',
  'GET /recalls/{id}/announcement',
  'GET /receive-worker.js',
  'GET /s/{slip}',
  'GET /screening',
  'POST /screening',
  'POST /s/{slip}',
  'GET /sign-in',
  'POST /sign-in',
  'GET /sign-in/{token}',
  'GET /invitation/{token}',
  'POST /invitation/{token}',
  'GET /sign-in/oidc/{provider}',
  'GET /sign-in/oidc/{provider}/callback',
  'POST /sign-in/phone',
  'POST /sign-in/phone/code',
  'POST /sign-out',
  'GET /t/{traceCode}',
  'GET /t/{traceCode}/qr.png',
  'GET /t/{traceCode}/report',
  'POST /t/{traceCode}/report',
  'POST /v1/consumer-reports',
  'GET /t/{traceCode}/qr.svg',
  'GET /v1/fine-bands',
  'GET /v1/law',
  'GET /v1/law/{regulation}',
  'GET /v1/ledger/consistency',
  'GET /v1/ledger/entries/{hash}/proof',
  'GET /v1/parties/{party}',
  'POST /v1/parties',
  'POST /v1/screenings',
  'GET /v1/rules',
  'GET /v1/substance-entries',
  'GET /v1/substances',
  'GET /v1/substances/{id}',
  `GET ${STYLESHEET_PATH}`,
]);

function allRoutes(t: TestApp) {
  const routes = routesOf(t.deps);
  return [...routes, ...serviceRoutes(t.deps, routes)];
}

const nameOf = (route: { method: string; path: string }) => `${route.method.toUpperCase()} ${route.path}`;
const pathOf = (path: string) => path.replace(/\{\w+\}/g, 'x');

describe('the live routes', () => {
  it('answer 401 without a key, outside the public list', async () => {
    const t = await testApp();
    for (const route of allRoutes(t)) {
      if ([PUBLIC, SIGN_IN_FIRST, OWN_FORMS].some((list) => list.has(nameOf(route)))) continue;
      const answer = await t.request(route.method.toUpperCase(), pathOf(route.path), route.method === 'get' ? {} : { body: {} });
      expect(answer.status, nameOf(route)).toBe(401);
      expect(answer.headers.get('www-authenticate'), nameOf(route)).toBe('Bearer');
    }
  });

  it('that are pages of a person send a visitor without a session to the sign-in', async () => {
    const t = await testApp();
    for (const route of allRoutes(t).filter((one) => SIGN_IN_FIRST.has(nameOf(one)))) {
      const answer = await t.request('GET', pathOf(route.path));
      expect(answer.status, nameOf(route)).toBe(303);
      expect(answer.headers.get('location'), nameOf(route)).toMatch(/^\/sign-in/);
    }
  });

  it('that are forms of a person’s account lead a visitor without a session to the sign-in', async () => {
    const t = await testApp();
    for (const route of allRoutes(t).filter((one) => OWN_FORMS.has(nameOf(one)))) {
      const answer = await t.request('POST', pathOf(route.path), { body: {} });
      expect([answer.status, answer.headers.get('location')?.slice(0, 8)], nameOf(route)).toEqual([303, '/sign-in']);
    }
  });

  it('are public exactly where the list says so', async () => {
    const t = await testApp();
    const open = allRoutes(t)
      .filter((route) => route.access.who.includes('public'))
      .map(nameOf);
    expect(open.sort()).toEqual([...PUBLIC, ...SIGN_IN_FIRST, ...OWN_FORMS].sort());
  });

  it('have one name and one address each', async () => {
    const t = await testApp();
    const routes = allRoutes(t);
    expect(new Set(routes.map((route) => route.id)).size).toBe(routes.length);
    expect(new Set(routes.map(nameOf)).size).toBe(routes.length);
  });

  it('refuse a key that nobody has', async () => {
    const t = await testApp();
    const answer = await t.request('GET', '/v1/batches', { key: 'sy_nobody' });
    expect(answer.status).toBe(401);
  });
});

interface Node {
  [key: string]: unknown;
}

const child = (node: Node | undefined, ...steps: string[]): Node | undefined =>
  steps.reduce<Node | undefined>((at, step) => at?.[step] as Node | undefined, node);
const children = (node: Node | undefined): [string, Node][] => Object.entries(node ?? {}) as [string, Node][];

describe('the OpenAPI document', () => {
  it('describes every operation, and every field of a body with an example', async () => {
    const t = await testApp();
    const document = (await t.request('GET', '/openapi.json')).json as Node;
    const bare: string[] = [];
    for (const [path, methods] of children(child(document, 'paths')))
      for (const [method, operation] of children(methods)) {
        if (!operation.summary || !operation.description) bare.push(`${method} ${path}`);
        for (const [, content] of children(child(operation, 'requestBody', 'content')))
          bare.push(...bareFields(child(content, 'schema'), `${method} ${path}`, document));
      }
    expect(bare).toEqual([]);
  });
});

/** The fields of a schema that lack a description or an example, wherever they stand in it. */
function bareFields(schema: Node | undefined, at: string, document: Node): string[] {
  if (!schema) return [];
  if (typeof schema.$ref === 'string') return bareFields(child(document, ...schema.$ref.slice(2).split('/')), at, document);
  const alternatives = ['anyOf', 'oneOf', 'allOf'].flatMap((part) => children(child(schema, part)).map(([, one]) => one));
  return [
    ...alternatives.flatMap((one) => bareFields(one, at, document)),
    ...bareFields(child(schema, 'items'), `${at}[]`, document),
    ...children(child(schema, 'properties')).flatMap(([name, field]) => [
      ...missing(field, `${at} ${name}`),
      ...bareFields(field, `${at} ${name}`, document),
    ]),
  ];
}

function missing(field: Node, at: string): string[] {
  if (field.$ref) return [];
  const holds = field.properties ?? field.items ?? field.anyOf;
  return [...(field.description ? [] : [`${at}: description`]), ...(field.example === undefined && !holds ? [`${at}: example`] : [])];
}
