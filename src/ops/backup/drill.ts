import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeBackup } from './backup.ts';
import type { Manifest } from './manifest.ts';
import { type Trust, verified } from './prove.ts';
import { emptied } from './put-database.ts';
import { restore } from './restore.ts';
import type { Steps } from './steps.ts';
import { isPostgres } from './take-database.ts';

export interface DrillAsked extends Trust {
  /** An existing backup; without it one is taken first, of the service's own database and files. */
  from?: string | undefined;
  database: string;
  filesDir: string;
  /** Where it is restored to: an empty PostgreSQL, which is emptied again; without it a file of its own. */
  scratch?: string | undefined;
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
    const { key, kept } = asked;
    const manifest = await restore({ from, database: scratch, filesDir: join(room, 'files'), key, kept, mayBeUnsigned: true }, steps).then(
      (done) => {
        isRestored = true;
        return done;
      },
    );
    if (key !== undefined) await steps.run('ledger', () => verified(scratch, key));
    return manifest;
  } finally {
    // Before that the target was somebody else's, or nothing was put there.
    if (isRestored && isPostgres(scratch)) await emptied(scratch);
    await rm(room, { recursive: true, force: true });
  }
}
