import type { Deps } from '../platform/deps.ts';
import type { DB } from '../store/schema.ts';
import type { Commit, Store } from '../store/store.ts';
import { judge } from './engine.ts';
import type { RuleEvent, ShipmentFacts } from './facts.ts';
import { loadFindings, reconcile, scopeLookups } from './findings.ts';
import { ruleContext } from './judging.ts';
import type { RuleContext } from './model.ts';

type DueRow = DB['due'];

/** Loads what rules may know of shipments; ids that are not there are left out. */
export type LoadShipmentFacts = (read: Store['read'], ids: readonly number[]) => Promise<ShipmentFacts[]>;

export interface Swept {
  /** Items taken off the list by this sweep. */
  judged: number;
  /** Findings made. */
  found: number;
  /** The list held as many as were asked for: there may be more. */
  isMore: boolean;
}

const ATTEMPTS = 3;

/**
 * Judges what has fallen due, oldest first: one commit an item in the chain `system` (entry `due.judged`) takes it off the list and stores what was
 * found. Two sweeps may run at once: the one that comes second to an item moves on. Costs what is due, not what is stored.
 * @param limit items a sweep takes at most
 * @throws {StoreUnavailable} when the engine failed; what was judged before stays judged
 */
export async function sweepDue(
  deps: Pick<Deps, 'store' | 'clock' | 'random'>,
  loadShipmentFacts: LoadShipmentFacts,
  limit = 100,
): Promise<Swept> {
  const now = deps.clock();
  const due = await deps.store.read.selectFrom('due').selectAll().where('at', '<=', now).orderBy('at').limit(limit).execute();
  if (due.length === 0) return { judged: 0, found: 0, isMore: false };
  const context = await ruleContext(deps, now);
  const ids = [...new Set(due.map((item) => item.subjectId))];
  const shipments = new Map((await loadShipmentFacts(deps.store.read, ids)).map((shipment) => [shipment.id, shipment]));
  let [judged, found] = [0, 0];
  for (const item of due) {
    const made = await judgeItem(deps, item, shipments.get(item.subjectId), context);
    if (made === null) continue;
    judged += 1;
    found += made;
  }
  return { judged, found, isMore: due.length === limit };
}

/** How many findings were made, or null when somebody else took the item. */
async function judgeItem(
  deps: Pick<Deps, 'store' | 'random'>,
  item: DueRow,
  shipment: ShipmentFacts | undefined,
  context: RuleContext,
): Promise<number | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { commit, made } = await commitOf(deps, item, shipment, context);
    const result = await deps.store.commit(commit);
    if (result.committed) return made;
    if (result.conflict === 'expect') return null;
  }
  return null;
}

async function commitOf(
  deps: Pick<Deps, 'store' | 'random'>,
  item: DueRow,
  shipment: ShipmentFacts | undefined,
  context: RuleContext,
): Promise<{ commit: Commit; made: number }> {
  const events: RuleEvent[] = shipment ? [{ kind: 'due', rule: item.rule, shipment, dueAt: item.at }] : [];
  const drafts = events.flatMap((event) => judge(event, context));
  const existing = await loadFindings(deps.store.read, events.flatMap(scopeLookups));
  const ids = drafts.length === 0 ? [] : await deps.store.ids(drafts.length);
  const { now, today } = context;
  const settled = reconcile(existing, drafts, { events, ids: ids.values(), random: deps.random, now, today });
  const findings = settled.rows.finding ?? [];
  const commit: Commit = {
    chain: 'system',
    at: now,
    entries: [
      {
        kind: 'due.judged',
        subject: `shipment/${shipment?.publicId ?? item.subjectId}`,
        payload: {
          rule: item.rule,
          dueAt: item.at,
          party: shipment?.buyer?.publicId ?? null,
          actedBy: 'system',
          findings: findings.map((row) => ({ id: row.publicId, weight: row.weight })),
        },
      },
    ],
    rows: settled.rows,
    touch: [{ undue: item }, ...settled.touch],
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
  return { commit, made: findings.length };
}
