import { showSignIn } from '../parties/sign-in.ts';
import type { Deps } from '../platform/deps.ts';
import type { Call } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { requirePeople } from './accounts.ts';
import { attemptFrom } from './attempts.ts';
import { type AccountRow, accountBy, type CredentialRow, needsSecondFactor, type SessionRow } from './model.ts';
import { openSession } from './sessions.ts';
import type { PeopleTools } from './tools.ts';

export const SECOND_FACTOR_PATH = '/account/second-factor';
export const CODE_PATH = '/account/code';
/** What nobody has typed: checked where there is no account, so that the answer takes as long. */
let nobody: Promise<string> | undefined;

/** Logins are compared without case and width. */
export function normalLogin(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

export interface SignInForm {
  login?: string | undefined;
  password?: string | undefined;
  next?: string | undefined;
}

/**
 * The first step: login and password. A login nobody has is answered like a wrong password: the same text after the same work, and it is
 * locked out alike.
 */
export async function signInWithPassword(deps: Deps, call: Call<unknown, unknown, SignInForm>, next: string | undefined): Promise<Reply> {
  const tools = requirePeople(deps);
  const login = normalLogin(call.body.login ?? '');
  const tried = await attemptFrom(deps, 'login', login, call.network ?? null, call.now);
  if (tried.waitSeconds > 0)
    return showSignIn(deps, call, { status: 429, next, error: 'locked', login: call.body.login, waitSeconds: tried.waitSeconds });
  const credential = await deps.store.read.selectFrom('credential').selectAll().where('login', '=', login).executeTakeFirst();
  const isRight = await matches(tools, credential, (call.body.password ?? '').normalize('NFKC'));
  // Looked up in any case: who is tried in vain is told to the audit, and not by the time it takes.
  const account = await accountBy(deps.store.read, 'id', credential?.id ?? 0);
  if (account) deps.audit?.signsIn(call.request, 'account', account.publicId);
  if (!credential || !account || !isRight || account.endedAt !== null)
    return showSignIn(deps, call, { status: 401, next, error: 'person', login: call.body.login });
  await tried.succeeded();
  return afterFirstFactor(deps, call, account, credential, { next });
}

async function matches(tools: PeopleTools, credential: CredentialRow | undefined, password: string): Promise<boolean> {
  nobody ??= tools.hash('nobody has this password');
  const hash = credential?.passwordHash ?? (await nobody);
  return (await tools.verify(hash, password.slice(0, 400))) && credential?.passwordHash !== null && credential !== undefined;
}

/** Where a person goes who has shown the first factor: in, to the code of the second, or to set one up. */
export async function afterFirstFactor(
  deps: Deps,
  call: Call,
  account: AccountRow,
  credential: CredentialRow,
  { next, ends = [] }: { next?: string | undefined; ends?: readonly SessionRow[] },
): Promise<Reply> {
  const at = { now: call.now, request: call.request, ends };
  deps.audit?.signsIn(call.request, 'account', account.publicId);
  const who = { account, credential };
  const onward = next === undefined ? '' : `?next=${encodeURIComponent(next)}`;
  if (credential.totpSince !== null) return openSession(deps, who, 'half', { ...at, to: CODE_PATH + onward });
  if (needsSecondFactor(account)) return openSession(deps, who, 'half', { ...at, to: SECOND_FACTOR_PATH });
  return openSession(deps, who, 'full', { ...at, to: next ?? homeOf(account) });
}

/** The first page of an account: the audit, where it is that administrator's; the security administrator has nothing but its own. */
export function homeOf(account: Pick<AccountRow, 'ownerKind' | 'role'>): string {
  if (account.ownerKind !== 'admin' || account.role === 'system') return '/home';
  return account.role === 'audit' ? '/audit' : '/account';
}
