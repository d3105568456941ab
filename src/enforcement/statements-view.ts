import { formatInstant } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** What a statement is; a reminder is the authority’s own word to the party, kept in the same place. */
export type StatementKind = 'statement' | 'hearing' | 'waiver' | 'reminder';

/** Asking for a hearing or giving further statement up is said with the statement. */
export const kindOf = ({ hearing, waives }: Readonly<{ hearing?: boolean | undefined; waives?: boolean | undefined }>): StatementKind =>
  waives ? 'waiver' : hearing ? 'hearing' : 'statement';

/** A statement as its case shows it, to both sides. */
export function statementView(row: DB['statement']) {
  return {
    id: row.publicId,
    kind: row.kind as StatementKind,
    text: row.text,
    files: JSON.parse(row.files) as string[],
    by: row.actedBy,
    at: formatInstant(row.at),
  };
}

export type StatementView = ReturnType<typeof statementView>;

/** What was said about each finding, by its inner id: the party's answers and the reminders it was sent. */
export async function statementsOn(read: Store['read'], findingIds: readonly number[]): Promise<Map<number, StatementView[]>> {
  if (findingIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('statement')
    .selectAll()
    .where('findingId', 'in', [...new Set(findingIds)])
    .orderBy('at')
    .orderBy('id')
    .execute();
  const byFinding = Map.groupBy(rows, (row) => row.findingId ?? 0);
  return new Map([...byFinding].map(([id, some]) => [id, some.map(statementView)]));
}
