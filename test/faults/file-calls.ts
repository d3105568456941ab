import { expect } from 'vitest';
import { folderFiles } from '../../src/platform/files-folder.ts';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { worldOver } from '../world.ts';
import { audit, type Outcome } from './audit.ts';
import { emptyJournal, type Journal, note, type Told } from './clients.ts';
import { freshPlace, type Place } from './place.ts';
import { CALLS, type FileCall, straceMissing, traced } from './strace.ts';

type Line = { name: string; read: number } & Told;

/** A migrated file with a firm in it, and the firm's key. */
async function prepared(place: Place): Promise<string> {
  migrateSqlite(place.database);
  const store = openSqlite(place.database);
  const { key } = await worldOver(store, folderFiles(`${place.folder}/files`)).party({});
  await store.close();
  return key;
}

const filesOf = (place: Place) => ['', '-wal', '-shm', '-journal'].map((end) => place.database + end);

async function run(place: Place, key: string, names: string[], journal: Journal, inject: string[] = [], writer = 'inline') {
  const { lines, calls } = await traced('one-process.ts', [place.database, writer, key, ...names], filesOf(place), inject);
  const told = lines.map((line) => JSON.parse(line) as Line);
  for (const name of names)
    note(
      journal,
      name,
      told.find((line) => line.name === name),
    );
  return { told, calls };
}

/**
 * Kills a process that opens the file, records one batch and closes, at the k-th call of each kind, for every k there is; the next one meets
 * what that one left, and asks under the same key.
 * @param most points to strike at, spread evenly; all of them without it
 */
export async function killAtEveryCall(most = Number.POSITIVE_INFINITY): Promise<Outcome> {
  expect(straceMissing()).toBeNull();
  const place = await freshPlace('sqlite');
  try {
    const key = await prepared(place);
    const journal = emptyJournal();
    const { told, calls } = await run(place, key, ['unharmed'], journal);
    expect(told.map((line) => line.status)).toEqual([201]);
    const points = CALLS.flatMap((call) => Array.from({ length: calls.get(call) ?? 0 }, (_, k): [FileCall, number] => [call, k + 1]));
    const some = Math.min(most, points.length);
    const chosen = points.filter((_, i) => Math.floor((i * some) / points.length) !== Math.floor(((i - 1) * some) / points.length));
    let killed = 0;
    for (const [call, k] of chosen) {
      const name = `${call}-${k}`;
      await run(place, key, [name], journal, [`${call}:signal=KILL:when=${k}`]);
      // A rest of the log can make the next process ask for one call less: then it passes unharmed.
      if (journal.unknown.has(name)) {
        killed++;
        await run(place, key, [name], journal);
      }
    }
    expect(journal.unknown.size).toBe(0);
    return await audit(
      {
        fault: 'killed at every file call of a commit',
        engine: 'sqlite',
        rounds: killed,
        note: `${chosen.length} of ${points.length} points`,
      },
      place.database,
      journal,
    );
  } finally {
    await place.remove();
  }
}

/** Errors of the file system for some calls in the middle of a run: every write is answered, reading goes on, and later writes succeed. */
export async function failingCalls(fault: string, inject: string[], writer: 'inline' | 'thread'): Promise<Outcome> {
  expect(straceMissing()).toBeNull();
  const place = await freshPlace('sqlite');
  try {
    const key = await prepared(place);
    const journal = emptyJournal();
    const names = Array.from({ length: 24 }, (_, i) => `b${i}`);
    const { told } = await run(place, key, names, journal, inject, writer);
    expect(told.map((line) => line.name)).toEqual(names);
    const failed = told.filter((line) => line.status !== 201);
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map((line) => line.status))).toEqual(new Set([503]));
    expect(failed.every((line) => (line.body.detail ?? '').length > 20)).toBe(true);
    expect(new Set(told.map((line) => line.read))).toEqual(new Set([200]));
    expect(told.at(-1)?.status).toBe(201);
    await run(place, key, [...journal.unknown], journal);
    return await audit(
      { fault, engine: 'sqlite', rounds: failed.length, note: `${writer}, ${failed.length} answered 503, all reads 200` },
      place.database,
      journal,
    );
  } finally {
    await place.remove();
  }
}

/** The ways a disk fails that are tried: each hits several calls in a row and then stops. */
export const FAILURES: [string, string[]][] = [
  ['EIO on sync', ['fdatasync:error=EIO:when=6..9', 'fsync:error=EIO:when=6..9']],
  ['EIO on write', ['pwrite64:error=EIO:when=60..63']],
  ['ENOSPC', ['pwrite64:error=ENOSPC:when=60..66']],
];
