import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { folder, openedWorld, quiet, recorded, refusalOf } from '../../../test/backup-world.ts';
import { emptyPostgres } from '../../../test/fresh-store.ts';
import { sha256Hex } from '../../ledger/entry.ts';
import { makeBackup } from './backup.ts';
import { readManifest } from './manifest.ts';
import { restore } from './restore.ts';

describe('a backup', () => {
  it('holds the database, the files and a manifest, and never the signing key nor the memory of what was signed', async () => {
    const w = await openedWorld();
    const to = join(folder(), 'b');
    // Somebody put the key where files lie.
    for (const name of ['signing.key', 'signing.key.checkpoint', 'imports/x.part']) {
      mkdirSync(join(w.files, 'imports'), { recursive: true });
      writeFileSync(join(w.files, name), 'SECRET-OF-THE-KEY');
    }
    const manifest = await makeBackup({ database: w.file, filesDir: w.files, to, now: () => Date.parse('2026-11-05T02:00:00Z') }, quiet);
    expect(readdirSync(to).sort()).toEqual(['files', 'files.tsv', 'manifest.json', 'suyuan.db']);
    expect(manifest).toMatchObject({ engine: 'sqlite', takenAt: '2026-11-05T02:00:00.000Z', files: { count: 1, bytes: 11 }, warnings: [] });
    expect(manifest.tables.batch?.rows).toBe(2);
    expect(manifest.checkpoint).toMatch(/^trace\.example\/ledger\n\d+\n/);
    expect(
      readdirSync(join(to, 'files'), { recursive: true }).filter((name) => !/^[0-9a-f]{2}(\/[0-9a-f]{64})?$/.test(String(name))),
    ).toEqual([]);
    expect(readFileSync(join(w.place, 'last-backup'), 'utf8')).toBe('2026-11-05T02:00:00.000Z\n');
    // Readable by its owner alone: webhook secrets are in it.
    for (const name of ['suyuan.db', 'manifest.json']) expect(statSync(join(to, name)).mode & 0o77).toBe(0);
    expect(statSync(to).mode & 0o77).toBe(0);
  });

  it('is refused into the folder of files and into a folder that is not empty, and leaves what is there', async () => {
    const w = await openedWorld();
    const ask = (to: string) => refusalOf(makeBackup({ database: w.file, filesDir: w.files, to, now: Date.now }, quiet));
    expect(await ask(join(w.files, 'b'))).toMatch(/lies in the folder of files/);
    expect(await ask(w.place)).toMatch(/is not empty/);
    expect(existsSync(w.file)).toBe(true);
    const missing = makeBackup({ database: join(w.place, 'none.db'), filesDir: w.files, to: join(folder(), 'b'), now: Date.now }, quiet);
    expect(await refusalOf(missing)).toMatch(/there is no database/);
    expect(existsSync(join(w.place, 'none.db'))).toBe(false);
  });

  it('warns of a file that records name and nobody has, and of one with other bytes than its name says', async () => {
    const w = await openedWorld();
    const [name = ''] = (readdirSync(w.files, { recursive: true }) as string[]).filter((path) => /[0-9a-f]{64}$/.test(path));
    writeFileSync(join(w.files, name), 'other bytes');
    const to = join(folder(), 'b');
    const { warnings } = await makeBackup({ database: w.file, filesDir: w.files, to, now: Date.now }, quiet);
    expect(warnings).toEqual([
      expect.stringContaining(`${name} has other bytes than its name says`),
      expect.stringContaining(`records name the file ${name.slice(3)}`),
    ]);
  });
});

describe('a restore', () => {
  async function backedUp() {
    const w = await openedWorld();
    const from = join(folder(), 'b');
    await makeBackup({ database: w.file, filesDir: w.files, to: from, now: Date.now }, quiet);
    const target = () => {
      const place = folder();
      return { from, database: `file:${join(place, 's.db')}`, filesDir: join(place, 'files'), place };
    };
    return { w, from, target };
  }

  it('gives back every row and every file', async () => {
    const { w, target } = await backedUp();
    const to = target();
    await restore(to, quiet);
    expect(recorded(join(to.place, 's.db'))).toEqual(recorded(w.file));
    const hash = sha256Hex('%PDF-1.4\nx\n');
    expect(readFileSync(join(to.filesDir, hash.slice(0, 2), hash), 'utf8')).toBe('%PDF-1.4\nx\n');
  });

  it('writes over nothing', async () => {
    const { target } = await backedUp();
    const taken = target();
    writeFileSync(join(taken.place, 's.db'), 'mine');
    expect(await refusalOf(restore(taken, quiet))).toMatch(/s\.db is there already/);
    const halfGone = target();
    writeFileSync(join(halfGone.place, 's.db-wal'), 'mine');
    expect(await refusalOf(restore(halfGone, quiet))).toMatch(/s\.db-wal is there already/);
    const filled = target();
    mkdirSync(filled.filesDir);
    writeFileSync(join(filled.filesDir, 'mine'), 'mine');
    expect(await refusalOf(restore(filled, quiet))).toMatch(/files is not empty/);
    expect(existsSync(join(filled.place, 's.db'))).toBe(false);
    expect(readFileSync(join(taken.place, 's.db'), 'utf8')).toBe('mine');
  });

  const defects: [name: string, spoil: (folder: string) => void, told: RegExp][] = [
    ['no manifest', (b) => rmSync(join(b, 'manifest.json')), /has no manifest\.json: it is no backup, or one that was not finished/],
    ['a manifest that broke off', (b) => writeFileSync(join(b, 'manifest.json'), '{"service":"suy'), /is damaged: it is not JSON/],
    ['a manifest without its counts', (b) => edited(b, (m) => delete m.tables), /is damaged: .*tables/s],
    ['a later format', (b) => edited(b, (m) => Object.assign(m, { format: 2 })), /in format 2; this program reads format 1/],
    ['another service', (b) => edited(b, (m) => Object.assign(m, { service: 'other' })), /a backup of other/],
    [
      'a later schema',
      (b) => edited(b, (m) => (m.migrations as string[]).push('0099_later')),
      /0099_later, which this program does not know/,
    ],
    ['a changed byte of the database', (b) => flipped(join(b, 'suyuan.db')), /suyuan\.db was changed: its hash is/],
    ['no database', (b) => rmSync(join(b, 'suyuan.db')), /suyuan\.db is missing/],
    ['a changed list of files', (b) => writeFileSync(join(b, 'files.tsv'), ''), /files\.tsv was changed/],
    ['a changed byte of a file', (b) => flipped(join(b, 'files', theFile(b))), /^the file .* was changed/],
    ['a missing file', (b) => rmSync(join(b, 'files', theFile(b))), /^the file .* is missing/],
    [
      'a count that differs',
      (b) => edited(b, (m) => Object.assign(m.tables as object, { batch: { rows: 3, digest: '0'.repeat(64) } })),
      /batch has 2 rows, the manifest says 3/,
    ],
    [
      'a row that was changed by hand, with its hash in the manifest',
      (b) => altered(b, `UPDATE batch SET lot = 'other'`),
      /batch has the rows it should have, but not what stood in them/,
    ],
    [
      'an entry that was changed by hand, with its hash and digest in the manifest',
      (b) => altered(b, `UPDATE entry SET bytes = replace(bytes, '"at":', '"at": ')`, 'entry'),
      /faults, the first: entry .*its bytes are not the ones/,
    ],
    ['a reference to nothing', (b) => altered(b, 'PRAGMA foreign_keys=OFF; DELETE FROM product'), /rows refer to what is not there/],
  ];

  it.each(defects)('refuses a backup with %s, and writes nothing', async (_, spoil, told) => {
    const { from, target } = await backedUp();
    spoil(from);
    const to = target();
    expect(await refusalOf(restore(to, quiet))).toMatch(told);
    expect(readdirSync(to.place)).toEqual([]);
  });

  it('goes from one engine to the other and back, with every row as it was', async () => {
    const { w, target } = await backedUp();
    const { url, drop } = await emptyPostgres();
    try {
      await restore({ ...target(), database: url }, quiet);
      expect(await refusalOf(restore({ ...target(), database: url }, quiet))).toMatch(/has \d+ tables already/);
      const again = join(folder(), 'from-postgres');
      const manifest = await makeBackup({ database: url, filesDir: w.files, to: again, now: Date.now }, quiet);
      expect(manifest.engine).toBe('postgres');
      const back = target();
      await restore({ ...back, from: again }, quiet);
      expect(recorded(join(back.place, 's.db'))).toEqual(recorded(w.file));
    } finally {
      await drop();
    }
  });

  it('leaves an empty PostgreSQL empty when it fails in the middle', async () => {
    const { from, target } = await backedUp();
    const { url, drop } = await emptyPostgres();
    const spoiled = join(folder(), 'spoiled');
    cpSync(from, spoiled, { recursive: true });
    // SQLite keeps a text in a column of numbers; PostgreSQL does not.
    altered(spoiled, `UPDATE holding SET steps = 'many'`, 'holding');
    try {
      await expect(restore({ ...target(), from: spoiled, database: url }, quiet)).rejects.toThrow(/many/);
      await restore({ ...target(), database: url }, quiet);
    } finally {
      await drop();
    }
  });
});

describe('a backup of D1', () => {
  it('is made of the dump it exports', async () => {
    const w = await openedWorld();
    const dump = join(folder(), 'd1.sql');
    writeFileSync(dump, dumped(w.file));
    const to = join(folder(), 'b');
    const manifest = await makeBackup({ database: dump, filesDir: join(folder(), 'none'), to, now: Date.now }, quiet);
    expect([manifest.engine, manifest.files.count, manifest.warnings.length]).toEqual(['d1', 0, 1]);
    expect(recorded(join(to, 'suyuan.db'))).toEqual(recorded(w.file));
    expect((await readManifest(to)).migrations).toEqual(['0001_init']);
  });
});

function edited(backup: string, change: (manifest: Record<string, unknown>) => unknown): void {
  const file = join(backup, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  change(manifest);
  writeFileSync(file, JSON.stringify(manifest));
}

function flipped(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function theFile(backup: string): string {
  return (readFileSync(join(backup, 'files.tsv'), 'utf8').split('\t')[0] ?? '').trim();
}

/** Changes the database and writes its new hash into the manifest, and the new digest of a table. */
function altered(backup: string, sql: string, table?: string): void {
  const db = new DatabaseSync(join(backup, 'suyuan.db'));
  db.exec(sql);
  const columns =
    table === undefined ? [] : (db.prepare('SELECT name FROM pragma_table_info(?) ORDER BY name').all(table) as { name: string }[]);
  const rows = table === undefined ? [] : db.prepare(`SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM "${table}"`).all();
  db.close();
  const sum = Buffer.alloc(32);
  for (const row of rows)
    for (const [i, byte] of Buffer.from(sha256Hex(JSON.stringify(Object.values(row))), 'hex').entries()) sum[i] = (sum[i] ?? 0) ^ byte;
  edited(backup, (manifest) => {
    const part = (manifest.parts as { name: string; sha256: string }[]).find(({ name }) => name === 'suyuan.db');
    if (part) part.sha256 = sha256Hex(readFileSync(join(backup, 'suyuan.db')) as never);
    if (table !== undefined) Object.assign(manifest.tables as object, { [table]: { rows: rows.length, digest: sum.toString('hex') } });
  });
}

/** As `wrangler d1 export` writes it: statements, with its own list of migrations. */
function dumped(file: string): string {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name <> '_migrations' AND name NOT LIKE 'sqlite%'`)
    .all() as { name: string; sql: string }[];
  const literal = (value: unknown) =>
    value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  const rows = ({ name }: { name: string }) =>
    db
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => `INSERT INTO "${name}" VALUES(${Object.values(row).map(literal).join(',')});`);
  const text = [
    'PRAGMA defer_foreign_keys=TRUE;',
    'CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);',
    `INSERT INTO "d1_migrations" VALUES(1,'0001_init.sql','2026-11-05 01:00:00');`,
    ...tables.map(({ sql }) => `${sql};`),
    ...tables.flatMap(rows),
  ];
  db.close();
  return text.join('\n');
}
