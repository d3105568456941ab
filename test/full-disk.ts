/**
 * Run by a test under a limit on file size: commits until the write-ahead log cannot grow, makes room, commits again, and prints what
 * became of it as JSON. With `thread` as its argument the store writes in a thread of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrateSqlite } from '../src/store/migrate.ts';
import { openSqlite, openSqliteOn } from '../src/store/sqlite.ts';
import { type Commit, StoreUnavailable } from '../src/store/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'suyuan-full-'));
const file = join(folder, 'test.db');
migrateSqlite(file);
const db = new DatabaseSync(file);
const store = process.argv[2] === 'thread' ? openSqlite(file, { thread: true }) : openSqliteOn(db);
// The log must meet the limit, so it may not be emptied before: a reader that does not move on holds it, whoever writes.
const reader = new DatabaseSync(file);
reader.exec('PRAGMA wal_autocheckpoint=0; BEGIN');
reader.prepare('SELECT count(*) FROM claim').get();

const commit = (key: string): Commit => ({
  chain: 'party/1',
  at: 1_000,
  entries: [{ kind: 'noted', subject: key, payload: { text: 'x'.repeat(4_000) } }],
  rows: { claim: [{ kind: 'test', key, subjectId: 1, at: 1_000 }] },
  finish: () => ({ reply: { status: 201, headers: {}, body: '' } }),
});

const acknowledged: string[] = [];
let unavailable = 0;
for (let round = 0; round < 400 && unavailable === 0; round++) {
  const keys = Array.from({ length: 8 }, (_, i) => `k${round}-${i}`);
  const results = await Promise.allSettled(keys.map((key) => store.commit(commit(key))));
  for (const [i, result] of results.entries())
    if (result.status === 'fulfilled') acknowledged.push(keys[i] ?? '');
    else if (result.reason instanceof StoreUnavailable) unavailable += 1;
    else throw result.reason;
}
const found = new Set((await store.read.selectFrom('claim').select('key').execute()).map((row) => row.key));
reader.close();
db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
const later = await store.commit(commit('later'));
const seqs = (await store.read.selectFrom('entry').select('seq').orderBy('seq').execute()).map((row) => row.seq);
await store.close();
if (db.isOpen) db.close();
rmSync(folder, { recursive: true });
process.stdout.write(
  JSON.stringify({
    acknowledged: acknowledged.length,
    unavailable,
    lost: acknowledged.filter((key) => !found.has(key)).length,
    readable: found.size,
    later: later.committed ? 'committed' : later.conflict,
    gapless: seqs.every((seq, i) => seq === i + 1),
  }),
);
