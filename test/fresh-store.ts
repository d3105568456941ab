import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { migratePostgres, migrateSqlite } from '../src/store/migrate.ts';
import { openPostgres } from '../src/store/postgres.ts';
import { openSqlite, type SqliteOptions } from '../src/store/sqlite.ts';
import type { Store } from '../src/store/store.ts';

export interface Fresh {
  store: Store;
  /** The SQLite file or the PostgreSQL URL. */
  place: string;
  /** One more store on the same database, as another process would have it. */
  again(): Store;
  /** Closes every store and removes the database. */
  close(): Promise<void>;
}

/** An empty, migrated embedded database in a folder of its own, written inline or by a thread. */
export async function freshSqlite(options: SqliteOptions = {}): Promise<Fresh> {
  const folder = mkdtempSync(join(tmpdir(), 'suyuan-db-'));
  const place = join(folder, 'test.db');
  migrateSqlite(place);
  return opened(
    place,
    (file) => openSqlite(file, options),
    async () => rmSync(folder, { recursive: true }),
  );
}

/** An empty, migrated database on the run's PostgreSQL; the first call of a run starts it. */
export async function freshPostgres(): Promise<Fresh> {
  const { url, drop } = await emptyPostgres();
  await migratePostgres(url);
  return opened(url, (place) => openPostgres(place), drop);
}

/** A database without tables on the run's PostgreSQL. */
export async function emptyPostgres(locale = "LOCALE 'C'"): Promise<{ url: string; drop(): Promise<void> }> {
  const answer = await fetch(inject('postgresDoor'));
  const server = await answer.text();
  if (!answer.ok) throw new Error(server);
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await run(server, `CREATE DATABASE ${name} ENCODING 'UTF8' ${locale} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

function opened(place: string, open: (place: string) => Store, remove: () => Promise<void>): Fresh {
  const stores: Store[] = [];
  const again = () => {
    const store = open(place);
    stores.push(store);
    return store;
  };
  return {
    store: again(),
    place,
    again,
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await remove();
    },
  };
}
