import { silentLog } from '../platform/log.ts';
import { Problem } from '../platform/problems.ts';
import type { Store } from '../store/store.ts';
import { AccessAudit } from './audit.ts';
import { PRUNED } from './line.ts';

const DAY = 24 * 60 * 60_000;
/** Lines are kept so many days at least: six months (网络安全法 21) and some. */
export const AUDIT_DAYS = 200;

/**
 * Deletes the lines of the access audit that are older than so many days, and says so in a line of its own.
 * @returns how many were deleted
 * @throws {Problem} out-of-order for fewer than 200 days
 */
export async function pruneAudit(store: Store, now: number, days: number): Promise<number> {
  if (!Number.isInteger(days) || days < AUDIT_DAYS)
    throw new Problem('out-of-order', {
      zh: `访问审计至少保留 ${AUDIT_DAYS} 天，不能删除更近的记录。`,
      en: `The access audit is kept for ${AUDIT_DAYS} days at least; nothing younger is deleted.`,
    });
  // Told before it is done: a crash between the two leaves lines too many, never a gap that nobody explains.
  const before = now - days * DAY;
  const audit = new AccessAudit({
    store,
    clock: () => now,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    log: silentLog,
  });
  audit.note({
    at: now,
    who: 'service',
    role: 'service',
    operation: PRUNED,
    object: String(before),
    status: 200,
    requestId: '',
    address: '',
  });
  await audit.flush();
  return store.forget('access_audit', before);
}
