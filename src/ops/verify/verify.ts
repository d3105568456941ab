import { readFileSync } from 'node:fs';
import { type NoteKey, publicKeysOf } from '../../ledger/log/note.ts';
import { checkAudit } from './audit.ts';
import { checkChains } from './chains.ts';
import { keep, keptClaims } from './kept.ts';
import { type Claim, checkLog } from './log.ts';
import { checkPack } from './pack.ts';
import { checkReplay } from './replay/replay.ts';
import { Report } from './report.ts';
import { checkSchema } from './schema.ts';
import { checkService } from './service.ts';
import { openDump, openTables, type Tables } from './tables.ts';

export interface Asked {
  /** What is checked: one of the three. */
  url?: string | undefined;
  db?: string | undefined;
  export?: string | undefined;
  /** The public key, or a file that holds it; after those that were replaced by it, one a line. */
  key: string;
  /** Checkpoints seen before; the new one is added when all is well. */
  kept?: string | undefined;
  token?: string | undefined;
  chain?: string | undefined;
}

/**
 * Checks a service, a database or an export, trusting nothing but the public key and the checkpoints that were kept.
 * @throws {Error} when it cannot be read at all
 */
export async function verify(asked: Asked): Promise<Report> {
  const report = new Report();
  const key = await publicKeysOf(keyText(asked.key));
  const kept = await keptClaims(asked.kept, key, report);
  const note = await latestOf(asked, key, kept, report);
  if (report.ok) keep(asked.kept, note, kept);
  return report;
}

function keyText(key: string): string {
  return key.includes('+') && key.split('+').length >= 3 ? key : readFileSync(key, 'utf8');
}

async function latestOf(asked: Asked, key: NoteKey, kept: readonly Claim[], report: Report) {
  if (asked.url !== undefined) return checkService({ url: asked.url, token: asked.token, chain: asked.chain }, key, kept, report);
  if (asked.export?.endsWith('.json')) return checkPack(JSON.parse(readFileSync(asked.export, 'utf8')) as unknown, key, kept, report);
  const tables = asked.export === undefined ? await openTables(asked.db ?? '') : await openDump(asked.export);
  try {
    return await checkTables(tables, key, kept, report);
  } finally {
    await tables.close();
  }
}

async function checkTables(tables: Tables, key: NoteKey, kept: readonly Claim[], report: Report) {
  await checkSchema(tables, report);
  await checkChains(tables, report);
  const latest = await checkLog(tables, key, kept, report);
  if (latest === null) report.note('nothing has been signed yet');
  await checkReplay(tables, report);
  await checkAudit(tables, report);
  return latest;
}
