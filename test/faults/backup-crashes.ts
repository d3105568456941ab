import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { makeBackup } from '../../src/ops/backup/backup.ts';
import { emptied } from '../../src/ops/backup/put-database.ts';
import { restore } from '../../src/ops/backup/restore.ts';
import { Refusal, Steps } from '../../src/ops/backup/steps.ts';
import { openTables } from '../../src/ops/verify/tables.ts';
import { audit, type Outcome } from './audit.ts';
import { emptyJournal, type Journal, load, producerKey } from './clients.ts';
import { freshPlace, type Place } from './place.ts';
import { startService } from './service.ts';
import { CALLS, traced } from './strace.ts';

const call = promisify(execFile);
const quiet = new Steps(() => {});
type Engine = Place['engine'];

/** A service's day: batches its clients were told are kept, some files, a signed ledger. It has stopped. */
async function recordedDay(place: Place): Promise<{ journal: Journal; publicKey: string }> {
  const service = await startService(place.env);
  const journal = emptyJournal();
  const writing = load([service.url], await producerKey(service.url), journal, 'd', 4);
  await writing.acknowledged(20);
  await writing.stop();
  expect(await service.stop()).toBe(0);
  for (const text of ['one', 'two', 'three']) {
    const hash = createHash('sha256').update(text).digest('hex');
    const folder = join(place.env.FILES_DIR ?? '', hash.slice(0, 2));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, hash), text);
  }
  return { journal, publicKey: service.publicKey };
}

/** Runs it until it has printed so many lines; whether it was killed then, rather than having ended well before. */
async function killedAfter(line: number, args: readonly string[]): Promise<boolean> {
  try {
    await call(process.execPath, [join(import.meta.dirname, 'backup-once.ts'), ...args, String(line)]);
    return false;
  } catch (error) {
    if ((error as { signal?: string }).signal === 'SIGKILL') return true;
    throw error;
  }
}

/** Where the calls are counted that tampering strikes: what is written of a database, a list and a manifest, and what moves them. */
const MOVES = [...CALLS, 'write', 'rename', 'mkdir', 'rmdir'] as const;
const INJECTED = ['openat', 'write', 'pwrite64', 'fsync', 'fdatasync', 'rename', 'unlink'];

/** Every way to strike: after each line, and, with points, at so many calls of each kind on the files. */
async function* strikes(
  args: readonly string[],
  files: readonly string[],
  points: number,
  clear: () => Promise<void>,
): AsyncGenerator<string> {
  for (let line = 1; await killedAfter(line, args); line++) yield `after line ${line}`;
  if (points === 0) return;
  await clear();
  const { calls } = await traced('backup-once.ts', args, files, [], MOVES);
  for (const name of INJECTED) {
    const count = calls.get(name) ?? 0;
    for (let i = 0; i < Math.min(points, count); i++) {
      await clear();
      const at = 1 + Math.floor((i * count) / Math.min(points, count));
      await traced('backup-once.ts', args, files, [`${name}:signal=KILL:when=${at}`], MOVES);
      yield `${name} ${at} of ${count}`;
    }
  }
}

/** A backup that restores to the whole day, or one that is refused as none. */
async function wholeOrNone(folder: string, place: Place, journal: Journal): Promise<'whole' | 'none'> {
  const to = join(place.folder, 'looked-at');
  rmSync(to, { recursive: true, force: true });
  try {
    await restore({ from: folder, database: `file:${to}/s.db`, filesDir: `${to}/files` }, quiet);
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect(String(error)).toMatch(/has no manifest\.json|manifest\.json in .* is damaged/);
    return 'none';
  }
  expect(await batchesIn(`${to}/s.db`)).toBe(journal.acknowledged.size);
  return 'whole';
}

async function batchesIn(database: string): Promise<number> {
  const tables = await openTables(database);
  const [row] = await tables.rows('SELECT count(*) AS n FROM batch').finally(() => tables.close());
  return Number(row?.n);
}

/**
 * Kills a backup after each of its steps, and with points inside them: what it leaves is a whole backup or is refused as none, the service is
 * told of no other, and the next one comes through over what was left.
 */
export async function killedBackups(engine: Engine, points = 0): Promise<Outcome> {
  const place = await freshPlace(engine);
  try {
    const { journal, publicKey } = await recordedDay(place);
    const to = join(place.folder, 'backup');
    const [database = '', files = ''] = [place.env.DATABASE_URL, place.env.FILES_DIR];
    const stamp = join(place.folder, 'last-backup');
    const clear = async () => {
      for (const path of [to, stamp]) rmSync(path, { recursive: true, force: true });
    };
    const written = ['suyuan.db', 'files.tsv', 'manifest.json'].map((name) => join(`${to}.partial`, name));
    const found = { whole: 0, none: 0 };
    const args = ['backup', to, database, files];
    for await (const struck of strikes(args, [...written, `${to}.partial`, to, stamp], points, clear)) {
      const left = await wholeOrNone(to, place, journal);
      found[left]++;
      if (existsSync(stamp)) expect(left, struck).toBe('whole');
      // What stands beside it may have been finished but for its name.
      if (left === 'none') await wholeOrNone(`${to}.partial`, place, journal);
      // What was left of it stays, for the next one to meet.
      await clear();
    }
    expect(found.none).toBeGreaterThan(5);
    // Its last step is the one that brings it into sight.
    if (points === 0) expect(found.whole).toBe(1);
    await clear();
    await makeBackup({ database, filesDir: files, to, now: Date.now }, quiet);
    expect(await wholeOrNone(to, place, journal)).toBe('whole');
    const restored = join(place.folder, 'looked-at', 's.db');
    const what = { fault: 'killed in a backup', engine, rounds: found.whole + found.none, note: `${found.whole} whole by then` };
    return await audit(what, restored, journal, publicKey);
  } finally {
    await place.remove();
  }
}

/** Kills a restore likewise: no database comes into sight but the whole one, and run again it comes through. */
export async function killedRestores(engine: Engine, points = 0): Promise<Outcome> {
  const [place, empty] = [await freshPlace(engine), await freshPlace(engine)];
  try {
    const { journal, publicKey } = await recordedDay(place);
    const backup = join(place.folder, 'backup');
    await makeBackup({ database: place.env.DATABASE_URL ?? '', filesDir: place.env.FILES_DIR ?? '', to: backup, now: Date.now }, quiet);
    const [database = '', files = ''] = [empty.env.DATABASE_URL, empty.env.FILES_DIR];
    const found = { whole: 0, none: 0 };
    const again = async () => {
      await clearTarget(empty);
      rmSync(files, { recursive: true, force: true });
    };
    const written = [empty.database, `${empty.database}.restoring`, join(files, '.restoring')];
    const args = ['restore', backup, database, files];
    for await (const struck of strikes(args, written, engine === 'sqlite' ? points : 0, again)) {
      const isThere = await hasDatabase(empty);
      found[isThere ? 'whole' : 'none']++;
      if (!isThere) continue;
      expect(await batchesIn(empty.database), struck).toBe(journal.acknowledged.size);
      await again();
    }
    expect(found.none).toBeGreaterThan(5);
    if (points === 0) expect(found.whole).toBe(1);
    if (await hasDatabase(empty)) await again();
    await restore({ from: backup, database, filesDir: files }, quiet);
    const what = { fault: 'killed in a restore', engine, rounds: found.whole + found.none, note: `${found.whole} whole by then` };
    return await audit(what, empty.database, journal, publicKey);
  } finally {
    await place.remove();
    await empty.remove();
  }
}

async function hasDatabase({ engine, database }: Place): Promise<boolean> {
  if (engine === 'sqlite') return existsSync(database);
  const tables = await openTables(database);
  const rows = await tables.rows('SELECT 1 AS one FROM pg_tables WHERE schemaname = current_schema() LIMIT 1');
  await tables.close();
  return rows.length > 0;
}

async function clearTarget({ engine, database }: Place): Promise<void> {
  if (engine === 'postgres') await emptied(database);
  else rmSync(database, { force: true });
}
