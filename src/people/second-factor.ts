import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';
import { requirePeople } from './accounts.ts';
import { attempt, subjectOf } from './attempts.ts';
import { type AccountRow, type CredentialRow, credentialOf, type SessionRow } from './model.ts';
import { changeAt, endingOf, endSession, newSession, type Person, writeAside } from './sessions.ts';
import { stepOfCode } from './totp.ts';

const RECOVERY_CODES = 10;
/** A century: a recovery code waits until it is used or replaced. */
const RECOVERY_MS = 100 * 365 * 24 * 60 * 60_000;
const SECRET_BYTES = 20;
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What is sealed: the secret, and the session it was shown in. */
interface Sealed {
  secret: Uint8Array;
  session: string | undefined;
}

/** The sealed secret; null when there is none, 'shut' when it was sealed with a key this service has not. */
async function opened(deps: Deps, credential: CredentialRow): Promise<Sealed | 'shut' | null> {
  if (credential.totp === null) return null;
  try {
    const [secret = '', session] = (await requirePeople(deps).open(credential.totp)).split(' ');
    return { secret: Buffer.from(secret, 'hex'), session };
  } catch (error) {
    deps.log.error('second-factor-not-opened', { error: String(error) });
    return 'shut';
  }
}

/**
 * The secret a person is setting up, kept sealed until a code shows that the app has it. Another session gets another secret: one that
 * somebody has seen before is never put in force. Null when a second factor stands by now.
 */
export async function secretOf(deps: Deps, person: Person, now: number): Promise<Uint8Array | null> {
  const { credential, session } = person;
  if (credential.totpSince !== null) return null;
  const kept = await opened(deps, credential);
  // One that cannot be opened was never confirmed: another takes its place.
  if (kept !== 'shut' && kept?.session === session.publicId) return kept.secret;
  const secret = Buffer.from(deps.random(SECRET_BYTES));
  const totp = await requirePeople(deps).seal(`${secret.toString('hex')} ${session.publicId}`);
  const result = await deps.store.commit({
    chain: 'system',
    at: now,
    entries: [],
    touch: [{ set: 'credential', id: credential.id, to: { totp }, was: { totp: credential.totp, totpSince: null } }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  if (result.committed) return secret;
  const fresh = await credentialOf(deps.store.read, credential.id);
  return fresh ? secretOf(deps, { ...person, credential: fresh }, now) : null;
}

/** `isShut`: the code was not looked at, since the service cannot open the secret it would be held against. */
export type Checked = { ok: true } | { ok: false; waitSeconds: number; isShut?: true };

/**
 * Checks a code of the app or a recovery code; each is good once, whoever is first.
 * Counted as attempts on the account: six digits are guessed soon where one may try for ever. What cannot be checked is no attempt.
 */
export async function checkCode(
  deps: Deps,
  { account, credential, session }: Pick<Person, 'account' | 'credential' | 'session'>,
  typed: string,
  now: number,
): Promise<Checked> {
  const code = typed.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase();
  const isOfApp = /^\d{6}$/.test(code);
  const kept = isOfApp ? await opened(deps, credential) : null;
  if (kept === 'shut') return { ok: false, waitSeconds: 0, isShut: true };
  const tried = await attempt(deps, subjectOf('code', account.publicId), now);
  if (tried.waitSeconds > 0) return { ok: false, waitSeconds: tried.waitSeconds };
  const isRight = isOfApp
    ? await useAppCode(deps, { credential, session }, kept, code, now)
    : await useRecoveryCode(deps, account, code, now);
  if (!isRight) return { ok: false, waitSeconds: 0 };
  await tried.succeeded();
  return { ok: true };
}

/** Takes a code of the app: its step is written down, and none up to it is taken again. */
async function useAppCode(
  deps: Deps,
  { credential, session }: Pick<Person, 'credential' | 'session'>,
  kept: Sealed | null,
  code: string,
  now: number,
): Promise<boolean> {
  if (!kept || (credential.totpSince === null && kept.session !== session.publicId)) return false;
  const step = stepOfCode(kept.secret, code, now, credential.totpCounter);
  if (step === null) return false;
  const result = await deps.store.commit({
    chain: 'system',
    at: now,
    entries: [],
    touch: [
      {
        set: 'credential',
        id: credential.id,
        to: { totpCounter: step, ...(credential.totpSince === null ? { totpSince: now } : {}) },
        was: { totp: credential.totp, totpCounter: credential.totpCounter, totpSince: credential.totpSince },
      },
    ],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
  return result.committed;
}

const recoveryToken = (account: Pick<AccountRow, 'publicId'>, code: string) => `recovery:${account.publicId}:${code}`;

async function useRecoveryCode(deps: Deps, account: AccountRow, code: string, now: number): Promise<boolean> {
  const row = await deps.store.read
    .selectFrom('person_session')
    .select('id')
    .where('tokenHash', '=', sha256Hex(recoveryToken(account, code)))
    .where('kind', '=', 'recovery')
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row !== undefined && endSession(deps, row, now);
}

/** New recovery codes, shown this once; the old ones are good for nothing from now on. */
export async function newRecoveryCodes(deps: Deps, { account, credential }: Person, now: number): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from(deps.random(10), (byte) => READABLE[byte % READABLE.length] ?? '2').join(''),
  );
  const rows: SessionRow[] = [];
  for (const code of codes) {
    const { row } = await newSession(
      deps,
      { kind: 'recovery', accountId: account.id, expiresAt: now + RECOVERY_MS, token: recoveryToken(account, code) },
      now,
    );
    rows.push(row);
  }
  const touch = await endingOf(deps, account.id, ['recovery'], now);
  // A reset in between has forgotten the second factor: codes that replace it must not outlive it.
  const expect = [{ table: 'credential', id: credential.id, column: 'totp', is: credential.totp }] as const;
  await writeAside(deps, now, async () => ({ rows: { person_session: rows }, touch, expect: [...expect] }));
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Forgets the second factor of a person that may do without one. */
export async function dropSecondFactor(deps: Deps, person: Person, now: number): Promise<void> {
  const touch = await endingOf(deps, person.account.id, ['recovery'], now);
  await writeAside(deps, now, async () => ({
    touch: [
      ...touch,
      {
        set: 'credential',
        id: person.account.id,
        to: { totp: null, totpSince: null, totpCounter: null, changedAt: changeAt(person.credential, now) },
      },
    ],
  }));
}
