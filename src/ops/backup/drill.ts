import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../verify/verify.ts';
import { takeBackup } from './backup.ts';
import type { Manifest } from './manifest.ts';
import { emptied } from './put-database.ts';
import { restore } from './restore.ts';
import { Refusal, type Steps } from './steps.ts';
import { isPostgres } from './take-database.ts';

export interface DrillAsked {
  /** An existing backup; without it one is taken first, of the service's own database and files. */
  from?: string | undefined;
  database: string;
  filesDir: string;
  /** Where it is restored to: an empty PostgreSQL, which is emptied again; without it a file of its own. */
  scratch?: string | undefined;
  /** The public key, or a file that holds it; without it signatures are not looked at. */
  key?: string | undefined;
  now: () => number;
}

/** Restores a backup elsewhere, verifies it, counts it, and takes all of it away again. @throws {Refusal} when it would not do */
export async function drill(asked: DrillAsked, steps: Steps): Promise<Manifest> {
  const room = await mkdtemp(join(tmpdir(), 'suyuan-drill-'));
  const scratch = asked.scratch ?? `file:${join(room, 'restored.db')}`;
  let isRestored = false;
  try {
    const from = asked.from ?? join(room, 'backup');
    if (asked.from === undefined) await takeBackup({ ...asked, to: from }, steps);
    const manifest = await restore({ from, database: scratch, filesDir: join(room, 'files') }, steps).then((done) => {
      isRestored = true;
      return done;
    });
    const { key } = asked;
    if (key === undefined) steps.note('no public key was given: signatures were not looked at');
    else await steps.run('ledger', () => verified(scratch, key));
    return manifest;
  } finally {
    // Before that the target was somebody else's, or nothing was put there.
    if (isRestored && isPostgres(scratch)) await emptied(scratch);
    await rm(room, { recursive: true, force: true });
  }
}

async function verified(place: string, key: string): Promise<string> {
  if (!key.includes('+') && !existsSync(key)) throw new Refusal(`--key: there is no file ${key}`);
  const report = await verify({ db: place, key });
  const [fault] = report.faults;
  if (fault) throw new Refusal(`${report.faults.length} faults, the first: ${fault.check} ${fault.where}: ${fault.what}`);
  return [...report.counts].map(([what, n]) => `${n} ${what}`).join(', ');
}
