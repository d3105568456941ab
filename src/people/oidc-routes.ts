import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { elsewherePage } from '../pages/people-pages.ts';
import { langQuery, seeOther, send } from '../pages/regulator-desk.ts';
import { localeOf } from '../pages/text.ts';
import { showSignIn } from '../parties/sign-in.ts';
import { cookieOf, SESSION_COOKIE } from '../platform/auth.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { changeOwn, knowsPassword, showAccount, signedIn } from './account-pages.ts';
import { requirePeople } from './accounts.ts';
import { accountBy } from './model.ts';
import { everybody, gone, html, languageOfCall, toSignIn, typed } from './page.ts';
import { endSession, newSession, personOf, sentWith, writeAside } from './sessions.ts';
import { afterFirstFactor } from './sign-in.ts';
import type { OidcAsk, OidcProvider } from './tools.ts';

const WAIT_MS = 10 * 60_000;
/** Beside the session's own cookie: who connects an account stays signed in meanwhile. */
const WAY_COOKIE = 'suyuan_way';

type WayCall<Q = unknown, B = unknown> = Call<{ provider: string }, Q, B>;
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
async function begin(deps: Deps, call: WayCall, accountId: number | null = null): Promise<Reply> {
  const provider = providerOf(deps, call.params.provider);
  const ask: OidcAsk = {
    redirectUri: `${deps.publicUrl}/sign-in/oidc/${provider.id}/callback`,
    state: random(deps),
    nonce: random(deps),
    verifier: random(deps),
  };
  const way: Way = { ...ask, provider: provider.id, accountId };
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
  const opened = await requirePeople(deps)
    .open(row.data)
    .catch(() => null);
  if (opened === null) return null;
  const way = JSON.parse(opened) as Way;
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
  const isConnected = person?.account.id === accountId && !person.half && (await changeOwn(deps, call, person, { subject }));
  return isConnected ? seeOther('/account') : showSignIn(deps, call, { status: 401, error: 'elsewhere' });
}

type Proof = { present?: string | undefined };

/** The field of the account page the password for this provider is typed in. */
function fieldOf(deps: Deps, { params }: WayCall<unknown, Proof>): string {
  return `present-elsewhere-${requirePeople(deps).oidc.findIndex(({ id }) => id === params.provider)}`;
}

/** Begins to connect an identity elsewhere. A page with a link and no redirect: a form of ours leads nowhere else (`form-action 'self'`). */
async function beginConnecting(deps: Deps, call: WayCall<unknown, Proof>): Promise<Reply> {
  return signedIn(deps, call, async (person) => {
    const provider = providerOf(deps, call.params.provider);
    const wrong = await knowsPassword(deps, call, person, call.body.present ?? '', fieldOf(deps, call));
    if (wrong) return showAccount(deps, call, person, wrong);
    const { headers } = await begin(deps, call, person.account.id);
    const language = languageOfCall(call);
    const shown = send(200, elsewherePage({ href: headers.Location ?? '', name: provider.name[localeOf(language)] }, language));
    return { ...shown, headers: { ...shown.headers, 'Set-Cookie': headers['Set-Cookie'] ?? '', 'Cache-Control': 'no-store' } };
  });
}

async function disconnect(deps: Deps, call: WayCall<unknown, Proof>): Promise<Reply> {
  return signedIn(deps, call, async (person) => {
    const wrong = await knowsPassword(deps, call, person, call.body.present ?? '', fieldOf(deps, call));
    if (wrong) return showAccount(deps, call, person, wrong);
    const isOfThis = person.credential.subject?.startsWith(`${call.params.provider}|`) ?? false;
    if (isOfThis && !(await changeOwn(deps, call, person, { subject: null }))) return toSignIn(call);
    return seeOther('/account');
  });
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
      description: 'With state, nonce and PKCE bound to this browser.',
      replies: { 303: { description: 'To the provider' } },
      handle: async (call) => (call.request.method === 'HEAD' ? seeOther('/sign-in') : begin(deps, call)),
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
      handle: async (call) => (call.request.method === 'HEAD' ? seeOther('/sign-in') : finish(deps, call)),
    }),
    ...connecting(deps),
  ];
}

/** Of who is signed in: connecting an identity elsewhere, and ending that. */
function connecting(deps: Deps): Route[] {
  const common = {
    method: 'post',
    tag: 'people',
    access: everybody,
    params,
    query: langQuery,
    bodyKind: 'form',
    body: z.object({ present: typed('Present password', '…', 400) }),
  } as const;
  const refusals = { 422: html('Refused'), 429: html('Too many attempts') };
  return [
    route({
      ...common,
      path: '/account/elsewhere/{provider}',
      id: 'connectElsewhere',
      summary: 'Connect an identity elsewhere with my account',
      description:
        'Needs the present password. Answers with a page that leads to the other service; who comes back from there is connected.',
      replies: { 200: html('The page that leads there'), 303: gone, ...refusals },
      handle: (call) => beginConnecting(deps, call),
    }),
    route({
      ...common,
      path: '/account/elsewhere/{provider}/end',
      id: 'disconnectElsewhere',
      summary: 'Disconnect the identity elsewhere',
      description: 'Needs the present password; that identity signs nobody in from then on.',
      replies: { 303: gone, ...refusals },
      handle: (call) => disconnect(deps, call),
    }),
  ];
}
