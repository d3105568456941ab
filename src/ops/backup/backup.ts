import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { VERSION } from '../../platform/version.ts';
import { openTables } from '../verify/tables.ts';
import { checkBackup, columnsIn } from './check.ts';
import { copyFiles, hashOf, isInside, listedFiles, missingFiles, synced } from './files.ts';
import { DATABASE, FILE_LIST, FILES, FORMAT, MANIFEST, type Manifest } from './manifest.ts';
import { noteBackup } from './stamp.ts';
import { Refusal, type Steps } from './steps.ts';
import { headsOf, sumsOf } from './tables-digest.ts';
import { takeDatabase } from './take-database.ts';

export interface BackupAsked {
  /** `file:…`, `postgresql://…`, or a dump in SQL that D1 exported. */
  database: string;
  filesDir: string;
  /** A folder that is not there yet, or empty. */
  to: string;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Takes a backup while the service goes on: the database as of one moment, then the files, which are written before the facts that name them.
 * It is written beside its place, read again, gets its manifest when it was found whole, and is moved: so a folder with a manifest is a whole
 * backup, and what breaks off anywhere leaves none.
 * The signing key and the memory of what was signed never go in: with them an old copy could vouch for itself.
 * @throws {Refusal}
 */
export async function makeBackup(asked: BackupAsked, steps: Steps): Promise<Manifest> {
  const manifest = await takeBackup(asked, steps);
  await noteBackup(asked.filesDir, manifest).catch((error) => steps.note(`the service was not told of this backup: ${String(error)}`));
  return manifest;
}

/** As {@link makeBackup}, for one that is not kept: the service is not told of it. */
export async function takeBackup(asked: BackupAsked, steps: Steps): Promise<Manifest> {
  const to = resolve(asked.to);
  await mustBeFree(to, resolve(asked.filesDir));
  const draft = `${to}.partial`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, FILES), { recursive: true, mode: 0o700 });
  const manifest = await written(asked, draft, steps);
  await checkBackup(draft, manifest, steps);
  await steps.run('manifest', async () => {
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    await synced(draft);
    return `${Object.keys(manifest.tables).length} tables, ${manifest.heads.chains} chains`;
  });
  await steps.run('backup', async () => {
    // Only where it is still empty.
    await rmdir(to).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)));
    await rename(draft, to);
    await synced(dirname(to));
    return to;
  });
  for (const warning of manifest.warnings) steps.note(warning);
  for (const name of await readdir(dirname(to)))
    if (name.endsWith('.partial')) steps.note(`${join(dirname(to), name)} was not finished, unless somebody is taking it now: delete it`);
  return manifest;
}

async function mustBeFree(to: string, filesDir: string): Promise<void> {
  if (isInside(to, filesDir))
    throw new Refusal(`--to: ${to} lies in the folder of files, which is backed up: choose another, best on another disk`);
  if (existsSync(to) && (await readdir(to)).length > 0) throw new Refusal(`--to: ${to} is not empty; each backup gets a folder of its own`);
}

async function written({ database, filesDir, now }: BackupAsked, draft: string, steps: Steps): Promise<Manifest> {
  const file = join(draft, DATABASE);
  const takenAt = new Date(now()).toISOString();
  const found: Partial<Manifest> & { warnings: string[] } = { warnings: [] };
  await steps.run('database', async () => {
    Object.assign(found, await takeDatabase(database, file));
    await synced(file);
    return `${found.engine}, schema ${found.migrations?.at(-1)}`;
  });
  await steps.run('files', async () => {
    const { warnings, ...files } = await copyFiles(filesDir, draft);
    found.files = files;
    const missing = missingFiles(file, await listedFiles(draft));
    found.warnings.push(...warnings, ...missing.map((sha256) => `records name the file ${sha256}, which is not in the folder of files`));
    return `${files.count}, ${files.bytes} bytes`;
  });
  await steps.run('content', async () => {
    Object.assign(found, { service: 'suyuan', format: FORMAT, version: VERSION, takenAt, ...(await described(file)) });
    found.parts = await Promise.all(([DATABASE, FILE_LIST] as const).map(async (name) => ({ name, ...(await hashOf(join(draft, name))) })));
    return `${found.heads?.entries} entries`;
  });
  return found as Manifest;
}

async function described(file: string): Promise<Pick<Manifest, 'tables' | 'heads' | 'checkpoint'>> {
  const tables = await openTables(file);
  try {
    const [latest] = await tables.rows('SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1');
    return { tables: await sumsOf(tables, columnsIn(file)), heads: await headsOf(tables), checkpoint: latest ? String(latest.note) : null };
  } finally {
    await tables.close();
  }
}
