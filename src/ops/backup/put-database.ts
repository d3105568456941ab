import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';
import { refuseLanguageOrder } from '../../store/migrate.ts';
import { overPostgres, type Row } from '../verify/tables.ts';
import { checkContent, checkSqliteFile, checkTables, columnsIn } from './check.ts';
import { synced } from './files.ts';
import { asRestored, type Manifest, NOT_RESTORED } from './manifest.ts';
import { Refusal, type Steps } from './steps.ts';
import { selectAll } from './tables-digest.ts';
import { columnsOf, isPostgres, namedMigrations } from './take-database.ts';

/** Rows one INSERT takes. */
const PART = 500;

/** @throws {Refusal} unless there is nothing where the database is to go */
export async function mustBeEmpty(place: string): Promise<void> {
  if (isPostgres(place)) {
    await withClient(place, mustHaveNoTables);
    return;
  }
  const file = place.replace(/^file:/, '');
  for (const path of [file, `${file}-wal`, `${file}-shm`])
    if (existsSync(path))
      throw new Refusal(`--database: ${path} is there already; a restore never writes over anything: move it away or choose another`);
}

/**
 * Puts the backup's database where it is asked for, without its sessions and links. Nobody sees it before it was held against the manifest:
 * a file is put beside its name first, PostgreSQL takes all of it in one transaction. So a failure leaves nothing that a service would take.
 * @throws {Refusal} when what was put is not what the manifest says
 */
export async function putDatabase(from: string, place: string, manifest: Manifest, steps: Steps): Promise<void> {
  const expected = asRestored(manifest);
  if (isPostgres(place)) await withClient(place, (client) => putPostgres(client, from, expected, steps));
  else await putSqlite(from, place.replace(/^file:/, ''), expected, steps);
}

async function putSqlite(from: string, file: string, manifest: Manifest, steps: Steps): Promise<void> {
  const draft = `${file}.restoring`;
  await steps.run('database put', async () => {
    await mkdir(dirname(file), { recursive: true });
    for (const left of [draft, `${draft}-journal`, `${draft}-wal`, `${draft}-shm`]) await rm(left, { force: true });
    await copyFile(from, draft);
    const db = new DatabaseSync(draft);
    // Nothing is kept for a way back: one that breaks off is made anew.
    db.exec(`PRAGMA journal_mode=OFF; ${[...NOT_RESTORED].map((table) => `DELETE FROM "${table}";`).join(' ')}`);
    db.close();
    await synced(draft);
    return draft;
  });
  await checkSqliteFile(draft, steps);
  await checkContent(draft, manifest, steps);
  await steps.run('in place', async () => {
    await rename(draft, file);
    await synced(dirname(file));
    return file;
  });
}

async function putPostgres(client: Client, from: string, manifest: Manifest, steps: Steps): Promise<void> {
  await client.query('BEGIN');
  await steps.run('database put', () => loadPostgres(client, from, manifest));
  await checkTables(overPostgres(client), manifest, steps, columnsIn(from));
  await steps.run('in place', async () => {
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return 'committed';
  });
}

/** Takes away what a drill restored; the target was empty before. */
export async function emptied(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const tables = await tablesOf(client);
    if (tables.length > 0) await client.query(`DROP TABLE ${tables.map((name) => `"${name}"`).join(', ')} CASCADE`);
  });
}

async function withClient<R>(url: string, work: (client: Client) => Promise<R>): Promise<R> {
  const { connectWritable } = await import('../../store/postgres-hosts.ts');
  const client = await connectWritable(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query('SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1');
  return (rows as { name: string }[]).map(({ name }) => name);
}

async function mustHaveNoTables(client: Client): Promise<void> {
  const tables = await tablesOf(client);
  if (tables.length > 0)
    throw new Refusal(
      `--database: it has ${tables.length} tables already (${tables.slice(0, 3).join(', ')} …); restore into an empty database`,
    );
  await refuseLanguageOrder(client);
}

async function loadPostgres(client: Client, from: string, { migrations }: Manifest): Promise<string> {
  const db = new DatabaseSync(from, { readOnly: true });
  try {
    await client.query('CREATE TABLE _migrations (name TEXT NOT NULL PRIMARY KEY, "appliedAt" BIGINT NOT NULL)');
    for (const { name, sql } of namedMigrations('postgres', migrations)) {
      await client.query(sql);
      await client.query('INSERT INTO _migrations (name, "appliedAt") VALUES ($1, $2)', [name, Date.now()]);
    }
    let rows = 0;
    for (const [table, columns] of columnsOf(db)) if (!NOT_RESTORED.has(table)) rows += await loadTable(client, db, table, columns);
    return `${rows} rows`;
  } finally {
    db.close();
  }
}

async function loadTable(client: Client, db: DatabaseSync, table: string, columns: readonly string[]): Promise<number> {
  const types = await typesOf(client, table);
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map((column, i) => `$${i + 1}::${types.get(column) ?? 'text'}[]`).join(', ');
  const sql = `INSERT INTO "${table}" (${names}) SELECT * FROM unnest(${values})`;
  let part: Row[] = [];
  let rows = 0;
  const flush = async () => {
    if (part.length > 0)
      await client.query(
        sql,
        columns.map((column) => part.map((row) => row[column] ?? null)),
      );
    rows += part.length;
    part = [];
  };
  for (const row of db.prepare(selectAll(table, columns)).iterate()) {
    part.push(row as Row);
    if (part.length === PART) await flush();
  }
  await flush();
  return rows;
}

async function typesOf(client: Client, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query(
    'SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1',
    [table],
  );
  return new Map((rows as { name: string; type: string }[]).map(({ name, type }) => [name, type]));
}
