import { z } from '@hono/zod-openapi';
import { revealed } from '../ledger/personal.ts';
import { invitationPage, linkUsedPage } from '../pages/people-pages.ts';
import { langQuery, send } from '../pages/regulator-desk.ts';
import { localeOf } from '../pages/text.ts';
import { PEOPLE_TEXT } from '../pages/text-people.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { requirePeople } from './accounts.ts';
import { type AccountRow, accountBy, type CredentialRow, credentialOf, type SessionRow } from './model.ts';
import { everybody, gone, html, languageOfCall, typed } from './page.ts';
import { weaknessOf } from './password.ts';
import { changeAt, NOTHING, refuseForeignForm, sessionByToken, unchanged } from './sessions.ts';
import { afterFirstFactor, normalLogin } from './sign-in.ts';

type LinkCall<B = unknown> = Call<{ token: string }, unknown, B>;
interface Form {
  login?: string | undefined;
  password?: string | undefined;
  again?: string | undefined;
}
interface Invited {
  link: SessionRow;
  account: AccountRow;
  credential: CredentialRow;
}

async function invited(deps: Deps, call: LinkCall): Promise<Invited | null> {
  requirePeople(deps);
  const link = await sessionByToken(deps, call.params.token, ['invite', 'reset'], call.now);
  if (!link || link.accountId === null) return null;
  const account = await accountBy(deps.store.read, 'id', link.accountId);
  const credential = await credentialOf(deps.store.read, link.accountId);
  return account && account.endedAt === null && credential ? { link, account, credential } : null;
}

/** What a password must not hold: what its owner and its firm are known by. */
export async function knownAs(deps: Deps, account: AccountRow, login: string | null): Promise<(string | null)[]> {
  const { read } = deps.store;
  const party =
    account.ownerKind === 'party'
      ? await read.selectFrom('party').select(['name', 'uscc']).where('id', '=', account.ownerId).executeTakeFirst()
      : undefined;
  return revealed(read, [login, account.name, party?.name ?? null, party?.uscc ?? null]);
}

function show(call: LinkCall, { credential }: Invited, refused?: { error: string; at: string; login: string }): Reply {
  const view = { token: call.params.token, isReset: credential.login !== null, ...refused };
  return send(refused ? 422 : 200, invitationPage(view, languageOfCall(call)));
}

/** What is wrong with what was chosen, and in which field; null when it will do. */
async function wrongIn(deps: Deps, call: LinkCall<Form>, invite: Invited, login: string): Promise<{ error: string; at: string } | null> {
  const language = languageOfCall(call);
  const t = PEOPLE_TEXT[language];
  if (!/^[\p{Script=Han}a-z0-9._-]{3,40}$/u.test(login)) return { error: t.loginBad, at: 'login' };
  if (call.body.password !== call.body.again) return { error: t.different, at: 'again' };
  const weak = weaknessOf((call.body.password ?? '').normalize('NFKC'), await knownAs(deps, invite.account, login));
  return weak === null ? null : { error: weak[localeOf(language)], at: 'password' };
}

/** Takes login and password; the link, used once, ends in the same commit. */
async function accept(deps: Deps, call: LinkCall<Form>): Promise<Reply> {
  refuseForeignForm(call.request);
  const language = languageOfCall(call);
  const invite = await invited(deps, call);
  if (!invite) return send(410, linkUsedPage(language));
  const { link, account, credential } = invite;
  deps.audit?.signsIn(call.request, 'account', account.publicId);
  const login = credential.login ?? normalLogin(call.body.login ?? '');
  const wrong = await wrongIn(deps, call, invite, login);
  if (wrong !== null) return show(call, invite, { login, ...wrong });
  const passwordHash = await requirePeople(deps).hash((call.body.password ?? '').normalize('NFKC'));
  const changed = { ...credential, login, passwordHash, changedAt: changeAt(credential, call.now) };
  const result = await deps.store.commit({
    chain: 'system',
    at: call.now,
    entries: [],
    touch: [
      { set: 'person_session', id: link.id, to: { endedAt: call.now }, was: { endedAt: null } },
      { set: 'credential', id: account.id, to: { login, passwordHash, changedAt: changed.changedAt } },
    ],
    // A link that a reset ended meanwhile chooses nothing.
    expect: unchanged(credential),
    finish: () => ({ reply: NOTHING }),
  });
  if (!result.committed && result.conflict === 'credentialLogin')
    return show(call, invite, { login, error: PEOPLE_TEXT[language].loginTaken, at: 'login' });
  if (!result.committed) return send(410, linkUsedPage(language));
  return afterFirstFactor(deps, call, account, changed, {});
}

const params = z.object({ token: z.string().max(100).openapi({ description: 'From the link', example: 'ps_…' }) });

/** Where the one-time link of an invitation or a reset leads. */
export function invitationRoutes(deps: Deps): Route[] {
  const common = { path: '/invitation/{token}', tag: 'sign-in', access: everybody, params } as const;
  return [
    route({
      ...common,
      method: 'get',
      id: 'invitationPage',
      summary: 'Choose login and password by a one-time link',
      description: 'Looking at the page does not use the link up.',
      query: langQuery,
      replies: { 200: html('The page'), 410: html('The link was used or is too old') },
      handle: async (call) => {
        const invite = await invited(deps, call);
        return invite ? show(call, invite) : send(410, linkUsedPage(languageOfCall(call)));
      },
    }),
    route({
      ...common,
      method: 'post',
      id: 'acceptInvitation',
      summary: 'Take the account',
      description:
        'A password has 10 characters at least, is no common one and does not hold the login, the name or the firm. Signs in; administrators and authorities set up their second factor next.',
      bodyKind: 'form',
      body: z.object({
        login: typed('Login, without case', 'zhang.san', 100),
        password: typed('Password', '…', 400),
        again: typed('The password again', '…', 400),
      }),
      replies: { 303: gone, 410: html('The link was used or is too old'), 422: html('What is wrong with it') },
      handle: (call) => accept(deps, call),
    }),
  ];
}
