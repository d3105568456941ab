import { z } from '@hono/zod-openapi';
import { newPublicId, newSecret, type RandomBytes } from '../codes/ids.ts';
import { type Json, sha256Hex } from '../ledger/entry.ts';
import { type AdminRole, type AuthorityRole, actedBy, adminRoles, authorityRoles, type Right, rights } from '../platform/caller.ts';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { instant, text } from '../platform/fields.ts';
import { invalidInput, notFound, Problem } from '../platform/problems.ts';
import { type Call, json } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Expect, Reply } from '../store/store.ts';
import { ownParty } from './access.ts';
import { chainOfParty } from './model.ts';
import type { Read } from './repository.ts';
import { partyParams } from './schemas.ts';

export const expiry = instant('From then on the key is refused; left out it is good until revoked', '2027-12-31T00:00:00+08:00').optional();
const label = text(100, 'What the key is for', 'ERP');

export const authorityKeyBody = z
  .strictObject({
    label,
    role: z.enum(authorityRoles).default('officer').openapi({
      description: 'officer, or inspector: enters the facts found on site; orders, decides, approves and publishes nothing',
      example: 'officer',
    }),
    expiresAt: expiry,
  })
  .openapi('AuthorityKeyRequest', { description: 'A key to make' });
export const keyBody = z
  .strictObject({
    label,
    rights: z
      .array(z.enum(rights))
      .min(1)
      .max(rights.length)
      .optional()
      .openapi({ description: 'What the key may do; left out: all that its maker may', example: ['custody'] }),
    expiresAt: expiry,
  })
  .openapi('KeyRequest', { description: 'A key to make' });
export type KeyInput = z.output<typeof keyBody>;

export const keyParams = partyParams.extend({ id: text(40, 'Id of the key', 'kT3kP9dWq2RnYb7x') });

export const keyFields = {
  id: z.string().openapi({ description: 'Id, as `actedBy` names it', example: 'kT3kP9dWq2RnYb7x' }),
  label: z.string().openapi({ description: 'What it is for', example: 'ERP' }),
  prefix: z.string().openapi({ description: 'How the key begins', example: 'sy_7KdP' }),
  rights: z.array(z.enum(rights)).nullable().openapi({ description: 'Rights; null for all', example: null }),
  role: z
    .enum([...authorityRoles, ...adminRoles])
    .nullable()
    .openapi({ description: 'Role of a key of an authority or an administrator; null for a party’s', example: null }),
  createdAt: z.string().openapi({ description: 'Made', example: '2026-11-05T09:00:00+08:00' }),
  expiresAt: z.string().nullable().openapi({ description: 'Expires', example: null }),
};
export const keyMadeReply = z
  .object({ ...keyFields, key: z.string().openapi({ description: 'The key; it is shown this once', example: 'sy_…' }) })
  .openapi('KeyMade', { description: 'The key that was made' });
export const keyListReply = z
  .object({
    items: z
      .array(
        z.object({
          ...keyFields,
          revokedAt: z.string().nullable().openapi({ description: 'Revoked', example: null }),
          madeBy: z
            .string()
            .openapi({ description: 'Who made it: the actor and its key or account', example: 'party:V1StGXR8Z5jdHi6B/cT3kP9dWq2RnYb7x' }),
        }),
      )
      .openapi({ description: 'All keys, newest first', example: [] }),
    next: z.null().openapi({ description: 'Keys are few: one page', example: null }),
  })
  .openapi('KeyList', { description: 'Keys, without their secrets' });

/** Whose key: the inner id of a party or an authority; 0 for the administrator. */
export interface KeyOwner {
  kind: 'admin' | 'authority' | 'party';
  id: number;
  /** The chain the entry goes to, and how the payload names the owner. */
  chain: string;
  payload: { [key: string]: string };
}

export interface NewKey {
  label: string;
  rights: readonly Right[] | null;
  /** Of a key of an administrator or an authority. */
  role?: AdminRole | AuthorityRole;
  expiresAt: number | null;
}

/** A new key's row, its secret (which is stored as SHA-256 only), and the entry; the label is free text and stays out of the ledger. */
export function newKey(owner: KeyOwner, key: NewKey, id: number, random: RandomBytes, at: number, by: string) {
  const secret = newSecret('sy_', random);
  const row: DB['api_key'] = {
    id,
    publicId: newPublicId(random),
    hash: sha256Hex(secret),
    prefix: secret.slice(0, 7),
    ownerKind: owner.kind,
    ownerId: owner.id,
    label: key.label,
    rights: key.rights === null ? null : JSON.stringify(key.rights),
    role: key.role ?? null,
    createdAt: at,
    expiresAt: key.expiresAt,
    revokedAt: null,
    madeBy: by,
  };
  const payload = {
    ...owner.payload,
    actedBy: by,
    key: row.publicId,
    // Of 128 random bits and more: it opens nothing, and the row cannot be given another secret unseen.
    keySha256: row.hash,
    rights: key.rights === null ? null : [...key.rights],
    ...(key.role ? { role: key.role } : {}),
    expiresAt: key.expiresAt,
  };
  return { row, secret, entry: { kind: 'key.made', subject: `key/${row.publicId}`, payload } };
}

/** The commit that makes a key and answers with its secret. */
export async function keyCommit(deps: Deps, call: Call, owner: KeyOwner, key: NewKey): Promise<Commit> {
  const [id = 0] = await deps.store.ids(1);
  const { row, secret, entry } = newKey(owner, key, id, deps.random, call.now, actedBy(call.caller));
  return {
    chain: owner.chain,
    at: call.now,
    entries: [entry],
    rows: { api_key: [row] },
    expect: await makerIsIn(deps.store.read, call.caller),
    ...(call.claim ? { idempotency: call.claim } : {}),
    finish: () => ({ reply: json(201, { ...view(row), key: secret }, { 'Cache-Control': 'no-store' }) }),
  };
}

/**
 * The end of a key's life, from the body.
 * @throws {Problem} invalid-input for an instant that has passed
 */
export function expiryOf(expiresAt: string | undefined, now: number): number | null {
  if (expiresAt === undefined) return null;
  const at = parseInstant(expiresAt);
  if (at !== null && at > now) return at;
  const expected = { zh: '将来的时间', en: 'an instant to come' };
  throw invalidInput([{ pointer: '/expiresAt', found: expiresAt, expected, fix: { zh: '改为以后的时间', en: 'take a later one' } }]);
}

/**
 * Makes a key for a party. A party's own key makes none that may do more than itself.
 * @throws {Problem} out-of-order for a rejected registration; forbidden for rights the maker has not; see ownParty
 */
export async function makePartyKey(deps: Deps, call: Call<{ party: string }, unknown, KeyInput>): Promise<Reply> {
  const expiresAt = expiryOf(call.body.expiresAt, call.now);
  const { caller } = call;
  return write(deps.store, async () => {
    const party = await ownParty(deps.store.read, caller, call.params.party);
    if (party.state === 'rejected')
      throw new Problem('out-of-order', {
        zh: '该登记未获通过，不能生成密钥。',
        en: 'The registration was rejected; no key can be made for it.',
      });
    const held = caller.kind === 'party' && caller.rights.length < rights.length ? caller.rights : null;
    const wanted = call.body.rights ? [...new Set(call.body.rights)] : held;
    const beyond = held === null ? [] : (wanted ?? []).filter((right) => !held.includes(right));
    if (beyond.length > 0)
      throw new Problem('forbidden', {
        zh: `本密钥自身没有“${beyond.join('、')}”权限，不能授予。`,
        en: `This key has not the right ${beyond.join(', ')} itself and cannot give it.`,
      });
    const owner: KeyOwner = { kind: 'party', id: party.id, chain: chainOfParty(party.publicId), payload: { party: party.publicId } };
    return keyCommit(deps, call, owner, { label: call.body.label, rights: wanted, expiresAt });
  });
}

function view(row: DB['api_key']) {
  return {
    id: row.publicId,
    label: row.label,
    prefix: row.prefix,
    rights: row.rights === null ? null : (JSON.parse(row.rights) as Right[]),
    role: row.role as AdminRole | AuthorityRole | null,
    createdAt: formatInstant(row.createdAt),
    expiresAt: row.expiresAt === null ? null : formatInstant(row.expiresAt),
  };
}

/** The keys of an owner, newest first, without what would let anybody in. */
export async function keysOf(read: Read, owner: Pick<KeyOwner, 'kind' | 'id'>) {
  const rows = await read
    .selectFrom('api_key')
    .selectAll()
    .where('ownerKind', '=', owner.kind)
    .where('ownerId', '=', owner.id)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return {
    items: rows.map((row) => ({
      ...view(row),
      revokedAt: row.revokedAt === null ? null : formatInstant(row.revokedAt),
      madeBy: row.madeBy,
    })),
    next: null,
  };
}

export async function listPartyKeys(deps: Deps, call: Call<{ party: string }>): Promise<Reply> {
  const party = await ownParty(deps.store.read, call.caller, call.params.party);
  return json(200, await keysOf(deps.store.read, { kind: 'party', id: party.id }));
}

/**
 * The commit that revokes a key; its sessions end with it.
 * @throws {Problem} not-found for another owner's key; already-ended
 */
export async function revocation(deps: Deps, call: Call, owner: KeyOwner, keyId: string): Promise<Commit> {
  const row = await deps.store.read.selectFrom('api_key').selectAll().where('publicId', '=', keyId).executeTakeFirst();
  if (!row || row.ownerKind !== owner.kind || row.ownerId !== owner.id) throw notFound({ zh: '该密钥', en: 'such key' });
  if (row.revokedAt !== null) throw new Problem('already-ended', { zh: '该密钥已撤销。', en: 'This key has been revoked.' });
  return {
    chain: owner.chain,
    at: call.now,
    ...revoking(call, owner, [row]),
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

type Key = Pick<DB['api_key'], 'id' | 'publicId'>;

/** What a commit says and does where keys of an owner that are not revoked come to their end. */
export function revoking(call: Call, owner: { payload: { [key: string]: Json } }, rows: readonly Key[]) {
  return {
    entries: rows.map(({ publicId }) => ({
      kind: 'key.revoked',
      subject: `key/${publicId}`,
      payload: { ...owner.payload, actedBy: actedBy(call.caller), key: publicId },
    })),
    touch: rows.map(({ id }) => ({ set: 'api_key', id, to: { revokedAt: call.now } }) as const),
    expect: rows.map(({ id }) => ({ table: 'api_key', id, column: 'revokedAt', is: null }) as const),
  };
}

/**
 * Keys of an owner that still open something, by who made them, as `madeBy` names it: also those that were made with one of these keys, however
 * far back, and though that key has ended since.
 */
export async function liveKeysMadeBy(read: Read, owner: Pick<KeyOwner, 'kind' | 'id'>, makers: readonly string[], now: number) {
  if (makers.length === 0) return [];
  const rows = await read
    .selectFrom('api_key')
    .selectAll()
    .where('ownerKind', '=', owner.kind)
    .where('ownerId', '=', owner.id)
    .orderBy('id')
    .execute();
  const byMaker = Map.groupBy(rows, (row) => row.madeBy);
  const found: { row: DB['api_key']; view: ReturnType<typeof view>; maker: string }[] = [];
  for (const maker of makers) {
    const names = [maker];
    for (const name of names)
      for (const row of byMaker.get(name) ?? []) {
        names.push(`${name.slice(0, name.lastIndexOf('/'))}/${row.publicId}`);
        found.push({ row, view: view(row), maker });
      }
  }
  return found.filter(({ row }) => row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now));
}

/**
 * A key is made only while its maker is in: keys that end with their maker must not miss one that is just being made.
 * @throws {Problem} forbidden when the maker has ended since it called
 */
async function makerIsIn(read: Read, caller: Call['caller']): Promise<Expect[]> {
  if (caller.kind === 'anonymous') return [];
  const key = await read.selectFrom('api_key').select(['id', 'revokedAt as end']).where('publicId', '=', caller.keyId).executeTakeFirst();
  const account = await read.selectFrom('account').select(['id', 'endedAt as end']).where('publicId', '=', caller.keyId).executeTakeFirst();
  if ((key?.end ?? null) !== null || (account?.end ?? null) !== null)
    throw new Problem('forbidden', { zh: '您的密钥或账户刚被停用。', en: 'Your key or account has just been ended.' });
  return [
    ...(key ? [{ table: 'api_key', id: key.id, column: 'revokedAt', is: null } as const] : []),
    ...(account ? [{ table: 'account', id: account.id, column: 'endedAt', is: null } as const] : []),
  ];
}

export async function revokePartyKey(deps: Deps, call: Call<{ party: string; id: string }>): Promise<Reply> {
  return write(deps.store, async () => {
    const party = await ownParty(deps.store.read, call.caller, call.params.party);
    const owner: KeyOwner = { kind: 'party', id: party.id, chain: chainOfParty(party.publicId), payload: { party: party.publicId } };
    return revocation(deps, call, owner, call.params.id);
  });
}
