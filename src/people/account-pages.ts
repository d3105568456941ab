import { z } from '@hono/zod-openapi';
import { revealed } from '../ledger/personal.ts';
import { accountPage, recoveryPage } from '../pages/people-pages.ts';
import { langQuery, seeOther, send } from '../pages/regulator-desk.ts';
import { localeOf } from '../pages/text.ts';
import { PEOPLE_TEXT } from '../pages/text-people.ts';
import { rights as allRights } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { requirePeople } from './accounts.ts';
import { attemptFrom } from './attempts.ts';
import { refusalText } from './code-routes.ts';
import { knownAs } from './invitation-routes.ts';
import { type CredentialRow, needsSecondFactor, rightsIn } from './model.ts';
import { everybody, gone, html, languageOfCall, toSignIn, typed } from './page.ts';
import { weaknessOf } from './password.ts';
import { checkCode, dropSecondFactor, newRecoveryCodes } from './second-factor.ts';
import { changeAt, endTheRest, NOTHING, type Person, personOf, refuseForeignForm, sessionsOf, unchanged, writeAside } from './sessions.ts';
import { CODE_PATH, homeOf, SECOND_FACTOR_PATH } from './sign-in.ts';

/** `at`: id of the field an error is about. */
export type Told = { status?: number; error?: string; at?: string; told?: string };
type Form = { present?: string | undefined; password?: string | undefined; again?: string | undefined; phone?: string | undefined };

/** Runs a page of somebody who is wholly in; others are sent to where they have to go first. */
export async function signedIn(deps: Deps, call: Call, run: (person: Person) => Promise<Reply>): Promise<Reply> {
  requirePeople(deps);
  if (call.request.method !== 'GET') refuseForeignForm(call.request);
  const person = await personOf(deps, call.request, call.now);
  if (!person) return toSignIn(call);
  if (person.half) return seeOther(person.credential.totpSince === null ? SECOND_FACTOR_PATH : CODE_PATH);
  return run(person);
}

export async function showAccount(deps: Deps, call: Call, person: Person, { status = 200, ...told }: Told = {}): Promise<Reply> {
  const { account, credential, session } = person;
  const language = languageOfCall(call);
  const locale = localeOf(language);
  const [name = ''] = await revealed(deps.store.read, [account.name]);
  const sessions = await sessionsOf(deps, account.id, ['full'], call.now);
  const rights = account.ownerKind === 'party' ? rightsIn(account, allRights) : null;
  const tools = requirePeople(deps);
  const view = {
    name,
    login: credential.login,
    role: account.role,
    rights,
    phone: credential.phone,
    hasPhone: tools.sms !== undefined,
    secondFactor: { on: credential.totpSince !== null, mayDrop: !needsSecondFactor(account) },
    sessions: sessions.map((one) => ({
      id: one.publicId,
      browser: one.browser ?? '',
      createdAt: formatInstant(one.createdAt),
      seenAt: formatInstant(one.seenAt),
      isThis: one.id === session.id,
    })),
    oidc: tools.oidc.map((one) => ({
      action: `/account/elsewhere/${one.id}`,
      name: one.name[locale],
      isConnected: credential.subject?.startsWith(`${one.id}|`) ?? false,
    })),
    isKeeper: rights?.includes('party') ?? false,
    ...told,
  };
  return send(status, accountPage(view, language));
}

/** Whether the person knows its present password; counted like a sign-in, since a session left open is no password. `at`: the field it was typed in. */
export async function knowsPassword(deps: Deps, call: Call, person: Person, typedIn: string, at: string): Promise<Told | null> {
  const t = PEOPLE_TEXT[languageOfCall(call)];
  const tried = await attemptFrom(deps, 'login', person.credential.login ?? '', call.network ?? null, call.now);
  if (tried.waitSeconds > 0) return { status: 429, error: t.wait(tried.waitSeconds), at };
  const hash = person.credential.passwordHash;
  if (hash === null || !(await requirePeople(deps).verify(hash, typedIn.normalize('NFKC'))))
    return { status: 422, error: t.presentWrong, at };
  await tried.succeeded();
  return null;
}

/** Changes what a person proves itself by, in the session that asked; false when a reset or an end came first, or the value is another's. */
export async function changeOwn(
  deps: Deps,
  call: Call,
  { credential, session }: Person,
  to: Partial<Pick<CredentialRow, 'passwordHash' | 'totp' | 'phone' | 'subject'>>,
): Promise<boolean> {
  const result = await deps.store.commit({
    chain: 'system',
    at: call.now,
    entries: [],
    touch: [{ set: 'credential', id: credential.id, to: { ...to, changedAt: changeAt(credential, call.now) } }],
    expect: [...unchanged(credential), { table: 'person_session', id: session.id, column: 'endedAt', is: null }],
    finish: () => ({ reply: NOTHING }),
  });
  return result.committed;
}

async function changePassword(deps: Deps, call: Call<unknown, unknown, Form>, person: Person): Promise<Reply> {
  const language = languageOfCall(call);
  const t = PEOPLE_TEXT[language];
  const { present = '', password = '', again = '' } = call.body;
  const wrong = await knowsPassword(deps, call, person, present, 'present');
  if (wrong) return showAccount(deps, call, person, wrong);
  if (password !== again) return showAccount(deps, call, person, { status: 422, error: t.different, at: 'again' });
  const weak = weaknessOf(password.normalize('NFKC'), await knownAs(deps, person.account, person.credential.login));
  if (weak) return showAccount(deps, call, person, { status: 422, error: weak[localeOf(language)], at: 'password' });
  const passwordHash = await requirePeople(deps).hash(password.normalize('NFKC'));
  const { credential, session } = person;
  const factor = credential.totpSince === null ? { totp: null } : {};
  const isChanged = await changeOwn(deps, call, person, { passwordHash, ...factor });
  if (!isChanged) return toSignIn(call);
  await endTheRest(deps, credential.id, ['full', 'half', 'reset', 'phone'], call.now, { keep: session.id });
  return showAccount(deps, call, person, { told: t.changed });
}

async function changePhone(deps: Deps, call: Call<unknown, unknown, Form>, person: Person): Promise<Reply> {
  const wrong = await knowsPassword(deps, call, person, call.body.present ?? '', 'present-phone');
  if (wrong) return showAccount(deps, call, person, wrong);
  const t = PEOPLE_TEXT[languageOfCall(call)];
  const phone = normalPhone(call.body.phone ?? '');
  if (phone !== null && !/^\+?\d{6,15}$/.test(phone))
    return showAccount(deps, call, person, { status: 422, error: t.phoneTaken, at: 'phone' });
  return (await changeOwn(deps, call, person, { phone }))
    ? seeOther('/account')
    : showAccount(deps, call, person, { status: 422, error: t.phoneTaken, at: 'phone' });
}

/** A phone as it is compared: digits, with the leading plus; null when there is none. */
export function normalPhone(text: string): string | null {
  const phone = text.normalize('NFKC').replace(/[\s()-]/gu, '');
  return phone === '' ? null : phone;
}

async function withCode(
  deps: Deps,
  call: Call<unknown, unknown, { code?: string | undefined }>,
  person: Person,
  at: string,
  run: () => Promise<Reply>,
) {
  const checked = await checkCode(deps, person, call.body.code ?? '', call.now);
  return checked.ok ? run() : showAccount(deps, call, person, { ...refusalText(checked, call), at });
}

/** My account: what it may do, password, second factor, sessions. */
export function accountPageRoutes(deps: Deps): Route[] {
  const common = { tag: 'people', access: everybody, query: langQuery } as const;
  const post = { ...common, method: 'post', bodyKind: 'form' } as const;
  const replies = {
    200: html('The page, with what was done'),
    303: gone,
    401: html('Refused'),
    422: html('Refused'),
    429: html('Too many attempts'),
    503: html('The second factor cannot be checked'),
  };
  const code = z.object({ code: typed('Code of the app, or a recovery code', '123456', 40) });
  return [
    route({
      ...common,
      method: 'get',
      path: '/account',
      id: 'accountPage',
      summary: 'My account',
      description: 'Role and rights, password, second factor, and where one is signed in.',
      replies: { 200: html('The page'), 303: gone },
      handle: (call) => signedIn(deps, call, (person) => showAccount(deps, call, person)),
    }),
    route({
      ...post,
      path: '/account/password',
      id: 'changePassword',
      summary: 'Change my password',
      description: 'Needs the present one; all other sessions end.',
      body: z.object({
        present: typed('Present password', '…', 400),
        password: typed('New password', '…', 400),
        again: typed('Again', '…', 400),
      }),
      replies,
      handle: (call) => signedIn(deps, call, (person) => changePassword(deps, call, person)),
    }),
    route({
      ...post,
      path: '/account/phone',
      id: 'changePhone',
      summary: 'Say which phone signs in by code',
      description: 'Needs the present password; empty takes the phone away.',
      body: z.object({ present: typed('Present password', '…', 400), phone: typed('Phone', '+8613800000000', 30) }),
      replies,
      handle: (call) => signedIn(deps, call, (person) => changePhone(deps, call, person)),
    }),
    route({
      ...post,
      path: '/account/recovery-codes',
      id: 'newRecoveryCodes',
      summary: 'New recovery codes',
      description: 'Needs a code of the second factor. The old ones are good for nothing from then on; the new ones are shown this once.',
      body: code,
      replies,
      handle: (call) =>
        signedIn(deps, call, (person) =>
          withCode(deps, call, person, 'code-new', async () => {
            const codes = await newRecoveryCodes(deps, person, call.now);
            return send(200, recoveryPage({ codes, home: homeOf(person.account) }, languageOfCall(call)));
          }),
        ),
    }),
    route({
      ...post,
      path: '/account/second-factor/end',
      id: 'endFactor',
      summary: 'Do without a second factor',
      description: 'For people of firms alone; needs a code. Administrators and authorities keep theirs.',
      body: code,
      replies,
      handle: (call) =>
        signedIn(deps, call, (person) =>
          withCode(deps, call, person, 'code-drop', async () => {
            if (!needsSecondFactor(person.account)) await dropSecondFactor(deps, person, call.now);
            return seeOther('/account');
          }),
        ),
    }),
    ...sessionRoutes(deps),
  ];
}

function sessionRoutes(deps: Deps): Route[] {
  const post = { tag: 'people', access: everybody, query: langQuery, method: 'post', replies: { 303: gone } } as const;
  const end = (call: Call, which: (row: { publicId: string; id: number }, own: number) => boolean) =>
    signedIn(deps, call, async ({ account, session }) => {
      const rows = (await sessionsOf(deps, account.id, ['full'], call.now)).filter((row) => which(row, session.id));
      await writeAside(deps, call.now, async () => ({
        touch: rows.map(({ id }) => ({ set: 'person_session', id, to: { endedAt: call.now } })),
      }));
      return seeOther('/account');
    });
  return [
    route({
      ...post,
      path: '/account/sessions/end-others',
      id: 'endOtherSessions',
      summary: 'Sign out everywhere else',
      description: 'At once.',
      handle: (call) => end(call, (row, own) => row.id !== own),
    }),
    route({
      ...post,
      path: '/account/sessions/{id}/end',
      id: 'endSession',
      summary: 'End one of my sessions',
      description: 'At once; an id that is not one of mine changes nothing.',
      params: z.object({ id: z.string().max(40).openapi({ description: 'Id of the session', example: 'eT3kP9dWq2RnYb7x' }) }),
      handle: (call) => end(call, (row) => row.publicId === call.params.id),
    }),
  ];
}
