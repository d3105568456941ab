import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { seeOther } from '../pages/regulator-desk.ts';
import { showSignIn } from '../parties/sign-in.ts';
import { cookieOf, SESSION_COOKIE } from '../platform/auth.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { requirePeople } from './accounts.ts';
import { accountBy, credentialOf } from './model.ts';
import { everybody, gone, html, typed } from './page.ts';
import { endSession, NOTHING, newSession, personOf, sentWith, writeAside } from './sessions.ts';
import { afterFirstFactor } from './sign-in.ts';
import type { OidcAsk, OidcProvider } from './tools.ts';

const WAIT_MS = 10 * 60_000;
/** Beside the session's own cookie: who connects an account stays signed in meanwhile. */
const WAY_COOKIE = 'suyuan_way';

type WayCall<Q = unknown> = Call<{ provider: string }, Q>;
interface Way extends OidcAsk {
  provider: string;
  /** The account that is being connected; null for a sign-in. */
  accountId: number | null;
}

function providerOf(deps: Deps, id: string): OidcProvider {
  const found = requirePeople(deps).oidc.find((one) => one.id === id);
  if (!found) throw notFound({ zh: '该登录方式', en: 'such way to sign in' });
  return found;
}

const random = (deps: Deps) => Buffer.from(deps.random(32)).toString('base64url');

/** Sends the browser to the provider; what it must come back with waits sealed, under a secret of this browser. */
async function begin(deps: Deps, call: WayCall<{ link?: string | undefined }>): Promise<Reply> {
  const provider = providerOf(deps, call.params.provider);
  const person = call.query.link === undefined ? null : await personOf(deps, call.request, call.now);
  if (call.query.link !== undefined && (!person || person.half)) return seeOther('/sign-in?next=/account');
  const ask: OidcAsk = {
    redirectUri: `${deps.publicUrl}/sign-in/oidc/${provider.id}/callback`,
    state: random(deps),
    nonce: random(deps),
    verifier: random(deps),
  };
  const way: Way = { ...ask, provider: provider.id, accountId: person?.account.id ?? null };
  const data = await requirePeople(deps).seal(JSON.stringify(way));
  const { row, token } = await newSession(deps, { kind: 'oidc', accountId: null, expiresAt: call.now + WAIT_MS, data }, call.now);
  await writeAside(deps, call.now, async () => ({ rows: { person_session: [row] } }));
  const reply = sentWith(deps, await provider.begin(ask), token, WAIT_MS / 1_000);
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': (reply.headers['Set-Cookie'] ?? '').replace(SESSION_COOKIE, WAY_COOKIE) } };
}

/** The way this browser began with this provider, used up by being looked at. */
async function wayOf(deps: Deps, call: WayCall<{ state?: string | undefined }>): Promise<Way | null> {
  const token = cookieOf(call.request, WAY_COOKIE);
  if (token === undefined) return null;
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const row = await deps.store.read
    .selectFrom('person_session')
    .selectAll()
    .where('tokenHash', '=', tokenHash)
    .where('kind', '=', 'oidc')
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', call.now)
    .executeTakeFirst();
  if (!row?.data || !(await endSession(deps, row, call.now))) return null;
  const way = JSON.parse(await requirePeople(deps).open(row.data)) as Way;
  return way.state === call.query.state && way.provider === call.params.provider ? way : null;
}

async function finish(deps: Deps, call: WayCall<{ state?: string | undefined; code?: string | undefined }>): Promise<Reply> {
  const provider = providerOf(deps, call.params.provider);
  const refused = () => showSignIn(deps, call, { status: 401, error: 'elsewhere' });
  const way = await wayOf(deps, call);
  if (!way || call.query.code === undefined) return refused();
  const subject = await provider.finish(call.query.code, way).then(
    (found) => `${provider.id}|${found.subject}`,
    (error) => {
      deps.log.warn('oidc', { provider: provider.id, error: String(error) });
      return null;
    },
  );
  if (subject === null) return refused();
  if (way.accountId !== null) return connect(deps, call, way.accountId, subject);
  const credential = await deps.store.read.selectFrom('credential').selectAll().where('subject', '=', subject).executeTakeFirst();
  const account = credential && (await accountBy(deps.store.read, 'id', credential.id));
  // Nobody gets an account by having one elsewhere: it has to be connected first.
  if (!credential || !account || account.endedAt !== null) return refused();
  return afterFirstFactor(deps, call, account, credential, {});
}

/** Connects an identity with the account that asked for it, in the session that asked. */
async function connect(deps: Deps, call: Call, accountId: number, subject: string): Promise<Reply> {
  const person = await personOf(deps, call.request, call.now);
  const credential = await credentialOf(deps.store.read, accountId);
  if (person?.account.id !== accountId || !credential) return showSignIn(deps, call, { status: 401, error: 'elsewhere' });
  const result = await deps.store.commit({
    chain: 'system',
    at: call.now,
    entries: [],
    touch: [{ set: 'credential', id: accountId, to: { subject, changedAt: call.now } }],
    finish: () => ({ reply: NOTHING }),
  });
  return result.committed ? seeOther('/account') : showSignIn(deps, call, { status: 401, error: 'elsewhere' });
}

const params = z.object({ provider: z.string().max(40).openapi({ description: 'Id of the provider', example: 'office' }) });

/** Signing in elsewhere (OpenID Connect); there only for the providers an operator has handed in. */
export function oidcRoutes(deps: Deps): Route[] {
  const common = { method: 'get', tag: 'sign-in', access: everybody, params } as const;
  return [
    route({
      ...common,
      path: '/sign-in/oidc/{provider}',
      id: 'beginElsewhere',
      summary: 'Go to another service to sign in',
      description:
        'With state, nonce and PKCE bound to this browser. With `link`, connects that identity with the account that is signed in.',
      query: z.object({ link: typed('Connect instead of signing in', '1', 5) }),
      replies: { 303: { description: 'To the provider' } },
      handle: (call) => begin(deps, call),
    }),
    route({
      ...common,
      path: '/sign-in/oidc/{provider}/callback',
      id: 'finishElsewhere',
      summary: 'Come back from there',
      description:
        'Signs in the account that was connected before; nobody gets an account this way. A second factor is asked for all the same.',
      query: z.object({ code: typed('From the provider', '…', 2_000), state: typed('From the provider', '…', 200) }),
      replies: { 303: gone, 401: html('Not proven, or no account is connected') },
      handle: (call) => finish(deps, call),
    }),
  ];
}
