import { existsSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Reads a copy of the tables as it was when it was opened; statements in the SQL both dialects share, `?` for values. */
export interface Tables {
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
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  // One transaction throughout: a service may go on writing meanwhile.
  db.exec('BEGIN');
  return overSqlite(db);
}

/** A dump in SQL, as `sqlite3 .dump` and `wrangler d1 export` write it. */
export async function openDump(file: string): Promise<Tables> {
  const { DatabaseSync } = await import('node:sqlite');
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  db.exec(readFileSync(file, 'utf8'));
  return overSqlite(db);
}

function overSqlite(db: DatabaseSync): Tables {
  return {
    rows: async (sql, ...values) => db.prepare(sql).all(...values) as Row[],
    stream: async function* (sql, ...values) {
      for (const row of db.prepare(sql).iterate(...values)) yield row as Row;
    },
    close: async () => db.close(),
  };
}

const PART = 1_000;
const INT8 = 20;

/** Any of the hosts a URL names: a standby has the same tables. */
async function connected(url: string, client: (url: string) => Client): Promise<Client> {
  const { hostsOf } = await import('../../store/postgres-hosts.ts');
  let lost: unknown;
  for (const one of hostsOf(url).urls) {
    const connecting = client(one);
    try {
      await connecting.connect();
      return connecting;
    } catch (error) {
      lost = error;
    }
  }
  throw lost;
}

async function openPostgres(url: string): Promise<Tables> {
  const { default: pg } = await import('pg');
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format ?? 'text')),
  };
  const client = await connected(url, (connectionString) => new pg.Client({ connectionString, types: types as typeof pg.types }));
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const numbered = (sql: string) => {
    let n = 0;
    return sql.replace(/\?/g, () => `$${++n}`);
  };
  let cursors = 0;
  return {
    rows: async (sql, ...values) => (await client.query(numbered(sql), values)).rows as Row[],
    stream: async function* (sql, ...values) {
      const cursor = `part_${++cursors}`;
      await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${numbered(sql)}`, values);
      for (;;) {
        const { rows } = await client.query(`FETCH ${PART} FROM ${cursor}`);
        yield* rows as Row[];
        if (rows.length < PART) break;
      }
      await client.query(`CLOSE ${cursor}`);
    },
    close: () => client.end(),
  };
}
