import { sha256Hex } from '../ledger/entry.ts';
import type { Deps } from '../platform/deps.ts';
import { requirePeople } from './accounts.ts';
import { attempt, subjectOf } from './attempts.ts';
import type { AccountRow, CredentialRow, SessionRow } from './model.ts';
import { endingOf, endSession, newSession, type Person, writeAside } from './sessions.ts';
import { stepOfCode } from './totp.ts';

const RECOVERY_CODES = 10;
/** A century: a recovery code waits until it is used or replaced. */
const RECOVERY_MS = 100 * 365 * 24 * 60 * 60_000;
const SECRET_BYTES = 20;
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The secret a person is setting up, made once and kept sealed until a code shows that the app has it. */
export async function secretOf(deps: Deps, credential: CredentialRow, now: number): Promise<Uint8Array> {
  const tools = requirePeople(deps);
  if (credential.totp !== null) return Buffer.from(await tools.open(credential.totp), 'hex');
  const secret = Buffer.from(deps.random(SECRET_BYTES));
  const sealed = await tools.seal(secret.toString('hex'));
  await writeAside(deps, now, async () => ({ touch: [{ set: 'credential', id: credential.id, to: { totp: sealed, changedAt: now } }] }));
  return secret;
}

export type Checked = { ok: true } | { ok: false; waitSeconds: number };

/**
 * Checks a code of the app or a recovery code; each is good once, whoever is first.
 * Counted as attempts on the account: six digits are guessed soon where one may try for ever.
 */
export async function checkCode(
  deps: Deps,
  { account, credential }: Pick<Person, 'account' | 'credential'>,
  typed: string,
  now: number,
): Promise<Checked> {
  const tried = await attempt(deps, subjectOf('code', account.publicId), now);
  if (tried.waitSeconds > 0) return { ok: false, waitSeconds: tried.waitSeconds };
  const code = typed.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase();
  const isRight = /^\d{6}$/.test(code) ? await useAppCode(deps, credential, code, now) : await useRecoveryCode(deps, account, code, now);
  if (!isRight) return { ok: false, waitSeconds: 0 };
  await tried.succeeded();
  return { ok: true };
}

/** Takes a code of the app: its step is written down, and none up to it is taken again. */
async function useAppCode(deps: Deps, credential: CredentialRow, code: string, now: number): Promise<boolean> {
  if (credential.totp === null) return false;
  const secret = Buffer.from(await requirePeople(deps).open(credential.totp), 'hex');
  const step = stepOfCode(secret, code, now, credential.totpCounter);
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
        was: { totpCounter: credential.totpCounter },
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
export async function newRecoveryCodes(deps: Deps, account: AccountRow, now: number): Promise<string[]> {
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
  await writeAside(deps, now, async () => ({ rows: { person_session: rows }, touch }));
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Forgets the second factor of a person that may do without one. */
export async function dropSecondFactor(deps: Deps, person: Person, now: number): Promise<void> {
  const touch = await endingOf(deps, person.account.id, ['recovery'], now);
  await writeAside(deps, now, async () => ({
    touch: [...touch, { set: 'credential', id: person.account.id, to: { totp: null, totpSince: null, totpCounter: null, changedAt: now } }],
  }));
}
