import { newSecret } from '../codes/ids.ts';
import { sha256Hex } from '../ledger/entry.ts';
import { signInPage } from '../pages/sign-in-page.ts';
import type { SignInWays } from '../pages/view.ts';
import { SESSION_LIMITS } from '../people/model.ts';
import { endSession, newSession, refuseForeignForm, sentWith, sessionByToken } from '../people/sessions.ts';
import { type SignInForm, signInWithPassword } from '../people/sign-in.ts';
import { isPersonToken } from '../people/tokens.ts';
import { cookieOf, SESSION_COOKIE, SESSION_MS } from '../platform/auth.ts';
import type { Deps } from '../platform/deps.ts';
import { type Locale, notFound } from '../platform/problems.ts';
import { type Call, page } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Reply } from '../store/store.ts';
import { newKey } from './keys.ts';

/** Where people come after they have signed in. */
const HOME = '/home';
/** How long a one-time link waits, in milliseconds. */
export const LINK_MS = 15 * 60 * 1_000;

type Key = Pick<DB['api_key'], 'id' | 'publicId' | 'ownerKind' | 'expiresAt'>;

const words = {
  wrong: { zh: '密钥无效、已过期或已撤销，请核对后重试。', en: 'The key is unknown, expired or revoked. Check it and try again.' },
  used: {
    zh: '登录链接已使用或已过期，请用密钥登录或重新获取链接。',
    en: 'This link was used or has expired. Sign in with a key or ask for a new link.',
  },
  person: {
    zh: '登录名或密码不正确。',
    en: 'The login or the password is not right.',
  },
  elsewhere: {
    zh: '无法确认您的身份，或尚未绑定账户；请先用登录名和密码登录，再在“我的账户”中绑定。',
    en: 'That did not prove who you are, or no account is connected. Sign in by password first and connect it under My account.',
  },
  locked: {
    zh: '尝试次数过多，请稍后再试。',
    en: 'Too many attempts. Try again later.',
  },
};

export type SignInError = keyof typeof words;
/** How the page of the first step looks: what went wrong, and when one may try again. */
interface Shown {
  next?: string | undefined;
  error?: SignInError;
  waitSeconds?: number;
  /** What was typed as login. */
  login?: string | undefined;
  /** Ways in beside key, login and password. */
  ways?: SignInWays;
}

function showPage(status: number, locale: Locale, more: Shown = {}): Reply {
  const html = signInPage(
    {
      action: '/sign-in',
      ...(more.next === undefined ? {} : { next: more.next }),
      ...(more.error ? { error: words[more.error][locale], wrong: PERSON_ERRORS.has(more.error) ? 'person' : 'key' } : {}),
      ...(more.login === undefined ? {} : { login: more.login }),
      ...(more.ways ? { ways: more.ways } : {}),
    },
    locale === 'zh' ? 'zh-CN' : 'en',
  );
  const retry: Record<string, string> = more.waitSeconds ? { 'Retry-After': String(more.waitSeconds) } : {};
  return page(status, html, { 'Cache-Control': 'no-store', ...retry });
}

/** A path of this service; anything that could lead elsewhere is dropped. */
export function localPath(next: string | undefined): string | undefined {
  return next !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : undefined;
}

const PERSON_ERRORS: ReadonlySet<SignInError> = new Set(['person', 'locked', 'elsewhere']);

/** The page that asks for login and password, or a key. */
export async function showSignIn(
  deps: Deps,
  call: Pick<Call, 'locale'>,
  { status = 200, ...more }: Shown & { status?: number } = {},
): Promise<Reply> {
  const { locale } = call;
  const ways = deps.people && {
    phone: deps.people.sms !== undefined,
    oidc: deps.people.oidc.map(({ id, name }) => ({ href: `/sign-in/oidc/${id}`, name: name[locale] })),
  };
  return showPage(status, locale, { ...more, next: localPath(more.next), ...(ways ? { ways } : {}) });
}

/**
 * Opens a session for a key.
 * @throws {Problem} forbidden when the form was sent from another site, which could sign a visitor in as somebody else
 */
export async function signIn(deps: Deps, call: Call<unknown, unknown, SignInForm & { key?: string | undefined }>): Promise<Reply> {
  refuseForeignForm(call.request);
  const next = localPath(call.body.next);
  if (call.body.key === undefined && call.body.login !== undefined) return signInWithPassword(deps, call, next);
  const key = call.body.key === undefined ? undefined : await keyOf(deps, call.body.key.trim(), call.now);
  if (!key) return showSignIn(deps, call, { status: 401, next, error: 'wrong' });
  deps.audit?.signsIn(call.request, 'key', key.publicId);
  return openSession(deps, key, next ?? HOME, call.now);
}

async function keyOf(deps: Deps, secret: string, now: number): Promise<Key | undefined> {
  const hash = sha256Hex(secret);
  if (hash === deps.adminKeyHash) return administratorKey(deps, now);
  return deps.store.read
    .selectFrom('api_key')
    .select(['id', 'publicId', 'ownerKind', 'expiresAt'])
    .where('hash', '=', hash)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .executeTakeFirst();
}

/**
 * The administrator's key of the configuration is in no table, but a session stands on a key that is: each sign-in makes one whose secret
 * nobody knows and that ends with the session, so a key taken out of the configuration opens nothing for longer than that.
 */
async function administratorKey(deps: Deps, now: number): Promise<Key> {
  const [id = 0] = await deps.store.ids(1);
  const expiresAt = now + SESSION_LIMITS.admin.absoluteMs;
  const owner = { kind: 'admin', id: 0, chain: 'system', payload: {} } as const;
  const { row, entry } = newKey(
    owner,
    { label: 'sign-in', rights: null, role: 'system', expiresAt },
    id,
    deps.random,
    now,
    'admin/bootstrap',
  );
  await write(deps.store, async () => ({
    chain: owner.chain,
    at: now,
    entries: [entry],
    rows: { api_key: [row] },
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  }));
  return { id, publicId: row.publicId, ownerKind: owner.kind, expiresAt };
}

/** Opens a session on a key. Of an administrator or an authority it lives no longer than one of its people: see SESSION_LIMITS. */
async function openSession(deps: Deps, key: Key, next: string, now: number): Promise<Reply> {
  if (key.ownerKind === 'admin' || key.ownerKind === 'authority') {
    const until = Math.min(now + SESSION_LIMITS[key.ownerKind].absoluteMs, key.expiresAt ?? Number.MAX_SAFE_INTEGER);
    const { row, token } = await newSession(deps, { kind: 'key', accountId: null, expiresAt: until, data: String(key.id) }, now);
    await deps.store.aside('person_session', row);
    return sentWith(deps, next, token, Math.floor((until - now) / 1_000));
  }
  const token = newSecret('ss_', deps.random);
  const expiresAt = Math.min(now + SESSION_MS, key.expiresAt ?? Number.MAX_SAFE_INTEGER);
  await deps.store.aside('session', {
    tokenHash: sha256Hex(token),
    kind: 'session',
    keyId: key.id,
    createdAt: now,
    expiresAt,
    usedAt: null,
  });
  return sentWith(deps, next, token, Math.floor((expiresAt - now) / 1_000));
}

/** Ends the session of the cookie, here and wherever the cookie was copied to. */
export async function signOut(deps: Deps, call: Call): Promise<Reply> {
  const token = cookieOf(call.request, SESSION_COOKIE);
  if (token && isPersonToken(token)) {
    const row = await sessionByToken(deps, token, ['full', 'half', 'key'], call.now);
    if (row) await endSession(deps, row, call.now);
  } else if (token) await deps.store.useSession(sha256Hex(token), call.now);
  return sentWith(deps, '/sign-in', '', 0);
}

/** Opens a session by a one-time link; a second use shows the page that asks for a key. */
export async function signInByLink(deps: Deps, call: Call<{ token: string }>): Promise<Reply> {
  // What looks ahead (a mail gateway, a preview) asks by HEAD: that uses nothing up.
  if (call.request.method === 'HEAD') return showSignIn(deps, call);
  const tokenHash = sha256Hex(call.params.token);
  const { now } = call;
  const key = await deps.store.read
    .selectFrom('session')
    .innerJoin('api_key', 'api_key.id', 'session.keyId')
    .select(['api_key.id', 'api_key.publicId', 'ownerKind', 'api_key.expiresAt'])
    .where('session.tokenHash', '=', tokenHash)
    .where('session.kind', '=', 'link')
    .where('session.expiresAt', '>', now)
    .where('api_key.revokedAt', 'is', null)
    .where((eb) => eb.or([eb('api_key.expiresAt', 'is', null), eb('api_key.expiresAt', '>', now)]))
    .executeTakeFirst();
  if (!key || !(await deps.store.useSession(tokenHash, now))) return showSignIn(deps, call, { status: 401, error: 'used' });
  deps.audit?.signsIn(call.request, 'key', key.publicId);
  return openSession(deps, key, HOME, now);
}

/**
 * A link that signs in once as the owner of a key; the link holds a secret of its own, never the key.
 * @param keyId public id of the key @param lastsMs how long it waits to be used
 * @throws {Problem} not-found for a key nobody has
 */
export async function createSignInLink(deps: Deps, keyId: string, lastsMs: number = LINK_MS): Promise<string> {
  const key = await deps.store.read.selectFrom('api_key').select('id').where('publicId', '=', keyId).executeTakeFirst();
  if (!key) throw notFound({ zh: '该密钥', en: 'such key' });
  const now = deps.clock();
  const token = newSecret('sl_', deps.random);
  const row = { tokenHash: sha256Hex(token), kind: 'link', keyId: key.id, createdAt: now, expiresAt: now + lastsMs, usedAt: null };
  await deps.store.aside('session', row);
  return `${deps.publicUrl}/sign-in/${token}`;
}
