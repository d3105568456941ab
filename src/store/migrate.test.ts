import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { enginesWanted } from '../../test/engines.ts';
import { emptyPostgres } from '../../test/fresh-store.ts';
import { keys } from './keys.ts';
import { type Migration, migratePostgres, migrateSqlite, migrationsOf } from './migrate.ts';
import { uniqueIndexes } from './postgres-sql.ts';
import { contentAddressed, projections, tableOrder } from './tables.ts';

/** What both catalogues are asked for: tables without our own list of migrations, unique keys, references. */
interface Catalogue {
  tables: Map<string, string[]>;
  uniques: string[];
  references: [from: string, to: string][];
}

interface Engine {
  migrate(migrations?: readonly Migration[]): Promise<string[]>;
  catalogue(): Promise<Catalogue>;
  run(sql: string): Promise<void>;
  all: readonly Migration[];
}

const engines: Record<'sqlite' | 'postgres', () => Promise<Engine>> = { sqlite: emptySqlite, postgres: emptyServer };

for (const name of ['sqlite', 'postgres'] as const) {
  if (!enginesWanted().includes(name)) continue;
  describe(`migrations on ${name}`, () => {
    it('bring an empty database to the tables the code knows, once', async () => {
      const engine = await engines[name]();
      expect(await engine.migrate()).toEqual(engine.all.map((migration) => migration.name));
      const { tables } = await engine.catalogue();
      expect([...tables.keys()].sort()).toEqual([...tableOrder].sort());
      expect(await engine.migrate()).toEqual([]);
      expect((await engine.catalogue()).tables).toEqual(tables);
    });

    it('go on from every prefix to the same catalogue', async () => {
      const whole = await engines[name]();
      await whole.migrate();
      for (let n = 0; n < whole.all.length; n++) {
        const engine = await engines[name]();
        await engine.migrate(whole.all.slice(0, n));
        expect(await engine.migrate()).toEqual(whole.all.slice(n).map((migration) => migration.name));
        expect(await engine.catalogue()).toEqual(await whole.catalogue());
      }
    });

    it('leave every unique key in the registry, and none beside it but those of fresh ids', async () => {
      const engine = await engines[name]();
      await engine.migrate();
      const { uniques, tables } = await engine.catalogue();
      const fresh = [...tables.keys()].map((table) => `${table}.id`);
      const named = uniques.filter((key) => !fresh.includes(key) && key !== 'guard.ok');
      expect(named.sort()).toEqual([...Object.values(keys)].sort());
    });

    it('keep referenced tables before referring ones, and every changeable column a column', async () => {
      const engine = await engines[name]();
      await engine.migrate();
      const { references, tables } = await engine.catalogue();
      expect(references.length).toBeGreaterThanOrEqual(4);
      const order: string[] = [...tableOrder];
      for (const [from, to] of references) expect(order.indexOf(to), `${from} refers to ${to}`).toBeLessThan(order.indexOf(from));
      for (const [table, columns] of Object.entries(projections))
        expect(tables.get(table)).toEqual(expect.arrayContaining(['id', ...columns]));
      for (const table of contentAddressed) expect(tables.has(table)).toBe(true);
    });

    it('undo one that fails, and keep those before it', async () => {
      const engine = await engines[name]();
      const good = { name: '0001_good', sql: 'CREATE TABLE good (id BIGINT NOT NULL PRIMARY KEY);' };
      const bad = { name: '0002_bad', sql: 'CREATE TABLE half (id BIGINT NOT NULL PRIMARY KEY); INSERT INTO nowhere VALUES (1);' };
      await expect(engine.migrate([good, bad])).rejects.toThrow(/nowhere/);
      expect([...(await engine.catalogue()).tables.keys()]).toEqual(['good']);
      const mended = { name: '0002_bad', sql: 'CREATE TABLE mended (id BIGINT NOT NULL PRIMARY KEY);' };
      expect(await engine.migrate([good, mended])).toEqual(['0002_bad']);
    });

    it('are applied once when two processes start together', async () => {
      const engine = await engines[name]();
      const applied = await Promise.all([engine.migrate(), engine.migrate(), engine.migrate()]);
      expect(applied.flat().sort()).toEqual(engine.all.map((migration) => migration.name));
    });
  });
}

if (enginesWanted().includes('sqlite'))
  describe('a process that starts on a new SQLite file', () => {
    it('waits for another that writes to it', async () => {
      const file = newFile();
      const first = new DatabaseSync(file);
      first.exec('CREATE TABLE t (x); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)');
      const ended = migrating(file);
      const early = await Promise.race([ended, setTimeout(1_500, 'waits')]);
      first.exec('COMMIT');
      first.close();
      expect([early, await ended]).toEqual(['waits', [0, null]]);
    });
  });

if (enginesWanted().includes('sqlite'))
  describe('a migration on sqlite that rebuilds a table', () => {
    const tables =
      'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER PRIMARY KEY, p BIGINT NOT NULL REFERENCES parent (id));';
    const rows = { name: '0001', sql: `${tables} INSERT INTO parent VALUES (1), (2); INSERT INTO child VALUES (1, 2);` };
    const rebuild = (kept: string) =>
      `CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new_parent (id) SELECT id FROM parent WHERE ${kept};
       DROP TABLE parent; ALTER TABLE new_parent RENAME TO parent;`;

    it('keeps the rows that refer to it', async () => {
      const engine = await emptySqlite();
      await engine.migrate([rows, { name: '0002', sql: rebuild('true') }]);
      await engine.run('UPDATE child SET id = 1 / (p = 2)');
    });

    it('is undone when it loses a row others refer to', async () => {
      const engine = await emptySqlite();
      await engine.migrate([rows]);
      await expect(engine.migrate([rows, { name: '0002', sql: rebuild('id = 1') }])).rejects.toThrow('Migration 0002 breaks 1 references.');
      expect((await engine.catalogue()).tables.get('parent')).toEqual(['id']);
    });
  });

if (enginesWanted().includes('postgres'))
  describe('migrations on postgres', () => {
    it('refuse a database that orders text by a language', async () => {
      const { url, drop } = await emptyPostgres(`LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'`);
      onTestFinished(drop);
      await expect(migratePostgres(url)).rejects.toThrow("LOCALE 'C'");
    });
  });

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'test.db');
}

/** Another process that brings the file up to date. */
function migrating(file: string): Promise<unknown[]> {
  const script = `import('./migrate.ts').then(({ migrateSqlite }) => migrateSqlite(process.argv[1]))`;
  return once(spawn(process.execPath, ['-e', script, file], { cwd: import.meta.dirname, stdio: 'ignore' }), 'exit');
}

async function emptySqlite(): Promise<Engine> {
  const file = newFile();
  const ask = <R>(sql: string): R[] => {
    const db = new DatabaseSync(file);
    try {
      return db.prepare(sql).all() as R[];
    } finally {
      db.close();
    }
  };
  return {
    all: migrationsOf('sqlite'),
    migrate: async (migrations) => migrateSqlite(file, migrations),
    run: async (sql) => void ask(sql),
    catalogue: async () => {
      const columns = ask<{ table: string; column: string }>(
        `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> '_migrations'`,
      );
      const indexes = ask<{ name: string }>(
        `SELECT m.name || '.' || (SELECT group_concat(name) FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) AS name
         FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i."unique" AND m.name <> '_migrations'`,
      );
      // A rowid table's INTEGER PRIMARY KEY has no index of its own.
      const rowids = ask<{ name: string }>(
        `SELECT m.name || '.' || c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND c.pk = 1 AND c.type = 'INTEGER'`,
      );
      const references = ask<{ from: string; to: string }>(
        `SELECT m.name AS "from", f."table" AS "to" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`,
      );
      return catalogueOf(columns, [...indexes, ...rowids], references);
    },
  };
}

async function emptyServer(): Promise<Engine> {
  const { url, drop } = await emptyPostgres();
  onTestFinished(drop);
  const ask = async <R extends pg.QueryResultRow>(sql: string): Promise<R[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client
      .query<R>(sql)
      .then((result) => result.rows)
      .finally(() => client.end());
  };
  return {
    all: migrationsOf('postgres'),
    migrate: (migrations) => migratePostgres(url, migrations),
    run: async (sql) => void (await ask(sql)),
    catalogue: async () => {
      const columns = await ask<{ table: string; column: string }>(
        `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '_migrations' ORDER BY table_name, ordinal_position`,
      );
      const uniques = await ask<{ columns: string }>(uniqueIndexes);
      const references = await ask<{ from: string; to: string }>(
        `SELECT c.relname AS "from", p.relname AS "to" FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
         WHERE f.contype = 'f'`,
      );
      const names = uniques.map((unique) => ({ name: unique.columns })).filter(({ name }) => name !== '_migrations.name');
      return catalogueOf(columns, names, references);
    },
  };
}

function catalogueOf(
  columns: { table: string; column: string }[],
  uniques: { name: string }[],
  references: { from: string; to: string }[],
) {
  const tables = new Map<string, string[]>();
  for (const { table, column } of columns) tables.set(table, [...(tables.get(table) ?? []), column]);
  return {
    tables,
    uniques: uniques.map(({ name }) => name).sort(),
    references: references.map(({ from, to }): [string, string] => [from, to]).sort(),
  };
}
