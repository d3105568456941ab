import type { EnteredVariety } from '../law/index.ts';
import { law } from '../law/index.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Directory } from './model.ts';
import type { FindingRow } from './row.ts';
import { episode, type FindingLookup } from './scope.ts';

/** Ids one query takes along, below every engine's limit on parameters. */
const IDS_A_QUERY = 500;
/** How often one occasion can come up again; a finding that flickers more often is told by the earlier ones. */
const EPISODES = 8;

/** Stored findings, one query a lookup (and 500 subjects); all states. Several lookups may name the same row: it comes once. */
export async function loadFindings(read: Store['read'], lookups: readonly FindingLookup[]): Promise<FindingRow[]> {
  const found = new Map<number, FindingRow>();
  for (const lookup of lookups) {
    for (let from = 0; from < lookup.ids.length; from += IDS_A_QUERY) {
      const rows = await query(read, lookup, lookup.ids.slice(from, from + IDS_A_QUERY));
      for (const row of rows) found.set(row.id, row);
    }
  }
  return [...found.values()];
}

function query(read: Store['read'], lookup: FindingLookup, ids: readonly number[]): Promise<FindingRow[]> {
  let select = read
    .selectFrom('finding')
    .selectAll()
    .where('subjectType', '=', lookup.type)
    .where('subjectId', 'in', [...ids]);
  if (lookup.rules) select = select.where('rule', 'in', [...lookup.rules]);
  if (lookup.occasions) select = select.where('occasion', 'in', lookup.occasions.flatMap(episodes));
  if (lookup.partyId !== undefined) select = select.where('partyId', '=', lookup.partyId);
  return select.execute();
}

function episodes(base: string): string[] {
  return Array.from({ length: EPISODES }, (_, i) => episode(base, i + 1));
}

type VarietyRows = (params: Record<never, never>) => Promise<DB['directory_row'][]>;

/** The compiled query of each store: every write asks for these few rows. */
const prepared = new WeakMap<Store, VarietyRows>();

function varietyRows(store: Store): VarietyRows {
  const known = prepared.get(store);
  if (known) return known;
  const query: VarietyRows = store.prepare((read) => read.selectFrom('directory_row').selectAll().where('kind', '=', 'variety'));
  prepared.set(store, query);
  return query;
}

/** What administrators entered into the directory of varieties (rows of kind `variety`, the item as value). */
export async function loadDirectory(store: Store): Promise<Directory> {
  const rows = await varietyRows(store)({});
  return { varieties: rows.map(varietyOf), subjects: [] };
}

function varietyOf(row: DB['directory_row']): EnteredVariety {
  return {
    item: row.value,
    effectiveFrom: row.from,
    effectiveTo: row.until ?? undefined,
    citation: {
      ...law.citations['zj-directory'],
      source: row.source,
      effectiveFrom: row.from,
      lastConfirmedOn: civilDateOf(row.at),
      confirmed: 'yes',
      doubt: { zh: '管理员录入', en: 'Entered by an administrator' },
    },
  };
}
