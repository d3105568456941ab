import { loadBatchFacts } from '../batches/facts.ts';
import { loadDispositionFacts } from '../custody/facts.ts';
import type { FollowedEntry } from '../ledger/follower.ts';
import { civilDateOf } from '../platform/civil-date.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Store } from '../store/store.ts';
import { noticedBatches, noticedEntry } from '../substances/notice/noticed.ts';
import { type Again, type AgainDeps, dispositionAgain, judgeAgain, shipmentAgain } from './again.ts';
import type { ShipmentFacts } from './facts.ts';

/** The rule under which work of re-judging stands on the due list: `subjectType` is the table or the entry of a substance, `subjectId` the last id done. */
export const REJUDGE = 'rejudge';
const TABLES = ['batch', 'shipment', 'disposition'] as const;
/** Records a step judges again. */
const STEP = 100;
/** Entries after which every stored record may be judged otherwise. */
const CHANGES: ReadonlySet<string> = new Set(['law.set', 'directory.set', 'directory.ended']);

type DueRow = DB['due'];
type Load = (read: Store['read'], ids: readonly number[]) => Promise<ShipmentFacts[]>;

/** The work that a change of the law's data or of a directory row starts: one item a table on the due list; none for other entries. */
export function rejudgeWork(entries: readonly FollowedEntry[]): DueRow[] {
  const last = entries.filter((entry) => CHANGES.has(entry.kind)).at(-1);
  return last ? TABLES.map((table) => ({ at: last.at, rule: REJUDGE, subjectType: table, subjectId: -1 })) : [];
}

/**
 * Judges the next records of a table, or the next batches a substance leads to, again, at most 100, and moves the item on by them: it may stop anywhere and goes on where it stood. What is recorded
 * meanwhile was judged by the new law already. Two that do the same step do it once.
 */
export async function rejudgeStep(deps: AgainDeps, loadShipmentFacts: Load, item: DueRow): Promise<void> {
  const ids = await idsAfter(deps, item);
  for (const load of loadersOf(deps, loadShipmentFacts, item.subjectType, ids)) await judgeAgain(deps, load);
  const last = ids.at(-1);
  const commit: Commit = {
    chain: 'system',
    at: deps.clock(),
    entries: [],
    rows: last === undefined || ids.length < STEP ? {} : { due: [{ ...item, subjectId: last }] },
    touch: [{ undue: item }],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
  await deps.store.commit(commit);
}

async function idsAfter({ store, clock }: AgainDeps, { subjectType, subjectId }: DueRow): Promise<number[]> {
  const { read } = store;
  const entry = noticedEntry(subjectType);
  if (entry !== null) {
    const noticed = await noticedBatches(store, entry, civilDateOf(clock()));
    return noticed.filter((id) => id > subjectId).slice(0, STEP);
  }
  const table = TABLES.find((one) => one === subjectType) ?? 'batch';
  const rows = await read.selectFrom(table).select('id').where('id', '>', subjectId).orderBy('id').limit(STEP).execute();
  return rows.map((row) => row.id);
}

/** Each record is read when its turn comes, so that a conflict reads it anew. */
function loadersOf(deps: AgainDeps, loadShipmentFacts: Load, table: string, ids: readonly number[]): (() => Promise<Again | null>)[] {
  const { read } = deps.store;
  if (table === 'shipment')
    return ids.map((id) => async () => {
      const [shipment] = await loadShipmentFacts(read, [id]);
      return shipment ? shipmentAgain(shipment) : null;
    });
  if (table === 'disposition')
    return ids.map((id) => async () => {
      const [disposition] = await loadDispositionFacts(read, [id]);
      return disposition ? dispositionAgain(disposition) : null;
    });
  return ids.map((id) => async () => {
    const batch = (await loadBatchFacts(read, [id])).get(id);
    if (!batch) return null;
    return { events: [{ kind: 'batch', batch }], kind: 'batch.rejudged', subject: `batch/${batch.traceCode}`, party: batch.party.publicId };
  });
}
