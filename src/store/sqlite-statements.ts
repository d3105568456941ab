import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type KeyName, keyInSqliteMessage, Refused } from './keys.ts';
import type { Head } from './plan.ts';
import type { Expect, Rows, Table, Touch } from './store.ts';
import { contentAddressed, tableOrder } from './tables.ts';

/** Statements kept prepared; lists of varying length make ever new texts, so the oldest is let go. */
const STATEMENTS_KEPT = 512;

/** SQLite's result codes that speak of the engine and not of one member: full, I/O, memory, busy, locked, read-only, corrupt and such. */
const ENGINE_ERRORS = new Set([5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 22, 23, 26]);

/** Rows of one table as their values alone, row after row in the order of {@link SqliteStatements.columns}: what crosses to another thread cheaply. */
export type FlatRows = [table: Table, values: SQLInputValue[]];

/** What one plan changes, but for its place in the chain. */
export interface Writing {
  rows: FlatRows[];
  expect: Expect[];
  /** Holding and its balance after. */
  balances: [holdingId: number, steps: number][];
  touch: Touch[];
}

export function connect(file: string): DatabaseSync {
  return withPragmas(new DatabaseSync(file, { timeout: 5_000 }));
}

export function withPragmas(db: DatabaseSync): DatabaseSync {
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536');
  return db;
}

/** The statements of the embedded store on one connection, each prepared once. */
export class SqliteStatements {
  readonly db: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();
  private readonly inserts = new Map<Table, StatementSync>();
  private readonly columnsOf = new Map<Table, string[]>();

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  statement(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.statements.set(sql, statement);
      const oldest = this.statements.size > STATEMENTS_KEPT ? this.statements.keys().next().value : undefined;
      if (oldest !== undefined) this.statements.delete(oldest);
    }
    return statement;
  }

  /** Names of a table's columns, in the order of the catalogue. */
  columns(table: Table): string[] {
    let columns = this.columnsOf.get(table);
    if (!columns) {
      columns = (this.db.prepare('SELECT name FROM pragma_table_info(?)').all(table) as { name: string }[]).map((column) => column.name);
      this.columnsOf.set(table, columns);
    }
    return columns;
  }

  /**
   * Rows as values, in the order in which tables are written.
   * @throws {TypeError} for a value that SQLite does not know
   */
  flat(rows: Rows): FlatRows[] {
    const flat: FlatRows[] = [];
    for (const table of tableOrder) {
      const some = rows[table] as Record<string, unknown>[] | undefined;
      if (!some) continue;
      const values: SQLInputValue[] = [];
      for (const row of some) for (const column of this.columns(table)) values.push(storable(row[column], table, column));
      flat.push([table, values]);
    }
    return flat;
  }

  head(chain: string): Head | undefined {
    return this.statement('SELECT seq, hash, at FROM chain WHERE chain = ?').get(chain) as Head | undefined;
  }

  writeHead(chain: string, { seq, hash, at }: Head): void {
    const sql =
      'INSERT INTO chain (chain, seq, hash, at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at';
    this.statement(sql).run(chain, seq, hash, at);
  }

  /** The balance of a holding; undefined when there is none. */
  steps(holdingId: number): number | undefined {
    const row = this.statement('SELECT steps FROM holding WHERE id = ?').get(holdingId) as { steps: number } | undefined;
    return row?.steps;
  }

  /** @throws {Refused} when a value is no longer what was expected; whatever SQLite throws for a broken key */
  write({ rows, expect, balances, touch }: Writing): void {
    // Rows first, the idempotency key before all others: a repeat must be told so, whatever else has changed since.
    for (const [table, values] of rows) this.insert(table, values);
    for (const one of expect) this.check(one);
    for (const [id, steps] of balances) this.statement('UPDATE holding SET steps = ? WHERE id = ?').run(steps, id);
    for (const one of touch) this.touch(one);
  }

  private insert(table: Table, values: SQLInputValue[]): void {
    const columns = this.columns(table);
    let statement = this.inserts.get(table);
    if (!statement) {
      const holes = columns.map(() => '?').join(', ');
      const names = columns.map((column) => `"${column}"`).join(', ');
      const repeat = contentAddressed.has(table) ? ' ON CONFLICT DO NOTHING' : '';
      statement = this.db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${holes})${repeat}`);
      this.inserts.set(table, statement);
    }
    for (let from = 0; from < values.length; from += columns.length) statement.run(...values.slice(from, from + columns.length));
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

  /** Lets go of the statements and closes the connection. */
  close(): void {
    this.statements.clear();
    this.inserts.clear();
    this.db.close();
  }
}

function storable(value: unknown, table: Table, column: string): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`${table}.${column} takes texts and numbers, found ${typeof value}.`);
}

/** The key of the registry that an error says is taken; undefined for another error. */
export function conflictIn(error: unknown): KeyName | undefined {
  if (error instanceof Refused) return error.key;
  return error instanceof Error ? keyInSqliteMessage(error.message) : undefined;
}

export function isEngineError(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && ENGINE_ERRORS.has((error as { errcode: number }).errcode & 0xff);
}
