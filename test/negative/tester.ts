import { ADMIN_KEY, type Answer, type Ask } from '../app.ts';
import { type Document, type Named, operationsOf, type Schema } from '../rights/document.ts';
import { type ObjectWorld, objectWorld } from '../rights/objects.ts';
import { type Asked, requestOf } from '../rights/requests.ts';
import { everybody } from '../rights/roles.ts';
import { faultsOf } from './judge.ts';
import { type Wrong, wrongBodies, wrongFields, wrongHeaders, wrongPaths, wrongQueries } from './mutations.ts';
import { seeded, some } from './random.ts';

/** Who asks; undefined: without a key. */
export type Roles = Record<string, Pick<Ask, 'key' | 'headers'>>;

export interface Verdict {
  requests: number;
  operations: number;
  roles: number;
  /** Pairs of an operation and a role that asked it both wrongly and well. */
  pairs: number;
  /** Operations that answered at least one well-formed request of some role with success. */
  reached: number;
  failures: string[];
}

const WELL_FORMED = 'well-formed';
const FURTHER = ['pending', 'market', 'delegate-without', 'staff-without', 'other-department', 'other-region'];

/** Every kind of caller there is, over tenant A of the world and its neighbours. */
export async function rolesOf(w: ObjectWorld): Promise<Roles> {
  const security = await w.administrator('security');
  const key = async (path: string, body: Record<string, unknown>, by = security) => (await w.must('POST', path, by, body)).key as string;
  // The columns of the table of rights that tenant A and its neighbours do not stand for.
  const people = await everybody(w);
  const further = Object.fromEntries(FURTHER.map((id) => [id, people.get(id)?.(undefined) ?? {}]));
  return {
    ...further,
    nobody: {},
    system: { key: ADMIN_KEY },
    security: { key: security },
    audit: { key: await w.administrator('audit') },
    officer: { key: w.desk.key },
    inspector: { key: await key(`/v1/authorities/${w.desk.id}/keys`, { label: 'inspector', role: 'inspector' }) },
    owner: { key: w.a.key },
    neighbour: { key: w.shop.key },
    laboratory: { key: w.lab.key },
    delegate: { key: w.friend.key, headers: { 'X-Acting-For': w.a.id } },
    'key with one right': { key: await key(`/v1/parties/${w.a.id}/keys`, { label: 'displays', rights: ['displays'] }, w.a.key) },
  };
}

/** Everything that can be asked wrongly of an operation. */
function wrongsOf(named: Named, asked: Asked, document: Document, others: readonly string[]): Wrong[] {
  const { operation } = named;
  const query = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
  const schema = bodySchema(named);
  const hasBody = asked.raw !== undefined;
  return [
    ...(schema && asked.headers['Content-Type'] === 'application/json' ? wrongFields(asked, schema, document) : []),
    ...(hasBody ? wrongBodies(asked) : []),
    ...wrongPaths(asked, named.path, others),
    ...wrongQueries(asked, query),
    ...wrongHeaders(asked),
  ];
}

const bodySchema = ({ operation }: Named): Schema | undefined => operation.requestBody?.content['application/json']?.schema;

/**
 * Asks every operation of the live OpenAPI document, as every role, for what it was not made for.
 * @param plan how many wrong requests an operation gets from each role; all of them with Infinity
 */
export async function negativeRun(plan: { seed: number; each: number }): Promise<Verdict> {
  const w = await objectWorld();
  const roles = await rolesOf(w);
  const document = (await w.request('GET', '/openapi.json')).json as Document;
  const operations = operationsOf(document);
  const random = seeded(plan.seed);
  const others = some(Object.values(w.ids), 12, random);
  const failures: string[] = [];
  const reached = new Set<string>();
  const [wrongly, well] = [new Set<string>(), new Set<string>()];
  let requests = 0;
  let defect = '';
  w.deps.log = { ...w.deps.log, error: (event, fields) => (defect = event === 'defect' ? String(fields.error) : defect) };

  const ask = async (named: Named, role: string, what: string, asked: Asked): Promise<Answer> => {
    const { key, headers = {} } = roles[role] ?? {};
    const sent = new Headers();
    for (const [name, value] of Object.entries({ ...(key ? { Authorization: `Bearer ${key}` } : {}), ...headers, ...asked.headers }))
      sent.set(name, value);
    (what === WELL_FORMED ? well : wrongly).add(`${named.operation.operationId} ${role}`);
    // Time of the processor: what others do on the machine counts for nothing.
    const began = process.cpuUsage();
    requests++;
    defect = '';
    const answer = await w.request(asked.method, asked.address, {
      ...(asked.raw === undefined ? {} : { raw: asked.raw }),
      headers: Object.fromEntries(sent),
    });
    const faults = faultsOf(named, answer, cpuMs(began), defect);
    for (const fault of faults) failures.push(`${named.operation.operationId} as ${role}, ${what}: ${fault}`);
    return answer;
  };

  // Reads before writes, so that the objects still are what they were when they are read.
  const rank = { GET: 0, PUT: 1, POST: 1, PATCH: 1, DELETE: 2 } as Record<string, number>;
  for (const named of operations.sort((a, b) => (rank[a.method] ?? 1) - (rank[b.method] ?? 1))) {
    const asked = requestOf(named, w.ids, document);
    const wrongs = wrongsOf(named, asked, document, others);
    for (const role of Object.keys(roles)) {
      const mine = plan.each >= wrongs.length ? wrongs : some(wrongs, plan.each, random);
      for (const wrong of mine) await ask(named, role, wrong.what, wrong.make());
    }
    for (const role of Object.keys(roles)) {
      const answer = await ask(named, role, WELL_FORMED, asked);
      if (answer.status < 400) reached.add(named.operation.operationId);
    }
  }
  failures.push(...(await lostKeys(w, roles)));
  return {
    requests,
    operations: operations.length,
    roles: Object.keys(roles).length,
    pairs: [...wrongly].filter((pair) => well.has(pair)).length,
    reached: reached.size,
    failures,
  };
}

function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/** A role whose key ended on the way asked for nothing after that. */
async function lostKeys(w: ObjectWorld, roles: Roles): Promise<string[]> {
  const lost: string[] = [];
  for (const [role, { key }] of Object.entries(roles)) {
    const still = key ? await w.request('GET', '/v1/parties?limit=1', { key }) : undefined;
    if (still?.status === 401) lost.push(`the key of ${role} was lost on the way`);
  }
  return lost;
}

/** One line of what was done. */
export function verdictLine({ requests, operations, roles, pairs, failures }: Verdict, seed: number): string {
  return `negative: ${requests} requests, ${operations} operations × ${roles} roles = ${pairs} pairs, ${failures.length} failures (seed ${seed})`;
}
