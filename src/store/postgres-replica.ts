import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { reader } from './kysely.ts';
import { CONNECTION, limitsOf, READ_MS } from './postgres.ts';
import { isEngineFailure } from './postgres-errors.ts';
import { HostsPool, hearLosses } from './postgres-hosts.ts';
import { preparedReads } from './postgres-plans.ts';
import { Joined, prepareOn } from './prepared.ts';
import type { Store } from './store.ts';

/** How often primary and replica are compared, in milliseconds. */
const LOOK_MS = 500;
/** Positions of the primary that the replica has not reached yet; older ones would be too old anyway. */
const SAMPLES = 200;

export interface ReplicaOptions {
  /** What a reader may see late at most, in milliseconds: a recall shows no later than this. */
  stalenessMs: number;
  poolSize?: number;
  /** Milliseconds that never go back. */
  now?: () => number;
}

/** Reads that may be late by a promised time, and how late they are. */
export interface ReplicaReads {
  /** The store, with its reads on the replica as long as it keeps the promise. */
  store: Store;
  /** Milliseconds since the replica was last known to have all that the primary had; Infinity when that is not known. */
  ageMs(): number;
  /** Compares primary and replica now. */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Public reads on a replica. Twice a second the primary is asked how far it has written and the replica how far it has replayed: a moment
 * whose position the replica has passed is a moment up to which it knows everything. No clock of another machine is looked at. Where that
 * moment is longer ago than promised, where either server does not answer or the replica is fed by nobody, reads go to the primary.
 */
export function replicaReads(primary: Store, primaryUrl: string, replicaUrl: string, options: ReplicaOptions): ReplicaReads {
  const now = options.now ?? (() => performance.now());
  const replica = new pg.Pool({ ...CONNECTION, ...limitsOf(READ_MS), max: options.poolSize ?? 8, connectionString: replicaUrl });
  hearLosses(replica);
  // Its own connections: a look must not wait behind readers.
  const watch = { ...CONNECTION, connectionTimeoutMillis: LOOK_MS, query_timeout: 2 * LOOK_MS, max: 1 };
  const watchPrimary = new HostsPool(primaryUrl, watch);
  const watchReplica = new pg.Pool({ ...watch, connectionString: replicaUrl });
  hearLosses(watchReplica);
  const freshness = new Freshness();
  const ageMs = () => now() - freshness.asOf;

  const look = async () => {
    const at = now();
    try {
      const [{ rows: written }, { rows: replayed }] = await Promise.all([watchPrimary.query(WRITTEN), watchReplica.query(REPLAYED)]);
      freshness.wrote(at, positionOf(written[0]?.position));
      if (replayed[0]?.fed) freshness.replayed(positionOf(replayed[0]?.position));
    } catch {
      // The last moment that is known grows older by itself.
    }
  };
  let looking: Promise<void> | undefined;
  const lookOnce = () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const pulse = setInterval(lookOnce, LOOK_MS);
  pulse.unref();

  /** Runs on the replica, or on the primary when the replica is late or fails. */
  const either = async <R>(onReplica: () => Promise<R>, onPrimary: () => Promise<R>): Promise<R> => {
    if (ageMs() > options.stalenessMs) return onPrimary();
    try {
      return await onReplica();
    } catch (error) {
      // A replica also cancels reads that stand in the way of replaying.
      if (isEngineFailure(error)) return onPrimary();
      throw error;
    }
  };
  const prepared = preparedReads((query) => replica.query(query));
  const ask = async (query: pg.QueryConfig) => (await replica.query(query)).rows as Record<string, unknown>[];
  const run = (text: string, values: readonly unknown[]) =>
    either(
      () => ask({ text, values: [...values] }),
      async () => (await primary.read.executeQuery(CompiledQuery.raw(text, [...values]))).rows as Record<string, unknown>[],
    );
  const read = reader('postgres', run);
  const joined = new Joined();
  const prepare: Store['prepare'] = (build, settings) => {
    const onPrimary = primary.prepare(build, settings);
    const onReplica = prepareOn(read, async (text, values) => (await prepared(text, values)).rows, joined)(build, settings);
    return (params) =>
      either(
        () => onReplica(params),
        () => onPrimary(params),
      );
  };
  return {
    store: readingOn(primary, read, prepare),
    ageMs,
    look: lookOnce,
    close: async () => {
      clearInterval(pulse);
      await looking;
      await Promise.all([replica.end(), watchReplica.end(), watchPrimary.end()]);
    },
  };
}

const WRITTEN = 'SELECT pg_current_wal_flush_lsn() AS position';
/** A promoted server is no replica, and one without a feed may stand on a history that the primary does not share. */
const REPLAYED = 'SELECT pg_last_wal_replay_lsn() AS position, pg_is_in_recovery() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AS fed';

/** Up to when a replica knows everything. */
export class Freshness {
  /** A moment of the given clock. */
  asOf = Number.NEGATIVE_INFINITY;
  private samples: { at: number; position: bigint }[] = [];

  /** At that moment or later the primary had written no further than this. */
  wrote(at: number, position: bigint): void {
    this.samples.push({ at, position });
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  replayed(position: bigint): void {
    const passed = this.samples.findLastIndex((sample) => sample.position <= position);
    if (passed < 0) return;
    this.asOf = this.samples[passed]?.at ?? this.asOf;
    this.samples = this.samples.slice(passed);
  }
}

/** A position in the write-ahead log, `16/B374D848`, as a number. */
export function positionOf(text: unknown): bigint {
  const [high, low] = String(text).split('/');
  if (high === undefined || low === undefined) throw new Error(`No position of the write-ahead log: ${text}`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The store with other reads; everything else is the primary's. */
function readingOn(primary: Store, read: Store['read'], prepare: Store['prepare']): Store {
  const load = primary.load?.bind(primary);
  return {
    engine: primary.engine,
    read,
    prepare,
    longRead: (task, input) => primary.longRead(task, input),
    commit: (commit) => primary.commit(commit),
    ids: (n) => primary.ids(n),
    aside: (table, row) => primary.aside(table, row),
    forget: (table, before) => primary.forget(table, before),
    useSession: (tokenHash, at) => primary.useSession(tokenHash, at),
    onCommitted: (listener) => primary.onCommitted(listener),
    ready: () => primary.ready(),
    ...(load ? { load } : {}),
    close: () => primary.close(),
  };
}
