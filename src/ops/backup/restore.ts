import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseCheckpoint } from '../../ledger/log/checkpoint.ts';
import { checkBackup, checkContent, checkSqliteFile, columnsIn } from './check.ts';
import { checkFiles, listedFiles, placeFiles } from './files.ts';
import { DATABASE, FILES, type Manifest, mustKnowMigrations, readManifest } from './manifest.ts';
import { mustBeEmpty, putDatabase } from './put-database.ts';
import { Refusal, type Steps } from './steps.ts';
import { isPostgres, knownMigrations } from './take-database.ts';

export interface RestoreAsked {
  from: string;
  /** `file:…` that is not there, or an empty `postgresql://…`; need not be the engine the backup came from. */
  database: string;
  /** A folder that is not there, or empty. */
  filesDir: string;
}

/**
 * Puts a backup where there is nothing yet, and holds what was put there against the manifest once more. Checked as a whole before anything is written.
 * @throws {Refusal} for a target that is not empty, and for each thing that is wrong with the backup
 */
export async function restore({ from, database, filesDir }: RestoreAsked, steps: Steps): Promise<Manifest> {
  const folder = resolve(from);
  const files = resolve(filesDir);
  const manifest = await readManifest(folder);
  mustKnowMigrations(manifest.migrations, knownMigrations(), `the backup (version ${manifest.version})`);
  if (existsSync(files) && (await readdir(files)).length > 0)
    throw new Refusal(`--files: ${files} is not empty; a restore never writes over anything: move it away or choose another`);
  await mustBeEmpty(database);
  await checkBackup(folder, manifest, steps);
  await steps.run('files put', async () => {
    const listed = await listedFiles(folder);
    await mkdir(files, { recursive: true });
    await placeFiles(join(folder, FILES), files, listed);
    await checkFiles(files, listed);
    return `${listed.length} in ${files}`;
  });
  await steps.run('database put', () => putDatabase(join(folder, DATABASE), database, manifest));
  const file = database.replace(/^file:/, '');
  if (!isPostgres(database)) await checkSqliteFile(file, steps);
  await checkContent(isPostgres(database) ? database : file, manifest, steps, columnsIn(join(folder, DATABASE)));
  for (const warning of manifest.warnings) steps.note(`when it was taken: ${warning}`);
  return manifest;
}

/** What an operator must know before the service starts on what was restored. */
export function afterwards({ takenAt, checkpoint, heads }: Manifest): string[] {
  const size = checkpoint === null ? 0 : (parseCheckpoint(checkpoint)?.size ?? 0);
  return [
    `restored as of ${takenAt}: ${heads.entries} entries; the largest tree that was signed by then has ${size}`,
    'put the signing key and its .checkpoint in place before the start: they are kept apart from backups',
    'when more was signed since, the service says "ledger-not-signed" and signs nothing until LEDGER_RESUME gives that up',
  ];
}
