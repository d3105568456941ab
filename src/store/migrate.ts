import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';

export interface Migration {
  name: string;
  sql: string;
}

const LOCK_WAIT_MS = 5_000;
const SQLITE_BUSY = 5;

const folder = join(import.meta.dirname, '..', '..', 'prisma', 'migrations');

/** The migrations of a dialect, in order. */
export function migrationsOf(dialect: 'sqlite' | 'postgres'): Migration[] {
  return readdirSync(join(folder, dialect))
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => ({ name: file.replace(/\.sql$/, ''), sql: readFileSync(join(folder, dialect, file), 'utf8') }));
}

/**
 * Brings an SQLite file up to date, each migration in a transaction of its own.
 * Foreign keys are off before BEGIN, since a rebuilt table is dropped and renamed, and checked before COMMIT.
 * @returns the names of the migrations that were applied now
 */
export function migrateSqlite(file: string, migrations: readonly Migration[] = migrationsOf('sqlite')): string[] {
  const db = new DatabaseSync(file, { timeout: LOCK_WAIT_MS });
  try {
    writeAheadLog(db);
    db.exec('PRAGMA foreign_keys=OFF');
    db.exec('CREATE TABLE IF NOT EXISTS _migrations (name TEXT NOT NULL PRIMARY KEY, "appliedAt" BIGINT NOT NULL)');
    const applied: string[] = [];
    for (const migration of migrations) {
      db.exec('BEGIN IMMEDIATE');
      try {
        if (!db.prepare('SELECT 1 FROM _migrations WHERE name = ?').get(migration.name)) {
          db.exec(migration.sql);
          const broken = db.prepare('PRAGMA foreign_key_check').all();
          if (broken.length > 0) throw new Error(`Migration ${migration.name} breaks ${broken.length} references.`);
          db.prepare('INSERT INTO _migrations (name, "appliedAt") VALUES (?, ?)').run(migration.name, Date.now());
          applied.push(migration.name);
        }
        db.exec('COMMIT');
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    }
    return applied;
  } finally {
    db.close();
  }
}

/**
 * Turns the write-ahead log on, once for the life of the file. SQLite asks for the lock of this step without waiting for it, so that of two
 * processes that start together on a new file one would fail at once: it waits for the other's transaction to end and asks again.
 */
function writeAheadLog(db: DatabaseSync): void {
  const until = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode=WAL');
      return;
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== SQLITE_BUSY || performance.now() > until) throw error;
      db.exec('BEGIN IMMEDIATE; ROLLBACK');
    }
  }
}

/**
 * Brings a PostgreSQL database up to date, each migration in a transaction of its own. Two processes may start together: whoever writes
 * the migration's name first runs it, the other waits at that key and skips it.
 * @returns the names of the migrations that were applied now
 * @throws when the database orders text by a language's rules: lists would then be ordered otherwise than on the other engines
 */
export async function migratePostgres(url: string, migrations: readonly Migration[] = migrationsOf('postgres')): Promise<string[]> {
  // Loaded here, so that the embedded store starts without it.
  const { connectWritable } = await import('./postgres-hosts.ts');
  const client = await connectWritable(url);
  try {
    await refuseLanguageOrder(client);
    await createLedgerOfMigrations(client);
    const applied: string[] = [];
    for (const migration of migrations) if (await applyOnce(client, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await client.end();
  }
}

/** @throws when the database orders text by a language’s rules */
export async function refuseLanguageOrder(client: Client): Promise<void> {
  const { rows } = await client.query(`SELECT 'B' < 'a' AND 'a-c' < 'ab' AND 'z' < '源' AND '～' < '😀' AS "byCodePoint"`);
  if (!rows[0]?.byCodePoint)
    throw new Error(
      "This database does not order text by code point. Create it with: CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0",
    );
}

async function createLedgerOfMigrations(client: Client): Promise<void> {
  const sql = 'CREATE TABLE IF NOT EXISTS _migrations (name TEXT NOT NULL PRIMARY KEY, "appliedAt" BIGINT NOT NULL)';
  // IF NOT EXISTS is no protection against another process that creates it at the same moment: then it exists afterwards.
  await client.query(sql).catch((error) => (error.code === '23505' || error.code === '42P07' ? client.query(sql) : Promise.reject(error)));
}

async function applyOnce(client: Client, migration: Migration): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await client.query('INSERT INTO _migrations (name, "appliedAt") VALUES ($1, $2)', [migration.name, Date.now()]);
    await client.query(migration.sql);
    await client.query('COMMIT');
    return true;
  } catch (error) {
    await client.query('ROLLBACK');
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code === '23505' && constraint === '_migrations_pkey') return false;
    throw error;
  }
}
