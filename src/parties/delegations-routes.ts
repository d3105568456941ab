import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import {
  delegationBody,
  delegationListReply,
  delegationParams,
  delegationReply,
  endDelegation,
  grantDelegation,
  listDelegations,
  pagingQuery,
} from './delegations.ts';
import { partyParams } from './schemas.ts';

export function delegationRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/parties/{party}/delegations',
      id: 'grantDelegation',
      tag: 'parties',
      summary: 'Let another party act for this one',
      description:
        'A head office for its shops, an agent for a firm, a market operator for its stalls. The delegate calls with `X-Acting-For`; every entry keeps both, whose record it is and who acted. A delegate cannot delegate further.',
      access: { who: ['party', 'admin'], right: 'party', ownOnly: true },
      params: partyParams,
      body: delegationBody,
      replies: { 201: { description: 'Granted', schema: delegationReply } },
      handle: (call) => grantDelegation(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/parties/{party}/delegations',
      id: 'listDelegations',
      tag: 'parties',
      summary: 'Delegations of a party',
      description: 'Granted and received, ended ones too, newest first.',
      access: { who: ['party', 'authority', 'admin'], delegateRight: 'party', wholeParty: true },
      params: partyParams,
      query: pagingQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: delegationListReply } },
      handle: (call) => listDelegations(deps, call),
    }),
    route({
      method: 'delete',
      path: '/v1/parties/{party}/delegations/{id}',
      id: 'endDelegation',
      tag: 'parties',
      summary: 'End a delegation',
      description: 'At once, by the party that granted it or the one that received it. A second time is 409.',
      access: { who: ['party', 'admin'], right: 'party', ownOnly: true },
      params: delegationParams,
      replies: { 204: { description: 'Ended' } },
      handle: (call) => endDelegation(deps, call),
    }),
  ];
}
