import { z } from '@hono/zod-openapi';
import type { Deps } from '../platform/deps.ts';
import { json, type Route, route } from '../platform/route.ts';
import { caseParams } from './case-schemas.ts';
import { wantsCsv } from './csv.ts';
import { evidencePack } from './evidence.ts';
import { statistics, statisticsAsCsv, statisticsQuery, statisticsReply } from './statistics.ts';

const officials = { who: ['authority', 'admin'] } as const;

const evidenceReply = z
  .object({
    format: z.literal('suyuan-evidence/1').openapi({ description: 'Form of the pack', example: 'suyuan-evidence/1' }),
    madeAt: z.string().openapi({ description: 'When it was made', example: '2026-12-01T01:00:00Z' }),
    index: z.array(z.string()).openapi({ description: 'What is in it, in Chinese, to be read as it is', example: ['证据材料目录'] }),
    signature: z.string().nullable().openapi({
      description:
        'Signed note over form, instant and the SHA-256 of all else in canonical JSON (RFC 8785); null where the service has no key',
      example: 'suyuan-evidence/1\n…',
    }),
  })
  .loose()
  .openapi('EvidencePack', { description: 'Everything a case rests on, in one file' });

/** What an authority asks of what is stored: how much, how long, and all of one case. */
export function askingRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/statistics',
      id: 'readStatistics',
      tag: 'judging',
      summary: 'Leads counted, and how long things take',
      description:
        'Leads of the caller’s scope by rule, region, month, department, state or value (band), with the median time from finding to correction; and from a proven delivery to its receipt. At most ten years. As CSV like GET /v1/violations.',
      access: officials,
      query: statisticsQuery,
      replies: { 200: { description: 'The counts', schema: statisticsReply } },
      handle: async (call) =>
        wantsCsv(call.request, call.query.format)
          ? statisticsAsCsv(deps, call, call.query)
          : json(200, await statistics(deps, call, call.query)),
    }),
    route({
      method: 'get',
      path: '/v1/cases/{id}/evidence',
      id: 'readEvidence',
      tag: 'judging',
      summary: 'Evidence pack of a case',
      description:
        'One JSON file: an index in plain Chinese; each fact with who entered it; the ledger entries verbatim, in runs that can be checked from the file alone (SHA-256 of each `bytes` is its `hash`, `prev` the hash before it); the law of the day of the act with source and mark; steps, statements, and the hashes of papers; the service’s signature over the whole. For the office that handles the case and those above it.',
      access: officials,
      params: caseParams,
      replies: { 200: { description: 'The pack', schema: evidenceReply } },
      handle: async (call) => {
        const pack = await evidencePack(deps, call, call.params.id);
        return {
          status: 200,
          headers: {
            'Content-Type': 'application/json; charset=utf-8',
            'Content-Disposition': `attachment; filename="evidence-${pack.case.id}.json"`,
            'Cache-Control': 'no-store',
          },
          body: `${JSON.stringify(pack, null, 2)}\n`,
        };
      },
    }),
  ];
}
