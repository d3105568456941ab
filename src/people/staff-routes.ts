import { partyParams } from '../parties/schemas.ts';
import { partyCaller } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { nextLink } from '../platform/paging.ts';
import { json, type Route, route } from '../platform/route.ts';
import { shownAccount } from './accounts.ts';
import * as bodies from './schemas.ts';
import { changeStaff, inviteStaff, removeStaff, staffOf } from './staff.ts';

const keepers = { who: ['party'], right: 'party', ownOnly: true } as const;

/** People of a firm, kept by the firm itself. */
export function staffRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/parties/{party}/staff',
      id: 'inviteStaff',
      tag: 'people',
      summary: 'Invite a person of the firm',
      description:
        'Answers with a one-time link, good for three days, to hand over: who follows it chooses login and password. Nobody gives a right it has not itself; who acts under a delegation invites nobody.',
      access: keepers,
      secret: true,
      params: partyParams,
      body: bodies.staffBody,
      replies: { 201: { description: 'The account and its link, shown this once', schema: bodies.accountMadeReply } },
      handle: (call) => inviteStaff(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/parties/{party}/staff',
      id: 'listStaff',
      tag: 'people',
      summary: 'People of the firm',
      description: 'Who is invited and who is in, with rights; newest first, in pages.',
      access: keepers,
      params: partyParams,
      query: bodies.staffQuery,
      replies: { 200: { description: 'The people', schema: bodies.accountListReply } },
      handle: async (call) => {
        const { items, next } = await staffOf(deps, partyCaller(call), call.params.party, call.query);
        return json(200, { items: items.map(shownAccount), next }, nextLink(call, next));
      },
    }),
    route({
      method: 'patch',
      path: '/v1/parties/{party}/staff/{id}',
      id: 'changeStaff',
      tag: 'people',
      summary: 'Change the rights of a person',
      description:
        'Counts from the next request on. The reply lists the keys it made, itself or with a key it made, that may do more than it may now; with keys=end they end in the same moment. The last person with the right party keeps it (409).',
      access: keepers,
      params: bodies.staffParams,
      body: bodies.staffChangeBody,
      query: bodies.changingQuery,
      replies: { 200: { description: 'Changed; the keys that may do more', schema: bodies.changedReply } },
      handle: (call) => changeStaff(deps, call, call.query.keys),
    }),
    route({
      method: 'delete',
      path: '/v1/parties/{party}/staff/{id}',
      id: 'removeStaff',
      tag: 'people',
      summary: 'Remove a person from the firm',
      description:
        'At once: its sessions end. What it recorded stays under its id. The reply lists the keys it made, itself or with a key it made, that still open something; with keys=end they end in the same moment. The last person with the right party cannot go (409).',
      access: keepers,
      params: bodies.staffParams,
      query: bodies.endingQuery,
      replies: { 200: { description: 'Removed; the keys it made', schema: bodies.endedReply } },
      handle: (call) => removeStaff(deps, call, call.query.keys),
    }),
  ];
}
