import { newPublicId } from '../codes/ids.ts';
import type { Json } from '../ledger/entry.ts';
import { conceal, revealed } from '../ledger/personal.ts';
import { liveKeysMadeBy, revoking } from '../parties/keys.ts';
import { type AdminRole, type AuthorityRole, actedBy, rights as allRights, type Right } from '../platform/caller.ts';
import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { decodeCursor, PAGE_SIZE, pageOf } from '../platform/paging.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import type { Commit } from '../store/store.ts';
import { newLink } from './links.ts';
import { type AccountRow, type OwnerKind, type Read, rightsIn } from './model.ts';
import { endingOf } from './sessions.ts';

/** Whose account, and where what is recorded of it goes. */
export interface Owner {
  kind: OwnerKind;
  id: number;
  chain: string;
  payload: { [key: string]: Json };
}

export interface NewAccount {
  name: string;
  role: AdminRole | AuthorityRole | null;
  rights: readonly Right[] | null;
}

export const noAccount = () => notFound({ zh: '该账户', en: 'such account' });

/** Signing in as a person is not offered at the edge. */
export function requirePeople(deps: Deps) {
  if (deps.people) return deps.people;
  throw new Problem('not-on-edge', {
    zh: '边缘节点不提供账户登录；请使用主服务，或用密钥登录。',
    en: 'Signing in as a person is not offered at the edge; use the main service, or a key.',
  });
}

/** The commit that makes an account and its invitation, and answers with the link, shown this once. */
export async function invitation(deps: Deps, call: Call, owner: Owner, given: NewAccount): Promise<Commit> {
  requirePeople(deps);
  const [id = 0] = await deps.store.ids(1);
  const name = conceal(deps.random, given.name);
  const row: AccountRow = {
    id,
    publicId: newPublicId(deps.random),
    ownerKind: owner.kind,
    ownerId: owner.id,
    role: given.role,
    rights: given.rights === null ? null : JSON.stringify(given.rights),
    name: name.commitment,
    createdAt: call.now,
    endedAt: null,
  };
  const { row: session, link, expiresAt } = await newLink(deps, id, 'invite', call.now);
  const credential = {
    id,
    login: null,
    passwordHash: null,
    totp: null,
    totpSince: null,
    totpCounter: null,
    phone: null,
    subject: null,
    changedAt: call.now,
  };
  const payload = {
    ...owner.payload,
    actedBy: actedBy(call.caller),
    account: row.publicId,
    name: row.name,
    role: row.role,
    rights: given.rights === null ? null : [...given.rights],
  };
  const reply = { ...view(row, given.name, 'invited'), link, linkExpiresAt: formatInstant(expiresAt) };
  return {
    chain: owner.chain,
    at: call.now,
    entries: [{ kind: 'account.made', subject: `account/${row.publicId}`, payload }],
    rows: { personal: [name.row], account: [row], credential: [credential], person_session: [session] },
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(201, reply, { 'Cache-Control': 'no-store' }) }),
  };
}

/** As `madeBy` of a key and `actedBy` of an entry name an account of a party. */
export function makerOf(party: { publicId: string }, account: Pick<AccountRow, 'publicId'>): string {
  return `party:${party.publicId}/${account.publicId}`;
}

/**
 * The commit that ends an account; its sessions and links end in the same moment. The reply tells which keys of the firm the person made, since
 * whoever made a key may have kept it: they end too where that is asked for, and go on working where it is not.
 */
export async function ending(deps: Deps, call: Call, owner: Owner, row: AccountRow, keys: 'end' | 'keep'): Promise<Commit> {
  if (row.endedAt !== null) throw new Problem('already-ended', { zh: '该账户已停用。', en: 'This account was ended already.' });
  const sessions = await endingOf(deps, row.id, ['full', 'half', 'invite', 'reset'], call.now);
  const made = await keysMade(deps.store.read, owner, row, call.now);
  const gone = revoking(call, owner, keys === 'end' ? made.map((one) => one.row) : []);
  const reply = { keys: made.map((one) => one.view), keysEnded: keys === 'end' };
  return {
    chain: owner.chain,
    at: call.now,
    entries: [
      {
        kind: 'account.ended',
        subject: `account/${row.publicId}`,
        payload: { ...owner.payload, actedBy: actedBy(call.caller), account: row.publicId },
      },
      ...gone.entries,
    ],
    touch: [{ set: 'account', id: row.id, to: { endedAt: call.now } }, ...sessions, ...gone.touch],
    expect: [{ table: 'account', id: row.id, column: 'endedAt', is: null }, ...gone.expect],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(200, reply) }),
  };
}

/** Only people of firms make keys for those they act for. */
async function keysMade(read: Read, owner: Owner, row: AccountRow, now: number) {
  const publicId = owner.payload.party;
  if (owner.kind !== 'party' || typeof publicId !== 'string') return [];
  return liveKeysMadeBy(read, { kind: 'party', id: owner.id }, [makerOf({ publicId }, row)], now);
}

/**
 * The commit that changes what an account may do; it counts from its next request on. The reply tells which keys of the firm the person made that
 * may do more than it may now; they end too where that is asked for.
 */
export async function changing(
  deps: Deps,
  call: Call,
  owner: Owner,
  row: AccountRow,
  to: Pick<NewAccount, 'role' | 'rights'>,
  keys: 'end' | 'keep',
): Promise<Commit> {
  const rights = to.rights === null ? null : JSON.stringify(to.rights);
  const may = to.rights ?? allRights;
  const made = await keysMade(deps.store.read, owner, row, call.now);
  const beyond = made.filter(({ view }) => (view.rights ?? allRights).some((right) => !may.includes(right)));
  const gone = revoking(call, owner, keys === 'end' ? beyond.map((one) => one.row) : []);
  const payload = {
    ...owner.payload,
    actedBy: actedBy(call.caller),
    account: row.publicId,
    role: to.role,
    rights: to.rights === null ? null : [...to.rights],
  };
  const reply = { keys: beyond.map((one) => one.view), keysEnded: keys === 'end' };
  return {
    chain: owner.chain,
    at: call.now,
    entries: [{ kind: 'account.changed', subject: `account/${row.publicId}`, payload }, ...gone.entries],
    touch: [{ set: 'account', id: row.id, to: { role: to.role, rights } }, ...gone.touch],
    expect: [
      { table: 'account', id: row.id, column: 'endedAt', is: null },
      { table: 'account', id: row.id, column: 'rights', is: row.rights },
      { table: 'account', id: row.id, column: 'role', is: row.role },
      ...gone.expect,
    ],
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(200, reply) }),
  };
}

export type AccountState = 'invited' | 'active' | 'ended';

function view(row: AccountRow, name: string, state: AccountState) {
  return {
    id: row.publicId,
    name,
    role: row.role as AdminRole | AuthorityRole | null,
    rights: row.ownerKind === 'party' ? [...rightsIn(row, allRights)] : null,
    state,
    createdAt: formatInstant(row.createdAt),
  };
}

export interface AccountsAsked {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** A page of the accounts of an owner (or everybody's), newest first, with names in clear; `inOnly` leaves out those that are ended. */
export async function accountsOf(read: Read, owner: Pick<Owner, 'kind' | 'id'> | null, asked: AccountsAsked, inOnly = false) {
  const limit = asked.limit ?? PAGE_SIZE;
  const after = decodeCursor(asked.cursor);
  let query = read
    .selectFrom('account')
    .innerJoin('credential', 'credential.id', 'account.id')
    .selectAll('account')
    .select(['login', 'totpSince']);
  if (owner) query = query.where('ownerKind', '=', owner.kind).where('ownerId', '=', owner.id);
  if (inOnly) query = query.where('endedAt', 'is', null);
  if (after)
    query = query.where((eb) =>
      eb.or([eb('createdAt', '<', after.at), eb.and([eb('createdAt', '=', after.at), eb('account.id', '<', after.id)])]),
    );
  const rows = await query
    .orderBy('createdAt', 'desc')
    .orderBy('account.id', 'desc')
    .limit(limit + 1)
    .execute();
  const clear = await revealed(
    read,
    rows.map((row) => row.name),
  );
  const views = rows.map((row, i) => ({
    row,
    ...view(row, clear[i] ?? '', row.endedAt !== null ? 'ended' : row.login === null ? 'invited' : 'active'),
    login: row.login,
    secondFactor: row.totpSince !== null,
  }));
  return pageOf(
    views,
    limit,
    ({ row }) => ({ at: row.createdAt, id: row.id }),
    (one) => one,
  );
}

export type AccountView = Awaited<ReturnType<typeof accountsOf>>['items'][number];

/** The shown part of a listed account. */
export function shownAccount({ row: _, ...shown }: AccountView) {
  return shown;
}
