import { z } from '@hono/zod-openapi';
import type { AdminRole, Caller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { Problem } from '../platform/problems.ts';
import { type Route, route } from '../platform/route.ts';
import { write } from '../platform/write.ts';
import { invitation, noAccount } from './accounts.ts';
import { resetLink } from './accounts-routes.ts';
import { accountBy } from './model.ts';
import { SERVICE } from './owners.ts';
import * as bodies from './schemas.ts';

const administrators = { who: ['admin', 'security', 'audit'] } as const;
const body = z
  .strictObject({ name: bodies.personName })
  .openapi('AdministratorAccountRequest', { description: 'Whom to make an administrator of one’s own role' });

/** The role of the caller, which is the only one it gives: none of the three makes itself another. */
function roleOf(caller: Caller): AdminRole {
  if (caller.kind === 'admin') return caller.role;
  throw new Problem('forbidden', { zh: '仅限管理员。', en: 'For administrators alone.' });
}

/** Accounts of administrators, made and reset by an administrator of the same role. */
export function administratorAccountRoutes(deps: Deps): Route[] {
  const common = { method: 'post', tag: 'administrators', access: administrators, secret: true } as const;
  return [
    route({
      ...common,
      path: '/v1/administrators/accounts',
      id: 'makeAdministratorAccount',
      summary: 'Make an account for another administrator of my role',
      description: 'Answers with a one-time link, good for three days. The role is the caller’s own: nobody gives another.',
      body,
      replies: { 201: { description: 'The account and its link, shown this once', schema: bodies.accountMadeReply } },
      handle: (call) =>
        write(deps.store, async () => invitation(deps, call, SERVICE, { name: call.body.name, role: roleOf(call.caller), rights: null })),
    }),
    route({
      ...common,
      path: '/v1/administrators/accounts/{id}/reset',
      id: 'resetAdministratorAccount',
      summary: 'A one-time link to a new password for an administrator of my role',
      description: 'As POST /v1/accounts/{id}/reset. An account of another role is not found (404).',
      params: bodies.accountParams,
      body: bodies.resetBody,
      replies: { 201: { description: 'The link, shown this once', schema: bodies.linkReply } },
      handle: async (call) => {
        const account = await accountBy(deps.store.read, 'publicId', call.params.id);
        const isOfMine = account?.ownerKind === 'admin' && account.role === roleOf(call.caller) && account.endedAt === null;
        if (!account || !isOfMine) throw noAccount();
        return resetLink(deps, call, account);
      },
    }),
  ];
}
