import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Fresh, freshSqlite } from '../../test/fresh-store.ts';
import { chainOf, claims, commitOf, rowsOf, upTo } from './contract-rows.ts';
import { type Commit, type CommitResult, type Store, StoreUnavailable } from './store.ts';

describe('the embedded store that writes in a thread', () => {
  let fresh: Fresh;
  let store: Store;
  beforeEach(async () => {
    fresh = await freshSqlite({ thread: true });
    store = fresh.store;
  });
  afterEach(() => fresh.close());

  it('fails one member alone when what it brought is wrong, whatever the error', async () => {
    const told = await together(store, [
      commitOf({ rows: claims('first') }),
      commitOf({ rows: rowsOf([['shipment_line', lineOfNoShipment]]) }),
      commitOf({ rows: { claim: [{ kind: 'test', key: Symbol('x') as never, subjectId: 1, at: 1 }] } }),
      commitOf({ rows: { ...claims('wide'), nowhere: [{ id: 1 }] } as never }),
      commitOf({ touch: [{ set: 'party', id: 1, to: { noSuchColumn: 1 } as never }] }),
      commitOf({
        finish: () => {
          throw new RangeError('no');
        },
      }),
      commitOf({ rows: claims('first') }),
      commitOf({ rows: claims('last') }),
    ]);
    expect(told).toEqual(['committed', 'threw', 'threw', 'committed', 'threw', 'threw', 'claim', 'committed']);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3]);
  });

  it('goes on reading while a group is written, and shows nothing of it before its end', async () => {
    const other = lockOf(fresh.place);
    const waiting = store.commit(commitOf({ rows: claims('late') }));
    await threadOrdered();
    expect(await store.read.selectFrom('claim').select('key').execute()).toEqual([]);
    other.release();
    expect((await waiting).committed).toBe(true);
    expect(await store.read.selectFrom('claim').select('key').execute()).toEqual([{ key: 'late' }]);
  });

  it('plans a group again when another process has written to its chain', async () => {
    expect((await store.commit(commitOf())).committed).toBe(true);
    const second = fresh.again();
    expect((await second.commit(commitOf())).committed).toBe(true);
    // This store still believes the chain to stand at 1.
    expect(await together(store, [commitOf(), commitOf()])).toEqual(['committed', 'committed']);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3, 4]);
  });

  it('refuses new commits when four thousand wait, without losing those', async () => {
    const results = await Promise.allSettled(Array.from({ length: 4_200 }, () => store.commit(commitOf())));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(104);
    expect(refused.every((reason) => reason instanceof StoreUnavailable && !reason.unknown)).toBe(true);
    expect(await chainOf(store, 'party/1')).toEqual(upTo(4_096));
  });

  it('writes what waits before it closes', async () => {
    const waiting = together(store, [commitOf(), commitOf()]);
    await store.close();
    expect(await waiting).toEqual(['committed', 'committed']);
    const second = fresh.again();
    expect(await chainOf(second, 'party/1')).toEqual([1, 2]);
    fresh = { ...fresh, close: () => second.close() };
  });

  it('calls a group unknown when its thread is lost, and writes the next one through a new thread', async () => {
    await store.commit(commitOf({ rows: claims('before') }));
    // The lock of another connection holds the thread up, so that it is lost before it wrote.
    const other = lockOf(fresh.place);
    const waiting = together(store, [commitOf({ rows: claims('lost') }), commitOf()]);
    const gone = (await threadOrdered()).terminate();
    other.release();
    await gone;
    expect(await waiting).toEqual(['unknown', 'unknown']);
    expect((await store.commit(commitOf({ rows: claims('after') }))).committed).toBe(true);
    expect(await store.read.selectFrom('claim').select('key').orderBy('key').execute()).toEqual([{ key: 'after' }, { key: 'before' }]);
    expect(await chainOf(store, 'party/1')).toEqual([1, 2]);
  });
});

/** Another process that holds the lock for writing. */
function lockOf(file: string) {
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  return { release: () => other.close() };
}

/** The writing thread, once an order was sent to it. */
async function threadOrdered(): Promise<Worker> {
  const posted = vi.spyOn(Worker.prototype, 'postMessage');
  try {
    return await vi.waitFor(
      () => {
        const thread = posted.mock.contexts.find((one) => one instanceof Worker);
        if (!thread) throw new Error('nothing was sent yet');
        return thread;
      },
      { interval: 1 },
    );
  } finally {
    posted.mockRestore();
  }
}

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

/** Commits in the same turn, so that they share a group; says what became of each. */
async function together(store: Store, commits: Commit[]): Promise<string[]> {
  const results = await Promise.allSettled(commits.map((commit) => store.commit(commit)));
  return results.map(told);
}

function told(result: PromiseSettledResult<CommitResult>): string {
  if (result.status === 'fulfilled') return result.value.committed ? 'committed' : result.value.conflict;
  if (!(result.reason instanceof StoreUnavailable)) return 'threw';
  return result.reason.unknown ? 'unknown' : 'unavailable';
}
