import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { listAccess } from './access.ts';
import { checkBackup } from './check.ts';
import { checkFiles, type Listed, listedFiles, missingFiles, placeFiles, synced } from './files.ts';
import { DATABASE, FILES, type Manifest, mustKnowMigrations, readManifest } from './manifest.ts';
import { proveLedger, sizeOf, type Trust } from './prove.ts';
import { mustBeEmpty, putDatabase } from './put-database.ts';
import { Refusal, type Steps } from './steps.ts';
import { knownMigrations } from './take-database.ts';

export interface RestoreAsked extends Trust {
  from: string;
  /** `file:…` that is not there, or an empty `postgresql://…`; need not be the engine the backup came from. */
  database: string;
  /** A folder that is not there, or empty. */
  filesDir: string;
}

/** Lies among files that are being put, so that a restore that broke off knows them for its own. */
const UNFINISHED = '.restoring';

/**
 * Puts a backup where there is nothing yet. It is checked as a whole before anything is written; the database is put last and comes into
 * sight when it was held against the manifest once more, so one that broke off anywhere leaves none, and can be run again.
 * Sessions, links and codes are left out: what was ended since the backup would be open again.
 * @throws {Refusal} for a target that is not empty, and for each thing that is wrong with the backup
 */
export async function restore({ from, database, filesDir, ...trust }: RestoreAsked, steps: Steps): Promise<Manifest> {
  const folder = resolve(from);
  const files = resolve(filesDir);
  const manifest = await readManifest(folder);
  mustKnowMigrations(manifest.migrations, knownMigrations(), `the backup (version ${manifest.version})`);
  await mustBeFree(files);
  await mustBeEmpty(database);
  await checkBackup(folder, manifest, steps);
  await proveLedger(join(folder, DATABASE), trust, steps);
  const listed = await listedFiles(folder);
  await steps.run('files put', () => putFiles(folder, files, listed));
  await putDatabase(join(folder, DATABASE), database, manifest, steps);
  await rm(join(files, UNFINISHED), { force: true });
  for (const sha256 of missingFiles(join(folder, DATABASE), listed))
    steps.note(`records name the file ${sha256}, which is not in the backup`);
  for (const warning of manifest.warnings) steps.note(`when it was taken: ${warning}`);
  return manifest;
}

async function mustBeFree(files: string): Promise<void> {
  const names = existsSync(files) ? await readdir(files) : [];
  if (names.length > 0 && !names.includes(UNFINISHED))
    throw new Refusal(`--files: ${files} is not empty; a restore never writes over anything: move it away or choose another`);
}

async function putFiles(folder: string, files: string, listed: readonly Listed[]): Promise<string> {
  await mkdir(files, { recursive: true });
  await writeFile(join(files, UNFINISHED), '', { flush: true });
  await synced(files);
  await placeFiles(join(folder, FILES), files, listed);
  await checkFiles(files, listed);
  return `${listed.length} in ${files}`;
}

/** What an operator must know before the service starts on what was restored; who gets in by it is listed beside the folder of files. */
export async function afterwards(
  manifest: Manifest,
  { from, filesDir }: Pick<RestoreAsked, 'from' | 'filesDir'>,
  now: number,
): Promise<string[]> {
  const { takenAt, checkpoint, heads } = manifest;
  return [
    ...(await listAccess(join(resolve(from), DATABASE), resolve(filesDir), manifest, now)),
    `restored as of ${takenAt}: ${heads.entries} entries; the largest tree that was signed by then has ${sizeOf(checkpoint)}`,
    'not restored: sessions, invitations and other links, codes under way, recovery codes. People sign in again and make new recovery codes',
    'put signing.key, its .checkpoint and sealing.key in place before the start: they are kept apart from backups',
    'when more was signed since, the service says "ledger-not-signed" and signs nothing until LEDGER_RESUME gives that up',
  ];
}
