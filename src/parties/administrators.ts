import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { text } from '../platform/fields.ts';
import { notFound, Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { expiry, expiryOf, type KeyOwner, keyCommit, keyListReply, keyMadeReply, keysOf, revocation } from './keys.ts';

const administratorBody = z
  .strictObject({
    role: z.enum(['security', 'audit']).openapi({
      description: 'security: accounts, keys, roles, lockouts, resets; audit: ledger listings and the access audit, nothing else',
      example: 'security',
    }),
    expiresAt: expiry,
  })
  .openapi('AdministratorRequest', { description: 'The administrator to make' });

/** Keys of administrators belong to no party and no authority. */
const OWNER: KeyOwner = { kind: 'admin', id: 0, chain: 'system', payload: {} };
const CLAIM = 'administrator';

const isKept = (role: string | null): role is 'security' | 'audit' => role === 'security' || role === 'audit';

/** The keys of the security and the audit administrator that were ever made; those that sessions of the bootstrap key stand on are none. */
async function keysMade(deps: Deps) {
  const { items } = await keysOf(deps.store.read, OWNER);
  return items.filter(({ role }) => isKept(role));
}

/**
 * Makes the security or the audit administrator, where there is none: whoever holds the configuration's key cannot make itself a second one
 * beside it. Taking the first away is an entry in the ledger, and its holder is out.
 * @throws {Problem} already-ended when there is one
 */
async function makeAdministrator(deps: Deps, call: Call<unknown, unknown, z.output<typeof administratorBody>>): Promise<Reply> {
  const { role } = call.body;
  const expiresAt = expiryOf(call.body.expiresAt, call.now);
  return write(deps.store, async () => {
    const made = (await keysMade(deps)).filter((key) => key.role === role);
    if (made.some(({ revokedAt }) => revokedAt === null))
      throw new Problem('already-ended', {
        zh: `${role === 'security' ? '安全管理员' : '审计管理员'}已设立；须先撤销（DELETE /v1/administrators/${role}）才能重新设立。`,
        en: `There is a ${role} administrator; it can be made anew after DELETE /v1/administrators/${role}.`,
      });
    const commit = await keyCommit(deps, call, OWNER, { label: role, rights: null, role, expiresAt });
    const [key] = commit.rows?.api_key ?? [];
    // Of two at once one takes the claim.
    const claim = made.length === 0 ? role : `${role}/${made.length + 1}`;
    return { ...commit, rows: { ...commit.rows, claim: [{ kind: CLAIM, key: claim, subjectId: key?.id ?? 0, at: call.now }] } };
  });
}

export function administratorRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/administrators',
      id: 'makeAdministrator',
      tag: 'administrators',
      summary: 'Make the security or the audit administrator',
      description:
        'By the system administrator, each of the two where there is none (409 otherwise). The key is shown once: hand it over and keep no copy, since none of the three may do what another does.',
      access: { who: ['admin'] },
      secret: true,
      body: administratorBody,
      replies: { 201: { description: 'The key, shown this once', schema: keyMadeReply } },
      handle: (call) => makeAdministrator(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/administrators',
      id: 'listAdministrators',
      tag: 'administrators',
      summary: 'Keys of the security and the audit administrator',
      description: 'Never the key itself. For the audit administrator too: it sees when one was taken away and made anew.',
      access: { who: ['admin', 'audit'] },
      replies: { 200: { description: 'The keys', schema: keyListReply } },
      handle: async () => json(200, { items: await keysMade(deps), next: null }),
    }),
    route({
      method: 'delete',
      path: '/v1/administrators/{role}',
      id: 'revokeAdministrator',
      tag: 'administrators',
      summary: 'Revoke the key of the security or the audit administrator',
      description: 'At once, with the sessions opened by it; the role may be made anew then. Accounts of people with that role stay.',
      access: { who: ['admin'] },
      params: z.object({ role: text(20, 'security or audit', 'audit') }),
      replies: { 204: { description: 'Revoked' } },
      handle: (call) =>
        write(deps.store, async () => {
          const key = (await keysMade(deps)).find(({ role, revokedAt }) => role === call.params.role && revokedAt === null);
          if (!key) throw notFound({ zh: '该管理员', en: 'such administrator' });
          return { ...(await revocation(deps, call, OWNER, key.id)), ...(call.claim ? { idempotency: call.claim } : {}) };
        }),
    }),
  ];
}
