import { newPublicId, newSecret } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { cookieOf, SESSION_COOKIE } from '../platform/auth.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { write } from '../platform/write.ts';
import type { Commit, Expect, Reply, Rows, Touch } from '../store/store.ts';
import {
  type AccountRow,
  accountBy,
  type CredentialRow,
  credentialOf,
  HALF_MS,
  type OwnerKind,
  SESSION_LIMITS,
  type SessionKind,
  type SessionRow,
} from './model.ts';
import { isPersonToken, PERSON_TOKEN } from './tokens.ts';

export const NOTHING: Reply = { status: 204, headers: {}, body: '' };

/** Writes what is in no chain: credentials and sessions, all of it or nothing. */
export async function writeAside(
  deps: Deps,
  now: number,
  build: () => Promise<{ rows?: Rows; touch?: Touch[]; expect?: Expect[] }>,
): Promise<void> {
  await write(
    deps.store,
    async (): Promise<Commit> => ({ chain: 'system', at: now, entries: [], ...(await build()), finish: () => ({ reply: NOTHING }) }),
  );
}

export interface NewSession {
  kind: SessionKind;
  accountId: number | null;
  expiresAt: number;
  data?: string;
  /** What the person types or follows; a session's own secret without it. */
  token?: string;
  browser?: string | null;
}

/** A row and the secret it answers to. */
export async function newSession(deps: Deps, given: NewSession, now: number): Promise<{ row: SessionRow; token: string }> {
  const [id = 0] = await deps.store.ids(1);
  const token = given.token ?? newSecret(PERSON_TOKEN, deps.random);
  const row: SessionRow = {
    id,
    publicId: newPublicId(deps.random),
    tokenHash: sha256Hex(token),
    accountId: given.accountId,
    kind: given.kind,
    data: given.data ?? null,
    browser: given.browser ?? null,
    createdAt: now,
    seenAt: now,
    expiresAt: given.expiresAt,
    endedAt: null,
  };
  return { row, token };
}

/** A person that a request comes from; `half` while the second factor is missing. */
export interface Person {
  account: AccountRow;
  credential: CredentialRow;
  session: SessionRow;
  half: boolean;
}

/** The row a secret answers to, while it is good. */
export async function sessionByToken(
  deps: Deps,
  token: string,
  kinds: readonly SessionKind[],
  now: number,
): Promise<SessionRow | undefined> {
  return deps.store.read
    .selectFrom('person_session')
    .selectAll()
    .where('tokenHash', '=', sha256Hex(token))
    .where('kind', 'in', kinds)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

/** The person of the request's cookie, signed in wholly or by half. */
export async function personOf(deps: Deps, request: Request, now: number): Promise<Person | null> {
  const token = cookieOf(request, SESSION_COOKIE);
  if (token === undefined || !isPersonToken(token)) return null;
  const session = await sessionByToken(deps, token, ['full', 'half'], now);
  if (!session || session.accountId === null) return null;
  const account = await accountBy(deps.store.read, 'id', session.accountId);
  const credential = await credentialOf(deps.store.read, session.accountId);
  if (!account || account.endedAt !== null || !credential) return null;
  deps.audit?.signsIn(request, 'account', account.publicId);
  const idleMs = SESSION_LIMITS[account.ownerKind as OwnerKind].idleMs;
  if (session.seenAt + idleMs <= now) return null;
  return { account, credential, session, half: session.kind === 'half' };
}

/**
 * Ends every row of an account that the commit before this did not know of, and writes `rows`. Called after a change of the credential:
 * since then none is opened on the old one, so what is there now is all there will be.
 */
export async function endTheRest(
  deps: Deps,
  accountId: number,
  kinds: readonly SessionKind[],
  now: number,
  { rows, keep = 0 }: { rows?: Rows; keep?: number } = {},
): Promise<void> {
  await writeAside(deps, now, async () => ({ ...(rows ? { rows } : {}), touch: await endingOf(deps, accountId, kinds, now, keep) }));
}

/** Ends a row that is used once; false when somebody else did first. */
export async function endSession(deps: Deps, row: Pick<SessionRow, 'id'>, now: number): Promise<boolean> {
  const result = await deps.store.commit({
    chain: 'system',
    at: now,
    entries: [],
    touch: [{ set: 'person_session', id: row.id, to: { endedAt: now }, was: { endedAt: null } }],
    finish: () => ({ reply: NOTHING }),
  });
  return result.committed;
}

/** Rows of an account that are in force, newest first. */
export function sessionsOf(deps: Deps, accountId: number, kinds: readonly SessionKind[], now: number): Promise<SessionRow[]> {
  return deps.store.read
    .selectFrom('person_session')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('kind', 'in', kinds)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('seenAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** What ends the rows of an account, but one. */
export async function endingOf(deps: Deps, accountId: number, kinds: readonly SessionKind[], now: number, keep = 0): Promise<Touch[]> {
  const rows = await sessionsOf(deps, accountId, kinds, now);
  return rows.filter(({ id }) => id !== keep).map(({ id }) => ({ set: 'person_session', id, to: { endedAt: now } }));
}

/** The cookie of a session; `seconds` 0 takes it away. */
export function cookie(deps: Deps, token: string, seconds: number): string {
  const secure = deps.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`;
}

/** 303 with a cookie. */
export function sentWith(deps: Deps, to: string, token: string, seconds: number): Reply {
  return { status: 303, headers: { Location: to, 'Set-Cookie': cookie(deps, token, seconds), 'Cache-Control': 'no-store' }, body: '' };
}

/** What a session is opened on must still be so when it stands: a reset in between has ended the sessions there were, and not this one. */
export function unchanged(credential: CredentialRow): Expect[] {
  return [
    { table: 'credential', id: credential.id, column: 'passwordHash', is: credential.passwordHash },
    { table: 'credential', id: credential.id, column: 'changedAt', is: credential.changedAt },
    { table: 'account', id: credential.id, column: 'endedAt', is: null },
  ];
}

/** The instant of a change of a credential: never the same twice, so that what was read before it is known to be old. */
export function changeAt(credential: CredentialRow, now: number): number {
  return Math.max(now, credential.changedAt + 1);
}

/** Ends rows that are used once and writes what they are good for; false when somebody else used one, or the credential is not what it was. */
export async function inPlaceOf(
  deps: Deps,
  credential: CredentialRow,
  now: number,
  { rows, ends }: { rows?: Rows; ends: readonly Pick<SessionRow, 'id'>[] },
): Promise<boolean> {
  const result = await deps.store.commit({
    chain: 'system',
    at: now,
    entries: [],
    ...(rows ? { rows } : {}),
    touch: ends.map(({ id }) => ({ set: 'person_session', id, to: { endedAt: now }, was: { endedAt: null } })),
    expect: unchanged(credential),
    finish: () => ({ reply: NOTHING }),
  });
  return result.committed;
}

/** Opens a session (a new secret, never the one of the step before) and goes on; back to the sign-in when what it stood on is gone. */
export async function openSession(
  deps: Deps,
  { account, credential }: Pick<Person, 'account' | 'credential'>,
  kind: 'full' | 'half',
  { to, now, request, ends = [] }: { to: string; now: number; request: Request; ends?: readonly SessionRow[] },
): Promise<Reply> {
  const lastsMs = kind === 'half' ? HALF_MS : SESSION_LIMITS[account.ownerKind as OwnerKind].absoluteMs;
  const browser = request.headers.get('user-agent')?.slice(0, 200) ?? null;
  const { row, token } = await newSession(deps, { kind, accountId: account.id, expiresAt: now + lastsMs, browser }, now);
  if (!(await inPlaceOf(deps, credential, now, { rows: { person_session: [row] }, ends }))) return sentWith(deps, '/sign-in', '', 0);
  return sentWith(deps, to, token, Math.floor(lastsMs / 1_000));
}

/** A form of a page of ours: one sent from another site could sign a visitor in as somebody else, or act for whoever is signed in. */
export function refuseForeignForm(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOwn = site === null ? origin === null || sameHost(origin, request) : site === 'same-origin' || site === 'none';
  if (!isOwn) throw new Problem('forbidden', { zh: '请从本系统的页面操作。', en: 'Do this from a page of this service.' });
}

function sameHost(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
}
