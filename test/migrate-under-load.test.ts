import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { migratePostgres, migrateSqlite, migrationsOf } from '../src/store/migrate.ts';
import { ADMIN_KEY } from './app.ts';
import { folder } from './backup-world.ts';
import { engines, enginesWanted } from './engines.ts';
import { emptyJournal, type Journal, producerKey, recordBatch } from './faults/clients.ts';
import { startService } from './faults/service.ts';
import { emptyPostgres } from './fresh-store.ts';

/** What the expanding step of a release may do: a table, columns that may be empty, an index. Each lets the version before go on. */
const expand = {
  name: '0099_expand',
  sql: `
CREATE TABLE "later" ("id" BIGINT NOT NULL PRIMARY KEY, "batchId" BIGINT NOT NULL);
ALTER TABLE "batch" ADD COLUMN "laterWord" TEXT;
ALTER TABLE "party" ADD COLUMN "laterCount" BIGINT;
ALTER TABLE "api_key" ADD COLUMN "laterFlag" BIGINT;
ALTER TABLE "product" ADD COLUMN "laterWord" TEXT;
ALTER TABLE "directory_row" ADD COLUMN "laterWord" TEXT;
ALTER TABLE "rule_mode" ADD COLUMN "laterWord" TEXT;
CREATE INDEX "batch_laterWord_idx" ON "batch"("laterWord");
`,
};

const places = {
  sqlite: async () => {
    const file = `${folder()}/s.db`;
    return {
      url: `file:${file}`,
      migrate: async () => migrateSqlite(file, [...migrationsOf('sqlite'), expand]),
      batches: async () => {
        const db = new DatabaseSync(file, { readOnly: true });
        const rows = db.prepare('SELECT "batchNumber" AS name, "laterWord" AS word FROM batch').all();
        db.close();
        return rows as { name: string; word: string | null }[];
      },
    };
  },
  postgres: async () => {
    const { url, drop } = await emptyPostgres();
    onTestFinished(drop);
    return {
      url,
      migrate: () => migratePostgres(url, [...migrationsOf('postgres'), expand]),
      batches: async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query('SELECT "batchNumber" AS name, "laterWord" AS word FROM batch');
        await client.end();
        return rows as { name: string; word: string | null }[];
      },
    };
  },
};

const wanted = engines.filter((engine) => engine !== 'd1' && enginesWanted().includes(engine)) as (keyof typeof places)[];

describe.each(wanted)('a release that expands the schema, on %s', (engine) => {
  it('lets the version before serve on: no request is refused, none is lost', { timeout: 60_000 }, async () => {
    const { url, migrate, batches } = await places[engine]();
    const service = await startService({ DATABASE_URL: url, FILES_DIR: `${folder()}/files`, BOOTSTRAP_ADMIN_KEY: ADMIN_KEY });
    const key = await producerKey(service.url);
    const journal = emptyJournal();
    const refused: string[] = [];
    const load = busy(service.url, key, journal, refused);
    await load.until(60);
    expect(await migrate()).toEqual(['0099_expand']);
    await load.until(journal.acknowledged.size + 60);
    await load.stop();
    expect(await service.stop()).toBe(0);
    expect([...new Set(refused)]).toEqual([]);
    expect([journal.unknown.size, journal.refused.size]).toEqual([0, 0]);
    const stored = await batches();
    expect(stored.map(({ name }) => name).sort()).toEqual([...journal.acknowledged.keys()].sort());
    expect(new Set(stored.map(({ word }) => word))).toEqual(new Set([null]));
    // The next version starts on it, and finds nothing left to do.
    expect(await migrate()).toEqual([]);
  });
});

/** Clients that record and clients that read, until they are told to stop. */
function busy(url: string, key: string, journal: Journal, refused: string[]) {
  let isOn = true;
  let n = 0;
  let reached: { count: number; done: () => void } | undefined;
  const record = async () => {
    while (isOn) {
      await recordBatch(url, key, `b${n++}`, journal);
      if (reached && journal.acknowledged.size >= reached.count) reached.done();
    }
  };
  const read = async (path: () => string) => {
    while (isOn) {
      const asked = path();
      const response = await fetch(url + asked, { headers: { Authorization: `Bearer ${key}` } });
      await response.text();
      if (response.status !== 200) refused.push(`${asked} ${response.status}`);
    }
  };
  const one = () => {
    const code = [...journal.acknowledged.values()].at(-1);
    return code === undefined ? '/v1/batches?limit=1' : `/v1/batches/${code}`;
  };
  const paths = [() => '/v1/batches?limit=5', one, () => '/v1/holdings', () => '/v1/products'];
  const all = Promise.all([...Array.from({ length: 4 }, record), ...paths.map(read)]);
  return {
    until: (count: number) =>
      new Promise<void>((done) => {
        reached = { count, done };
      }),
    stop: async () => {
      isOn = false;
      await all;
    },
  };
}
