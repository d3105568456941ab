import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Call, type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';
import { type KeyOwner, keyCommit, keyMadeReply } from './keys.ts';

const administratorBody = z
  .strictObject({
    role: z.enum(['security', 'audit']).openapi({
      description: 'security: accounts, keys, roles, lockouts, resets; audit: ledger listings and the access audit, nothing else',
      example: 'security',
    }),
  })
  .openapi('AdministratorRequest', { description: 'The administrator to make' });

/** Keys of administrators belong to no party and no authority. */
const OWNER: KeyOwner = { kind: 'admin', id: 0, chain: 'system', payload: {} };
const CLAIM = 'administrator';

/**
 * Makes the security or the audit administrator, once and for good: whoever holds the configuration's key cannot make itself a second one later.
 * @throws {Problem} already-ended when there was one
 */
async function makeAdministrator(deps: Deps, call: Call<unknown, unknown, z.output<typeof administratorBody>>): Promise<Reply> {
  const { role } = call.body;
  return write(deps.store, async () => {
    const made = await deps.store.read
      .selectFrom('claim')
      .select('at')
      .where('kind', '=', CLAIM)
      .where('key', '=', role)
      .executeTakeFirst();
    if (made)
      throw new Problem('already-ended', {
        zh: `${role === 'security' ? '安全管理员' : '审计管理员'}已设立，只能设立一次；其后由安全管理员管理账户。`,
        en: `The ${role} administrator was made already, which is done once; accounts are the security administrator's from then on.`,
      });
    const commit = await keyCommit(deps, call, OWNER, { label: role, rights: null, role, expiresAt: null });
    const [key] = commit.rows?.api_key ?? [];
    return { ...commit, rows: { ...commit.rows, claim: [{ kind: CLAIM, key: role, subjectId: key?.id ?? 0, at: call.now }] } };
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
        'By the system administrator, each of the two once (409 ever after). The key is shown once: hand it over and keep no copy, since none of the three may do what another does.',
      access: { who: ['admin'] },
      secret: true,
      body: administratorBody,
      replies: { 201: { description: 'The key, shown this once', schema: keyMadeReply } },
      handle: (call) => makeAdministrator(deps, call),
    }),
  ];
}
