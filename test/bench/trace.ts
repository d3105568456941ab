import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import { sha256Hex } from '../../src/ledger/entry.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { silentLog } from '../../src/platform/log.ts';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { openSqliteOn } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import type { Row, Setting } from './main.ts';
import { ADMIN_KEY } from './service.ts';
import { buildGraph, PROBES, type Probe } from './trace-graph.ts';

/** Flows of the smaller and the ten times larger store. */
const FLOWS = { quick: [40_000, 400_000], full: [1_000_000, 10_000_000] } as const;

/** What a trace costs beside the same queries and bytes without it, beside naive ways, and when the store is ten times larger. */
export async function traceRows(setting: Setting): Promise<Row[]> {
  const [few, many] = setting.storedBatches < 1_000_000 ? FLOWS.quick : FLOWS.full;
  const small = await opened(`${setting.folder}/trace-small.db`, few);
  const large = await opened(`${setting.folder}/trace-large.db`, many);
  try {
    const rows: Row[] = [];
    for (const probe of PROBES) rows.push(...(await measured(setting, small, large, probe)));
    return rows;
  } finally {
    await small.close();
    await large.close();
  }
}

type Opened = Awaited<ReturnType<typeof opened>>;

async function measured(setting: Setting, small: Opened, large: Opened, probe: Probe): Promise<Row[]> {
  const size = `${probe.holders} holders`;
  await large.learn(probe);
  const ways = {
    service: () => large.trace(probe),
    bare: () => large.bare(probe),
    small: () => small.trace(probe),
    single: () => large.single(probe),
    naive: () => perRelation(large.store, probe),
  };
  const best = Object.fromEntries(Object.keys(ways).map((way) => [way, Number.POSITIVE_INFINITY])) as Record<keyof typeof ways, number>;
  // What takes a second is measured well enough by one round of the naive ways; what takes milliseconds is repeated.
  const [rounds, naiveRounds] = probe.holders > 1_000 ? [setting.rounds, 1] : [setting.rounds * 10, 3];
  for (let round = 0; round < rounds; round++)
    for (const way of Object.keys(ways) as (keyof typeof ways)[]) {
      const isNaive = way === 'single' || way === 'naive';
      if (!isNaive || round < naiveRounds) best[way] = Math.min(best[way], await timed(ways[way]));
    }
  const ms = (way: keyof typeof ways) => `${best[way].toFixed(1)} ms`;
  return [
    {
      what: `trace of ${size} over HTTP, of the same queries, JSON and bytes by bare Hono`,
      ratio: best.service / best.bare,
      bar: { atMost: 1.3 },
      detail: `${ms('service')}, bare ${ms('bare')}, ${large.bytes(probe)} bytes, ${large.flows} flows stored`,
    },
    {
      what: `trace of ${size} on ${large.flows} flows, of the same on ${small.flows}`,
      ratio: best.service / best.small,
      bar: { atMost: probe.holders > 1_000 ? 2.5 : 1.2 },
      detail: `${ms('service')}, ${ms('small')}`,
    },
    {
      what: `trace of ${size} over HTTP, of the same by bare Hono with one query a node`,
      ratio: best.service / best.single,
      bar: { atMost: 1 },
      detail: `${ms('service')}, one query a node ${ms('single')}`,
    },
    {
      what: `trace of ${size} over HTTP, of its holder rows by a query a relation, without HTTP`,
      ratio: best.service / best.naive,
      bar: { atMost: 1 },
      detail: `${ms('service')}, a query a relation ${ms('naive')}`,
    },
  ];
}

async function timed(way: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await way();
  return performance.now() - began;
}

type Asked = [sql: string, parameters: SQLInputValue[]];

/** A connection that tells which reads were made on it, so that the comparison makes exactly these. */
class Heard extends DatabaseSync {
  asked: Asked[] | null = null;

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    const all = statement.all.bind(statement);
    statement.all = ((...parameters: SQLInputValue[]) => {
      this.asked?.push([sql, parameters]);
      return all(...parameters);
    }) as StatementSync['all'];
    return statement;
  }
}

/** The service and a bare Hono over one file of many flows, each on a port. */
async function opened(file: string, flows: number) {
  migrateSqlite(file);
  buildGraph(file, flows);
  const db = new Heard(file, { timeout: 5_000 });
  const store = openSqliteOn(db);
  const deps: Deps = {
    store,
    clock: systemClock,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    files: { put: async () => {}, get: async () => null },
    log: silentLog,
    publicUrl: 'http://localhost',
    adminKeyHash: sha256Hex(ADMIN_KEY),
    later: (work) => void work.catch(() => {}),
  };
  const app = createApp(deps);
  const key = await province(app);
  const plain = new Hono();
  const learned = new Map<string, { asked: Asked[]; answer: unknown; bytes: number }>();
  const raw = new DatabaseSync(file, { readOnly: true });
  raw.exec('PRAGMA cache_size=-65536');
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? raw.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  plain.get('/trace/:code', (c) => {
    const known = learned.get(c.req.param('code'));
    for (const [sql, parameters] of known?.asked ?? []) prepared(sql).all(...parameters);
    return c.json(known?.answer as object);
  });
  plain.get('/single/:code', (c) => {
    const known = learned.get(c.req.param('code'));
    for (const [sql, parameters] of known?.asked ?? []) {
      const statement = prepared(sql);
      for (const one of oneByOne(parameters)) statement.all(...one);
    }
    return c.json(known?.answer as object);
  });
  const [service, bare] = [serve({ fetch: app.fetch, port: 0 }), serve({ fetch: plain.fetch, port: 0 })];
  for (const server of [service, bare]) if (!server.listening) await once(server, 'listening');
  const portOf = (server: typeof service) => (server.address() as AddressInfo).port;
  const ask = async (port: number, path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Authorization: `Bearer ${key}` } });
    const bytes = await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${new TextDecoder().decode(bytes)}`);
    return bytes;
  };
  const trace = (probe: Probe) => ask(portOf(service), `/v1/trace?traceCode=${probe.code}`);
  return {
    store,
    flows,
    trace,
    bare: (probe: Probe) => ask(portOf(bare), `/trace/${probe.code}`),
    single: (probe: Probe) => ask(portOf(bare), `/single/${probe.code}`),
    /** Traces once and keeps what was read and answered. */
    async learn(probe: Probe): Promise<void> {
      db.asked = [];
      const bytes = await trace(probe);
      const answer = JSON.parse(new TextDecoder().decode(bytes)) as { nodes: unknown[] };
      if (answer.nodes.length !== probe.holders) throw new Error(`${answer.nodes.length} holders found, ${probe.holders} planted`);
      learned.set(probe.code, { asked: db.asked, answer, bytes: bytes.byteLength });
      db.asked = null;
    },
    bytes: (probe: Probe) => learned.get(probe.code)?.bytes ?? 0,
    async close(): Promise<void> {
      for (const server of [service, bare]) server.close();
      raw.close();
      await store.close();
    },
  };
}

/** The parameters of a query over a list of ids, as queries of one id each. */
function oneByOne(parameters: SQLInputValue[]): SQLInputValue[][] {
  const [list] = parameters;
  if (typeof list !== 'string' || !list.startsWith('[')) return [parameters];
  return (JSON.parse(list) as number[]).map((id) => [`[${id}]`]);
}

/** A provincial office and its key: it sees every holding. */
async function province(app: Hono): Promise<string> {
  const ask = async (path: string, body: unknown) => {
    const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
    const response = await app.request(`http://localhost${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { id } = (await ask('/v1/authorities', { name: '示例省局', department: 'market', regionCode: '330000' })) as { id: string };
  return ((await ask(`/v1/authorities/${id}/keys`, { label: 'bench' })) as { key: string }).key;
}

/** As an ORM does it unasked: an object a node, and a query for each of its relations. */
async function perRelation({ read }: Store, probe: Probe): Promise<number> {
  const batch = await read
    .selectFrom('batch')
    .selectAll()
    .where('traceCode', '=', probe.code.replaceAll('-', ''))
    .executeTakeFirstOrThrow();
  const found = new Map(
    (await read.selectFrom('holding').selectAll().where('batchId', '=', batch.id).execute()).map((row) => [row.id, row]),
  );
  let rows = 0;
  for (const [id, holding] of found) {
    for (const { dst } of await read.selectFrom('flow').selectAll().where('src', '=', id).execute()) {
      if (found.has(dst)) continue;
      found.set(dst, await read.selectFrom('holding').selectAll().where('id', '=', dst).executeTakeFirstOrThrow());
    }
    const own = await read.selectFrom('batch').selectAll().where('id', '=', holding.batchId).executeTakeFirstOrThrow();
    await read.selectFrom('product').selectAll().where('id', '=', own.productId).executeTakeFirstOrThrow();
    await read.selectFrom('party').selectAll().where('id', '=', holding.partyId).executeTakeFirstOrThrow();
    await read.selectFrom('site').selectAll().where('id', '=', holding.siteId).executeTakeFirstOrThrow();
    rows++;
  }
  return rows;
}
