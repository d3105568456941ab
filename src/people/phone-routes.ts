import { z } from '@hono/zod-openapi';
import { sha256Hex } from '../ledger/entry.ts';
import { codePage } from '../pages/people-pages.ts';
import { langQuery, seeOther, send } from '../pages/regulator-desk.ts';
import { PEOPLE_TEXT } from '../pages/text-people.ts';
import { cookieOf, SESSION_COOKIE } from '../platform/auth.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { normalPhone } from './account-pages.ts';
import { requirePeople } from './accounts.ts';
import { attempt, attemptFrom, subjectOf } from './attempts.ts';
import { accountBy, credentialOf } from './model.ts';
import { everybody, gone, html, languageOfCall, typed } from './page.ts';
import { cookie, newSession, refuseForeignForm, sessionByToken, writeAside } from './sessions.ts';
import { afterFirstFactor } from './sign-in.ts';

const CODE_MS = 5 * 60_000;
const CODE_PATH = '/sign-in/phone/code';

/** What the row of a waiting code holds: the code under its own salt, and whose attempts count. */
interface Waiting {
  hash: string;
  salt: string;
  phone: string;
}

function smsOf(deps: Deps) {
  const { sms } = requirePeople(deps);
  if (!sms) throw notFound({ zh: '手机验证码登录', en: 'sign-in by phone' });
  return sms;
}

/**
 * Sends a code to a phone that an account has; a phone nobody has is answered alike. Carried after the reply, so that the time tells nothing.
 * Five codes in a row to the same phone are followed by a wait.
 */
async function sendCode(deps: Deps, call: Call<unknown, unknown, { phone?: string | undefined }>): Promise<Reply> {
  refuseForeignForm(call.request);
  const sms = smsOf(deps);
  const phone = normalPhone(call.body.phone ?? '') ?? '';
  const tried = await attempt(deps, subjectOf('sms', phone), call.now);
  if (tried.waitSeconds > 0) {
    const error = PEOPLE_TEXT[languageOfCall(call)].wait(tried.waitSeconds);
    return send(429, codePage({ action: CODE_PATH, phone: true, error }, languageOfCall(call)));
  }
  const known = await deps.store.read.selectFrom('credential').select('id').where('phone', '=', phone).executeTakeFirst();
  const code = String(Buffer.from(deps.random(6)).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
  const salt = Buffer.from(deps.random(16)).toString('hex');
  const waiting: Waiting = { hash: sha256Hex(`${salt}${code}`), salt, phone };
  const { row, token } = await newSession(
    deps,
    {
      kind: 'phone',
      accountId: known?.id ?? null,
      expiresAt: call.now + CODE_MS,
      data: JSON.stringify({ ...waiting, phone: sha256Hex(phone) }),
    },
    call.now,
  );
  await writeAside(deps, call.now, async () => ({ rows: { person_session: [row] } }));
  if (known) deps.later(sms.send(phone, code).catch((error) => deps.log.error('sms', { error: String(error) })));
  const shown = send(200, codePage({ action: CODE_PATH, phone: true }, languageOfCall(call)));
  return { ...shown, headers: { ...shown.headers, 'Set-Cookie': cookie(deps, token, CODE_MS / 1_000) } };
}

/** Takes the code of a message; it stands for the password, a second factor is still asked for. */
async function takePhoneCode(deps: Deps, call: Call<unknown, unknown, { code?: string | undefined }>): Promise<Reply> {
  refuseForeignForm(call.request);
  smsOf(deps);
  const token = cookieOf(call.request, SESSION_COOKIE) ?? '';
  const row = await sessionByToken(deps, token, ['phone'], call.now);
  if (!row) return seeOther('/sign-in');
  const waiting = JSON.parse(row.data ?? '{}') as Waiting;
  const language = languageOfCall(call);
  const t = PEOPLE_TEXT[language];
  const refused = (status: number, error: string) => send(status, codePage({ action: CODE_PATH, phone: true, error }, language));
  const tried = await attemptFrom(deps, 'phone', waiting.phone, call.network ?? null, call.now);
  if (tried.waitSeconds > 0) return refused(429, t.wait(tried.waitSeconds));
  const isRight = sha256Hex(`${waiting.salt}${(call.body.code ?? '').normalize('NFKC').trim()}`) === waiting.hash;
  const account = await accountBy(deps.store.read, 'id', row.accountId ?? 0);
  if (account) deps.audit?.signsIn(call.request, 'account', account.publicId);
  const credential = account && (await credentialOf(deps.store.read, account.id));
  // A phone taken away meanwhile, by its owner or by a reset, signs nobody in.
  const isStill = typeof credential?.phone === 'string' && sha256Hex(credential.phone) === waiting.phone;
  if (!isRight || !account || account.endedAt !== null || !credential || !isStill) return refused(401, t.codeWrong);
  await tried.succeeded();
  return afterFirstFactor(deps, call, account, credential, { ends: [row] });
}

/** Signing in by a code to the phone; there only where an operator has handed in a carrier. */
export function phoneRoutes(deps: Deps): Route[] {
  const common = { method: 'post', tag: 'sign-in', access: everybody, query: langQuery, bodyKind: 'form' } as const;
  return [
    route({
      ...common,
      path: '/sign-in/phone',
      id: 'sendPhoneCode',
      summary: 'Ask for a code to the phone',
      description:
        'The same reply whether an account has that phone or none. The code is good once, for five minutes. 404 where the service has no carrier.',
      body: z.object({ phone: typed('Phone', '+8613800000000', 30) }),
      replies: { 200: html('Asks for the code'), 404: { description: 'No carrier' }, 429: html('Too many codes') },
      handle: (call) => sendCode(deps, call),
    }),
    route({
      ...common,
      path: CODE_PATH,
      id: 'takePhoneCode',
      summary: 'Sign in with the code of a message',
      description: 'In place of the password; a second factor is asked for all the same.',
      body: z.object({ code: typed('Code of the message', '123456', 20) }),
      replies: { 303: gone, 401: html('Wrong code'), 404: { description: 'No carrier' }, 429: html('Too many attempts') },
      handle: (call) => takePhoneCode(deps, call),
    }),
  ];
}
