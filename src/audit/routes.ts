import { z } from '@hono/zod-openapi';
import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { instant, text } from '../platform/fields.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { type Call, json, type Route, route } from '../platform/route.ts';
import { unavailable } from '../platform/write.ts';
import type { Reply } from '../store/store.ts';

const PAGE = 200;

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
  if (!deps.audit)
    throw new Problem('not-on-edge', {
      zh: '边缘节点不保存访问审计；请在主服务查询。',
      en: 'The edge keeps no access audit; ask the main service.',
    });
  // What this process has seen stands in the reply; others write theirs within a second.
  await settled(deps.audit);
  const { from, until, who, operation, status, cursor } = call.query;
  let select = deps.store.read.selectFrom('access_audit').selectAll();
  if (from !== undefined) select = select.where('at', '>=', parseInstant(from) ?? 0);
  if (until !== undefined) select = select.where('at', '<', parseInstant(until) ?? 0);
  if (who !== undefined) select = select.where('who', '>=', who).where('who', '<', `${who}\u{10ffff}`);
  if (operation !== undefined) select = select.where('operation', '=', operation);
  if (status !== undefined) select = select.where('status', '=', status);
  const after = cursor === undefined ? null : place(cursor);
  if (after)
    select = select.where((eb) =>
      eb.or([
        eb('at', '<', after.at),
        eb.and([eb('at', '=', after.at), eb('chain', '<', after.chain)]),
        eb.and([eb('at', '=', after.at), eb('chain', '=', after.chain), eb('n', '<', after.n)]),
      ]),
    );
  const rows = await select.orderBy('at', 'desc').orderBy('chain', 'desc').orderBy('n', 'desc').limit(PAGE).execute();
  const last = rows.at(-1);
  const next = last && rows.length === PAGE ? `${last.at}.${last.chain}.${last.n}` : null;
  return json(200, { items: rows.map((row) => ({ ...row, at: formatInstant(row.at) })), next }, { 'Cache-Control': 'no-store' });
}

/** An audit that leaves out what was just done would look like a calm one. */
async function settled(audit: NonNullable<Deps['audit']>): Promise<void> {
  try {
    await audit.settle();
  } catch {
    throw unavailable(false);
  }
}

function place(cursor: string): { at: number; chain: string; n: number } {
  const [, at, chain = '', n] = /^(\d{1,15})\.(\w{1,40})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (at !== undefined) return { at: Number(at), chain, n: Number(n) };
  const expected = { zh: '上一页的 next', en: 'the `next` of a page before' };
  throw invalidInput([{ pointer: '/query/cursor', found: cursor, expected, fix: { zh: '从头读起', en: 'begin anew without it' } }]);
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
