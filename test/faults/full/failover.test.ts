import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeBackup } from '../../../src/ops/backup/backup.ts';
import { Steps } from '../../../src/ops/backup/steps.ts';
import { openTables } from '../../../src/ops/verify/tables.ts';
import { chainOf, claims, commitOf } from '../../../src/store/contract-rows.ts';
import { migratePostgres } from '../../../src/store/migrate.ts';
import { openPostgres } from '../../../src/store/postgres.ts';
import { replicaReads } from '../../../src/store/postgres-replica.ts';
import { held } from '../audit.ts';
import { emptyJournal, producerKey, recordBatch } from '../clients.ts';
import { failover } from '../failover.ts';
import { startPair } from '../pair.ts';
import { freshPlace } from '../place.ts';
import { startService } from '../service.ts';

async function clientOf(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

async function pairOf(isSynchronous: boolean) {
  const pair = await startPair(isSynchronous);
  onTestFinished(() => pair.stop());
  return pair;
}

describe('a primary and its standby', () => {
  it('loses no acknowledged write when the primary is killed and the standby promoted', async () => held(await failover()));

  it('calls a commit unknown when the wait for the standby was cancelled, though the server says COMMIT', async () => {
    const pair = await pairOf(true);
    await migratePostgres(pair.primary);
    const store = openPostgres(pair.primary);
    onTestFinished(() => store.close());
    await store.commit(commitOf({ rows: claims('replicated') }));
    await pair.stopStandby();
    const late = store.commit(commitOf({ rows: claims('alone') }));
    late.catch(() => {});
    const admin = await clientOf(pair.primary);
    while ((await admin.query("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")).rowCount === 0);
    await expect(late).rejects.toMatchObject({ name: 'StoreUnavailable', unknown: true });
    expect(await chainOf(store, 'party/1')).toEqual([1, 2]);
  });

  it('reads on the replica as long as it keeps the promise, and on the primary when it does not', async () => {
    const pair = await pairOf(false);
    await migratePostgres(pair.primary);
    const store = openPostgres(pair.primary);
    let now = 1_000_000;
    const reads = replicaReads(store, pair.primary, pair.standby, { stalenessMs: 3_000, now: () => now });
    onTestFinished(async () => {
      await reads.close();
      await store.close();
    });
    const where = async () => {
      const [row] = await reads.store.read.selectNoFrom(sql<boolean>`pg_is_in_recovery()`.as('standby')).execute();
      return row?.standby ? 'replica' : 'primary';
    };
    const keys = async () => (await reads.store.read.selectFrom('claim').select('key').orderBy('key').execute()).map((row) => row.key);
    const caughtUp = async () => {
      while (reads.ageMs() > 0) await reads.look();
    };
    expect(await where()).toBe('primary');
    await store.commit(commitOf({ rows: claims('a') }));
    await caughtUp();
    expect([await where(), await keys()]).toEqual(['replica', ['a']]);

    const replica = await clientOf(pair.standby);
    await replica.query('SELECT pg_wal_replay_pause()');
    while ((await replica.query("SELECT 1 WHERE pg_get_wal_replay_pause_state() = 'paused'")).rowCount === 0);
    await store.commit(commitOf({ rows: claims('recalled') }));
    now += 3_000;
    await reads.look();
    expect([await where(), await keys()]).toEqual(['replica', ['a']]);
    now += 1;
    await reads.look();
    expect([await where(), await keys()]).toEqual(['primary', ['a', 'recalled']]);

    await replica.query('SELECT pg_wal_replay_resume()');
    await caughtUp();
    expect([await where(), await keys()]).toEqual(['replica', ['a', 'recalled']]);
    await pair.stopStandby();
    expect([await where(), await keys()]).toEqual(['primary', ['a', 'recalled']]);
  });

  it('goes on with prepared reads of the replica when a release gives their table another column', async () => {
    const pair = await pairOf(false);
    await migratePostgres(pair.primary);
    const store = openPostgres(pair.primary);
    const reads = replicaReads(store, pair.primary, pair.standby, { stalenessMs: 3_600_000 });
    onTestFinished(async () => {
      await reads.close();
      await store.close();
    });
    await store.commit(commitOf({ rows: claims('a') }));
    const find = reads.store.prepare<{ key: string }, { key: string }>((read, param) =>
      read.selectFrom('claim').selectAll().select(sql<boolean>`pg_is_in_recovery()`.as('standby')).where('key', '=', param('key')),
    );
    while (reads.ageMs() > 1_000_000) await reads.look();
    while ((await find({ key: 'a' })).length === 0);
    expect(await find({ key: 'a' })).toMatchObject([{ key: 'a', standby: true }]);
    const primary = await clientOf(pair.primary);
    await primary.query('ALTER TABLE claim ADD COLUMN later BIGINT');
    const replica = await clientOf(pair.standby);
    while ((await replica.query("SELECT 1 FROM information_schema.columns WHERE column_name = 'later'")).rowCount === 0);
    // On each connection that had prepared it.
    for (let i = 0; i < 10; i++) expect(await find({ key: 'a' })).toMatchObject([{ key: 'a', later: null, standby: true }]);
  });

  it('backs up the one that takes writes, though the standby is named first and stands still', async () => {
    const pair = await pairOf(false);
    const place = await freshPlace('postgres', pair.primary);
    onTestFinished(() => place.remove());
    const service = await startService(place.env);
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const replica = await clientOf(pair.standby);
    await recordBatch(service.url, key, 'before', journal);
    while ((await replica.query(`SELECT 1 FROM batch`).catch(() => ({ rowCount: 0 }))).rowCount === 0);
    await replica.query('SELECT pg_wal_replay_pause()');
    while ((await replica.query("SELECT 1 WHERE pg_get_wal_replay_pause_state() = 'paused'")).rowCount === 0);
    await recordBatch(service.url, key, 'after', journal);
    const standbyFirst = pair.both.replace(/@([^,]+),([^/]+)/, '@$2,$1');
    expect(standbyFirst).not.toBe(pair.both);
    const to = join(place.folder, 'backup');
    await makeBackup({ database: standbyFirst, filesDir: join(place.folder, 'files'), to, now: Date.now }, new Steps(() => {}));
    await replica.query('SELECT pg_wal_replay_resume()');
    expect(await service.stop()).toBe(0);
    const tables = await openTables(join(to, 'suyuan.db'));
    const rows = await tables.rows('SELECT "batchNumber" AS name FROM batch ORDER BY 1');
    await tables.close();
    expect(rows).toEqual([{ name: 'after' }, { name: 'before' }]);
  });

  it('shows the public what is recorded within the promised seconds, though the replica stands still', async () => {
    const pair = await pairOf(false);
    const place = await freshPlace('postgres', pair.primary);
    onTestFinished(() => place.remove());
    const service = await startService({ ...place.env, DATABASE_REPLICA_URL: pair.standby, REPLICA_STALENESS_SECONDS: '1' });
    onTestFinished(async () => void (await service.stop()));
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const replica = await clientOf(pair.standby);
    const seconds: number[] = [];
    for (const name of ['a', 'b', 'c']) {
      await replica.query('SELECT pg_wal_replay_pause()');
      await recordBatch(service.url, key, name, journal);
      const from = performance.now();
      const scan = () => fetch(`${service.url}/t/${journal.acknowledged.get(name)}`, { headers: { Accept: 'application/json' } });
      while ((await scan()).status !== 200);
      seconds.push((performance.now() - from) / 1_000);
      await replica.query('SELECT pg_wal_replay_resume()');
      await new Promise((later) => setTimeout(later, 700));
    }
    console.log(`replica standing still · public page after ${seconds.map((one) => one.toFixed(2)).join(', ')} s · promised 1 s`);
    // The answer that found it was itself under way for a moment.
    expect(Math.max(...seconds)).toBeLessThan(1.3);
    expect(Math.max(...seconds)).toBeGreaterThan(0.05);
  });
});
