import type pg from 'pg';
import { forgetSql } from './forget.ts';
import { ID_BLOCK_SIZE, IdBlocks } from './id-blocks.ts';
import { reader } from './kysely.ts';
import { Lanes, type Waiting } from './lanes.ts';
import { LoadCount } from './load.ts';
import { type LongPiece, type LongRead, readHere } from './long-read.ts';
import { hasLostConnection, isEngineFailure, judge, refuseMember, Unfinished, type Verdict } from './postgres-errors.ts';
import { type Group, planGroup, readBalances, takeHead } from './postgres-group.ts';
import { HostsPool, WHOLE_NUMBERS } from './postgres-hosts.ts';
import { preparedReads } from './postgres-plans.ts';
import { type Catalogue, readCatalogue, writePlans } from './postgres-sql.ts';
import { Joined, prepareOn } from './prepared.ts';
import type { DB } from './schema.ts';
import { type AsideTable, type Commit, type CommitResult, type DraftTable, type Store, StoreUnavailable } from './store.ts';

export interface PostgresOptions {
  /** Connections for writing, and as many again for reading. */
  poolSize?: number;
  /** Commits of one chain a transaction takes at most. */
  laneGroup?: number;
  /** Epoch milliseconds, for the note when an id block was claimed. */
  now?: () => number;
}

/** Commits that may wait before new ones are refused, so that overload costs bounded memory. */
const QUEUE_LIMIT = 4_096;
/** How often a group is tried when another process wins its seq, or the engine asks to try again. */
const ATTEMPTS = 16;
/**
 * PostgreSQL 15 or later, several processes on one database. The database orders text by code point (see migratePostgres), which must
 * have brought it up to date.
 */
export function openPostgres(url: string, options: PostgresOptions = {}): Store {
  return new PostgresStore(url, options);
}

/** What every connection to a server has; public reads on a replica too. */
export const CONNECTION = { types: WHOLE_NUMBERS, connectionTimeoutMillis: 5_000, keepAlive: true } satisfies pg.PoolConfig;

/** How long one statement of a write may take, and one of a read, in milliseconds. */
const WRITE_MS = 30_000;
export const READ_MS = 60_000;
/** How long a lock is waited for, in milliseconds. */
const LOCK_MS = 2_000;
/** How much longer than the server's own limit an answer is waited for: a server that says nothing at all is given up then. */
const SILENCE_MS = 5_000;

/** A process that dies or hangs in the middle of a transaction holds no lock for longer than these. */
export function limitsOf(statementMs: number): pg.PoolConfig {
  return {
    lock_timeout: LOCK_MS,
    statement_timeout: statementMs,
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: statementMs + SILENCE_MS,
  };
}

class PostgresStore implements Store {
  readonly engine = 'postgres' as const;
  readonly read: Store['read'];
  readonly prepare: Store['prepare'];
  private readonly writers: HostsPool;
  private readonly readers: HostsPool;
  private readonly lanes: Lanes;
  private readonly blocks: IdBlocks;
  private readonly count = new LoadCount();
  private readonly listeners = new Set<(chain: string) => void>();
  private catalogue: Promise<Catalogue> | undefined;

  constructor(url: string, { poolSize = 8, laneGroup = 64, now = Date.now }: PostgresOptions) {
    const config = { max: poolSize, ...CONNECTION };
    this.writers = new HostsPool(url, { ...config, ...limitsOf(WRITE_MS) });
    this.readers = new HostsPool(url, { ...config, ...limitsOf(READ_MS) });
    const run = (query: pg.QueryConfig) => this.readers.query(query).then(({ rows }) => rows, unavailable);
    this.read = reader('postgres', (text, values) => run({ text, values: [...values] }));
    const prepared = preparedReads((query) => this.readers.query(query));
    const ask = (text: string, values: unknown[]) => prepared(text, values).then(({ rows }) => rows, unavailable);
    this.prepare = prepareOn(this.read, ask, new Joined()) as Store['prepare'];
    this.lanes = new Lanes((group) => this.writeGroup(group), laneGroup, QUEUE_LIMIT);
    this.blocks = new IdBlocks(() => this.claimBlock(now()), ID_BLOCK_SIZE);
  }

  longRead<I, P extends LongPiece>(task: LongRead<I, P>, input: I): AsyncIterable<P> {
    return readHere(this, task, input);
  }

  commit(commit: Commit): Promise<CommitResult> {
    return this.count.during(this.lanes.add(commit));
  }

  load() {
    return { ...this.count.now };
  }

  private async writeGroup(group: Waiting[]): Promise<void> {
    let rest = group;
    while (rest.length > 0) rest = await this.writeSome(rest);
  }

  /** Writes the first members in one transaction, or each in its own when one of them meets a constraint; returns those left. */
  private async writeSome(members: Waiting[]): Promise<Waiting[]> {
    let lost: unknown;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await this.attempt(members);
      if ('planned' in outcome) return this.settle(outcome);
      if (outcome.kind !== 'again') return this.refuse(members, outcome);
      lost = outcome.error;
      await pause(Math.random() * 2 ** Math.min(attempt, 6));
    }
    return this.refuse(members, { kind: 'unavailable', error: lost, unknown: false });
  }

  private async attempt(members: Waiting[]): Promise<Group | Verdict> {
    try {
      return await this.transaction(members);
    } catch (error) {
      return judge(error, await this.known().catch(() => undefined));
    }
  }

  /** A constraint in a group does not say whose it was: then each member is written alone. */
  private async refuse(members: Waiting[], verdict: Exclude<Verdict, { kind: 'again' }>): Promise<Waiting[]> {
    if (verdict.kind !== 'unavailable' && members.length > 1) for (const member of members) await this.writeSome([member]);
    else for (const member of members) refuseMember(member, verdict);
    return [];
  }

  private settle({ planned, faulty, rest }: Group): Waiting[] {
    for (const { settle, plan } of planned) settle({ committed: true, reply: plan.reply, stamps: plan.stamps });
    for (const { member, error } of faulty) member.fail(error);
    if (planned.length > 0) this.count.group();
    const chain = planned[0]?.plan.chain;
    if (chain !== undefined) for (const listener of this.listeners) listener(chain);
    return rest;
  }

  private async transaction(members: Waiting[]): Promise<Group> {
    const catalogue = await this.known();
    const client = await this.writers.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const group = planGroup(members, await takeHead(client, members), await readBalances(client, members));
      await writePlans(
        client,
        catalogue,
        group.planned.map((member) => member.plan),
      );
      await finish(client).catch((error: Error) => {
        broken = error;
        throw new Unfinished(error);
      });
      return group;
    } catch (error) {
      if (!broken && hasLostConnection(error)) broken = error;
      if (!broken)
        await client.query('ROLLBACK').catch((failure: Error) => {
          broken = failure;
        });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** The catalogue, read once; a failure to read it is not remembered. */
  private known(): Promise<Catalogue> {
    this.catalogue ??= readCatalogue((sql) => this.readers.query(sql)).catch((error) => {
      this.catalogue = undefined;
      throw error;
    });
    return this.catalogue;
  }

  ids(n: number): Promise<number[]> {
    return this.blocks.take(n);
  }

  private async claimBlock(at: number): Promise<number> {
    const sql = 'INSERT INTO id_block (n, at) SELECT coalesce(max(n), 0) + 1, $1 FROM id_block ON CONFLICT DO NOTHING RETURNING n';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const row = (await this.available(sql, [at])).rows[0] as { n: number } | undefined;
      if (row) return row.n;
      await pause(Math.random() * 2 ** Math.min(attempt, 6));
    }
    throw new StoreUnavailable('other processes took every block of ids', false);
  }

  async aside<T extends AsideTable>(table: T, row: DB[T]): Promise<void> {
    const columns = Object.keys(row);
    const key = {
      session: '"tokenHash"',
      idempotency: 'scope, key',
      delivery: 'id',
      person_session: 'id',
      sign_in_attempt: 'id',
      access_audit: 'chain, n',
    }[table as AsideTable];
    const holes = columns.map((_, i) => `$${i + 1}`).join(', ');
    const updates = columns.map((column) => `"${column}" = excluded."${column}"`).join(', ');
    const names = columns.map((column) => `"${column}"`).join(', ');
    await this.available(
      `INSERT INTO "${table}" (${names}) VALUES (${holes}) ON CONFLICT (${key}) DO UPDATE SET ${updates}`,
      Object.values(row),
    );
  }

  async forget<T extends AsideTable | DraftTable>(table: T, before: number): Promise<number> {
    return (await this.available(forgetSql(table, '$1'), [before])).rowCount ?? 0;
  }

  async useSession(tokenHash: string, at: number): Promise<boolean> {
    const sql = 'UPDATE session SET "usedAt" = $1 WHERE "tokenHash" = $2 AND "usedAt" IS NULL';
    return (await this.available(sql, [at, tokenHash])).rowCount === 1;
  }

  /** A write beside the ledger; one statement, so it is whole or was not made, but a cut connection leaves open which. */
  private async available(sql: string, values: unknown[]): Promise<pg.QueryResult> {
    return this.readers.query(sql, values).catch((error) => {
      throw new StoreUnavailable(error, true);
    });
  }

  onCommitted(listener: (chain: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async ready(): Promise<void> {
    await this.known();
    const { rows } = await this.readers.query('SELECT pg_is_in_recovery() AS standby');
    if (rows[0]?.standby) throw new StoreUnavailable('the server is a standby and takes no writes', false);
  }

  async close(): Promise<void> {
    await this.lanes.idle();
    await Promise.all([this.writers.end(), this.readers.end()]);
  }
}

/**
 * Commits. A warning makes the outcome unknown: when a wait for the standby is cancelled, PostgreSQL says COMMIT all the same, and warns that
 * the transaction may not have been replicated.
 */
async function finish(client: pg.PoolClient): Promise<void> {
  let warning: string | undefined;
  const hear = ({ severity, message }: { severity?: string | undefined; message?: string | undefined }) => {
    if (severity === 'WARNING') warning = message ?? severity;
  };
  client.on('notice', hear);
  try {
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error(`The server answered COMMIT with ${command}.`);
  } finally {
    client.off('notice', hear);
  }
  if (warning !== undefined) throw new Error(warning);
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

function unavailable(error: unknown): never {
  throw isEngineFailure(error) ? new StoreUnavailable(error, false) : error;
}
