import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { keyKeepers } from './access.ts';
import { keyBody, keyListReply, keyMadeReply, keyParams, listPartyKeys, makePartyKey, revokePartyKey } from './keys.ts';
import { partyParams } from './schemas.ts';

export function keyRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/parties/{party}/keys',
      id: 'makePartyKey',
      tag: 'parties',
      summary: 'Make a key for a party',
      description:
        'The first by the security administrator or the authority of the region, further ones by the party itself with a key that has the right party. The key is shown once and kept as its SHA-256; a repeat under the same Idempotency-Key does not show it again (409). A key never makes one that may do more than itself.',
      access: keyKeepers,
      secret: true,
      params: partyParams,
      body: keyBody,
      replies: { 201: { description: 'The key, shown this once', schema: keyMadeReply } },
      handle: (call) => makePartyKey(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/parties/{party}/keys',
      id: 'listPartyKeys',
      tag: 'parties',
      summary: 'Keys of a party',
      description: 'Label, first characters, rights and life of every key; never the key.',
      access: keyKeepers,
      params: partyParams,
      replies: { 200: { description: 'The keys', schema: keyListReply } },
      handle: (call) => listPartyKeys(deps, call),
    }),
    route({
      method: 'delete',
      path: '/v1/parties/{party}/keys/{id}',
      id: 'revokePartyKey',
      tag: 'parties',
      summary: 'Revoke a key',
      description: 'At once and for good; sessions opened with it end too. A second time is 409.',
      access: keyKeepers,
      params: keyParams,
      replies: { 204: { description: 'Revoked' } },
      handle: (call) => revokePartyKey(deps, call),
    }),
  ];
}
