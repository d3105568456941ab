import { formatInstant } from '../platform/civil-date.ts';
import type { Deps } from '../platform/deps.ts';
import { invalidInput, Problem } from '../platform/problems.ts';
import { unavailable } from '../platform/write.ts';

/** Lines of one page. */
export const AUDIT_PAGE = 200;

export interface AuditFilter {
  /** Epoch milliseconds, inclusive. */
  from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  until?: number | undefined;
  /** `actedBy` as entries have it, or its beginning. */
  who?: string | undefined;
  operations?: readonly string[] | undefined;
  statuses?: readonly number[] | undefined;
  cursor?: string | undefined;
}

/**
 * Lines of the access audit, newest first, a page at a time. What this process has seen stands in it; others write theirs within a second.
 * @throws {Problem} not-on-edge, invalid-input for a cursor that was not given out, unavailable when the lines that wait cannot be written
 */
export async function auditLines(deps: Pick<Deps, 'audit' | 'store'>, filter: AuditFilter) {
  if (!deps.audit)
    throw new Problem('not-on-edge', {
      zh: '边缘节点不保存访问审计；请在主服务查询。',
      en: 'The edge keeps no access audit; ask the main service.',
    });
  await settled(deps.audit);
  const { from, until, who, operations, statuses, cursor } = filter;
  let select = deps.store.read.selectFrom('access_audit').selectAll();
  if (from !== undefined) select = select.where('at', '>=', from);
  if (until !== undefined) select = select.where('at', '<', until);
  if (who !== undefined) select = select.where('who', '>=', who).where('who', '<', `${who}\u{10ffff}`);
  if (operations !== undefined) select = select.where('operation', 'in', operations.length === 0 ? [''] : [...operations]);
  if (statuses !== undefined) select = select.where('status', 'in', statuses.length === 0 ? [-1] : [...statuses]);
  const after = cursor === undefined ? null : place(cursor);
  if (after)
    select = select.where((eb) =>
      eb.or([
        eb('at', '<', after.at),
        eb.and([eb('at', '=', after.at), eb('chain', '<', after.chain)]),
        eb.and([eb('at', '=', after.at), eb('chain', '=', after.chain), eb('n', '<', after.n)]),
      ]),
    );
  const rows = await select.orderBy('at', 'desc').orderBy('chain', 'desc').orderBy('n', 'desc').limit(AUDIT_PAGE).execute();
  const last = rows.at(-1);
  const next = last && rows.length === AUDIT_PAGE ? `${last.at}.${last.chain}.${last.n}` : null;
  return { items: rows.map((row) => ({ ...row, at: formatInstant(row.at) })), next };
}

export type AuditEntry = Awaited<ReturnType<typeof auditLines>>['items'][number];

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
