import { z } from '@hono/zod-openapi';
import { chainOf } from '../platform/caller.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound } from '../platform/problems.ts';
import { json, type Route, route } from '../platform/route.ts';

const entry = z.object({
  seq: z.number().int().openapi({ description: 'Place in the chain, gapless from 1', example: 7 }),
  hash: z
    .string()
    .openapi({ description: 'SHA-256 over `bytes`', example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }),
  bytes: z.string().openapi({ description: 'The entry as it was hashed: RFC 8785 JSON, verbatim', example: '{"alg":"SHA-256",…}' }),
});

const PAGE = 100;

/** A chain to read and check: the caller's own, or any for the administrator. */
export function ledgerRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/ledger/{chain}/entries',
      id: 'readChain',
      tag: 'proof',
      summary: 'Entries of a chain',
      description:
        'Entries in order, a hundred at a time, after `after`. Hash each `bytes` with SHA-256 and compare `prev` with the hash before it: that is the whole check. A delegate needs the right `party`.',
      access: { who: ['party', 'authority', 'audit'], delegateRight: 'party', wholeParty: true },
      params: z.object({
        chain: z.string().max(60).openapi({ description: 'Name of the chain, from a reply’s `ledger`', example: 'party:V1StGXR8Z5jdHi6B' }),
      }),
      query: z.object({
        after: z.coerce.number().int().min(0).optional().openapi({ description: 'The last seq already read', example: 0 }),
      }),
      replies: {
        200: {
          description: 'Entries; `next` is the `after` of the following page',
          schema: z.object({ chain: z.string(), items: z.array(entry), next: z.number().nullable() }),
        },
      },
      handle: async ({ caller, params, query }) => {
        if (caller.kind !== 'admin' && chainOf(caller) !== params.chain) throw notFound({ zh: '该账链', en: 'chain by that name' });
        const items = await deps.store.read
          .selectFrom('entry')
          .select(['seq', 'hash', 'bytes'])
          .where('chain', '=', params.chain)
          .where('seq', '>', query.after ?? 0)
          .orderBy('seq')
          .limit(PAGE)
          .execute();
        return json(200, { chain: params.chain, items, next: items.length === PAGE ? (items.at(-1)?.seq ?? null) : null });
      },
    }),
  ];
}
