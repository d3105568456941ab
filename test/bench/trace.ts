import { request } from 'node:http';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { besideRows } from './beside.ts';
import type { Row, Setting } from './main.ts';
import { record } from './replay.ts';
import { start, stop, type Target } from './targets.ts';
import { buildGraph, PROBES, type Probe } from './trace-graph.ts';

/** Flows of the smaller and the ten times larger store. */
const FLOWS = { quick: [25_000, 250_000], full: [1_000_000, 10_000_000] } as const;

/** What a trace costs beside the same queries and bytes without it, beside naive ways, and when the store is ten times larger. */
export async function traceRows(setting: Setting): Promise<Row[]> {
  const [few, many] = setting.storedBatches < 1_000_000 ? FLOWS.quick : FLOWS.full;
  const small = await opened(`${setting.folder}/trace-small.db`, few);
  const large = await opened(`${setting.folder}/trace-large.db`, many, PROBES);
  const bare = await start('replay', large.file, { RECORDING: large.recorded });
  const orm = openSqlite(large.file);
  const rows: Row[] = [];
  for (const probe of PROBES) rows.push(...(await measured(setting, { small, large, bare, orm }, probe)));
  await orm.close();
  await stop(small.service);
  await stop(bare);
  rows.push(...(await besideRows(setting, large)));
  await stop(large.service);
  return rows;
}

export type Opened = Awaited<ReturnType<typeof opened>>;

async function measured(
  setting: Setting,
  { small, large, bare, orm }: { small: Opened; large: Opened; bare: Target; orm: Store },
  probe: Probe,
): Promise<Row[]> {
  const size = `${probe.holders} holders`;
  const ways = {
    service: () => large.trace(probe.code),
    bare: () => ask(bare, `/trace/${probe.code}`, large.key),
    small: () => small.trace(probe.code),
    single: () => ask(bare, `/single/${probe.code}`, large.key),
    naive: () => perRelation(orm, probe),
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
      detail: `${ms('service')}, bare ${ms('bare')}, ${large.bytes(probe.code)} bytes, ${large.flows} flows stored`,
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

/** The service over a file of many flows, in a process of its own. */
async function opened(file: string, flows: number, probes: readonly Probe[] = []) {
  migrateSqlite(file);
  buildGraph(file, flows);
  const recorded = `${file}.json`;
  const { key, recording } = await record(
    file,
    probes.map((probe) => probe.code),
    recorded,
  );
  for (const { code, holders } of probes) {
    const found = (recording[code]?.answer as { nodes: unknown[] } | undefined)?.nodes.length;
    if (found !== holders) throw new Error(`${found} holders found, ${holders} planted`);
  }
  const service = await start('service', file);
  return {
    file,
    flows,
    recorded,
    key,
    service,
    trace: (code: string) => ask(service, `/v1/trace?traceCode=${code}`, key),
    bytes: (code: string) => recording[code]?.bytes ?? 0,
  };
}

/** Each on a connection of its own: one kept open would be closed by the server while a slow way is measured. */
function ask({ port }: Target, path: string, key: string): Promise<Buffer> {
  return new Promise((done, failed) => {
    request({ port, path, agent: false, headers: { Authorization: `Bearer ${key}` } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', failed);
      response.on('end', () => {
        const body = Buffer.concat(pieces);
        if (response.statusCode === 200) done(body);
        else failed(new Error(`${path}: ${response.statusCode} ${body}`));
      });
    })
      .on('error', failed)
      .end();
  });
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
