import { sha256Hex } from '../ledger/entry.ts';
import type { Store } from '../store/store.ts';
import { needsSecondFactor, type OwnerKind, SESSION_LIMITS } from './model.ts';

/** What a session of a person opens, in the shape of a key: the account stands where the key would. */
export interface SessionKey {
  id: number;
  publicId: string;
  ownerKind: string;
  ownerId: number;
  rights: string | null;
  role: string | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

interface Row extends Omit<SessionKey, 'expiresAt' | 'revokedAt'> {
  sessionId: number;
  seenAt: number;
  totpSince: number | null;
}

/** `seenAt` is written once in this part of the idle time: a request is not worth a write. */
const SEEN_PARTS = 10;

/**
 * Finds whom the secret of a person's session stands for. Nobody while a second factor that must be there is missing, when the session was
 * idle too long, or when the account was ended: that counts from the next request on. A session of an office's or an administrator's key is
 * idle as soon as one of its people; the key itself may have ended (the caller looks).
 */
export function sessionKeys(store: Store): (token: string, now: number) => Promise<SessionKey | undefined> {
  const find = store.prepare<{ tokenHash: string; now: number }, Row>((read, param) =>
    read
      .selectFrom('person_session')
      .innerJoin('account', 'account.id', 'person_session.accountId')
      .innerJoin('credential', 'credential.id', 'account.id')
      .select(['account.id', 'account.publicId', 'ownerKind', 'ownerId', 'rights', 'role', 'totpSince', 'seenAt'])
      .select('person_session.id as sessionId')
      .where('tokenHash', '=', param('tokenHash'))
      .where('kind', '=', 'full')
      .where('person_session.endedAt', 'is', null)
      .where('person_session.expiresAt', '>', param('now'))
      .where('account.endedAt', 'is', null),
  );
  const findKey = store.prepare<{ tokenHash: string; now: number }, { id: number; data: string | null; seenAt: number }>((read, param) =>
    read
      .selectFrom('person_session')
      .select(['id', 'data', 'seenAt'])
      .where('tokenHash', '=', param('tokenHash'))
      .where('kind', '=', 'key')
      .where('endedAt', 'is', null)
      .where('expiresAt', '>', param('now')),
  );
  const keyById = store.prepare<{ id: number }, SessionKey>((read, param) =>
    read
      .selectFrom('api_key')
      .select(['id', 'publicId', 'ownerKind', 'ownerId', 'rights', 'role', 'expiresAt', 'revokedAt'])
      .where('id', '=', param('id')),
  );
  /** Whether a session is still in use; being asked for is use. */
  const isLive = async (ownerKind: string, session: { id: number; seenAt: number }, now: number) => {
    const { idleMs } = SESSION_LIMITS[ownerKind as OwnerKind];
    if (session.seenAt + idleMs <= now) return false;
    if (session.seenAt + idleMs / SEEN_PARTS <= now) await seen(store, session.id, now);
    return true;
  };
  const ofKey = async (tokenHash: string, now: number) => {
    const [session] = await findKey({ tokenHash, now });
    const [key] = session ? await keyById({ id: Number(session.data) }) : [];
    return session && key && (await isLive(key.ownerKind, session, now)) ? key : undefined;
  };
  return async (token, now) => {
    const tokenHash = sha256Hex(token);
    const [row] = await find({ tokenHash, now });
    if (!row) return ofKey(tokenHash, now);
    if (needsSecondFactor(row) && row.totpSince === null) return undefined;
    if (!(await isLive(row.ownerKind, { id: row.sessionId, seenAt: row.seenAt }, now))) return undefined;
    const { sessionId: _, seenAt: __, totpSince: ___, ...key } = row;
    return { ...key, expiresAt: null, revokedAt: null };
  };
}

async function seen(store: Store, id: number, now: number): Promise<void> {
  await store.commit({
    chain: 'system',
    at: now,
    entries: [],
    touch: [{ set: 'person_session', id, to: { seenAt: now }, was: { endedAt: null } }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  });
}
