import { existsSync, readFileSync } from 'node:fs';
import { notesIn, parseCheckpoint } from '../../ledger/log/checkpoint.ts';
import { leafHash } from '../../ledger/log/merkle.ts';
import { publicKeyOf } from '../../ledger/log/note.ts';
import { checkAudit } from '../verify/audit.ts';
import { keptClaims } from '../verify/kept.ts';
import { type Claim, TreeCheck } from '../verify/log.ts';
import { checkReplay } from '../verify/replay/replay.ts';
import { Report } from '../verify/report.ts';
import { checkSchema } from '../verify/schema.ts';
import { openTables, type Tables } from '../verify/tables.ts';
import { verify } from '../verify/verify.ts';
import { Refusal, type Steps } from './steps.ts';

/** What a backup is held against that did not come with it: its manifest can be remade by whoever alters it. */
export interface Trust {
  /** The public key, or a file that holds it. */
  key?: string | undefined;
  /** A file of checkpoints that were kept elsewhere; `signing.key.checkpoint` is one. */
  kept?: string | undefined;
  /** A key is no proof of what nothing was signed over: refused unless it is only a rehearsal. */
  mayBeUnsigned?: boolean | undefined;
}

const WITHOUT_KEY =
  'NOT CHECKED, since no --key was given: whether the entries are those that were signed. Whoever could write to this backup can have put another history in it';
const WITHOUT_KEPT =
  'NOT CHECKED, since no --kept was given: whether it is older than it says, or was remade by somebody who holds the signing key';

/**
 * Holds the ledger of a backup against what was signed and kept, and its tables against the ledger, before anything of it is put anywhere.
 * What cannot be checked is said.
 * @param file the database of the backup
 * @throws {Refusal} at the first thing that was altered
 */
export async function proveLedger(file: string, trust: Trust, steps: Steps): Promise<void> {
  mustBeThere(trust);
  const { key, kept, mayBeUnsigned = false } = trust;
  if (key === undefined) {
    await steps.run('ledger of the backup', () => checkUnsigned(file));
    steps.note(WITHOUT_KEY);
    return;
  }
  await steps.run('ledger of the backup', () => verified(file, key));
  steps.note(await signedPart(file, mayBeUnsigned));
  if (kept === undefined) steps.note(WITHOUT_KEPT);
  else await steps.run('kept checkpoints', () => checkKept(file, key, kept));
}

function mustBeThere({ key, kept }: Trust): void {
  if (key !== undefined && !isKeyText(key) && !existsSync(key)) throw new Refusal(`--key: there is no file ${key}`);
  if (kept === undefined) return;
  if (key === undefined) throw new Refusal('--kept needs --key: the checkpoints in it are believed because the key has signed them');
  if (!existsSync(kept)) throw new Refusal(`--kept: there is no file ${kept}`);
  if (notesIn(readFileSync(kept, 'utf8')).length === 0) throw new Refusal(`--kept: ${kept} holds no checkpoint`);
}

const isKeyText = (key: string) => key.split('+').length >= 3;

/** The whole of the verifier, over a database in place or in a backup. @throws {Refusal} naming the first fault */
export async function verified(place: string, key: string): Promise<string> {
  if (!isKeyText(key) && !existsSync(key)) throw new Refusal(`--key: there is no file ${key}`);
  const report = await verify({ db: place, key });
  return foundBy(report);
}

/** What can be told without a key: the tables are what the ledger tells, the access audit is whole. */
async function checkUnsigned(file: string): Promise<string> {
  const report = new Report();
  await reading(file, async (tables) => {
    await checkSchema(tables, report);
    await checkReplay(tables, report);
    await checkAudit(tables, report);
  });
  return foundBy(report);
}

/** How much of it a signature stands for: what nothing was signed over can have been anything. */
async function signedPart(file: string, mayBeUnsigned: boolean): Promise<string> {
  return reading(file, async (tables) => {
    const [latest] = await tables.rows('SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1');
    const [all] = await tables.rows('SELECT count(*) AS n FROM entry');
    if (latest === undefined && mayBeUnsigned) return 'nothing in this backup is signed: the key tells nothing of it';
    if (latest === undefined)
      throw new Refusal(
        '--key: nothing in this backup is signed, so the key tells nothing of it. Where nothing was signed yet when it was taken, restore without --key',
      );
    const rest = Number(all?.n) - Number(latest.size);
    return `${latest.size} entries are under a signature, ${rest} that came after the last one are not`;
  });
}

async function checkKept(file: string, key: string, kept: string): Promise<string> {
  const report = new Report();
  const claims = await keptClaims(kept, await publicKeyOf(isKeyText(key) ? key : readFileSync(key, 'utf8')), report);
  const size = await reading(file, (tables) => hold(tables, claims, report));
  foundBy(report);
  const beyond = claims.filter((claim) => claim.size > size);
  const largest = Math.max(0, ...beyond.map((claim) => claim.size));
  const held = `${claims.length - beyond.length} hold`;
  return beyond.length === 0
    ? held
    : `${held}; the ledger had ${largest} entries by then, ${largest - size} of them are not in this backup`;
}

/** Holds kept trees against the entries; larger ones than there are, an older copy cannot have. */
async function hold(tables: Tables, claims: readonly Claim[], report: Report): Promise<number> {
  const [log] = await tables.rows('SELECT count(*) AS n FROM log_leaf');
  const size = Number(log?.n);
  const tree = new TreeCheck(
    report,
    claims.filter((claim) => claim.size <= size),
  );
  const sql = 'SELECT e.bytes FROM log_leaf l JOIN entry e ON e.chain = l.chain AND e.seq = l.seq ORDER BY l."leafIndex"';
  for await (const row of tables.stream(sql)) tree.push(leafHash(String(row.bytes)));
  tree.end();
  return size;
}

async function reading<R>(file: string, work: (tables: Tables) => Promise<R>): Promise<R> {
  const tables = await openTables(file);
  try {
    return await work(tables);
  } finally {
    await tables.close();
  }
}

function foundBy(report: Report): string {
  const [fault] = report.faults;
  if (fault) throw new Refusal(`${report.faults.length} faults, the first: ${fault.check} ${fault.where}: ${fault.what}`);
  return [...report.counts].map(([what, n]) => `${n} ${what}`).join(', ');
}

/** The size a signed note speaks of; 0 without one. */
export function sizeOf(note: string | null): number {
  return note === null ? 0 : (parseCheckpoint(note)?.size ?? 0);
}
