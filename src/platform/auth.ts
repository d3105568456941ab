import { sha256Hex } from '../ledger/entry.ts';
import { sessionKeys } from '../people/session-key.ts';
import { isPersonToken } from '../people/tokens.ts';
import type { Store } from '../store/store.ts';
import {
  type AdminRole,
  type AuthorityIdentity,
  type AuthorityRole,
  rights as allRights,
  type Caller,
  type Grant,
  narrowed,
  type PartyIdentity,
  type Right,
} from './caller.ts';
import { civilDateOf } from './civil-date.ts';
import type { KeyFound } from './gate.ts';
import { Problem } from './problems.ts';

export const SESSION_COOKIE = 'suyuan_session';

interface KeyRow {
  id: number;
  publicId: string;
  ownerKind: string;
  ownerId: number;
  rights: string | null;
  role: string | null;
  expiresAt: number | null;
  revokedAt: number | null;
}

interface PartyRow {
  id: number;
  publicId: string;
  name: string;
  uscc: string | null;
  kinds: string;
  natural: number;
  regionCode: string;
  state: string;
}

/** Finds out who calls, from a bearer key or a session cookie, and for whom. */
export function authenticator(store: Store, adminKeyHash: string) {
  const keyByHash = store.prepare<{ hash: string }, KeyRow>(
    (read, param) =>
      read
        .selectFrom('api_key')
        .select(['id', 'publicId', 'ownerKind', 'ownerId', 'rights', 'role', 'expiresAt', 'revokedAt'])
        .where('hash', '=', param('hash')),
    { shared: true },
  );
  const keyBySession = store.prepare<{ tokenHash: string; now: number }, KeyRow>((read, param) =>
    read
      .selectFrom('session')
      .innerJoin('api_key', 'api_key.id', 'session.keyId')
      .select(['api_key.id', 'api_key.publicId', 'ownerKind', 'ownerId', 'rights', 'role', 'api_key.expiresAt', 'revokedAt'])
      .where('session.tokenHash', '=', param('tokenHash'))
      .where('session.kind', '=', 'session')
      .where('session.usedAt', 'is', null)
      .where('session.expiresAt', '>', param('now')),
  );
  const keyOfPerson = sessionKeys(store);
  const partyById = store.prepare<{ id: number }, PartyRow>((read, param) => partyColumns(read).where('id', '=', param('id')), {
    shared: true,
  });
  const partyByPublicId = store.prepare<{ id: string }, PartyRow>((read, param) => partyColumns(read).where('publicId', '=', param('id')));
  const partyByUscc = store.prepare<{ uscc: string }, PartyRow>((read, param) => partyColumns(read).where('uscc', '=', param('uscc')));
  const authorityById = store.prepare<{ id: number }, AuthorityIdentity>((read, param) =>
    read.selectFrom('authority').select(['id', 'publicId', 'name', 'department', 'regionCode']).where('id', '=', param('id')),
  );
  const delegations = store.prepare<{ from: number; to: number; today: string }, { rights: string; siteIds: string | null }>(
    (read, param) =>
      read
        .selectFrom('delegation')
        .select(['rights', 'siteIds'])
        .where('toPartyId', '=', param('to'))
        .where('fromPartyId', '=', param('from'))
        .where('endedAt', 'is', null)
        .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>=', param('today'))])),
  );

  /**
   * @param found told whose key or session it is before it is known whether it may act for the party it names
   * @throws {Problem} unauthenticated for a key or session that is not valid, forbidden without a delegation
   */
  async function callerOf(request: Request, now: number, found: KeyFound = () => {}): Promise<Caller> {
    const authorization = request.headers.get('authorization');
    if (authorization) {
      const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (!secret) throw unauthenticated();
      const hash = sha256Hex(secret);
      if (hash === adminKeyHash) return told({ kind: 'admin', role: 'system', keyId: 'bootstrap' }, found);
      const [key] = await keyByHash({ hash });
      return callerOfKey(key, request, now, found);
    }
    const token = cookieOf(request, SESSION_COOKIE);
    if (!token) return { kind: 'anonymous' };
    const key = isPersonToken(token) ? await keyOfPerson(token, now) : (await keyBySession({ tokenHash: sha256Hex(token), now }))[0];
    // A browser keeps sending the cookie of a key that was revoked: public pages and the sign-in must still open.
    if (!key || !isInForce(key, now)) return { kind: 'anonymous' };
    refuseForeignOrigin(request);
    return callerOfKey(key, request, now, found);
  }

  async function callerOfKey(key: KeyRow | undefined, request: Request, now: number, found: KeyFound): Promise<Caller> {
    if (!key || !isInForce(key, now)) throw unauthenticated();
    if (key.ownerKind === 'admin') return told({ kind: 'admin', role: (key.role ?? 'system') as AdminRole, keyId: key.publicId }, found);
    if (key.ownerKind === 'authority') {
      const [authority] = await authorityById({ id: key.ownerId });
      if (!authority) throw unauthenticated();
      return told({ kind: 'authority', authority, role: (key.role ?? 'officer') as AuthorityRole, keyId: key.publicId }, found);
    }
    return partyCallerOf(key, request, now, found);
  }

  async function partyCallerOf(key: KeyRow, request: Request, now: number, found: KeyFound): Promise<Caller> {
    const [row] = await partyById({ id: key.ownerId });
    if (!row) throw unauthenticated();
    const actor = identity(row);
    const own = rightsOf(key);
    const actingFor = request.headers.get('x-acting-for');
    const itself = told({ kind: 'party', party: actor, actor, rights: own, keyId: key.publicId }, found);
    if (!actingFor) return itself;
    return actingForCaller(actor, own, actingFor, key.publicId, now);
  }

  async function actingForCaller(
    actor: PartyIdentity,
    own: readonly Right[],
    actingFor: string,
    keyId: string,
    now: number,
  ): Promise<Caller> {
    const [row] = actingFor.startsWith('uscc:')
      ? await partyByUscc({ uscc: actingFor.slice(5) })
      : await partyByPublicId({ id: actingFor });
    const grants = row ? await delegations({ from: row.id, to: actor.id, today: civilDateOf(now) }) : [];
    if (!row || grants.length === 0)
      throw new Problem('forbidden', {
        zh: `没有代 ${actingFor} 办理的有效委托。`,
        en: `There is no delegation in force to act for ${actingFor}.`,
      });
    const given = grants.map((grant): Grant => {
      const siteIds = grant.siteIds === null ? null : (JSON.parse(grant.siteIds) as number[]);
      return { rights: (JSON.parse(grant.rights) as Right[]).filter((right) => own.includes(right)), siteIds };
    });
    const rights = [...new Set(given.flatMap((grant) => grant.rights))];
    return narrowed({ kind: 'party', party: identity(row), actor, rights, grants: given, keyId }, undefined);
  }

  return callerOf;
}

function told(caller: Caller, found: KeyFound): Caller {
  found(caller);
  return caller;
}

/** A key without a list carries every right of its party. */
function rightsOf(key: KeyRow): readonly Right[] {
  return key.rights === null ? allRights : (JSON.parse(key.rights) as Right[]);
}

function isInForce(key: KeyRow, now: number): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}

export function partyColumns(read: Store['read']) {
  return read.selectFrom('party').select(['id', 'publicId', 'name', 'uscc', 'kinds', 'natural', 'regionCode', 'state']);
}

/** A party as the callers of requests carry it. */
export function identity(row: PartyRow): PartyIdentity {
  return {
    id: row.id,
    publicId: row.publicId,
    name: row.name,
    uscc: row.uscc,
    kinds: JSON.parse(row.kinds) as string[],
    natural: row.natural === 1,
    regionCode: row.regionCode,
    state: row.state as PartyIdentity['state'],
  };
}

/** How long a session lives, in milliseconds. */
export const SESSION_MS = 7 * 24 * 60 * 60 * 1_000;

export function cookieOf(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** A cookie is sent by the browser whoever asks: writes with it must come from our own pages. */
function refuseForeignOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  // What the browser says of the site counts before what the name says: the same name over http is not our page.
  const isOurName = origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
  const own = site === null ? isOurName : site === 'same-origin';
  if (!own)
    throw new Problem('forbidden', {
      zh: '此请求不是从本系统页面发出的。',
      en: 'This request did not come from one of our own pages.',
    });
}

function unauthenticated(): Problem {
  return new Problem(
    'unauthenticated',
    { zh: '密钥无效、已过期或已撤销。', en: 'The key is unknown, expired or revoked.' },
    { headers: { 'WWW-Authenticate': 'Bearer' } },
  );
}
