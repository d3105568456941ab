import { changesOf } from './changes.ts';
import { forgetSql } from './forget.ts';
import { ID_BLOCK_SIZE, IdBlocks } from './id-blocks.ts';
import { keyInSqliteMessage } from './keys.ts';
import { reader } from './kysely.ts';
import { type LongPiece, type LongRead, readHere } from './long-read.ts';
import { EMPTY_CHAIN, type Head, holdingsToRead, type Plan, planCommit } from './plan.ts';
import { prepareOn } from './prepared.ts';
import type { DB } from './schema.ts';
import { type AsideTable, type Commit, type CommitResult, type DraftTable, type Store, StoreUnavailable } from './store.ts';
import { contentAddressed, tableOrder } from './tables.ts';

/** Tries after the first when another request wins the chain's next seq. */
const RETRIES = 8;
/** D1 takes values of 2 MB; longer lists of rows go in several statements. */
const CHUNK_BYTES = 1_000_000;

export interface D1Options {
  /** Epoch milliseconds, for the note when an id block was claimed. */
  now?: () => number;
}

/**
 * Cloudflare D1. One commit is one `batch()`, which D1 runs as a transaction, one after the other. Seq is read before and taken by the
 * entry's key: much writing by one party at once is not for D1 (StoreUnavailable after 8 retries, nothing written).
 */
export function openD1(binding: D1Database, options: D1Options = {}): Store {
  return new D1Store(binding, options.now ?? Date.now);
}

/** D1 takes a hundred parameters a statement; a list above that goes in as one JSON parameter. */
const PARAMETER_LIMIT = 100;

export function foldLists(sql: string, parameters: readonly unknown[]): { sql: string; parameters: unknown[] } {
  if (parameters.length <= PARAMETER_LIMIT) return { sql, parameters: [...parameters] };
  const folded: unknown[] = [];
  let next = 0;
  const text = sql.replace(/in \(\?(?:, \?)*\)|\?/g, (hole) => {
    const count = hole.split('?').length - 1;
    const values = parameters.slice(next, next + count);
    next += count;
    folded.push(hole === '?' ? values[0] : JSON.stringify(values));
    return hole === '?' ? '?' : 'in (select value from json_each(?))';
  });
  return { sql: text, parameters: folded };
}

class D1Store implements Store {
  readonly engine = 'd1' as const;
  readonly read: Store['read'];
  readonly prepare: Store['prepare'];
  private readonly db: D1Database;
  private readonly blocks: IdBlocks;
  private readonly listeners = new Set<(chain: string) => void>();

  constructor(db: D1Database, now: () => number) {
    this.db = db;
    const run = async (sql: string, parameters: readonly unknown[]) => {
      const folded = foldLists(sql, parameters);
      return (await this.statement(folded.sql, ...folded.parameters).all()).results;
    };
    this.read = reader('sqlite', run);
    this.prepare = prepareOn(this.read, run) as Store['prepare'];
    this.blocks = new IdBlocks(() => this.claimBlock(now()), ID_BLOCK_SIZE);
  }

  longRead<I, P extends LongPiece>(task: LongRead<I, P>, input: I): AsyncIterable<P> {
    return readHere(this, task, input);
  }

  async commit(commit: Commit): Promise<CommitResult> {
    let lost: unknown;
    for (let attempt = 0; attempt <= RETRIES; attempt++) {
      const plan = await this.planned(commit);
      try {
        return await this.written(plan);
      } catch (error) {
        const key = keyInSqliteMessage(String(error));
        if (key === undefined) throw isConstraint(error) ? error : new StoreUnavailable(error, true);
        if (key !== 'entry') return { committed: false, conflict: key };
        lost = error;
      }
      await new Promise((resume) => setTimeout(resume, Math.random() * 5 * 2 ** attempt));
    }
    throw new StoreUnavailable(lost, false);
  }

  private async written(plan: Plan): Promise<CommitResult> {
    const statements = this.statementsOf(plan);
    if (statements.length > 0) await this.db.batch(statements);
    for (const listener of this.listeners) listener(plan.chain);
    return { committed: true, reply: plan.reply, stamps: plan.stamps };
  }

  /** Head and balances are read in one transaction; if the chain moves on before the batch, the entry's key tells. */
  private async planned(commit: Commit): Promise<Plan> {
    const holdings = JSON.stringify(holdingsToRead(commit));
    const [head, balances] = await this.db
      .batch<Record<string, unknown>>([
        this.statement('SELECT seq, hash, at FROM chain WHERE chain = ?1', commit.chain),
        this.statement('SELECT id, steps FROM holding WHERE id IN (SELECT value FROM json_each(?1))', holdings),
      ])
      .catch((error) => {
        throw new StoreUnavailable(error, false);
      });
    const before = (balances?.results ?? []) as { id: number; steps: number }[];
    return planCommit(commit, (head?.results[0] as Head | undefined) ?? EMPTY_CHAIN, new Map(before.map(({ id, steps }) => [id, steps])));
  }

  /** All a plan writes, in the order of the other engines: rows, expectations, changes, head. */
  private statementsOf(plan: Plan): D1PreparedStatement[] {
    const statements: D1PreparedStatement[] = [];
    for (const table of tableOrder) {
      const rows = plan.rows[table] as Record<string, unknown>[] | undefined;
      if (rows) statements.push(...this.inserts(table, rows));
    }
    statements.push(...this.changes(plan));
    if (plan.stamps.length > 0)
      statements.push(
        this.statement(
          'INSERT INTO chain (chain, seq, hash, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at',
          plan.chain,
          plan.head.seq,
          plan.head.hash,
          plan.head.at,
        ),
      );
    return statements;
  }

  private inserts(table: string, rows: Record<string, unknown>[]): D1PreparedStatement[] {
    const columns = Object.keys(rows[0] ?? {});
    const names = columns.map((column) => `"${column}"`).join(', ');
    const values = columns.map((column) => `value->>'${column}'`).join(', ');
    // SQLite reads "FROM … ON CONFLICT" as a join unless a WHERE stands between.
    const repeat = contentAddressed.has(table as keyof DB) ? ' WHERE true ON CONFLICT DO NOTHING' : '';
    return this.over(rows, `INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_each(?1)${repeat}`);
  }

  private changes(plan: Plan): D1PreparedStatement[] {
    const changes = changesOf([plan]);
    const dueOf = (columns: string[]) =>
      `(${columns.map((c) => `due."${c}"`)}) IN (SELECT ${columns.map((c) => `value->>'${c}'`)} FROM json_each(?1))`;
    const due = ['at', 'rule', 'subjectType', 'subjectId'];
    return [
      ...changes.expects.flatMap(({ table, column, rows }) =>
        this.guard(rows, `SELECT 1 FROM "${table}" WHERE id = e.value->>'id' AND "${column}" IS e.value->>'is'`),
      ),
      ...this.guard(
        changes.undue,
        `SELECT 1 FROM due WHERE ${due.map((column) => `due."${column}" = e.value->>'${column}'`).join(' AND ')}`,
      ),
      ...this.guard(
        changes.follows,
        `SELECT 1 WHERE coalesce((SELECT seq FROM follower_position WHERE job = e.value->>'job' AND chain = e.value->>'chain'), 0) = e.value->>'from'`,
      ),
      ...this.guard(changes.binds, `SELECT 1 FROM reserved_code WHERE "traceCode" = e.value->>'traceCode' AND "batchId" IS NULL`),
      ...this.guard(
        changes.holds,
        `SELECT 1 FROM receipt_line WHERE "receiptId" = e.value->>'receiptId' AND n = e.value->>'n' AND "holdingId" IS NULL`,
      ),
      ...this.over(
        [...changes.balances].map(([id, steps]) => ({ id, steps })),
        `UPDATE holding SET steps = e.value->>'steps' FROM json_each(?1) AS e WHERE holding.id = e.value->>'id'`,
      ),
      ...changes.sets.flatMap(({ table, columns, rows }) => {
        const assignments = columns.map((column, i) => `"${column}" = e.value->'values'->>${i}`).join(', ');
        return this.over(rows, `UPDATE "${table}" SET ${assignments} FROM json_each(?1) AS e WHERE "${table}".id = e.value->>'id'`);
      }),
      ...this.over(changes.undue, `DELETE FROM due WHERE ${dueOf(due)}`),
      ...this.over(changes.undueSubjects, `DELETE FROM due WHERE ${dueOf(['rule', 'subjectType', 'subjectId'])}`),
      ...this.over(
        changes.follows,
        `INSERT INTO follower_position (job, chain, seq) SELECT value->>'job', value->>'chain', value->>'to' FROM json_each(?1) WHERE true
         ON CONFLICT DO UPDATE SET seq = excluded.seq`,
      ),
      ...this.over(
        [...changes.pages].map(([batchId, times]) => ({ batchId, times })),
        `INSERT INTO page_version ("batchId", version) SELECT value->>'batchId', 1 + (value->>'times') FROM json_each(?1) WHERE true
         ON CONFLICT DO UPDATE SET version = page_version.version + excluded.version - 1`,
      ),
      ...this.over(
        changes.holds,
        `UPDATE receipt_line SET "holdingId" = e.value->>'holdingId' FROM json_each(?1) AS e
         WHERE receipt_line."receiptId" = e.value->>'receiptId' AND receipt_line.n = e.value->>'n'`,
      ),
      ...this.over(
        changes.erased.map((commitment) => ({ commitment })),
        `DELETE FROM personal WHERE commitment IN (SELECT value->>'commitment' FROM json_each(?1))`,
      ),
      ...this.over(
        changes.binds,
        `UPDATE reserved_code SET "batchId" = e.value->>'batchId' FROM json_each(?1) AS e WHERE reserved_code."traceCode" = e.value->>'traceCode'`,
      ),
    ];
  }

  /** Aborts the batch when the query finds nothing for one of the items: the guard table refuses every row. */
  private guard(items: object[], query: string): D1PreparedStatement[] {
    return this.over(items, `INSERT INTO guard (ok) SELECT 0 FROM json_each(?1) AS e WHERE NOT EXISTS (${query}) LIMIT 1`);
  }

  /** The statement with the items as JSON, as often as their size needs. */
  private over(items: readonly object[], sql: string): D1PreparedStatement[] {
    return chunked(items).map((chunk) => this.statement(sql, chunk));
  }

  private statement(sql: string, ...values: unknown[]): D1PreparedStatement {
    return this.db.prepare(sql).bind(...values);
  }

  ids(n: number): Promise<number[]> {
    return this.blocks.take(n);
  }

  private async claimBlock(at: number): Promise<number> {
    const row = await this.available(
      this.statement('INSERT INTO id_block (n, at) SELECT coalesce(max(n), 0) + 1, ?1 FROM id_block RETURNING n', at).first<{
        n: number;
      }>(),
    );
    if (!row) throw new StoreUnavailable('D1 gave no block of ids', true);
    return row.n;
  }

  async aside<T extends AsideTable>(table: T, row: DB[T]): Promise<void> {
    const names = Object.keys(row).map((name) => `"${name}"`);
    const holes = names.map((_, i) => `?${i + 1}`);
    await this.available(this.statement(`INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${holes})`, ...Object.values(row)).run());
  }

  async forget<T extends AsideTable | DraftTable>(table: T, before: number): Promise<number> {
    return (await this.available(this.statement(forgetSql(table, '?1'), before).run())).meta.changes;
  }

  async useSession(tokenHash: string, at: number): Promise<boolean> {
    const sql = 'UPDATE session SET "usedAt" = ?1 WHERE "tokenHash" = ?2 AND "usedAt" IS NULL';
    return (await this.available(this.statement(sql, at, tokenHash).run())).meta.changes === 1;
  }

  private async available<R>(done: Promise<R>): Promise<R> {
    return done.catch((error) => {
      throw new StoreUnavailable(error, true);
    });
  }

  onCommitted(listener: (chain: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async ready(): Promise<void> {
    await this.statement('SELECT 1').all();
  }

  async close(): Promise<void> {}
}

function isConstraint(error: unknown): boolean {
  return String(error).includes('constraint failed');
}

/** JSON arrays of the items, each of at most {@link CHUNK_BYTES} unless one item alone is larger. */
function chunked(items: readonly object[]): string[] {
  const chunks: string[] = [];
  let parts: string[] = [];
  let size = 0;
  for (const item of items) {
    const text = JSON.stringify(item);
    const bytes = Buffer.byteLength(text) + 1;
    if (size + bytes > CHUNK_BYTES && parts.length > 0) {
      chunks.push(`[${parts.join(',')}]`);
      parts = [];
      size = 0;
    }
    parts.push(text);
    size += bytes;
  }
  if (parts.length > 0) chunks.push(`[${parts.join(',')}]`);
  return chunks;
}
