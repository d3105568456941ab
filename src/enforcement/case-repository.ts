import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { CaseRow } from './repository.ts';

type Read = Store['read'];
export type StepRow = DB['case_step'];
export type StatementRow = DB['statement'];

/** What belongs to a case that was read within a scope. */
export function caseRecords(read: Read, file: Pick<CaseRow, 'id'>) {
  return {
    steps: (): Promise<StepRow[]> => read.selectFrom('case_step').selectAll().where('caseId', '=', file.id).orderBy('n').execute(),
    statements: (): Promise<StatementRow[]> =>
      read.selectFrom('statement').selectAll().where('caseId', '=', file.id).orderBy('at').orderBy('id').execute(),
  };
}

/**
 * Cases of a party under an offence, of whatever office: an act is punished once (行政处罚法 29), and the office that opened first has it (25).
 * For the check alone; nothing of another office's case goes into a reply.
 */
export function casesOfCourse(read: Read, partyId: number, offence: string): Promise<CaseRow[]> {
  return read
    .selectFrom('case_file')
    .selectAll()
    .where('partyId', '=', partyId)
    .where('offence', '=', offence)
    .orderBy('openedAt')
    .execute();
}

/** Findings of a party on the same records, under whatever offence: several provisions may reach one act. */
export async function findingsOnSameActs(
  read: Read,
  partyId: number,
  rows: readonly Pick<DB['finding'], 'subjectType' | 'subjectId'>[],
): Promise<{ publicId: string; caseId: number | null; offence: string | null }[]> {
  const byType = Map.groupBy(rows, (row) => row.subjectType);
  const found = await Promise.all(
    [...byType].map(([type, some]) =>
      read
        .selectFrom('finding')
        .select(['publicId', 'caseId', 'offence'])
        .where('subjectType', '=', type)
        .where('subjectId', 'in', [...new Set(some.map((row) => row.subjectId))])
        .where('partyId', '=', partyId)
        .where('offence', 'is not', null)
        .execute(),
    ),
  );
  return found.flat();
}

export function casesById(read: Read, ids: readonly number[]): Promise<CaseRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return read
    .selectFrom('case_file')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .execute();
}
