import { sha256Hex } from '../ledger/entry.ts';
import type { DB } from '../store/schema.ts';

export type AuditRow = DB['access_audit'];
/** What happened; chain, number and hashes are the writer's. */
export type AuditLine = Omit<AuditRow, 'chain' | 'n' | 'prev' | 'hash'>;

/** What stands before the first line of a chain. */
export const NO_LINE = '0'.repeat(64);
/** Lines of the audit about itself. */
export const STARTED = 'audit-started';
export const PRUNED = 'audit-pruned';
export const LEFT_OUT = 'audit-left-out';
/** Entries of the ledger about the audit: where a chain stands; what a deletion leaves of each chain. */
export const HEADED = 'audit.headed';
export const CUT = 'audit.cut';

/** SHA-256 over everything a line says, its place and the hash of the line before it. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { chain, n, at, who, role, operation, object, status, requestId, address, prev } = row;
  return sha256Hex(JSON.stringify([chain, n, at, who, role, operation, object, status, requestId, address, prev]));
}
