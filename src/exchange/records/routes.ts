import { z } from '@hono/zod-openapi';
import { partyCaller } from '../../platform/caller.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Route, route } from '../../platform/route.ts';
import { exportRecords, MEDIA_TYPE } from './export.ts';

/** All a party has recorded, to take along. */
export function recordsRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/exports/records',
      id: 'exportRecords',
      tag: 'exchange',
      summary: 'All the caller’s own records',
      description:
        'Every record of the caller in the order of its chain, as lines of JSON: `head` (form, chain, how far it goes), a `record` for each entry (its `bytes` verbatim, to be hashed and compared; ' +
        '`payload` where it was set aside for its size; `personal`, what the commitments stand for that have not been erased), a `file` for each file by its SHA-256 (GET `href`), and `end` with the counts: without it the stream was cut. ' +
        '`after` goes on behind an export made before. Nobody else’s records are in it. A delegate needs the right `party`, for all sites.',
      access: { who: ['party'], delegateRight: 'party', wholeParty: true },
      query: z.object({
        after: z.coerce.number().int().min(0).optional().openapi({ description: 'The last seq already kept', example: 0 }),
      }),
      replies: { 200: { description: 'Lines of JSON', mediaType: MEDIA_TYPE } },
      handle: (call) => exportRecords(deps, call, partyCaller(call)),
    }),
  ];
}
