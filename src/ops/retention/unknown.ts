import type { Tables } from '../verify/tables.ts';

/** A class of records with values of persons for which the law's data names no time: nothing of it is erased, and it is told. */
export interface UnknownClass {
  name: string;
  what: string;
  /** Tables whose commitments it answers for. */
  tables: readonly string[];
  /** What has come to the end of its use, counted; SQL of both dialects. */
  count: string;
}

const committed = (column: string) => `EXISTS (SELECT 1 FROM personal p WHERE p.commitment = ${column})`;
/** A column of JSON, in which only its text is looked at. */
const mentions = (column: string) => `${column} LIKE '%"c:%'`;

export const unknown: readonly UnknownClass[] = [
  {
    name: 'accounts',
    what: 'names of people whose account was ended',
    tables: ['account'],
    count: `SELECT count(*) AS n FROM account a WHERE a."endedAt" IS NOT NULL AND ${committed('a.name')}`,
  },
  {
    name: 'credentials',
    what: 'logins, phones and secrets of accounts that were ended',
    tables: ['credential'],
    count: 'SELECT count(*) AS n FROM credential c JOIN account a ON a.id = c.id WHERE a."endedAt" IS NOT NULL',
  },
  {
    name: 'consumer-reports',
    what: 'what consumers wrote, and how they can be reached',
    tables: ['consumer_report'],
    count: `SELECT count(*) AS n FROM consumer_report r WHERE ${committed('r.details')} OR ${committed('r.contact')}`,
  },
  {
    name: 'registrations',
    what: 'names, addresses and contacts of those whose registration was rejected',
    tables: ['party', 'site', 'licence'],
    count: `SELECT count(*) AS n FROM party t WHERE t.state = 'rejected' AND (${committed('t.name')} OR ${committed('t."contactName"')}
      OR ${committed('t."contactPhone"')} OR ${committed('t."contactAddress"')})`,
  },
  {
    name: 'case-files',
    what: 'persons in the files of closed cases (案卷)',
    tables: ['case_file', 'case_step', 'statement'],
    count: `SELECT count(*) AS n FROM case_file f WHERE f."closedAt" IS NOT NULL AND (${mentions('f.officers')}
      OR EXISTS (SELECT 1 FROM case_step s WHERE s."caseId" = f.id AND ${mentions('s.record')})
      OR EXISTS (SELECT 1 FROM statement s WHERE s."caseId" = f.id AND ${committed('s.text')}))`,
  },
  {
    name: 'import-faults',
    what: 'cells of faulty rows of imports, as they were sent',
    tables: ['import_fault'],
    count: 'SELECT count(*) AS n FROM import_fault',
  },
  {
    name: 'superseded',
    what: 'values that only the ledger still names, since the record was changed',
    tables: [],
    count: '',
  },
];

export interface UnknownListed {
  name: string;
  what: string;
  count: number;
}

/** By class what would be asked about, were there a rule; changes nothing. `superseded` are the values no record holds. */
export async function listUnknown(tables: Tables, superseded: number): Promise<UnknownListed[]> {
  const listed: UnknownListed[] = [];
  for (const { name, what, count } of unknown) {
    const [row] = count === '' ? [{ n: superseded }] : await tables.rows(count);
    listed.push({ name, what, count: Number(row?.n ?? 0) });
  }
  return listed;
}
