import { type AuditRow, CUT, HEADED } from '../../audit/line.ts';
import { auditFaults } from '../../audit/verify.ts';
import type { Report } from './report.ts';
import type { Tables } from './tables.ts';

/** The access audit: its chains, against what the ledger says of them. */
export async function checkAudit(tables: Tables, report: Report): Promise<void> {
  const faults = await auditFaults({
    lines: async function* () {
      for await (const row of tables.stream('SELECT * FROM access_audit ORDER BY chain, n')) {
        report.count('lines of the access audit');
        yield row as unknown as AuditRow;
      }
    },
    hashAt: async (chain, n) => {
      const [row] = await tables.rows('SELECT hash FROM access_audit WHERE chain = ? AND n = ?', chain, n);
      return row && String(row.hash);
    },
    told: async () => {
      const rows = await tables.rows(`SELECT kind, bytes FROM entry WHERE chain = 'system' AND kind IN (?, ?) ORDER BY seq`, HEADED, CUT);
      return rows.map(({ kind, bytes }) => ({ kind: String(kind), bytes: String(bytes) }));
    },
  });
  for (const fault of faults) {
    const at = fault.indexOf(': ');
    report.fault('audit', fault.slice(0, at), fault.slice(at + 2));
  }
}
