import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished } from 'vitest';
import { sha256Hex } from '../src/ledger/entry.ts';
import { columnsIn } from '../src/ops/backup/check.ts';
import { hashOf } from '../src/ops/backup/files.ts';
import type { Manifest } from '../src/ops/backup/manifest.ts';
import { Steps } from '../src/ops/backup/steps.ts';
import { headsOf, sumsOf } from '../src/ops/backup/tables-digest.ts';
import { openTables } from '../src/ops/verify/tables.ts';
import { custodyWorld } from './custody-world.ts';
import { signerFor } from './ledger.ts';

/** For tests that do not look at the lines. */
export const quiet = new Steps(() => {});

export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'suyuan-backup-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A service with a day's records, one file and a signed ledger behind it; its store is open. */
export async function openedWorld() {
  const w = await custodyWorld();
  const bytes = '%PDF-1.4\nx\n';
  const put = await w.request('PUT', `/v1/files/${sha256Hex(bytes)}`, {
    key: w.producer.key,
    raw: bytes,
    headers: { 'Content-Type': 'application/pdf' },
  });
  expect(put.status, put.text).toBeLessThan(300);
  await w.batch();
  await w.batch({ batchNumber: 'B2' });
  await w.follower.catchUp();
  await (await signerFor(w.deps)).sign();
  const place = dirname(w.file);
  return { ...w, place, files: join(place, 'files') };
}

/** Every row of every table, as text in an order of its own. */
export function recorded(file: string): Record<string, string[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_migrations' ORDER BY name`)
    .all() as { name: string }[];
  const rows = ({ name }: { name: string }): [string, string[]] => [
    name,
    db
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort(),
  ];
  const all = Object.fromEntries(tables.map(rows));
  db.close();
  return all;
}

/** Changes the database of a backup and makes its manifest anew, as somebody who can write to it would. */
export async function remade(backup: string, sql: string): Promise<void> {
  const file = join(backup, 'suyuan.db');
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as Manifest;
  const tables = await openTables(file);
  const [latest] = await tables.rows('SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1');
  manifest.checkpoint = latest ? String(latest.note) : null;
  manifest.tables = await sumsOf(tables, columnsIn(file));
  manifest.heads = await headsOf(tables);
  await tables.close();
  for (const part of manifest.parts) Object.assign(part, await hashOf(join(backup, part.name)));
  writeFileSync(join(backup, 'manifest.json'), JSON.stringify(manifest));
}

/** What it was refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'it was not refused',
    (error: Error) => error.message,
  );
}
