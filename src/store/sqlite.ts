import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { forgetSql } from './forget.ts';
import { ID_BLOCK_SIZE, IdBlocks } from './id-blocks.ts';
import { reader } from './kysely.ts';
import { LoadCount } from './load.ts';
import { type LongPiece, type LongRead, readHere } from './long-read.ts';
import { prepareOn, Turn } from './prepared.ts';
import type { DB } from './schema.ts';
import { SqliteLongReads } from './sqlite-long.ts';
import { connect, isEngineError, SqliteStatements, withPragmas } from './sqlite-statements.ts';
import { ThreadWriter } from './sqlite-thread.ts';
import { type GroupEnded, InlineWriter, type Writer } from './sqlite-writer.ts';
import { type AsideTable, type Commit, type CommitResult, type DraftTable, type Store, StoreUnavailable } from './store.ts';

export interface SqliteOptions {
  /** Epoch milliseconds, for the note when an id block was claimed. */
  now?: () => number;
  /** Writes in a thread of its own and long reads in another, so that scans and the work of requests go on beside them. */
  thread?: boolean;
}

/**
 * The embedded store: one file, WAL, synchronous=FULL. All waiting commits, of any chain, go into one transaction and one fsync; a refused one
 * does not harm its neighbours.
 * @param file a path or `:memory:`; its schema must be migrated already (see migrate.ts)
 */
export function openSqlite(file: string, options: SqliteOptions = {}): Store {
  const on = new SqliteStatements(connect(file));
  const isThreaded = options.thread && file !== ':memory:';
  const store = new SqliteStore(on, (ended) => (isThreaded ? new ThreadWriter(file, on, ended) : new InlineWriter(on, ended)), options);
  if (isThreaded) store.readLongIn(new SqliteLongReads(file));
  return store;
}

/** As {@link openSqlite}, on a connection that is open already; the store closes it. */
export function openSqliteOn(db: DatabaseSync, options: Omit<SqliteOptions, 'thread'> = {}): Store {
  const on = new SqliteStatements(withPragmas(db));
  return new SqliteStore(on, (ended) => new InlineWriter(on, ended), options);
}

class SqliteStore implements Store {
  readonly engine = 'sqlite' as const;
  readonly read: Store['read'];
  readonly prepare: Store['prepare'];
  private readonly on: SqliteStatements;
  private readonly writer: Writer;
  private readonly count = new LoadCount();
  private readonly listeners = new Set<(chain: string) => void>();
  private readonly blocks: IdBlocks;
  private longReads: SqliteLongReads | undefined;

  constructor(on: SqliteStatements, writerOf: (ended: GroupEnded) => Writer, { now = Date.now }: SqliteOptions) {
    this.on = on;
    const turn = new Turn();
    this.writer = writerOf((chains) => {
      turn.forget();
      let isGroup = false;
      for (const chain of chains) {
        isGroup = true;
        for (const listener of this.listeners) listener(chain);
      }
      if (isGroup) this.count.group();
    });
    const run = async (sql: string, parameters: readonly unknown[]) =>
      available(() => on.statement(sql).all(...(parameters as SQLInputValue[]))) as Record<string, unknown>[];
    this.read = reader('sqlite', run);
    this.prepare = prepareOn(this.read, run, turn) as Store['prepare'];
    this.blocks = new IdBlocks(() => this.claimBlock(now()), ID_BLOCK_SIZE);
  }

  /** Has long reads made in a thread of their own from now on. */
  readLongIn(longReads: SqliteLongReads): void {
    this.longReads = longReads;
  }

  longRead<I, P extends LongPiece>(task: LongRead<I, P>, input: I): AsyncIterable<P> {
    return this.longReads?.read(task, input) ?? readHere(this, task, input);
  }

  commit(commit: Commit): Promise<CommitResult> {
    return this.count.during(this.writer.commit(commit));
  }

  load() {
    return { ...this.count.now };
  }

  ids(n: number): Promise<number[]> {
    return this.blocks.take(n);
  }

  private async claimBlock(at: number): Promise<number> {
    const sql = 'INSERT INTO id_block (n, at) SELECT coalesce(max(n), 0) + 1, ? FROM id_block RETURNING n';
    return ((await this.writer.run(sql, [at])).row as { n: number }).n;
  }

  async aside<T extends AsideTable>(table: T, row: DB[T]): Promise<void> {
    const names = Object.keys(row);
    const sql = `INSERT OR REPLACE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    await this.writer.run(sql, Object.values(row) as (string | number | null)[]);
  }

  async forget<T extends AsideTable | DraftTable>(table: T, before: number): Promise<number> {
    return (await this.writer.run(forgetSql(table, '?'), [before])).changes;
  }

  async useSession(tokenHash: string, at: number): Promise<boolean> {
    const sql = 'UPDATE session SET "usedAt" = ? WHERE "tokenHash" = ? AND "usedAt" IS NULL';
    return (await this.writer.run(sql, [at, tokenHash])).changes === 1;
  }

  onCommitted(listener: (chain: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async ready(): Promise<void> {
    this.on.statement('SELECT 1').get();
  }

  async close(): Promise<void> {
    await this.writer.close();
    await this.longReads?.close();
    this.on.close();
  }
}

/** Reads; an engine that fails is no defect of the caller's. */
function available<R>(act: () => R): R {
  try {
    return act();
  } catch (error) {
    throw isEngineError(error) ? new StoreUnavailable(error, false) : error;
  }
}
