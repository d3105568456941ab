import type { RandomBytes } from '../codes/ids.ts';
import { silentLog } from '../platform/log.ts';
import { Problem } from '../platform/problems.ts';
import type { Store } from '../store/store.ts';
import { AccessAudit } from './audit.ts';
import { type Head, headsOf, type Left, writeEntries } from './heads.ts';
import { CUT, PRUNED } from './line.ts';

const DAY = 24 * 60 * 60_000;
/** Chains one entry names; more would be set aside as a large payload. */
const NAMED = 100;
/** Lines are kept so many days at least: six months (网络安全法 21) and some. */
export const AUDIT_DAYS = 200;

/**
 * Deletes the lines of the access audit that are older than so many days, and says so: in a line of its own, and in the ledger, which names
 * what is left of each chain.
 * @returns how many were deleted
 * @throws {Problem} out-of-order for fewer than 200 days
 * @throws {Error} when it cannot be said; then nothing is deleted
 */
export async function pruneAudit(store: Store, now: number, days: number): Promise<number> {
  if (!Number.isInteger(days) || days < AUDIT_DAYS)
    throw new Problem('out-of-order', {
      zh: `访问审计至少保留 ${AUDIT_DAYS} 天，不能删除更近的记录。`,
      en: `The access audit is kept for ${AUDIT_DAYS} days at least; nothing younger is deleted.`,
    });
  const before = now - days * DAY;
  const old = await store.read.selectFrom('access_audit').select('n').where('at', '<', before).limit(1).executeTakeFirst();
  if (!old) return 0;
  // Told before it is done: a crash between the two leaves lines too many, never a gap that nobody explains.
  const clock = () => now;
  const random: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));
  const audit = new AccessAudit({ store, clock, random, log: silentLog });
  const about = { who: 'service', role: 'service', status: 200, requestId: '', address: '' };
  audit.note({ at: now, operation: PRUNED, object: String(before), ...about });
  await audit.settle();
  const chains = await Promise.all((await headsOf(store.read)).map((head) => leftOf(store, head, before)));
  for (let at = 0; at < chains.length; at += NAMED)
    await writeEntries({ store, clock }, [
      { kind: CUT, subject: 'audit/all', payload: { before, chains: chains.slice(at, at + NAMED).map((one) => ({ ...one })) } },
    ]);
  return store.forget('access_audit', before);
}

/** What a deletion leaves of a chain: its first line and the hash that one follows on. */
async function leftOf(store: Store, { chain, n, hash }: Head, before: number): Promise<Left> {
  const first = await store.read
    .selectFrom('access_audit')
    .select(['n', 'prev'])
    .where('chain', '=', chain)
    .where('at', '>=', before)
    .orderBy('n')
    .limit(1)
    .executeTakeFirst();
  return { chain, n, hash, from: first?.n ?? n + 1, prev: first?.prev ?? hash };
}
