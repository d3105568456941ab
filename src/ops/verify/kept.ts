import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { notesIn, parseCheckpoint } from '../../ledger/log/checkpoint.ts';
import type { NoteKey } from '../../ledger/log/note.ts';
import { type Claim, claimOf } from './log.ts';
import type { Report } from './report.ts';

/** Checkpoints this verifier has seen: the one thing the service cannot change. */
export async function keptClaims(file: string | undefined, key: NoteKey, report: Report): Promise<Claim[]> {
  if (file === undefined) {
    report.note('no --kept file: a ledger that was rewritten or set back as a whole cannot be told from this look alone');
    return [];
  }
  if (!existsSync(file)) {
    report.note(`${file} is new: the first checkpoint is kept in it`);
    return [];
  }
  const claims: Claim[] = [];
  for (const note of notesIn(readFileSync(file, 'utf8'))) {
    const claim = await claimOf(note, key, 'kept', report);
    if (claim) claims.push(claim);
  }
  return claims;
}

/** Keeps a checkpoint that was found good, unless one of its size is kept already. */
export function keep(file: string | undefined, note: string | null, known: readonly Claim[]): void {
  const size = note === null ? undefined : parseCheckpoint(note)?.size;
  if (file !== undefined && note !== null && size !== undefined && known.every((claim) => claim.size < size)) appendFileSync(file, note);
}
