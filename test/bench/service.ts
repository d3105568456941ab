import { availableParallelism } from 'node:os';
import { createApp } from '../../src/app.ts';
import { threadPress } from '../../src/codes/labels/thread-press.ts';
import { followerJobs } from '../../src/follower-jobs.ts';
import { sha256Hex } from '../../src/ledger/entry.ts';
import { Follower } from '../../src/ledger/follower.ts';
import { startBackground } from '../../src/platform/background.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { Deps } from '../../src/platform/deps.ts';
import { silentLog } from '../../src/platform/log.ts';
import { pooledRandom } from '../../src/platform/random.ts';
import { migrateSqlite } from '../../src/store/migrate.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import type { Commit, Stamp, Store } from '../../src/store/store.ts';

export const ADMIN_KEY = 'adm_0123456789abcdef';

/** The service over a file, its commits changed as the mode says. */
export function benchApp(mode: string, file: string) {
  migrateSqlite(file);
  return benchAppOn(mode, openSqlite(file, { thread: availableParallelism() > 1 }));
}

/** The service over an open store. */
export function benchAppOn(mode: string, store: Store) {
  const deps: Deps = {
    store: mode === 'unledgered' ? unledgered(store) : mode === 'storeless' ? storeless(store) : store,
    clock: systemClock,
    random: pooledRandom((pool) => crypto.getRandomValues(pool)),
    files: { put: async () => {}, get: async () => null },
    log: silentLog,
    publicUrl: 'https://trace.example',
    adminKeyHash: sha256Hex(ADMIN_KEY),
    later: (work) => void work.catch(() => {}),
    labels: threadPress(),
  };
  const follower = new Follower(deps, followerJobs(deps));
  if (mode === 'service') startBackground(deps, follower);
  return { deps, fetch: createApp(deps).fetch, settle: () => follower.catchUp() };
}

/** Stamps as they would be, with hashes of nothing. */
function emptyStamps(commit: Commit): Stamp[] {
  return commit.entries.map((_, i) => ({ chain: commit.chain, seq: i + 1, at: commit.at, hash: '0'.repeat(64) }));
}

function unledgered(store: Store): Store {
  return withCommit(store, (commit) =>
    store.commit({ ...commit, entries: [], finish: ({ balances }) => commit.finish({ balances, stamps: emptyStamps(commit) }) }),
  );
}

/** Registrations and keys are stored, so that there is somebody to call; batches are not. */
function storeless(store: Store): Store {
  return withCommit(store, async (commit) => {
    if (!commit.entries.some((entry) => entry.kind === 'batch.recorded')) return store.commit(commit);
    const stamps = emptyStamps(commit);
    return { committed: true, stamps, reply: commit.finish({ stamps, balances: new Map() }).reply };
  });
}

function withCommit(store: Store, commit: Store['commit']): Store {
  return new Proxy(store, {
    get(target, property) {
      if (property === 'commit') return commit;
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
