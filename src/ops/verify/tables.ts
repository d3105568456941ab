import { existsSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';
import { fillFromDump, readOnly } from './sqlite-guard.ts';

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Reads a copy of the tables as it was when it was opened; statements in the SQL both dialects share, `?` for values. */
export interface Tables {
  readonly dialect: 'sqlite' | 'postgres';
  rows(sql: string, ...values: Value[]): Promise<Row[]>;
  /** The same, a part at a time. */
  stream(sql: string, ...values: Value[]): AsyncIterable<Row>;
  close(): Promise<void>;
}

/**
 * A database to read: an SQLite file or a PostgreSQL address.
 * @throws {Error} when there is no such file: a missing database is not an empty one
 */
export async function openTables(place: string): Promise<Tables> {
  return /^postgres(ql)?:\/\//.test(place) ? openPostgres(place) : openFile(place.replace(/^file:/, ''));
}

async function openFile(file: string): Promise<Tables> {
  if (!existsSync(file)) throw new Error(`--db: found no file ${file}.`);
  const sqlite = await import('node:sqlite');
  const db = new sqlite.DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  // One transaction throughout: a service may go on writing meanwhile.
  db.exec('BEGIN');
  readOnly(sqlite, db);
  return tablesOver(db);
}

/**
 * A dump in SQL, as `sqlite3 .dump` and `wrangler d1 export` write it; it fills tables in memory and may do nothing else.
 * @throws {Error} naming what else it asks for
 */
export async function openDump(file: string): Promise<Tables> {
  const sqlite = await import('node:sqlite');
  const db = new sqlite.DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  fillFromDump(sqlite, db, readFileSync(file, 'utf8'));
  readOnly(sqlite, db);
  return tablesOver(db);
}

/** The tables of a database that is open. */
export function tablesOver(db: DatabaseSync): Tables {
  return {
    dialect: 'sqlite',
    rows: async (sql, ...values) => db.prepare(sql).all(...values) as Row[],
    stream: async function* (sql, ...values) {
      for (const row of db.prepare(sql).iterate(...values)) yield row as Row;
    },
    close: async () => db.close(),
  };
}

const PART = 1_000;

/** Of several hosts the one that takes writes: a standby may be behind it. Who means a standby names it alone. */
async function openPostgres(url: string): Promise<Tables> {
  const { connectWritable } = await import('../../store/postgres-hosts.ts');
  const client = await connectWritable(url).catch((error: Error) => {
    const cause = error.cause ?? error;
    const why = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : cause;
    throw new Error(`the database is not read: ${why}`, { cause: error });
  });
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  return { ...overPostgres(client), close: () => client.end() };
}

/** Reads in the transaction that a client is in. */
export function overPostgres(client: Client): Omit<Tables, 'close'> {
  const asked = (sql: string, values: Value[]) => {
    let n = 0;
    return { text: sql.replace(/\?/g, () => `$${++n}`), values };
  };
  let cursors = 0;
  return {
    dialect: 'postgres',
    rows: async (sql, ...values) => (await client.query(asked(sql, values))).rows as Row[],
    stream: async function* (sql, ...values) {
      const cursor = `part_${++cursors}`;
      await client.query(asked(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, values));
      for (;;) {
        const { rows } = await client.query(asked(`FETCH ${PART} FROM ${cursor}`, []));
        yield* rows as Row[];
        if (rows.length < PART) break;
      }
      await client.query(`CLOSE ${cursor}`);
    },
  };
}
