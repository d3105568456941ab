import { z } from '@hono/zod-openapi';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { listFilings, resendFiling } from './filings.ts';
import { filingParams, filingQuery, filingView, targetBody, targetParams, targetView } from './schemas.ts';
import { addTarget, endTarget, listTargets } from './targets.ts';

const tag = 'exchange';
const keepers = { who: ['admin', 'party'], right: 'party' } as const;
const list = (schema: z.ZodType) => ({
  200: {
    description: 'A page, newest first; `next` and the Link header lead on',
    schema: z.object({ items: z.array(schema), next: z.string().nullable() }),
  },
});

/** Records onward to other platforms. */
export function filingRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/filing-targets',
      id: 'addFilingTarget',
      tag,
      summary: 'File records to another platform',
      description:
        'From now on each record of the caller (an administrator’s target: of everybody) is sent once to the address: batches, shipments, receipts, transformations, dispositions, recalls, and what later changes them. ' +
        'One POST a record, JSON {id, record, type, chain, seq, at, subject, party, data, entryHash}, signed as Standard Webhooks under the key; personal values stand as commitments only. ' +
        'The records of a chain come in their order, the next one once the one before is answered (taken, accepted or refused) or given up. 2xx: accepted; 202: taken, asked again by the same message until it is judged, for three days, while the next ones go; 400, 409, 413, 422: refused, `reason` in the answer is shown; anything else is tried again for three days. A repeat has the same id: answer it as the first. ' +
        'Only https addresses on the open internet; redirects are not followed.',
      access: keepers,
      body: targetBody,
      secret: true,
      replies: { 201: { description: 'In force; a key made here is shown this once', schema: targetView } },
      handle: (call) => addTarget(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/filing-targets',
      id: 'listFilingTargets',
      tag,
      summary: 'Platforms that are told of records',
      description: 'The caller’s targets in force, without their keys.',
      access: keepers,
      replies: list(targetView),
      handle: (call) => listTargets(deps, call),
    }),
    route({
      method: 'delete',
      path: '/v1/filing-targets/{id}',
      id: 'endFilingTarget',
      tag,
      summary: 'End a filing target',
      description: 'No record goes there any more, those that wait neither. What was filed stays listed.',
      access: keepers,
      params: targetParams,
      replies: { 200: { description: 'Ended', schema: targetView } },
      handle: (call) => endTarget(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/filings',
      id: 'listFilings',
      tag,
      summary: 'What became of each record elsewhere',
      description:
        'The caller’s own records on their way to other platforms, also to those an administrator set up; `?state=refused` lists those to look after, each with its reason.',
      access: { who: ['admin', 'party'], delegateRight: 'party', wholeParty: true },
      query: filingQuery,
      replies: list(filingView),
      handle: (call) => listFilings(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/filings/{id}/resend',
      id: 'resendFiling',
      tag,
      summary: 'File a record again',
      description:
        'Due again now with all its tries anew, whatever became of it, under the same id. Where the record itself was wrong, correct it: the correction is filed as a record of its own.',
      access: keepers,
      params: filingParams,
      replies: { 200: { description: 'Waiting', schema: filingView } },
      handle: (call) => resendFiling(deps, call),
    }),
  ];
}
