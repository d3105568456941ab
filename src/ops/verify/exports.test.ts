import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { bags, batchBody, NOW } from '../../../test/custody-world.ts';
import { enginesWanted } from '../../../test/engines.ts';
import { freshPostgres } from '../../../test/fresh-store.ts';
import { keyFor, OTHER_SEED, SEED, signerFor } from '../../../test/ledger.ts';
import { CHANGED, SMALLER, signedWorld } from '../../../test/signed-world.ts';
import { worldOver } from '../../../test/world.ts';
import { newKey, signerOf } from '../../ledger/log/note.ts';
import { migrationsOf } from '../../store/migrate.ts';
import { openDump } from './tables.ts';
import { verify } from './verify.ts';

/** A dump in SQL as sqlite3 writes one. */
function dumpOf(file: string): string {
  const db = new DatabaseSync(file);
  const made = db.prepare("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").all() as {
    name: string;
    type: string;
    sql: string;
  }[];
  const inserts = made
    .filter(({ type }) => type === 'table')
    .flatMap(({ name }) => {
      const columns = db.prepare('SELECT name FROM pragma_table_info(?)').all(name) as { name: string }[];
      const values = columns.map((column) => `quote("${column.name}")`).join(` || ',' || `);
      return db.prepare(`SELECT 'INSERT INTO "${name}" VALUES(' || ${values} || ');' AS line FROM "${name}"`).all() as { line: string }[];
    });
  db.close();
  return [...made.map(({ sql }) => `${sql};`), ...inserts.map(({ line }) => line)].join('\n');
}

describe('the verifier on what was exported', () => {
  it('reads a dump in SQL, and finds what was changed in it', async () => {
    const s = await signedWorld();
    const file = join(s.folder, 'dump.sql');
    const told = async (text: string) => {
      writeFileSync(file, text);
      return s.faults({ export: file, kept: s.kept });
    };
    const dump = dumpOf(s.copy());
    expect(await told(dump)).toEqual([]);
    expect(await told(dump.replaceAll('T-9', 'T-8'))).toContain(CHANGED);
  });
});

describe('a dump of somebody who means harm', () => {
  const HARM: [what: string, sql: (file: string) => string, told: string][] = [
    ['another file attached', (file) => `ATTACH '${file}' AS other; CREATE TABLE other.taken (n)`, 'ATTACH'],
    ['a copy written', (file) => `VACUUM INTO '${file}'`, 'ATTACH'],
    ['a setting', () => 'PRAGMA writable_schema = ON', 'PRAGMA writable_schema'],
    ['a place for files', () => `PRAGMA temp_store_directory = '/tmp'`, 'PRAGMA temp_store_directory'],
    ['an extension', () => `INSERT INTO chain VALUES (load_extension('x'), 1, '', 1)`, 'FUNCTION load_extension'],
    ['a trigger', () => 'CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END', 'CREATE TRIGGER t'],
    ['a view', () => 'CREATE VIEW v AS SELECT 1', 'CREATE VIEW v'],
    ['rows deleted', () => 'DELETE FROM entry', 'DELETE entry'],
    [
      'a count without end',
      () => 'INSERT INTO id_block WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n, 0 FROM c',
      'RECURSIVE',
    ],
  ];

  it.each(HARM)('is not read: %s', async (_, sql, told) => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-harm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const outside = join(folder, 'outside.db');
    const file = join(folder, 'dump.sql');
    const made = migrationsOf('sqlite').map((migration) => migration.sql);
    writeFileSync(file, ['PRAGMA foreign_keys=OFF;', 'BEGIN TRANSACTION;', ...made, 'COMMIT;', `${sql(outside)};`].join('\n'));
    await expect(openDump(file)).rejects.toThrow(`the dump was not read. It asks for ${told}`);
    expect(existsSync(outside)).toBe(false);
  });

  it('is read where it says nothing but what dumps say, and changed by nothing that is asked of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'suyuan-harm-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'dump.sql');
    const rows = `INSERT INTO "id_block" VALUES(1,2),(3,4); INSERT INTO "personal" VALUES('a',replace('b\\n','\\n',char(10)),'c');`;
    const sequence = 'CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT); DELETE FROM sqlite_sequence; ANALYZE;';
    writeFileSync(file, ['PRAGMA defer_foreign_keys=TRUE;', ...migrationsOf('sqlite').map(({ sql }) => sql), rows, sequence].join('\n'));
    const tables = await openDump(file);
    expect(await tables.rows('SELECT n, at FROM id_block')).toEqual([
      { n: 1, at: 2 },
      { n: 3, at: 4 },
    ]);
    expect(await tables.rows('SELECT salt FROM personal')).toEqual([{ salt: 'b\n' }]);
    await expect(tables.rows('DELETE FROM id_block')).rejects.toThrow('not authorized');
    await expect(tables.rows(`ATTACH '${join(folder, 'outside.db')}' AS other`)).rejects.toThrow('not authorized');
    await tables.close();
  });
});

describe('the verifier over HTTP', () => {
  /** The service behind an address that only this test knows. */
  async function served() {
    const s = await signedWorld();
    const { serve } = await import('@hono/node-server');
    const { server, url } = await new Promise<{ server: ReturnType<typeof serve>; url: string }>((listening) => {
      const made = serve({ fetch: s.w.app.fetch, port: 0 }, (info) => listening({ server: made, url: `http://localhost:${info.port}` }));
    });
    onTestFinished(() => void server.close());
    return { ...s, url };
  }

  it('checks a service by its public tiles, all entries with the audit administrator’s key, one chain with a party’s', async () => {
    const s = await served();
    expect(await s.faults({ url: s.url, kept: s.kept })).toEqual([]);
    await s.w.batch({ batchNumber: 'later' });
    await s.sign();
    const report = await verify({ url: s.url, key: s.key, kept: s.kept, token: await s.w.administrator('audit') });
    expect(report.faults).toEqual([]);
    expect(report.counts.get('consistency proofs')).toBe(1);
    expect(report.counts.get('entries')).toBe(report.counts.get('leaves of the log'));
    expect(await s.faults({ url: s.url, token: s.w.shop.key, chain: `party:${s.w.shop.id}` })).toEqual([]);
    await expect(s.faults({ url: s.url, token: s.w.shop.key })).rejects.toThrow('403');
  });

  it('finds a service that was set back, and one whose entries were changed', async () => {
    const s = await served();
    const { text: other } = await keyFor(OTHER_SEED);
    expect(await s.faults({ url: s.url, key: other })).toContainEqual(expect.stringMatching(/^checkpoint: it is not signed by/));
    writeFileSync(
      s.kept,
      await (await signerOf((await newKey('trace.example/ledger', SEED)).secret)).sign(`trace.example/ledger\n900\n${'A'.repeat(43)}=\n`),
    );
    expect(await s.faults({ url: s.url, kept: s.kept })).toContainEqual(expect.stringMatching(SMALLER));
    const db = new DatabaseSync(s.w.file);
    db.exec(`UPDATE entry SET bytes = replace(bytes, 'T-9', 'T-8')`);
    db.close();
    expect(await s.faults({ url: s.url, token: await s.w.administrator('audit') })).toContain(
      'log: the entry that is shown is not the one that was logged',
    );
    expect(await s.faults({ url: s.url, token: s.w.producer.key, chain: `party:${s.w.producer.id}` })).toContain(CHANGED);
  });
});

describe.each(enginesWanted().filter((engine) => engine === 'postgres'))('the verifier on %s', () => {
  const opened = freshPostgres();
  afterAll(async () => (await opened).close());

  it('finds nothing in a database nobody touched, and a changed row in one somebody did', async () => {
    const { store, place } = await opened;
    const w = worldOver(store, { put: async () => {}, get: async () => null });
    const [maker, shop] = [await w.party({ name: '示例肉联厂' }), await w.party({ name: '示例超市', kinds: ['retailer'] })];
    const post = async (path: string, key: string, body: unknown) => {
      const made = await w.request('POST', path, { key, body });
      expect(made.status, made.text).toBe(201);
      return made.json;
    };
    const { traceCode } = await post('/v1/batches', maker.key, batchBody());
    await post('/v1/batches', maker.key, batchBody({ batchNumber: 'M', inputs: [{ traceCode, quantity: bags('9') }] }));
    const lines = [{ traceCode, quantity: bags('60') }];
    const sent = await post('/v1/shipments', maker.key, {
      purpose: 'sale',
      to: { uscc: shop.uscc, name: '示例超市' },
      shippedAt: NOW,
      lines,
    });
    await post(`/v1/shipments/${sent.id}/receipt`, shop.key, { outcome: 'accepted' });
    await w.follower.catchUp();
    await (await signerFor(w.deps)).sign();
    const { text: key } = await keyFor();
    const report = await verify({ db: place, key });
    expect(report.faults).toEqual([]);
    expect(report.counts.get('rows of shipment')).toBe(1);
    const client = new pg.Client({ connectionString: place });
    await client.connect();
    await client.query(`UPDATE shipment SET "documentNumber" = 'another'`);
    await client.end();
    const { faults } = await verify({ db: place, key });
    expect(faults.map(({ what }) => what)).toEqual(['found "another", the ledger says nothing']);
  }, 120_000);
});
