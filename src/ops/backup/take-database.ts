import { existsSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { type Migration, migrateSqlite, migrationsOf } from '../../store/migrate.ts';
import { tableOrder } from '../../store/tables.ts';
import { openDump, openTables, type Row, type Tables } from '../verify/tables.ts';
import { mustKnowMigrations } from './manifest.ts';
import { Refusal } from './steps.ts';
import { RowSum, selectAll } from './tables-digest.ts';

export interface Taken {
  engine: 'sqlite' | 'postgres' | 'd1';
  migrations: string[];
}

/**
 * Writes what a database holds at one moment into an SQLite file, while others go on writing: `VACUUM INTO` from SQLite, one REPEATABLE READ
 * snapshot from PostgreSQL, a dump that D1 exported.
 * @throws {Refusal} for a database that is not there, or newer than this program
 */
export async function takeDatabase(place: string, file: string): Promise<Taken> {
  const taken = isPostgres(place)
    ? await takePostgres(place, file)
    : place.endsWith('.sql')
      ? await takeDump(place, file)
      : takeSqlite(place, file);
  await chmod(file, 0o600);
  return taken;
}

export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:\/\//.test(place);
}

export function knownMigrations(): string[] {
  return migrationsOf('sqlite').map(({ name }) => name);
}

function takeSqlite(place: string, file: string): Taken {
  const from = place.replace(/^file:/, '');
  if (!existsSync(from)) throw new Refusal(`there is no database ${from}`);
  const db = new DatabaseSync(from, { timeout: 60_000 });
  try {
    const names = (db.prepare('SELECT name FROM _migrations ORDER BY name').all() as { name: string }[]).map(({ name }) => name);
    mustKnowMigrations(names, knownMigrations(), place);
    // A read of one snapshot: writers in WAL mode go on, and what they write is not in it.
    db.prepare('VACUUM INTO ?').run(file);
    return { engine: 'sqlite', migrations: names };
  } finally {
    db.close();
  }
}

async function takePostgres(url: string, file: string): Promise<Taken> {
  const tables = await openTables(url);
  try {
    const names = (await tables.rows('SELECT name FROM _migrations ORDER BY name')).map(({ name }) => String(name));
    await copyTables(tables, names, file, url.replace(/\/\/.*@/, '//…@'));
    return { engine: 'postgres', migrations: names };
  } finally {
    await tables.close();
  }
}

async function takeDump(dump: string, file: string): Promise<Taken> {
  if (!existsSync(dump)) throw new Refusal(`there is no dump ${dump}`);
  const isOfD1 = /\bd1_migrations\b/.test(readFileSync(dump, 'utf8').slice(0, 20_000_000));
  const tables = await openDump(dump);
  try {
    const rows = await tables.rows(`SELECT name FROM ${isOfD1 ? 'd1_migrations' : '_migrations'} ORDER BY name`);
    const names = rows.map(({ name }) => String(name).replace(/\.sql$/, ''));
    await copyTables(tables, names, file, dump);
    return { engine: isOfD1 ? 'd1' : 'sqlite', migrations: names };
  } finally {
    await tables.close();
  }
}

/** The same tables, made by the same migrations, with the same rows; each is held against what was read. */
async function copyTables(from: Tables, migrations: readonly string[], file: string, place: string): Promise<void> {
  mustKnowMigrations(migrations, knownMigrations(), place);
  migrateSqlite(file, namedMigrations('sqlite', migrations));
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false });
  try {
    db.exec('PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF; BEGIN');
    for (const [table, columns] of columnsOf(db)) await copyTable(from, db, table, columns);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
}

async function copyTable(from: Tables, db: DatabaseSync, table: string, columns: readonly string[]): Promise<void> {
  const insert = db.prepare(
    `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const read = new RowSum(columns);
  for await (const row of from.stream(selectAll(table, columns))) {
    read.take(row);
    insert.run(...columns.map((column) => row[column] ?? null));
  }
  const written = new RowSum(columns);
  for (const row of db.prepare(selectAll(table, columns)).iterate()) written.take(row as Row);
  if (written.rows !== read.rows || written.digest !== read.digest)
    throw new Refusal(`the table ${table} was not copied as it is: report this`);
}

/** The service's tables with their columns, in an order in which rows can be inserted. */
export function columnsOf(db: DatabaseSync): Map<string, string[]> {
  const sql = `SELECT m.name AS "table", c.name AS "column" FROM sqlite_schema m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND m.name <> '_migrations' ORDER BY m.name, c.cid`;
  const found = new Map<string, string[]>();
  for (const { table, column } of db.prepare(sql).all() as { table: string; column: string }[])
    found.set(table, [...(found.get(table) ?? []), column]);
  const place = (table: string) => {
    const at = (tableOrder as readonly string[]).indexOf(table);
    return at < 0 ? tableOrder.length : at;
  };
  return new Map([...found].sort(([a], [b]) => place(a) - place(b)));
}

/** Those migrations of a dialect, in their order. */
export function namedMigrations(dialect: 'sqlite' | 'postgres', names: readonly string[]): Migration[] {
  return migrationsOf(dialect).filter(({ name }) => names.includes(name));
}
