import { actedBy, type Caller, nameOf } from '../platform/caller.ts';
import type { Access } from '../platform/route.ts';
import type { AuditLine } from './line.ts';

/** What is known of a request once it has been answered. */
export interface Answered {
  at: number;
  caller: Caller;
  access: Access;
  operation: string;
  method: string;
  /** Path without secrets. */
  path: string;
  status: number;
  requestId: string;
  address: string | null;
}

/**
 * The line a request leaves: whatever an administrator or an authority does, what a party reads that is not open to everybody, and whoever
 * was refused. What a party writes stands in its ledger. Null for the rest.
 */
export function lineOf(answered: Answered): AuditLine | null {
  const { caller, access, method, status } = answered;
  const isRefused = status === 401 || status === 403;
  const isOfficial = caller.kind === 'admin' || caller.kind === 'authority';
  const isRead = caller.kind === 'party' && (method === 'GET' || method === 'HEAD') && access.who.includes('party');
  if (!isRefused && !isOfficial && !isRead) return null;
  return {
    at: answered.at,
    who: actedBy(caller),
    role: roleOf(caller),
    operation: answered.operation,
    object: answered.path.slice(0, 300),
    status,
    requestId: answered.requestId,
    address: truncated(answered.address ?? ''),
  };
}

function roleOf(caller: Caller): string {
  if (caller.kind === 'authority') return caller.role;
  if (caller.kind === 'party') return caller.actor.id === caller.party.id ? 'party' : `for party:${caller.party.publicId}`;
  return nameOf(caller);
}

/** The network an address is in: enough to see a pattern, too little to follow a person. IPv6 comes as its /64 already. */
export function truncated(address: string): string {
  return address.replace(/^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/, '$1.0');
}
