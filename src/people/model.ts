import type { Right } from '../platform/caller.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

export type Read = Store['read'];
export type AccountRow = DB['account'];
export type CredentialRow = DB['credential'];
export type SessionRow = DB['person_session'];
export type OwnerKind = 'admin' | 'authority' | 'party';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a session lives without a request, and altogether, by whom the account acts for. */
export const SESSION_LIMITS: Record<OwnerKind, { idleMs: number; absoluteMs: number }> = {
  admin: { idleMs: 15 * MINUTE, absoluteMs: 8 * HOUR },
  authority: { idleMs: 30 * MINUTE, absoluteMs: 12 * HOUR },
  party: { idleMs: 12 * HOUR, absoluteMs: 7 * DAY },
};
/** How long the second step of a sign-in waits. */
export const HALF_MS = 10 * MINUTE;
/** How long an invitation or a link to a new password waits. */
export const LINK_MS = { invite: 72 * HOUR, reset: HOUR };

/**
 * What a row of `person_session` is. `key` is a session of an administrator's or an authority's key, whose id is its `data`; the last five are
 * used once.
 */
export type SessionKind = 'full' | 'half' | 'key' | 'invite' | 'reset' | 'recovery' | 'phone' | 'oidc';

/** Administrators and authorities do nothing before their second factor stands. */
export function needsSecondFactor(account: Pick<AccountRow, 'ownerKind'>): boolean {
  return account.ownerKind !== 'party';
}

/** Rights of an account of a party; all without a list. */
export function rightsIn(account: Pick<AccountRow, 'rights'>, all: readonly Right[]): readonly Right[] {
  return account.rights === null ? all : (JSON.parse(account.rights) as Right[]);
}

export function accountBy<C extends 'id' | 'publicId'>(read: Read, column: C, value: AccountRow[C]): Promise<AccountRow | undefined> {
  return read
    .selectFrom('account')
    .selectAll()
    .where(column, '=', value as never)
    .executeTakeFirst();
}

export function credentialOf(read: Read, accountId: number): Promise<CredentialRow | undefined> {
  return read.selectFrom('credential').selectAll().where('id', '=', accountId).executeTakeFirst();
}
