import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { type Cut, cuttingProxy } from '../../test/cutting-proxy.ts';
import { type Fresh, freshPostgres } from '../../test/fresh-store.ts';
import { chainOf, claims, commitOf, holding, rowMaker, rowsOf, upTo } from './contract-rows.ts';
import { openPostgres } from './postgres.ts';
import { type Store, StoreUnavailable } from './store.ts';

const run = promisify(execFile);

describe('the store on a server', () => {
  let fresh: Fresh;
  let store: Store;
  beforeEach(async () => {
    fresh = await freshPostgres();
    store = fresh.store;
    onTestFinished(() => fresh.close());
  });

  const claimKeys = async () => (await store.read.selectFrom('claim').select('key').orderBy('key').execute()).map((row) => row.key);

  /** A store behind a door that can fall shut. */
  async function behindProxy() {
    const proxy = await cuttingProxy(fresh.place);
    const cut = openPostgres(proxy.url);
    onTestFinished(async () => {
      await cut.close();
      proxy.close();
    });
    return { proxy, cut };
  }

  const cases: [Cut, string[]][] = [
    ['before COMMIT', ['before']],
    ['after COMMIT', ['a', 'b', 'before', 'c']],
  ];
  for (const [when, kept] of cases)
    it(`calls a connection cut ${when} unknown to every member, and a repeat under the same key finds out`, async () => {
      const { proxy, cut } = await behindProxy();
      await cut.commit(commitOf({ rows: claims('before') }));
      const members = ['a', 'b', 'c'].map((key) => commitOf({ rows: claims(key), idempotency: { scope: 's', key, fingerprint: 'f' } }));
      proxy.cut(when);
      const results = await Promise.allSettled(members.map((member) => cut.commit(member)));
      const reasons = results.map((result) => result.status === 'rejected' && result.reason);
      expect(reasons.every((reason) => reason instanceof StoreUnavailable && reason.unknown)).toBe(true);
      expect(proxy.cuts()).toBe(1);
      proxy.cut('never');
      // The server may still be finishing what the cut connection asked of it; a repeat waits at the keys.
      const repeated = await Promise.all(members.map((member) => cut.commit(member)));
      expect(repeated.map((result) => (result.committed ? 'now' : result.conflict))).toEqual(
        kept.length > 1 ? ['idempotency', 'idempotency', 'idempotency'] : ['now', 'now', 'now'],
      );
      expect(await claimKeys()).toEqual(['a', 'b', 'before', 'c']);
      expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3, 4]);
    });

  it('loses nothing acknowledged while connections are terminated under load', async () => {
    const admin = new pg.Client({ connectionString: fresh.place });
    await admin.connect();
    onTestFinished(() => admin.end());
    const acknowledged: string[] = [];
    let refused = 0;
    const writer = async (name: string) => {
      for (let i = 0; i < 60; i++)
        await store.commit(commitOf({ rows: claims(`${name}${i}`) })).then(
          () => acknowledged.push(`${name}${i}`),
          (error) => {
            if (!(error instanceof StoreUnavailable)) throw error;
            refused += 1;
          },
        );
    };
    let writing = true;
    const killer = async () => {
      while (writing)
        await admin.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
    };
    const killing = killer();
    await Promise.all(['a', 'b', 'c', 'd'].map(writer));
    writing = false;
    await killing;
    const found = new Set(await claimKeys());
    expect(acknowledged.filter((key) => !found.has(key))).toEqual([]);
    expect(acknowledged.length + refused).toBe(240);
    const seqs = await chainOf(store, 'party/1');
    expect(seqs).toEqual(upTo(found.size));
  });

  it('answers at once, and nothing is written, when no server is there', async () => {
    const { proxy, cut } = await behindProxy();
    proxy.close();
    await expect(cut.commit(commitOf())).rejects.toMatchObject({ name: 'StoreUnavailable', unknown: false });
    await expect(cut.read.selectFrom('party').selectAll().execute()).rejects.toMatchObject({ name: 'StoreUnavailable', unknown: false });
    await expect(cut.ids(1)).rejects.toThrow(StoreUnavailable);
    await expect(cut.ready()).rejects.toThrow();
    await store.ready();
    expect(await chainOf(store, 'party/1')).toEqual([]);
  });

  it('keeps one gapless chain and exact balances when three processes write it', async () => {
    await store.commit(commitOf({ rows: holding(1, 1_000) }));
    const script = join(import.meta.dirname, '..', '..', 'test', 'commit-many.ts');
    const child = (name: string) => run(process.execPath, [script, fresh.place, '150', name]);
    const here = Promise.all(Array.from({ length: 150 }, () => store.commit(commitOf({ moves: [{ holdingId: 1, delta: -1 }] }))));
    const children = await Promise.all([child('x'), child('y')]);
    expect(children.map(({ stdout }) => stdout)).toEqual(['150', '150']);
    expect((await here).every((result) => result.committed)).toBe(true);
    expect(await chainOf(store, 'party/1')).toEqual(upTo(451));
    expect(await store.read.selectFrom('holding').select('steps').execute()).toEqual([{ steps: 550 }]);
  });

  /** A transaction of somebody else, and a way to know that the store waits for it. */
  async function rival() {
    const client = new pg.Client({ connectionString: fresh.place });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('BEGIN');
    const watch = new pg.Client({ connectionString: fresh.place });
    await watch.connect();
    onTestFinished(() => watch.end());
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return {
      client,
      awaited: async () => {
        while ((await watch.query(waiting)).rowCount === 0);
      },
    };
  }

  it('looks again at what a commit expects after waiting for whoever is changing it', async () => {
    const make = await rowMaker(store);
    await store.commit(commitOf({ rows: rowsOf([['finding', make('finding', 1)]]) }));
    const { client, awaited } = await rival();
    await client.query(`UPDATE finding SET state = 'closed' WHERE id = 1`);
    const late = store.commit(
      commitOf({
        expect: [{ table: 'finding', id: 1, column: 'state', is: 'open' }],
        touch: [{ set: 'finding', id: 1, to: { state: 'dismissed' } }],
      }),
    );
    await awaited();
    await client.query('COMMIT');
    expect(await late).toEqual({ committed: false, conflict: 'expect' });
    expect(await store.read.selectFrom('finding').select('state').execute()).toEqual([{ state: 'closed' }]);
  });

  it('tries again after a deadlock', async () => {
    const { client, awaited } = await rival();
    const insert = (key: string) => client.query(`INSERT INTO claim (kind, key, "subjectId", at) VALUES ('test', $1, 1, 1)`, [key]);
    await insert('y');
    const commit = store.commit(commitOf({ rows: claims('x', 'y') }));
    await awaited();
    // Each now waits for the other; the server ends the one that waited first, which is the store's.
    await insert('x');
    await client.query('ROLLBACK');
    expect((await commit).committed).toBe(true);
    expect(await claimKeys()).toEqual(['x', 'y']);
    expect(await chainOf(store, 'party/1')).toEqual([1]);
  });

  it('plans a member that expects what its group changes after that change', async () => {
    const make = await rowMaker(store);
    await store.commit(commitOf({ rows: rowsOf([['party', { ...make('party', 1), revision: 1 }]]) }));
    const step = (from: number) =>
      commitOf({
        expect: [{ table: 'party', id: 1, column: 'revision', is: from }],
        touch: [{ set: 'party', id: 1, to: { revision: from + 1 } }],
      });
    const results = await Promise.all([1, 2, 3, 2, 4].map((from) => store.commit(step(from))));
    expect(results.map((result) => result.committed)).toEqual([true, true, true, false, true]);
    const unasked = commitOf({ touch: [{ set: 'party', id: 1, to: { revision: 9 } }] });
    const after = await Promise.all([store.commit(unasked), store.commit(step(5))]);
    expect(after.map((result) => result.committed)).toEqual([true, false]);
  });

  it('sums whole numbers as numbers when the sum is cast', async () => {
    await store.commit(commitOf({ rows: holding(1, 9_007_199_254_740_990) }));
    const { sql } = await import('kysely');
    const sum = await store.read.selectFrom('holding').select(sql<number>`cast(sum(steps) as bigint)`.as('sum')).execute();
    expect(sum).toEqual([{ sum: 9_007_199_254_740_990 }]);
  });
});
