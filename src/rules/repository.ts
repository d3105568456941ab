import type { EnteredVariety } from '../law/index.ts';
import { law } from '../law/index.ts';
import { DIRECTORY_END } from '../law-settings/repository.ts';
import { enteredSubject } from '../law-settings/subject-value.ts';
import { addDays, civilDateOf } from '../platform/civil-date.ts';
import { perStore } from '../store/prepared.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Directory, Interrupted } from './model.ts';
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

/** The compiled queries of each store: every write asks for these few rows. */
const hotQueries = perStore((store) => ({
  directory: store.prepare<Record<never, never>, DB['directory_row']>((read) => read.selectFrom('directory_row').selectAll(), {
    shared: true,
  }),
  modes: store.prepare<Record<never, never>, DB['rule_mode']>((read) => read.selectFrom('rule_mode').selectAll().orderBy('at'), {
    shared: true,
  }),
}));

/** Every row on how rules run, oldest first. */
export function loadModes(store: Store): Promise<DB['rule_mode'][]> {
  return hotQueries(store).modes({});
}

/** How often a rule found something, by what became of it. */
export interface RuleCounts {
  /** Everything it found, whatever became of it and in shadow, too. */
  fired: number;
  /** Open, in a case or not. */
  open: number;
  corrected: number;
  dismissed: number;
  /** In a case whose decision took effect and was not revoked. */
  decided: number;
  /** Found in shadow, shown to nobody. */
  shadow: number;
}

const ZERO: RuleCounts = { fired: 0, open: 0, corrected: 0, dismissed: 0, decided: 0, shadow: 0 };

/** Counts of every rule that found anything, one pass over the findings. */
export async function ruleCounts(read: Store['read']): Promise<Map<string, RuleCounts>> {
  const [states, decided] = await Promise.all([
    read
      .selectFrom('finding')
      .select((eb) => ['rule', 'state', eb.fn.countAll<number>().as('n')])
      .groupBy(['rule', 'state'])
      .execute(),
    read
      .selectFrom('sanction')
      .innerJoin('finding', 'finding.caseId', 'sanction.caseId')
      .select((eb) => ['finding.rule', eb.fn.countAll<number>().as('n')])
      .where('sanction.revokedAt', 'is', null)
      .groupBy('finding.rule')
      .execute(),
  ]);
  const counts = new Map<string, RuleCounts>();
  const of = (rule: string) => counts.get(rule) ?? ZERO;
  for (const { rule, state, n } of states) counts.set(rule, counted(of(rule), state, Number(n)));
  for (const { rule, n } of decided) counts.set(rule, { ...of(rule), decided: Number(n) });
  return counts;
}

export const noCounts = ZERO;

function counted(counts: RuleCounts, state: string, n: number): RuleCounts {
  const isOpen = state === 'open' || state === 'in-case';
  return {
    ...counts,
    fired: counts.fired + n,
    open: counts.open + (isOpen ? n : 0),
    corrected: counts.corrected + (state === 'corrected' ? n : 0),
    dismissed: counts.dismissed + (state === 'dismissed' ? n : 0),
    shadow: counts.shadow + (state === 'shadow' ? n : 0),
  };
}

/** Interruptions that touch a span of time, epoch ms. */
export async function interruptionsBetween(read: Store['read'], from: number, to: number): Promise<Interrupted[]> {
  return read.selectFrom('interruption').select(['from', 'to']).where('from', '<', to).where('to', '>', from).orderBy('from').execute();
}

/** What administrators entered into the directories: varieties (the item as value) and subjects. */
export async function loadDirectory(store: Store): Promise<Directory> {
  return directoryOf(await hotQueries(store).directory({}));
}

/** The rows that were entered before an instant. */
export async function loadDirectoryAsOf(read: Store['read'], before: number): Promise<Directory> {
  return directoryOf(await read.selectFrom('directory_row').selectAll().where('at', '<', before).execute());
}

/** Rows as they hold: one that was ended, until the day before its end. */
function directoryOf(entered: readonly DB['directory_row'][]): Directory {
  const ends = new Map(entered.filter((row) => row.kind === DIRECTORY_END).map((row) => [row.value, row.from]));
  const rows = entered.map((row) => {
    const end = ends.get(row.publicId);
    return end === undefined ? row : { ...row, until: addDays(end, -1) };
  });
  return { varieties: rows.filter((row) => row.kind === 'variety').map(varietyOf), subjects: rows.flatMap(enteredSubject) };
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
