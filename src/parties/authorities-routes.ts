import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import {
  authorityBody,
  authorityKeyParams,
  authorityListReply,
  authorityMadeReply,
  authorityParams,
  authorityQuery,
  competenceBody,
  competenceListReply,
  competenceQuery,
  competenceReply,
  enterAuthority,
  listAuthorities,
  listAuthorityKeys,
  listCompetences,
  makeAuthorityKey,
  revokeAuthorityKey,
  setCompetence,
} from './authorities.ts';
import { authorityKeyBody, keyListReply, keyMadeReply } from './keys.ts';

const administrator = { who: ['admin'] } as const;
const securityAdministrator = { who: ['security'] } as const;
const everyKnownCaller = { who: ['party', 'authority', 'admin', 'security'], pending: true } as const;

export function authorityRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/authorities',
      id: 'enterAuthority',
      tag: 'authorities',
      summary: 'Enter an authority',
      description: 'A 监管部门 with its department and region. Which matters it acts on is entered with PUT /v1/competences.',
      access: administrator,
      body: authorityBody,
      replies: { 201: { description: 'Entered', schema: authorityMadeReply } },
      handle: (call) => enterAuthority(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/authorities',
      id: 'listAuthorities',
      tag: 'authorities',
      summary: 'Authorities',
      description: 'All authorities, newest first.',
      access: everyKnownCaller,
      query: authorityQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: authorityListReply } },
      handle: (call) => listAuthorities(deps, call),
    }),
    route({
      method: 'put',
      path: '/v1/competences',
      id: 'setCompetence',
      tag: 'authorities',
      summary: 'Say who acts for an offence in a place',
      description:
        'County (or city, province) × offence × department → authority, from a day on, with the source it was published in. The longest region wins, then the named offence before *, then the named department before *. What held on a day is never overwritten: other content for the same first day is 409, a change takes a later day. The same again changes nothing.',
      access: administrator,
      body: competenceBody,
      replies: { 200: { description: 'The entry', schema: competenceReply } },
      handle: (call) => setCompetence(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/competences',
      id: 'listCompetences',
      tag: 'authorities',
      summary: 'Who acts for what, where',
      description: 'All entries, past and to come.',
      access: everyKnownCaller,
      query: competenceQuery,
      replies: { 200: { description: 'The entries', schema: competenceListReply } },
      handle: (call) => listCompetences(deps, call),
    }),
    ...authorityKeyRoutes(deps),
  ];
}

function authorityKeyRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/authorities/{id}/keys',
      id: 'makeAuthorityKey',
      tag: 'authorities',
      summary: 'Make a key for an authority',
      description: 'One for each officer or desk, so that entries say who acted. Shown once, kept as its SHA-256.',
      access: securityAdministrator,
      secret: true,
      params: authorityParams,
      body: authorityKeyBody,
      replies: { 201: { description: 'The key, shown this once', schema: keyMadeReply } },
      handle: (call) => makeAuthorityKey(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/authorities/{id}/keys',
      id: 'listAuthorityKeys',
      tag: 'authorities',
      summary: 'Keys of an authority',
      description: 'Label, first characters and life of every key; never the key.',
      access: securityAdministrator,
      params: authorityParams,
      replies: { 200: { description: 'The keys', schema: keyListReply } },
      handle: (call) => listAuthorityKeys(deps, call),
    }),
    route({
      method: 'delete',
      path: '/v1/authorities/{id}/keys/{key}',
      id: 'revokeAuthorityKey',
      tag: 'authorities',
      summary: 'Revoke a key of an authority',
      description: 'At once and for good; sessions opened with it end too. A second time is 409.',
      access: securityAdministrator,
      params: authorityKeyParams,
      replies: { 204: { description: 'Revoked' } },
      handle: (call) => revokeAuthorityKey(deps, call),
    }),
  ];
}
