import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ID_BLOCK_SIZE, IdBlocks } from './id-blocks.ts';
import { type KeyName, keyInSqliteMessage, Refused } from './keys.ts';
import { reader } from './kysely.ts';
import { type LongPiece, type LongRead, readHere } from './long-read.ts';
import { EMPTY_CHAIN, type Head, holdingsToRead, type Plan, planCommit } from './plan.ts';
import { prepareOn } from './prepared.ts';
import type { DB } from './schema.ts';
import { SqliteLongReads } from './sqlite-long.ts';
import {
  type AsideTable,
  type Commit,
  type CommitResult,
  type Expect,
  type Store,
  StoreUnavailable,
  type Table,
  type Touch,
} from './store.ts';
import { contentAddressed, tableOrder } from './tables.ts';

/** Commits one transaction takes at most; above this the wait of the first outweighs the saved fsync. */
const GROUP_SIZE = 128;
/** Commits that may wait before new ones are refused, so that overload costs bounded memory. */
const QUEUE_LIMIT = 4_096;

interface Waiting {
  commit: Commit;
  settle: (result: CommitResult) => void;
  fail: (reason: unknown) => void;
}

/** Statements kept prepared; lists of varying length make ever new texts, so the oldest is let go. */
const STATEMENTS_KEPT = 512;

/** SQLite's result codes that speak of the engine and not of one member: full, I/O, memory, busy, locked, read-only, corrupt and such. */
const ENGINE_ERRORS = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 22, 23, 26]);

export interface SqliteOptions {
  /** Epoch milliseconds, for the note when an id block was claimed. */
  now?: () => number;
  /** Long reads in a thread of their own, so that scans and writes go on beside them. */
  thread?: boolean;
}

/**
 * The embedded store: one file, WAL, synchronous=FULL. All waiting commits, of any chain, go into one transaction and one fsync;
 * a savepoint a member keeps a refused one from harming its neighbours.
 * @param file a path or `:memory:`; its schema must be migrated already (see migrate.ts)
 */
export function openSqlite(file: string, options: SqliteOptions = {}): Store {
  const store = openSqliteOn(new DatabaseSync(file, { timeout: 5_000 }), options);
  if (options.thread && file !== ':memory:') store.readLongIn(new SqliteLongReads(file));
  return store;
}

/** As {@link openSqlite}, on a connection that is open already; the store closes it. */
export function openSqliteOn(db: DatabaseSync, options: SqliteOptions = {}): SqliteStore {
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536');
  return new SqliteStore(db, options.now ?? Date.now);
}

class SqliteStore implements Store {
  readonly engine = 'sqlite' as const;
  readonly read: Store['read'];
  readonly prepare: Store['prepare'];
  private readonly db: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly inserts = new Map<Table, { statement: StatementSync; columns: string[] }>();
  private readonly listeners = new Set<(chain: string) => void>();
  private readonly blocks: IdBlocks;
  private queue: Waiting[] = [];
  private scheduled = false;
  private longReads: SqliteLongReads | undefined;

  constructor(db: DatabaseSync, now: () => number) {
    this.db = db;
    const run = async (sql: string, parameters: readonly unknown[]) =>
      available(() => this.statement(sql).all(...(parameters as SQLInputValue[]))) as Record<string, unknown>[];
    this.read = reader('sqlite', run);
    this.prepare = prepareOn(this.read, run) as Store['prepare'];
    this.blocks = new IdBlocks(async () => this.claimBlock(now()), ID_BLOCK_SIZE);
  }

  /** Has long reads made in a thread of their own from now on. */
  readLongIn(longReads: SqliteLongReads): void {
    this.longReads = longReads;
  }

  longRead<I, P extends LongPiece>(task: LongRead<I, P>, input: I): AsyncIterable<P> {
    return this.longReads?.read(task, input) ?? readHere(this, task, input);
  }

  commit(commit: Commit): Promise<CommitResult> {
    if (this.queue.length >= QUEUE_LIMIT) return Promise.reject(new StoreUnavailable('the write queue is full', false));
    return new Promise((settle, fail) => {
      this.queue.push({ commit, settle, fail });
      if (!this.scheduled) {
        this.scheduled = true;
        setImmediate(() => this.flush());
      }
    });
  }

  private flush(): void {
    const group = this.queue.splice(0, GROUP_SIZE);
    if (this.queue.length > 0) setImmediate(() => this.flush());
    else this.scheduled = false;
    if (group.length > 0) this.writeGroup(group);
  }

  /**
   * One transaction for the group. It is tried without savepoints first, which nearly every group gets through; when a member is refused, all
   * is undone and written again with a savepoint each. An error that ended the transaction fails every member: nothing more may run after it.
   */
  private writeGroup(group: Waiting[], apart = false): void {
    const settled: (() => void)[] = [];
    const heads = new Map<string, Head>();
    let committing = false;
    try {
      this.statement('BEGIN IMMEDIATE').run();
      for (const member of group) settled.push(apart ? this.writeApart(member, heads) : this.writeMember(member, heads));
      for (const [chain, head] of heads) this.writeHead(chain, head);
      committing = true;
      this.statement('COMMIT').run();
    } catch (error) {
      this.groupFailed(group, error, { apart, committing });
      return;
    }
    for (const settle of settled) settle();
    for (const chain of heads.keys()) for (const listener of this.listeners) listener(chain);
  }

  /** Undoes what is left of a group's transaction; a group that only had a refused member is written again, each apart. */
  private groupFailed(group: Waiting[], error: unknown, at: { apart: boolean; committing: boolean }): void {
    const isAlive = this.db.isTransaction;
    if (isAlive) this.db.exec('ROLLBACK');
    if (isAlive && !at.apart && !at.committing && !isEngineError(error)) this.writeGroup(group, true);
    else for (const member of group) member.fail(new StoreUnavailable(error, at.committing));
  }

  /** Writes one member; answers how to settle it after the group's COMMIT. */
  private writeMember({ commit, settle }: Waiting, heads: Map<string, Head>): () => void {
    const plan = planCommit(commit, heads.get(commit.chain) ?? this.head(commit.chain), this.balances(commit));
    this.writePlan(plan);
    if (plan.stamps.length > 0) heads.set(plan.chain, plan.head);
    return () => settle({ committed: true, reply: plan.reply, stamps: plan.stamps });
  }

  /** Writes one member under a savepoint of its own, so that a refusal is undone without its neighbours. */
  private writeApart(member: Waiting, heads: Map<string, Head>): () => void {
    this.statement('SAVEPOINT member').run();
    try {
      const settle = this.writeMember(member, heads);
      this.statement('RELEASE member').run();
      return settle;
    } catch (error) {
      // SQLite may have dropped the whole transaction (disk full, I/O error): then no member may go on.
      if (!this.db.isTransaction) throw error;
      const key = error instanceof Refused ? error.key : constraintKey(error);
      if (key === undefined && isEngineError(error)) throw error;
      this.db.exec('ROLLBACK TO member; RELEASE member');
      return key === undefined ? () => member.fail(error) : () => member.settle({ committed: false, conflict: key });
    }
  }

  private writePlan(plan: Plan): void {
    // Rows first, the idempotency key before all others: a repeat must be told so, whatever else has changed since.
    for (const table of tableOrder) {
      const rows = plan.rows[table];
      if (rows) this.insert(table, rows as Record<string, unknown>[]);
    }
    for (const expect of plan.expect) this.check(expect);
    for (const [id, steps] of plan.balances) this.statement('UPDATE holding SET steps = ? WHERE id = ?').run(steps, id);
    for (const touch of plan.touch) this.touch(touch);
  }

  private writeHead(chain: string, { seq, hash, at }: Head): void {
    const sql =
      'INSERT INTO chain (chain, seq, hash, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at';
    this.statement(sql).run(chain, seq, hash, at);
  }

  private head(chain: string): Head {
    return (this.statement('SELECT seq, hash, at FROM chain WHERE chain = ?').get(chain) as Head | undefined) ?? EMPTY_CHAIN;
  }

  private balances(commit: Commit): Map<number, number> {
    const found = new Map<number, number>();
    for (const holdingId of holdingsToRead(commit)) {
      const row = this.statement('SELECT steps FROM holding WHERE id = ?').get(holdingId) as { steps: number } | undefined;
      if (row) found.set(holdingId, row.steps);
    }
    return found;
  }

  private insert(table: Table, rows: Record<string, unknown>[]): void {
    let prepared = this.inserts.get(table);
    if (!prepared) {
      const columns = this.columns(table);
      const holes = columns.map(() => '?').join(', ');
      const names = columns.map((column) => `"${column}"`).join(', ');
      const repeat = contentAddressed.has(table) ? ' ON CONFLICT DO NOTHING' : '';
      prepared = { statement: this.db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${holes})${repeat}`), columns };
      this.inserts.set(table, prepared);
    }
    const { statement, columns } = prepared;
    for (const row of rows) statement.run(...columns.map((column) => (row[column] ?? null) as SQLInputValue));
  }

  private columns(table: Table): string[] {
    return (this.db.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]).map((column) => column.name);
  }

  private check({ table, id, column, is }: Expect): void {
    const row = this.statement(`SELECT "${column}" AS value FROM "${table}" WHERE id = ?`).get(id) as { value: unknown } | undefined;
    if (!row || row.value !== is) throw new Refused('expect');
  }

  private touch(touch: Touch): void {
    if ('set' in touch) {
      const columns = Object.keys(touch.to);
      const sql = `UPDATE "${touch.set}" SET ${columns.map((column) => `"${column}" = ?`).join(', ')} WHERE id = ?`;
      this.statement(sql).run(...(Object.values(touch.to) as SQLInputValue[]), touch.id);
    } else if ('undue' in touch) {
      const { at, rule, subjectType, subjectId } = touch.undue;
      const sql = 'DELETE FROM due WHERE at = ? AND rule = ? AND "subjectType" = ? AND "subjectId" = ?';
      if (this.statement(sql).run(at, rule, subjectType, subjectId).changes === 0) throw new Refused('expect');
    } else if ('undueSubject' in touch) {
      const { rule, subjectType, subjectId } = touch.undueSubject;
      this.statement('DELETE FROM due WHERE "subjectType" = ? AND "subjectId" = ? AND rule = ?').run(subjectType, subjectId, rule);
    } else if ('follow' in touch) {
      this.follow(touch.follow);
    } else if ('page' in touch) {
      this.statement('INSERT INTO page_version ("batchId", version) VALUES (?, 2) ON CONFLICT DO UPDATE SET version = version + 1').run(
        touch.page,
      );
    } else if ('erase' in touch) {
      this.statement('DELETE FROM personal WHERE commitment = ?').run(touch.erase);
    } else if ('hold' in touch) {
      const sql = 'UPDATE receipt_line SET "holdingId" = ? WHERE "receiptId" = ? AND n = ? AND "holdingId" IS NULL';
      if (this.statement(sql).run(touch.hold.holdingId, touch.hold.receiptId, touch.hold.n).changes === 0) throw new Refused('expect');
    } else {
      const sql = 'UPDATE reserved_code SET "batchId" = ? WHERE "traceCode" = ? AND "batchId" IS NULL';
      if (this.statement(sql).run(touch.bind.batchId, touch.bind.traceCode).changes === 0) throw new Refused('expect');
    }
  }

  private follow({ job, chain, from, to }: { job: string; chain: string; from: number; to: number }): void {
    const changes =
      from === 0
        ? this.statement('INSERT OR IGNORE INTO follower_position (job, chain, seq) VALUES (?, ?, ?)').run(job, chain, to).changes
        : this.statement('UPDATE follower_position SET seq = ? WHERE job = ? AND chain = ? AND seq = ?').run(to, job, chain, from).changes;
    if (changes === 0) throw new Refused('expect');
  }

  ids(n: number): Promise<number[]> {
    return this.blocks.take(n);
  }

  private claimBlock(at: number): number {
    const sql = 'INSERT INTO id_block (n, at) SELECT coalesce(max(n), 0) + 1, ? FROM id_block RETURNING n';
    return (available(() => this.statement(sql).get(at)) as { n: number }).n;
  }

  async aside<T extends AsideTable>(table: T, row: DB[T]): Promise<void> {
    const names = Object.keys(row);
    const sql = `INSERT OR REPLACE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    available(() => this.statement(sql).run(...(Object.values(row) as SQLInputValue[])));
  }

  async forget<T extends AsideTable>(table: T, before: number): Promise<number> {
    const column = table === 'session' ? 'expiresAt' : 'at';
    return Number(available(() => this.statement(`DELETE FROM "${table}" WHERE "${column}" < ?`).run(before)).changes);
  }

  async useSession(tokenHash: string, at: number): Promise<boolean> {
    const sql = 'UPDATE session SET "usedAt" = ? WHERE "tokenHash" = ? AND "usedAt" IS NULL';
    return available(() => this.statement(sql).run(at, tokenHash)).changes === 1;
  }

  onCommitted(listener: (chain: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async ready(): Promise<void> {
    this.statement('SELECT 1').get();
  }

  async close(): Promise<void> {
    while (this.queue.length > 0) this.flush();
    await this.longReads?.close();
    this.statements.clear();
    this.inserts.clear();
    this.db.close();
  }

  private statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.statements.set(sql, statement);
      const oldest = this.statements.size > STATEMENTS_KEPT ? this.statements.keys().next().value : undefined;
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    return statement;
  }
}

function constraintKey(error: unknown): KeyName | undefined {
  return error instanceof Error ? keyInSqliteMessage(error.message) : undefined;
}

function isEngineError(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && ENGINE_ERRORS.has((error as { errcode: number }).errcode & 0xff);
}

/** Does one thing outside a group; SQLite undoes a statement that fails, so nothing of it is left. */
function available<R>(act: () => R): R {
  try {
    return act();
  } catch (error) {
    throw isEngineError(error) ? new StoreUnavailable(error, false) : error;
  }
}
