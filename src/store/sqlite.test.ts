import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { chainOf, claims, commitOf, rowsOf, upTo } from './contract-rows.ts';
import { migrateSqlite } from './migrate.ts';
import { openSqliteOn } from './sqlite.ts';
import { type Commit, type CommitResult, type Store, StoreUnavailable } from './store.ts';

describe('the embedded store when the disk fails', () => {
  let db: DatabaseSync;
  let store: Store;
  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-db-'));
    const file = join(folder, 'test.db');
    migrateSqlite(file);
    db = new DatabaseSync(file);
    store = openSqliteOn(db);
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
  });

  const pages = () => (db.prepare('PRAGMA page_count').get() as { page_count: number }).page_count;

  it('refuses a whole group when its third member fills the disk, keeps what was acknowledged, reads on, and writes again later', async () => {
    expect((await store.commit(commitOf({ rows: claims('before') }))).committed).toBe(true);
    db.exec(`PRAGMA max_page_count=${pages() + 8}`);
    const group = await inOneGroup(store, [
      commitOf({ rows: claims('first') }),
      commitOf({ rows: claims('second'), chain: 'party/2' }),
      commitOf({ rows: claims(...Array.from({ length: 9_000 }, (_, i) => `big ${i}`)), chain: 'party/3' }),
      commitOf({ rows: claims('last') }),
    ]);
    expect(group).toEqual(['unavailable', 'unavailable', 'unavailable', 'unavailable']);
    expect(db.isTransaction).toBe(false);
    expect(await store.read.selectFrom('claim').select('key').execute()).toEqual([{ key: 'before' }]);
    expect(await chainOf(store, 'party/1')).toEqual([1]);
    const reply = { scope: 's', key: 'k', fingerprint: 'f', status: 200, headers: '{}', body: 'x'.repeat(100_000), at: 1 };
    await expect(store.aside('idempotency', reply)).rejects.toThrow(StoreUnavailable);

    db.exec('PRAGMA max_page_count=1000000');
    expect(await inOneGroup(store, [commitOf({ rows: claims('after') }), commitOf()])).toEqual(['committed', 'committed']);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3]);
  });

  it('calls a failed COMMIT unknown to every member and leaves nothing of it', async () => {
    await store.commit(commitOf({ rows: claims('before') }));
    // References checked only at COMMIT are the nearest way to make it fail.
    const deferred = commitOf({
      chain: 'party/2',
      rows: rowsOf([['shipment_line', lineOfNoShipment]]),
      finish: () => {
        db.exec('PRAGMA defer_foreign_keys=ON');
        return { reply: { status: 201, headers: {}, body: '' } };
      },
    });
    expect(await inOneGroup(store, [commitOf({ rows: claims('beside') }), deferred])).toEqual(['unknown', 'unknown']);
    expect(db.isTransaction).toBe(false);
    expect(await store.read.selectFrom('claim').select('key').execute()).toEqual([{ key: 'before' }]);
    expect(await store.read.selectFrom('shipment_line').selectAll().execute()).toEqual([]);
    expect(await inOneGroup(store, [commitOf()])).toEqual(['committed']);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2]);
  });

  it('fails one member alone when what it brought is wrong, whatever the error', async () => {
    const told = await inOneGroup(store, [
      commitOf({ rows: claims('first') }),
      commitOf({ rows: rowsOf([['shipment_line', lineOfNoShipment]]) }),
      commitOf({ rows: { claim: [{ kind: 'test', key: Symbol('x') as never, subjectId: 1, at: 1 }] } }),
      commitOf({ rows: { ...claims('wide'), nowhere: [{ id: 1 }] } as never }),
      commitOf({ touch: [{ set: 'party', id: 1, to: { noSuchColumn: 1 } as never }] }),
      commitOf({ rows: claims('last') }),
    ]);
    expect(told).toEqual(['committed', 'threw', 'threw', 'committed', 'threw', 'committed']);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3]);
  });

  it('refuses new commits when four thousand wait, without losing those', async () => {
    const results = await Promise.allSettled(Array.from({ length: 4_200 }, () => store.commit(commitOf())));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(104);
    expect(refused.every((reason) => reason instanceof StoreUnavailable && !reason.unknown)).toBe(true);
    expect(await chainOf(store, 'party/1')).toEqual(upTo(4_096));
  });

  it('writes what waits before it closes', async () => {
    const waiting = Promise.all([store.commit(commitOf()), store.commit(commitOf())]);
    const second = openSqliteOn(new DatabaseSync(db.location() ?? ''));
    await store.close();
    expect((await waiting).every((result) => result.committed)).toBe(true);
    expect(await chainOf(second, 'party/1')).toEqual([1, 2]);
    store = second;
  });
});

describe('the embedded store when the operating system refuses to write', () => {
  it.each(['inline', 'thread'])(
    'answers every member of every group, keeps what it acknowledged, and goes on when there is room (%s)',
    (writer) => {
      const script = join(import.meta.dirname, '..', '..', 'test', 'full-disk.ts');
      // A limit on the size of files: the write-ahead log meets it at some COMMIT.
      const { stdout, stderr, status } = spawnSync('sh', ['-c', `ulimit -f 8192; exec "$0" "$1" "$2"`, process.execPath, script, writer], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const report = JSON.parse(stdout);
      expect(report.acknowledged).toBeGreaterThan(0);
      expect(report.unavailable).toBeGreaterThan(0);
      expect(report.lost).toBe(0);
      expect(report.readable).toBe(report.acknowledged);
      expect(report.later).toBe('committed');
      expect(report.gapless).toBe(true);
    },
  );
});

const lineOfNoShipment = {
  shipmentId: 9,
  n: 1,
  batchId: 1,
  batchRevision: 1,
  holdingId: 1,
  steps: 1,
  amount: '1',
  unit: 'kg',
  unitCode: 'KGM',
  pieces: 1,
};

/** Commits in the same turn, so that they share a transaction; says what became of each. */
async function inOneGroup(store: Store, commits: Commit[]): Promise<string[]> {
  const results = await Promise.allSettled(commits.map((commit) => store.commit(commit)));
  return results.map((result) => told(result));
}

function told(result: PromiseSettledResult<CommitResult>): string {
  if (result.status === 'fulfilled') return result.value.committed ? 'committed' : result.value.conflict;
  if (!(result.reason instanceof StoreUnavailable)) return 'threw';
  return result.reason.unknown ? 'unknown' : 'unavailable';
}
