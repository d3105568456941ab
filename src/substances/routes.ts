import { wantsCsv } from '../enforcement/csv.ts';
import type { Deps } from '../platform/deps.ts';
import { type Route, route } from '../platform/route.ts';
import { enterSubstance, revokeSubstance } from './entered/entering.ts';
import { listEntries } from './entered/entry-list.ts';
import { checkEntry } from './entered/entry-preview.ts';
import {
  entriesQuery,
  entryBody,
  entryListReply,
  entryPreviewReply,
  madeReply,
  revocationBody,
  substanceListReply,
  substanceParams,
  substanceQuery,
  substanceReply,
} from './entered/entry-schemas.ts';
import { listSubstances, readSubstance } from './entered/listing.ts';
import { entriesAsCsv, substancesAsCsv } from './entered/substances-csv.ts';

const offices = { who: ['admin', 'authority'], officer: true } as const;
const everybody = { who: ['public'] } as const;

/** What is known of substances, and how people add to it. */
export function substanceRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/substances',
      id: 'listSubstances',
      tag: 'substances',
      summary: 'Substances and classes',
      description:
        'The shipped table and what was entered and not revoked, also what begins on a later day. `q` finds parts of names, and names by the beginning of their pinyin (fentai) or its initials (ft): that is for search alone, screening compares whole names. As CSV (`Accept: text/csv` or `format=csv`) all of it.',
      access: everybody,
      query: substanceQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: substanceListReply } },
      handle: async (call) => {
        const { format, limit: _limit, cursor: _cursor, ...asked } = call.query;
        return wantsCsv(call.request, format) ? substancesAsCsv(deps, call, asked) : listSubstances(deps, call);
      },
    }),
    route({
      method: 'get',
      path: '/v1/substance-entries',
      id: 'listSubstanceEntries',
      tag: 'substances',
      summary: 'What people entered',
      description:
        'Substances, classes and spellings with source, days and the office that entered them, newest first; those that were revoked say when and why. As CSV (`Accept: text/csv` or `format=csv`) all of it.',
      access: everybody,
      query: entriesQuery,
      replies: { 200: { description: 'A page; `next` and the Link header lead on', schema: entryListReply } },
      handle: async (call) => {
        const { format, limit: _limit, cursor: _cursor, ...asked } = call.query;
        return wantsCsv(call.request, format) ? entriesAsCsv(deps, call, asked) : listEntries(deps, call);
      },
    }),
    route({
      method: 'post',
      path: '/v1/substances/check',
      id: 'checkSubstance',
      tag: 'substances',
      summary: 'What an entry would find, before it is made',
      description:
        'The body of POST /v1/substances, read and refused the same way; nothing is stored and nobody is told. `strikes`: what is lawful, known already, or declared by stored products, and whether the entry must then be confirmed. `found` and `declared`: stored batches it would lead to, of an authority those made or held in its regions, the first ten of each. Parts of names and structures screen new records; they find nothing here.',
      access: offices,
      body: entryBody,
      bodyReadByHandler: true,
      replies: { 200: { description: 'What it would find', schema: entryPreviewReply } },
      handle: (call) => checkEntry(deps, call),
    }),
    route({
      method: 'get',
      path: '/v1/substances/{id}',
      id: 'readSubstance',
      tag: 'substances',
      summary: 'A substance, class or alias',
      description: 'With its names, its texts and sources, what meeting it says today, and the entry it rests on; a revoked entry says so.',
      access: everybody,
      params: substanceParams,
      replies: { 200: { description: 'What is known', schema: substanceReply } },
      handle: (call) => readSubstance(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/substances',
      id: 'enterSubstance',
      tag: 'substances',
      summary: 'Enter a substance, a class or an alias',
      description:
        'With its source and first day, in the caller’s chain (substance.entered). Acts from that day on are judged by it, earlier ones are not: a text binds nobody before it is published. A class brings words, members, parts of names (for review only) and structures. Never changed; a wrong entry is revoked and made anew. The same again is 409. One that would strike what has a lawful place in food, or more stored products than a drug is found in, is 409 with the counts (`strikes`) until it is sent with `confirm: true`.',
      access: offices,
      body: entryBody,
      bodyReadByHandler: true,
      replies: { 201: { description: 'Entered', schema: madeReply } },
      handle: (call) => enterSubstance(deps, call),
    }),
    route({
      method: 'post',
      path: '/v1/substances/{id}/revocation',
      id: 'revokeSubstance',
      tag: 'substances',
      summary: 'Revoke an entry',
      description:
        'By an administrator or the office that made it (substance.revoked). From then on it counts for no act, earlier ones included (行政处罚法 37: the lighter law). Leads that were opened by it stay for their officers to dismiss. A question of the review queue it had answered is open again.',
      access: offices,
      params: substanceParams,
      body: revocationBody,
      replies: { 200: { description: 'Revoked', schema: madeReply } },
      handle: (call) => revokeSubstance(deps, call),
    }),
  ];
}
