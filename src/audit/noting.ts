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
  /** Address as it was asked for; of its query only what names an object is kept. */
  url: string;
  /** Who signs in by it, where it is no caller yet. */
  signsIn?: string | undefined;
  status: number;
  requestId: string;
  address: string | null;
}

/** Signing in and out, and changing what one signs in by. */
export const SIGN_IN_STEPS: ReadonlySet<string> = new Set([
  'signIn',
  'signInByLink',
  'signOut',
  'takeCode',
  'confirmFactor',
  'sendPhoneCode',
  'takePhoneCode',
  'finishElsewhere',
  'connectElsewhere',
  'disconnectElsewhere',
  'acceptInvitation',
  'changePassword',
  'changePhone',
  'newRecoveryCodes',
  'endFactor',
  'endOtherSessions',
  'endSession',
]);
/** Fields of a query that name what is looked at. */
const OBJECT_FIELDS = ['party', 'traceCode', 'authority'] as const;

/**
 * The line a request leaves: every step of a sign-in, whatever an administrator or an authority does, what a party reads that is not open to
 * everybody, and whoever was refused or asked to change what it does not see. What a party writes stands in its ledger. Null for the rest.
 */
export function lineOf(answered: Answered): AuditLine | null {
  const { caller, access, method, status } = answered;
  const isRefused = status === 401 || status === 403 || (caller.kind === 'party' && status === 404);
  const isStep = SIGN_IN_STEPS.has(answered.operation);
  const isOfficial = caller.kind === 'admin' || caller.kind === 'authority';
  const isRead = caller.kind === 'party' && (method === 'GET' || method === 'HEAD') && access.who.includes('party');
  if (!isRefused && !isStep && !isOfficial && !isRead) return null;
  return {
    at: answered.at,
    who: caller.kind === 'anonymous' ? (answered.signsIn ?? 'anonymous') : actedBy(caller),
    role: roleOf(caller),
    operation: answered.operation,
    object: objectOf(answered).slice(0, 300),
    status,
    requestId: answered.requestId,
    address: truncated(answered.address ?? ''),
  };
}

function objectOf({ path, url }: Answered): string {
  const at = url.indexOf('?');
  if (at < 0) return path;
  const asked = new URLSearchParams(url.slice(at + 1));
  const kept = OBJECT_FIELDS.flatMap((name): [string, string][] => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value.slice(0, 80)]];
  });
  return kept.length === 0 ? path : `${path}?${new URLSearchParams(kept)}`;
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
