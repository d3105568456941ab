import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkChains } from '../verify/chains.ts';
import { Report } from '../verify/report.ts';
import { openTables } from '../verify/tables.ts';
import { checkFiles, hashOf, listedFiles } from './files.ts';
import { DATABASE, FILE_LIST, FILES, type Manifest } from './manifest.ts';
import { Refusal, type Steps } from './steps.ts';
import { headsOf, type Readable, sumsOf } from './tables-digest.ts';
import { columnsOf } from './take-database.ts';

/** Everything a backup says of itself, without touching anything else. @throws {Refusal} at the first thing that is not so */
export async function checkBackup(folder: string, manifest: Manifest, steps: Steps): Promise<void> {
  for (const part of [DATABASE, FILE_LIST] as const) await steps.run(`hash of ${part}`, () => checkPart(folder, manifest, part));
  await steps.run('files', async () => {
    const listed = await listedFiles(folder);
    await checkFiles(join(folder, FILES), listed);
    if (listed.length !== manifest.files.count)
      throw new Refusal(`${listed.length} are listed, the manifest counts ${manifest.files.count}`);
    return `${listed.length} with their hashes, ${manifest.files.bytes} bytes`;
  });
  await checkSqliteFile(join(folder, DATABASE), steps);
  await checkContent(join(folder, DATABASE), manifest, steps);
}

async function checkPart(folder: string, { parts }: Manifest, name: string): Promise<string> {
  const said = parts.find((part) => part.name === name);
  const file = join(folder, name);
  if (said === undefined || !existsSync(file)) throw new Refusal(`${name} is missing from the backup`);
  const found = await hashOf(file);
  if (found.sha256 !== said.sha256) throw new Refusal(`${name} was changed: its hash is ${found.sha256}, the manifest says ${said.sha256}`);
  return `${found.bytes} bytes`;
}

/** What SQLite itself can tell of a file. */
export async function checkSqliteFile(file: string, steps: Steps): Promise<void> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    await steps.run('integrity_check', async () => {
      const found = (db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]).map((row) => row.integrity_check);
      if (found.join() !== 'ok') throw new Refusal(found.slice(0, 5).join('; '));
      return 'ok';
    });
    await steps.run('foreign_key_check', async () => {
      const broken = db.prepare('PRAGMA foreign_key_check').all() as { table: string }[];
      if (broken.length > 0) throw new Refusal(`${broken.length} rows refer to what is not there, the first in ${broken[0]?.table}`);
      return 'ok';
    });
  } finally {
    db.close();
  }
}

/** Counts and digests of every table, and every entry of every chain, in an SQLite file or a PostgreSQL database. */
export async function checkContent(place: string, manifest: Manifest, steps: Steps, columns = columnsIn(place)): Promise<void> {
  const tables = await openTables(place);
  try {
    await checkTables(tables, manifest, steps, columns);
  } finally {
    await tables.close();
  }
}

/** As {@link checkContent}, in a database that is open. */
export async function checkTables(
  tables: Readable,
  manifest: Manifest,
  steps: Steps,
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  await steps.run('counts', async () => checkSums(await sumsOf(tables, columns), manifest));
  await steps.run('chains', () => checkEveryChain(tables, manifest));
}

export function columnsIn(file: string): Map<string, string[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return columnsOf(db);
  } finally {
    db.close();
  }
}

function checkSums(found: Manifest['tables'], { tables }: Manifest): string {
  for (const [table, { rows, digest }] of Object.entries(tables)) {
    const actual = found[table];
    if (actual?.rows !== rows) throw new Refusal(`${table} has ${actual?.rows ?? 'no'} rows, the manifest says ${rows}`);
    if (actual.digest !== digest) throw new Refusal(`${table} has the rows it should have, but not what stood in them`);
  }
  const rows = Object.values(found).reduce((sum, one) => sum + one.rows, 0);
  return `${rows} rows in ${Object.keys(tables).length} tables, as in the manifest`;
}

async function checkEveryChain(tables: Readable, { heads }: Manifest): Promise<string> {
  const found = await headsOf(tables);
  if (found.sha256 !== heads.sha256)
    throw new Refusal(`the heads of the chains are not those of the manifest (${found.entries} entries, ${heads.entries} there)`);
  const report = new Report();
  await checkChains({ ...tables, close: async () => {} }, report);
  const [fault] = report.faults;
  if (fault) throw new Refusal(`${report.faults.length} faults, the first: ${fault.check} ${fault.where}: ${fault.what}`);
  return `${found.entries} entries in ${found.chains} chains`;
}
