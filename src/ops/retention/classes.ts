import { pruneAudit } from '../../audit/retention.ts';
import { civilDateOf } from '../../platform/civil-date.ts';
import { untaken } from '../../store/forget.ts';
import type { AsideTable, DraftTable } from '../../store/store.ts';
import type { Row } from '../verify/tables.ts';
import { days, type Looked, type Removable, type RetentionClass } from './model.ts';
import { personalOfTrade } from './trade.ts';

/** Network logs are kept six months at least; the service keeps what is like them a little longer. */
const LOG_DAYS = 200;
const REPLY_DAYS = 1;
/** Photos that wait for whoever corrects a form. */
const DRAFT_DAYS = 1;
/** How long a sheet that was refused may be fetched again with its reasons. */
const REFUSED_SHEET_DAYS = 30;
/** An import whose bytes nobody needs: nothing was recorded from it. */
const REFUSED = `('rejected', 'failed')`;

/** Rows beside the ledger that have a time after which nobody reads them. */
function aside(table: AsideTable | DraftTable, what: string, keptDays: number, column = 'at'): RetentionClass {
  const before = (now: number) => now - days(keptDays);
  return {
    name: table.replaceAll('_', '-'),
    what,
    basis: () => (keptDays === 0 ? 'its own end' : `the service’s own: ${keptDays} ${keptDays === 1 ? 'day' : 'days'}`),
    find: async ({ tables, now }) =>
      removable(
        await tables.rows(
          `SELECT count(*) AS n, min("${column}") AS oldest FROM "${table}" WHERE "${column}" < ?${untaken(table)}`,
          before(now),
        ),
        keptDays,
      ),
    remove: async ({ store, now, record }) => {
      const count = await store.forget(table, before(now));
      if (count > 0) await record(count);
      return count;
    },
  };
}

function removable([row]: Row[], keptDays: number): Removable {
  const count = Number(row?.n ?? 0);
  return { count, since: count === 0 ? null : civilDateOf(Number(row?.oldest) + days(keptDays)) };
}

const refusedSheets: RetentionClass = {
  name: 'refused-sheets',
  what: 'files of imports nothing was recorded from',
  basis: () => `the service’s own: ${REFUSED_SHEET_DAYS} days after their end`,
  find: async (looked) => {
    const rows = await sheetsOf(looked);
    const oldest = Math.min(...rows.map(({ finishedAt }) => Number(finishedAt)));
    return { count: rows.length, since: rows.length === 0 ? null : civilDateOf(oldest + days(REFUSED_SHEET_DAYS)) };
  },
  remove: async (remover) => {
    const { files, record } = remover;
    let count = 0;
    for (const { sha256 } of await sheetsOf(remover)) {
      await files.large?.drop(String(sha256));
      count++;
    }
    if (count > 0) await record(count);
    return count;
  },
};

/** Bytes named by refused imports alone, all of them at their end for long enough. */
function sheetsOf({ tables, now }: Looked): Promise<Row[]> {
  return tables.rows(
    `SELECT sha256, max("finishedAt") AS "finishedAt" FROM import_job GROUP BY sha256
     HAVING count(*) = sum(CASE WHEN state IN ${REFUSED} AND "finishedAt" < ? THEN 1 ELSE 0 END) ORDER BY sha256`,
    now - days(REFUSED_SHEET_DAYS),
  );
}

/** What may be removed. Everything else stays: entries, facts, proofs, and the files that records name. */
export const classes: readonly RetentionClass[] = [
  personalOfTrade,
  refusedSheets,
  aside('delivery', 'attempts to reach webhooks', LOG_DAYS),
  {
    ...aside('access_audit', 'who read and did what', LOG_DAYS),
    // Its lines hold each other's hashes: what goes is told in a line, or the check would find a gap.
    remove: async ({ store, now, record }) => {
      const count = await pruneAudit(store, now, LOG_DAYS);
      if (count > 0) await record(count);
      return count;
    },
  },
  aside('sign_in_attempt', 'tries to sign in', 30),
  aside('idempotency', 'replies kept for repeats', REPLY_DAYS),
  aside('slip_photo', 'photos kept for answers to slips that were not taken', DRAFT_DAYS),
  aside('office_photo', 'photos kept for notes that were not taken', DRAFT_DAYS),
  aside('session', 'sign-in links and sessions of keys', 0, 'expiresAt'),
  aside('person_session', 'sessions of people', 0, 'expiresAt'),
];

/** What is never removed here, and why. */
export const kept: readonly (readonly [what: string, why: string])[] = [
  ['ledger entries, the log and its signatures', 'what was recorded is proven by them'],
  ['records of goods, custody, findings and recalls', 'they are what the ledger proves; the laws name no time after which they must go'],
  ['files of certificates and reports', 'records name them by hash'],
  ['contacts of registered parties', 'as long as they are registered; a changed one is erased at once'],
  ['case files with the persons in them', '案卷保存期限待核实'],
];
