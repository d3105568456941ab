import { describe, expect, it } from 'vitest';
import { routesOf } from '../src/app.ts';
import { serviceRoutes } from '../src/platform/service-routes.ts';
import { type TestApp, testApp } from './app.ts';

/** Every operation that answers without a key. A route that is not in this list and answers anyway is a hole. */
const PUBLIC = new Set([
  'GET /healthz',
  'GET /readyz',
  'GET /openapi.json',
  'GET /docs',
  'POST /v1/parties',
  'GET /v1/parties/{party}',
  'GET /sign-in',
  'POST /sign-in',
  'POST /sign-out',
  'GET /sign-in/{token}',
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
      if (PUBLIC.has(nameOf(route))) continue;
      const answer = await t.request(route.method.toUpperCase(), pathOf(route.path), route.method === 'get' ? {} : { body: {} });
      expect(answer.status, nameOf(route)).toBe(401);
      expect(answer.headers.get('www-authenticate'), nameOf(route)).toBe('Bearer');
    }
  });

  it('are public exactly where the list says so', async () => {
    const t = await testApp();
    const open = allRoutes(t)
      .filter((route) => route.access.who.includes('public'))
      .map(nameOf);
    expect(open.sort()).toEqual([...PUBLIC].sort());
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

type Node = { [key: string]: Node } & { description?: string; example?: unknown; $ref?: string };

describe('the OpenAPI document', () => {
  it('describes every operation, and every field of a body with an example', async () => {
    const t = await testApp();
    const document = (await t.request('GET', '/openapi.json')).json as Node;
    const bare: string[] = [];
    for (const [path, methods] of Object.entries(document['paths'] ?? {}))
      for (const [method, operation] of Object.entries(methods)) {
        if (!operation['summary'] || !operation.description) bare.push(`${method} ${path}`);
        for (const content of Object.values(operation['requestBody']?.['content'] ?? {}))
          collectBare(content['schema'], `${method} ${path}`, bare, document);
      }
    expect(bare).toEqual([]);
  });
});

function collectBare(schema: Node | undefined, at: string, bare: string[], document: Node): void {
  if (!schema) return;
  if (schema.$ref) return collectBare(resolve(schema.$ref, document), at, bare, document);
  for (const part of ['anyOf', 'oneOf', 'allOf'] as const)
    for (const one of Object.values(schema[part] ?? {})) collectBare(one, at, bare, document);
  if (schema['items']) collectBare(schema['items'], `${at}[]`, bare, document);
  for (const [name, field] of Object.entries(schema['properties'] ?? {})) {
    const holds = field['properties'] ?? field['items'] ?? field['anyOf'] ?? field.$ref;
    if (!field.description && !field.$ref) bare.push(`${at} ${name}: description`);
    if (field.example === undefined && !holds) bare.push(`${at} ${name}: example`);
    collectBare(field, `${at} ${name}`, bare, document);
  }
}

function resolve(reference: string, document: Node): Node | undefined {
  let node: Node | undefined = document;
  for (const step of reference.slice(2).split('/')) node = node?.[step];
  return node;
}
