import { z } from '@hono/zod-openapi';
import { parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { instant, text } from '../platform/fields.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import type { Reply } from '../store/store.ts';
import { auditLines } from './lines.ts';

const query = z.strictObject({
  from: instant('At or after', '2026-11-05T00:00:00+08:00').optional(),
  until: instant('Before', '2026-11-06T00:00:00+08:00').optional(),
  who: text(120, 'Whose: `actedBy` as entries have it, or its beginning', 'party:V1StGXR8Z5jdHi6B/').optional(),
  operation: text(60, 'Name of the operation', 'readCase').optional(),
  status: z.coerce.number().int().min(100).max(599).optional().openapi({ description: 'Status of the reply', example: 403 }),
  cursor: text(120, 'From `next` of the page before', '1762304400000.aT3kP9dWq2RnYb7x.17').optional(),
});
const line = z.object({
  chain: z.string().openapi({ description: 'Chain: one for each run of a process', example: 'aT3kP9dWq2RnYb7x' }),
  n: z.number().openapi({ description: 'Place in the chain', example: 17 }),
  at: z.string().openapi({ description: 'When', example: '2026-11-05T09:00:00+08:00' }),
  who: z.string().openapi({
    description: 'Who: party, authority or administrator, and key or account',
    example: 'party:V1StGXR8Z5jdHi6B/kT3kP9dWq2RnYb7x',
  }),
  role: z.string().openapi({ description: 'In which role', example: 'officer' }),
  operation: z.string().openapi({ description: 'What', example: 'readCase' }),
  object: z.string().openapi({ description: 'Of what: the path, without secrets', example: '/v1/cases/cT3kP9dWq2RnYb7x' }),
  status: z.number().openapi({ description: 'With what result', example: 200 }),
  requestId: z.string().openapi({ description: 'Id of the request', example: 'V1StGXR8Z5jdHi6B' }),
  address: z.string().openapi({ description: 'Network it came from', example: '203.0.113.0' }),
  prev: z.string().openapi({ description: 'Hash of the line before it', example: '00…' }),
  hash: z.string().openapi({ description: 'Hash of this line', example: '9f…' }),
});
const reply = z
  .object({
    items: z.array(line).openapi({ description: 'Newest first', example: [] }),
    next: z.string().nullable().openapi({ description: 'Cursor of the next page', example: null }),
  })
  .openapi('AccessAudit', { description: 'A page of the access audit' });

async function read(deps: Deps, call: Call<unknown, z.output<typeof query>>): Promise<Reply> {
  const { from, until, who, operation, status, cursor } = call.query;
  const filter = {
    from: from === undefined ? undefined : (parseInstant(from) ?? 0),
    until: until === undefined ? undefined : (parseInstant(until) ?? 0),
    who,
    operations: operation === undefined ? undefined : [operation],
    statuses: status === undefined ? undefined : [status],
    cursor,
  };
  return json(200, await auditLines(deps, filter), { 'Cache-Control': 'no-store' });
}

/** The access audit, for the audit administrator alone; reading it is in it. */
export function auditRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'get',
      path: '/v1/audit',
      id: 'readAudit',
      tag: 'administrators',
      summary: 'Who looked at what, and who was refused',
      description:
        'Newest first: every act of administrators and authorities, every read of what is not public, everybody who was refused. Kept 200 days at least. Each line holds the hash of the line before it. Reading is a line too.',
      access: { who: ['audit'] },
      query,
      replies: { 200: { description: 'A page', schema: reply }, 501: { description: 'The edge keeps none' } },
      handle: (call) => read(deps, call),
    }),
  ];
}
