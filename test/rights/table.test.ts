import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTraceCode } from '../../src/codes/trace-code.ts';
import { allRoutes, type Cell, cellOf, rightNeeded, rightsPage, roles } from '../../src/ops/rights-docs.ts';
import type { Route } from '../../src/platform/route.ts';
import { type Answer, type TestApp, testApp } from '../app.ts';
import { type Document, type Named, operationsOf } from './document.ts';
import { type Asked, type Ids, requestOf } from './requests.ts';
import { type Credential, everybody } from './roles.ts';
import { send } from './trespass.ts';

const CODE = makeTraceCode((count) => new Uint8Array(count).fill(7));
const HEX = '0'.repeat(64);
const SHAPED: Record<string, string> = { traceCode: CODE, crop: CODE, loose: CODE, file: HEX, entry: HEX, chain: 'party:nobody' };

/** Ids of the right shape that are nobody's: what a cell answers hangs on the role alone. */
const NOBODYS: Ids = new Proxy({}, { get: (_, name) => SHAPED[String(name)] ?? 'nobody0000000000' });

/** Requests nobody may be refused 422 or 415 for before it is known whether it may ask. */
const GARBAGE: readonly Pick<Asked, 'raw' | 'headers'>[] = [
  { raw: '{"unknown":', headers: { 'Content-Type': 'application/json' } },
  { raw: '{"unknown":[1]}', headers: { 'Content-Type': 'application/json' } },
  { raw: 'x', headers: { 'Content-Type': 'application/xml' } },
];

interface Table {
  t: TestApp;
  document: Document;
  people: Map<string, Credential>;
  operations: { named: Named; route: Route }[];
}

async function table(): Promise<Table> {
  const t = await testApp();
  const document = (await t.request('GET', '/openapi.json')).json as Document;
  const routes = new Map(allRoutes(t.deps).map((route) => [route.id, route]));
  const operations = operationsOf(document).map((named) => {
    const route = routes.get(named.operation.operationId);
    if (!route) throw new Error(`${named.operation.operationId} stands in the document and is no route.`);
    return { named, route };
  });
  expect(operations).toHaveLength(routes.size);
  return { t, document, people: await everybody(t), operations };
}

const DEFECTS = [500, 502, 503, 504];

/** What is wrong with an answer to a cell; null when it is as the table says. */
function fault(cell: Cell, route: Route, answer: Answer): string | null {
  const said = `${answer.status} ${answer.text.slice(0, 200)}`;
  if (DEFECTS.includes(answer.status)) return said;
  if (cell === 'yes') return isLetIn(route, answer) ? null : `may, and is answered ${said}`;
  if (cell === 'sign-in') return answer.status === 303 && isToSignIn(answer) ? null : `should be sent to the sign-in: ${said}`;
  if (answer.status !== cell) return `should be ${cell}: ${said}`;
  return cell === 401 && answer.headers.get('www-authenticate') !== 'Bearer' ? '401 without WWW-Authenticate' : null;
}

/** A sign-in answers 401 to a wrong secret, whoever sends it. A request that is not well-formed would prove nothing. */
const isLetIn = (route: Route, { status }: Answer) => ![400, 403, 415, 428].includes(status) && (status !== 401 || 401 in route.replies);
const isToSignIn = ({ headers }: Answer) => headers.get('location')?.startsWith('/sign-in') === true;

/** The requests of a cell: who may not is refused the same, whatever it sends. */
function requestsOf(cell: Cell, asked: Asked): Asked[] {
  if (cell === 'yes' || asked.raw === undefined) return [asked];
  return [asked, ...GARBAGE.map((bad) => ({ ...asked, ...bad }))];
}

describe('the table of rights', () => {
  it('is the page in the documentation', async () => {
    const t = await testApp();
    const file = join(import.meta.dirname, '..', '..', 'docs', 'architecture', 'rights.md');
    expect(await readFile(file, 'utf8'), 'run npm run rights:docs').toBe(rightsPage(allRoutes(t.deps)));
  });

  it('holds over HTTP, cell by cell, and no body is read before it is known who may send it', async () => {
    const { t, document, people, operations } = await table();
    const faults: string[] = [];
    for (const { named, route } of operations)
      for (const role of roles) {
        const cell = cellOf(route, role);
        const who = people.get(role.id)?.(rightNeeded(route.access, role)) ?? {};
        for (const request of requestsOf(cell, requestOf(named, NOBODYS, document))) {
          const wrong = fault(cell, route, await send(t, request, who));
          if (wrong) faults.push(`${route.id} as ${role.id}: ${wrong}`);
        }
      }
    const cells = operations.length * roles.length;
    console.log(`rights: ${operations.length} operations × ${roles.length} roles = ${cells} cells, all tested`);
    expect(faults).toEqual([]);
  }, 600_000);
});
