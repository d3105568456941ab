import { z } from '@hono/zod-openapi';
import { codePage, factorPage, recoveryPage } from '../pages/people-pages.ts';
import { langQuery, seeOther, send } from '../pages/regulator-desk.ts';
import { PEOPLE_TEXT } from '../pages/text-people.ts';
import { localPath } from '../parties/sign-in.ts';
import type { Deps } from '../platform/deps.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { requirePeople } from './accounts.ts';
import { type OwnerKind, SESSION_LIMITS } from './model.ts';
import { everybody, gone, html, languageOfCall, toSignIn, typed } from './page.ts';
import { type Checked, checkCode, newRecoveryCodes, secretOf } from './second-factor.ts';
import { cookie, inPlaceOf, newSession, openSession, type Person, personOf, refuseForeignForm, sentWith } from './sessions.ts';
import { CODE_PATH, homeOf, SECOND_FACTOR_PATH } from './sign-in.ts';
import { base32, otpauth } from './totp.ts';

type CodeCall = Call<unknown, unknown, { code?: string | undefined; next?: string | undefined }>;

/** What to tell somebody whose code was not taken. */
export function refusalText(checked: Extract<Checked, { ok: false }>, call: Call): { status: number; error: string } {
  const t = PEOPLE_TEXT[languageOfCall(call)];
  if (checked.isShut) return { status: 503, error: t.codeShut };
  return checked.waitSeconds > 0 ? { status: 429, error: t.wait(checked.waitSeconds) } : { status: 401, error: t.codeWrong };
}

/** Somebody who has shown the first factor and has a second to show. */
async function awaited(deps: Deps, call: Call): Promise<Person | null> {
  const person = await personOf(deps, call.request, call.now);
  return person?.half && person.credential.totpSince !== null ? person : null;
}

async function showCode(call: Call, next: string | undefined, refused?: { status: number; error: string }): Promise<Reply> {
  return send(refused?.status ?? 200, codePage({ action: CODE_PATH, next: localPath(next), error: refused?.error }, languageOfCall(call)));
}

async function takeCode(deps: Deps, call: CodeCall): Promise<Reply> {
  refuseForeignForm(call.request);
  const person = await awaited(deps, call);
  if (!person) return seeOther('/sign-in');
  const checked = await checkCode(deps, person, call.body.code ?? '', call.now);
  if (!checked.ok) return showCode(call, call.body.next, refusalText(checked, call));
  const to = localPath(call.body.next) ?? homeOf(person.account);
  return openSession(deps, person, 'full', { to, now: call.now, request: call.request, ends: [person.session] });
}

/** Somebody who is in, or may be once a second factor stands; null while one has to be shown first. */
export async function settingUp(deps: Deps, call: Call): Promise<Person | null> {
  const person = await personOf(deps, call.request, call.now);
  return person && !(person.half && person.credential.totpSince !== null) ? person : null;
}

async function showFactor(deps: Deps, call: Call, refused?: { status: number; error: string }): Promise<Reply> {
  const person = await settingUp(deps, call);
  if (!person) return toSignIn(call);
  if (person.credential.totpSince !== null) return seeOther('/account');
  const secret = await secretOf(deps, person, call.now);
  if (!secret) return seeOther('/account');
  const view = { uri: otpauth(secret, person.credential.login ?? ''), secret: base32(secret), error: refused?.error };
  return send(refused?.status ?? 200, factorPage(view, languageOfCall(call)));
}

/** The first right code puts the second factor in force; a half session becomes a whole one under a new secret. */
async function confirmFactor(deps: Deps, call: CodeCall): Promise<Reply> {
  refuseForeignForm(call.request);
  const person = await settingUp(deps, call);
  if (!person) return toSignIn(call);
  if (person.credential.totpSince !== null || person.credential.totp === null) return seeOther(SECOND_FACTOR_PATH);
  const checked = await checkCode(deps, person, call.body.code ?? '', call.now);
  // A page of before the key was changed: it is shown another secret.
  if (!checked.ok && checked.isShut) return seeOther(SECOND_FACTOR_PATH);
  if (!checked.ok) return showFactor(deps, call, refusalText(checked, call));
  const codes = await newRecoveryCodes(deps, person, call.now);
  const shown = send(200, recoveryPage({ codes, home: homeOf(person.account) }, languageOfCall(call)));
  return person.half ? withWholeSession(deps, call, person, shown) : shown;
}

async function withWholeSession(deps: Deps, call: Call, person: Person, reply: Reply): Promise<Reply> {
  const { absoluteMs } = SESSION_LIMITS[person.account.ownerKind as OwnerKind];
  const given = { kind: 'full', accountId: person.account.id, expiresAt: call.now + absoluteMs, browser: person.session.browser } as const;
  const { row, token } = await newSession(deps, given, call.now);
  const stands = await inPlaceOf(deps, person.credential, call.now, { rows: { person_session: [row] }, ends: [person.session] });
  if (!stands) return sentWith(deps, '/sign-in', '', 0);
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': cookie(deps, token, Math.floor(absoluteMs / 1_000)) } };
}

const form = z.object({
  code: typed('Code of the app, or a recovery code', '123456', 40),
  next: typed('Path to go to afterwards', '/home', 500),
});

/** The second step of a sign-in, and setting it up. */
export function codeRoutes(deps: Deps): Route[] {
  const common = { tag: 'sign-in', access: everybody } as const;
  return [
    route({
      ...common,
      method: 'get',
      path: CODE_PATH,
      id: 'codePage',
      summary: 'The page that asks for the code of the second factor',
      description: 'For who has shown login and password; others are sent to the sign-in.',
      query: z.object({ next: typed('Path to go to afterwards', '/home', 500), ...langQuery.shape }),
      replies: { 200: html('The page'), 303: gone, 401: html('The page, for who has not shown login and password') },
      handle: async (call) => ((await awaited(deps, call)) ? showCode(call, call.query.next) : seeOther('/sign-in')),
    }),
    route({
      ...common,
      method: 'post',
      path: CODE_PATH,
      id: 'takeCode',
      summary: 'Show the second factor',
      description:
        'A code of the authenticator app, good once and for a minute and a half, or a recovery code, good once. Five wrong ones in a row make the account wait.',
      bodyKind: 'form',
      body: form,
      replies: {
        303: gone,
        401: html('Wrong or used'),
        429: html('Too many attempts'),
        503: html('It cannot be checked, and was not counted'),
      },
      handle: (call) => takeCode(deps, call),
    }),
    route({
      ...common,
      method: 'get',
      path: SECOND_FACTOR_PATH,
      id: 'factorPage',
      summary: 'Set up a second factor',
      description:
        'A secret for an authenticator app, as a picture and to type. Administrators and authorities come here before anything else opens.',
      query: langQuery,
      replies: { 200: html('The page'), 303: gone },
      handle: (call) => {
        requirePeople(deps);
        return showFactor(deps, call);
      },
    }),
    route({
      ...common,
      method: 'post',
      path: SECOND_FACTOR_PATH,
      id: 'confirmFactor',
      summary: 'Put the second factor in force',
      description: 'By a code that shows the app has the secret. Answers with recovery codes, shown this once.',
      bodyKind: 'form',
      body: form,
      replies: { 200: html('Recovery codes'), 303: gone, 401: html('Wrong code'), 429: html('Too many attempts') },
      handle: (call) => confirmFactor(deps, call),
    }),
  ];
}
