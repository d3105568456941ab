import { DatabaseSync } from 'node:sqlite';
import { loadBatchFacts } from '../../src/batches/facts.ts';
import { sweepAll } from '../../src/follower-jobs.ts';
import type { Deps } from '../../src/platform/deps.ts';
import type { BatchFacts } from '../../src/rules/facts.ts';
import { judgeRecords } from '../../src/rules/judging.ts';
import type { Commit } from '../../src/store/store.ts';
import type { Row, Setting } from './main.ts';
import { ADMIN_KEY, benchApp } from './service.ts';
import { record } from './targets.ts';

const RECORDS = 300;
const DUE = 1_000;
const FEW = 10_000;
const DAY = 86_400_000;

/** What the rules cost beside the commit they run in, and what a sweep of the due list costs on a small and on a large store. */
export async function judgingRows(setting: Setting): Promise<Row[]> {
  return [await judgingRow(setting), await sweepRow(setting)];
}

export type App = ReturnType<typeof benchApp>;

export async function ask<T>(app: App, method: string, path: string, key: string, body: unknown): Promise<T> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const response = await app.fetch(new Request(`http://localhost${path}`, { method, headers, body: JSON.stringify(body) }));
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text) as T;
}

export async function registered(app: App, uscc: string, kinds: string[]): Promise<string> {
  const body = { uscc, name: '示例企业', kinds, regionCode: '330110' };
  const { id } = await ask<{ id: string }>(app, 'POST', '/v1/parties', ADMIN_KEY, body);
  return (await ask<{ key: string }>(app, 'POST', `/v1/parties/${id}/keys`, await securityKey(app), { label: 'bench' })).key;
}

const security = new WeakMap<App, string>();

/** The security administrator's key, which is made once. */
async function securityKey(app: App): Promise<string> {
  const known = security.get(app);
  if (known !== undefined) return known;
  const { key } = await ask<{ key: string }>(app, 'POST', '/v1/administrators', ADMIN_KEY, { role: 'security' });
  security.set(app, key);
  return key;
}

const PRODUCER = '91330110MA0DEM013U';
const SHOP = '91330110MA00000022';

/**
 * Loading, judging and findings of one incomplete record of bound food (the costlier kind: something is found) in CPU time, beside the time of
 * the single commit, with its fsync, that a record takes. One after the other, so that no group shares the fsync.
 */
async function judgingRow(setting: Setting): Promise<Row> {
  const app = benchApp('timed', `${setting.folder}/judging.db`);
  const { store } = app.deps;
  const key = await registered(app, PRODUCER, ['producer']);
  const ids = await records(app, key, 0, RECORDS);
  const facts = [...(await loadBatchFacts(store.read, ids)).values()].map(withGap);
  let [judging, commit] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let found = 0;
  for (let round = 1; round <= setting.rounds; round++) {
    const began = process.cpuUsage();
    found = 0;
    for (const batch of facts) found += await judged(app.deps, batch);
    const { user, system } = process.cpuUsage(began);
    judging = Math.min(judging, (user + system) / RECORDS);
    commit = Math.min(commit, await commitMicros(app, key, round * RECORDS));
  }
  await store.close();
  if (found === 0) throw new Error('nothing was found: the bench would measure rules that have nothing to do');
  return {
    what: 'CPU of judging one record, of its single commit (FULL)',
    ratio: judging / commit,
    bar: { atMost: 0.2 },
    detail: `${judging.toFixed(0)} µs judging, ${commit.toFixed(0)} µs commit, ${found / RECORDS} findings a record`,
  };
}

/** Without a specification and with the date its shelf life gives: one thing is found. */
const withGap = (batch: BatchFacts): BatchFacts => ({
  ...batch,
  expiresOn: '2026-11-08',
  product: { ...batch.product, specification: null },
});

async function judged(deps: Deps, batch: BatchFacts): Promise<number> {
  const judging = await judgeRecords(deps, deps.clock(), [{ kind: 'batch', batch }]);
  return judging.settle().rows.finding?.length ?? 0;
}

async function records(app: App, key: string, from: number, count: number): Promise<number[]> {
  const list = Array.from({ length: count }, (_, i) => record(from + i));
  const { results } = await ask<{ results: { traceCode: string }[] }>(app, 'POST', '/v1/batches', key, list);
  const codes = results.map((one) => one.traceCode.replaceAll('-', ''));
  const rows = await app.deps.store.read.selectFrom('batch').select('id').where('traceCode', 'in', codes).execute();
  return rows.map((row) => row.id);
}

/** Mean microseconds of the commits of single records, one at a time. */
export async function commitMicros(app: App, key: string, from: number, bodyOf: (n: number) => unknown = record): Promise<number> {
  const { store } = app.deps;
  const commit = store.commit.bind(store);
  let spent = 0;
  store.commit = async (one: Commit) => {
    const began = performance.now();
    const result = await commit(one);
    spent += performance.now() - began;
    return result;
  };
  for (let n = 0; n < RECORDS; n++) await ask(app, 'POST', '/v1/batches', key, bodyOf(1_000_000 + from + n));
  store.commit = commit;
  return (spent * 1_000) / RECORDS;
}

/** A thousand deliveries fall due on a store of a few and on one of very many batches; every round takes fresh ones, on batches all over the store. */
async function sweepRow(setting: Setting): Promise<Row> {
  const few = await due(`${setting.folder}/due-few.db`, FEW);
  const many = await due(`${setting.folder}/due-many.db`, setting.storedBatches);
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY };
  for (let round = 0; round < setting.rounds; round++) {
    best.few = Math.min(best.few, await few.sweep(round));
    best.many = Math.min(best.many, await many.sweep(round));
  }
  await few.close();
  await many.close();
  return {
    what: `sweep of ${DUE} due items on ${setting.storedBatches} stored batches, of the same on ${FEW}`,
    ratio: best.many / best.few,
    bar: { atMost: 1.2 },
    detail: `${best.many.toFixed(0)} ms, ${best.few.toFixed(0)} ms`,
  };
}

/** A store of many copies of one batch and one delivery, written straight into the file. */
async function due(file: string, batches: number) {
  const app = benchApp('timed', file);
  const key = await registered(app, PRODUCER, ['producer']);
  await registered(app, SHOP, ['retailer']);
  const { traceCode } = await ask<{ traceCode: string }>(app, 'POST', '/v1/batches', key, record(0));
  const at = (ago: number) => new Date(Date.now() - ago).toISOString();
  const { id } = await ask<{ id: string }>(app, 'POST', '/v1/shipments', key, {
    purpose: 'sale',
    to: { uscc: SHOP, name: '示例超市' },
    shippedAt: at(DAY),
    deliveredAt: at(DAY / 2),
    lines: [{ traceCode, quantity: { amount: '1', unit: '袋' } }],
  });
  await app.settle();
  const db = new DatabaseSync(file);
  const batch = db.prepare('SELECT id FROM batch').get() as { id: number };
  const shipment = db.prepare('SELECT id FROM shipment WHERE "publicId" = ?').get(id) as { id: number };
  const base = shipment.id + 1_000_000_000;
  copies(db, 'batch', `id = ${batch.id}`, batches, { id: `${base} + i`, traceCode: `'BENCH' || printf('%015d', i)` });
  copies(db, 'batch_revision', `"batchId" = ${batch.id}`, batches, { batchId: `${base} + i` });
  copies(db, 'holding', `"batchId" = ${batch.id}`, batches, { id: `${base} + i`, batchId: `${base} + i` });
  return {
    /** Milliseconds of taking a thousand fresh items off the list; each of its commits has an fsync of its own. */
    async sweep(round: number): Promise<number> {
      const first = base + round * DUE;
      const fallen = `${Date.now()} - 10 * ${DAY}`;
      const ofBatch = `${base} + 1 + (i * ${Math.floor(batches / DUE)}) % ${batches}`;
      copies(db, 'shipment', `id = ${shipment.id}`, DUE, {
        id: `${first} + i`,
        publicId: `'bench' || ${round} || '-' || i`,
        slip: `'slip' || ${round} || '-' || i`,
        deliveredAt: fallen,
      });
      copies(db, 'shipment_line', `"shipmentId" = ${shipment.id}`, DUE, { shipmentId: `${first} + i`, batchId: ofBatch });
      db.exec(`INSERT INTO due (at, rule, "subjectType", "subjectId")
        WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${DUE})
        SELECT ${fallen} + i, 'receipt-unconfirmed', 'shipment', ${first} + i FROM k`);
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      const began = performance.now();
      await sweepAll(app.deps);
      const spent = performance.now() - began;
      const left = db.prepare('SELECT count(*) AS n FROM due WHERE at < ?').get(Date.now()) as { n: number };
      const found = db.prepare('SELECT count(*) AS n FROM finding WHERE rule = ?').get('receipt-unconfirmed') as { n: number };
      if (left.n > 0 || found.n < (round + 1) * DUE) throw new Error(`${left.n} items left on the due list, ${found.n} findings`);
      return spent;
    },
    async close(): Promise<void> {
      db.close();
      await app.deps.store.close();
    },
  };
}

/** Inserts `count` copies of one row, some of its columns by an expression over i = 1…count. */
export function copies(db: DatabaseSync, table: string, where: string, count: number, changed: Record<string, string>): void {
  const columns = (db.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[]).map((column) => column.name);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map((column) => changed[column] ?? `one."${column}"`).join(', ');
  db.exec(`INSERT INTO "${table}" (${names})
    WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ${count})
    SELECT ${values} FROM k, (SELECT * FROM "${table}" WHERE ${where} LIMIT 1) AS one`);
}
