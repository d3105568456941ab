import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { expect } from 'vitest';
import { openTables } from '../../src/ops/verify/tables.ts';
import { migratePostgres, migrateSqlite } from '../../src/store/migrate.ts';
import { batchLines } from '../imports-stream.ts';
import { audit, type Outcome } from './audit.ts';
import { askAgain, emptyJournal, load, producerKey } from './clients.ts';
import { freshPlace, type Place, sequence } from './place.ts';
import { startService } from './service.ts';
import { straceMissing, traced } from './strace.ts';

function catalogueOf(file: string): unknown[] {
  const db = new DatabaseSync(file);
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  db.close();
  return rows;
}

/** Kills migrations at points spread over all their writes, each from an empty file; the next start finishes them, and the service writes. */
export async function killedMigrations(points: number): Promise<Outcome> {
  expect(straceMissing()).toBeNull();
  const place = await freshPlace('sqlite');
  const files = ['', '-wal', '-shm', '-journal'].map((end) => place.database + end);
  const clear = () => {
    for (const file of files) rmSync(file, { force: true });
  };
  try {
    const { calls } = await traced('migrate-once.ts', [place.database], files);
    const whole = catalogueOf(place.database);
    let killed = 0;
    for (const call of ['pwrite64', 'fsync', 'fdatasync'])
      for (let i = 0; i < points; i++) {
        const count = calls.get(call) ?? 0;
        if (i >= count) continue;
        clear();
        await traced('migrate-once.ts', [place.database], files, [`${call}:signal=KILL:when=${1 + Math.floor((i * count) / points)}`]);
        if (JSON.stringify(catalogueOf(place.database)) !== JSON.stringify(whole)) killed++;
        migrateSqlite(place.database);
        expect(catalogueOf(place.database)).toEqual(whole);
      }
    const service = await startService(place.env);
    const journal = emptyJournal();
    const writing = load([service.url], await producerKey(service.url), journal, 'm', 4);
    await writing.acknowledged(20);
    await writing.stop();
    expect(await service.stop()).toBe(0);
    return await audit({ fault: 'killed in a migration', engine: 'sqlite', rounds: killed }, place.database, journal, service.publicKey);
  } finally {
    await place.remove();
  }
}

const program = join(import.meta.dirname, 'migrate-once.ts');

/** Brings a PostgreSQL up to date in a process of its own, which is killed after so long; null when it was at its end before. */
async function migratedFor(url: string, ms: number): Promise<number | null> {
  const child = spawn(process.execPath, [program, url], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const began = performance.now();
  const late = setTimeout(() => child.kill('SIGKILL'), ms);
  await ended;
  clearTimeout(late);
  if (child.signalCode !== null) return null;
  expect(child.exitCode).toBe(0);
  return performance.now() - began;
}

async function relationsOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client
    .query(`SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname`)
    .finally(() => client.end());
  return rows.map(({ name }) => String(name));
}

/** Kills a migration of PostgreSQL at points spread over its time, each from an empty database: all or none of a step is there, and the next start finishes it. */
export async function killedPostgresMigrations(points: number): Promise<Outcome> {
  const calm = await freshPlace('postgres');
  const took = await migratedFor(calm.database, 600_000);
  const whole = await relationsOf(calm.database);
  await calm.remove();
  if (took === null) throw new Error('A migration that nobody killed came to no end.');
  let killed = 0;
  for (let i = 1; i < points; i++) {
    const place = await freshPlace('postgres');
    if ((await migratedFor(place.database, (i * took) / points)) === null) killed++;
    const left = await relationsOf(place.database);
    // The table that remembers migrations comes first, by itself.
    expect([0, 2, whole.length]).toContain(left.length);
    await migratePostgres(place.database);
    expect(await relationsOf(place.database)).toEqual(whole);
    await place.remove();
  }
  expect(killed).toBeGreaterThan(0);
  const place = await freshPlace('postgres');
  try {
    await migratedFor(place.database, took / 2);
    const service = await startService(place.env);
    const journal = emptyJournal();
    const writing = load([service.url], await producerKey(service.url), journal, 'm', 4);
    await writing.acknowledged(20);
    await writing.stop();
    expect(await service.stop()).toBe(0);
    return await audit(
      { fault: 'killed in a migration', engine: 'postgres', rounds: killed + 1 },
      place.database,
      journal,
      service.publicKey,
    );
  } finally {
    await place.remove();
  }
}

async function recorded(place: Place): Promise<number> {
  const tables = await openTables(place.database);
  const [row] = await tables.rows('SELECT count(*) AS n FROM batch').finally(() => tables.close());
  return Number(row?.n);
}

/** How long an import may take with all its interruptions, in milliseconds. */
const PATIENCE_MS = 240_000;

async function until(what: string, is: () => Promise<boolean>, late = Date.now() + PATIENCE_MS): Promise<void> {
  while (!(await is())) if (Date.now() > late) throw new Error(`Not in time: ${what}`);
}

/** Kills the service again and again while it records an import; each row is recorded once. */
export async function killedImports(engine: Place['engine'], rows: number, most: number, seed: number): Promise<Outcome> {
  const place = await freshPlace(engine);
  const random = sequence(seed);
  try {
    let service = await startService(place.env);
    const key = await producerKey(service.url);
    const headers = { Authorization: `Bearer ${key}` };
    const init = { method: 'POST', headers, body: batchLines(rows), duplex: 'half' } as RequestInit;
    const sent = await fetch(`${service.url}/v1/imports?kind=batches`, init);
    const { id } = (await sent.json()) as { id: string };
    let rounds = 0;
    for (let target = 1 + Math.floor(random() * 200); rounds < most && target < rows; target += 1 + Math.floor(random() * (rows / most))) {
      await until(`${target} rows`, async () => (await recorded(place)) >= target);
      await service.kill();
      rounds++;
      service = await startService(place.env);
    }
    await until('the end of the import', async () => {
      const view = (await (await fetch(`${service.url}/v1/imports/${id}`, { headers })).json()) as { state: string };
      return view.state === 'finished';
    });
    expect(await service.stop()).toBe(0);
    const journal = emptyJournal();
    for (let n = 0; n < rows; n++) journal.acknowledged.set(`L${n}`, '');
    return await audit({ fault: 'killed in an import', engine, rounds, note: `seed ${seed}` }, place.database, journal, service.publicKey);
  } finally {
    await place.remove();
  }
}

/** Kills the service again and again while the follower is behind; afterwards every entry has one leaf and every job has seen all. */
export async function killedFollower(engine: Place['engine'], rounds: number, seed: number): Promise<Outcome> {
  const place = await freshPlace(engine);
  const random = sequence(seed);
  try {
    const journal = emptyJournal();
    let key = '';
    for (let round = 0; round < rounds; round++) {
      const service = await startService(place.env);
      key ||= await producerKey(service.url);
      const writing = load([service.url], key, journal, `f${round}`, 32);
      await writing.acknowledged(40);
      await writing.stop();
      // What follows from these is being derived now; nothing else is written.
      await new Promise((later) => setTimeout(later, random() * 60));
      await service.kill();
    }
    const last = await startService(place.env);
    await askAgain(last.url, key, journal);
    const behind = 'SELECT count(*) AS n FROM chain c JOIN follower_position p ON p.chain = c.chain AND p.seq < c.seq';
    for (let left = 1; left > 0; ) {
      const tables = await openTables(place.database);
      left = Number((await tables.rows(behind).finally(() => tables.close()))[0]?.n);
    }
    expect(await last.stop()).toBe(0);
    const tables = await openTables(place.database);
    const [[entries], [leaves]] = await Promise.all([
      tables.rows('SELECT count(*) AS n FROM entry'),
      tables.rows('SELECT count(*) AS n FROM log_leaf'),
    ]);
    await tables.close();
    expect(leaves).toEqual(entries);
    return await audit(
      { fault: 'killed while deriving', engine, rounds, note: `${entries?.n} entries, a leaf each` },
      place.database,
      journal,
      last.publicKey,
    );
  } finally {
    await place.remove();
  }
}
