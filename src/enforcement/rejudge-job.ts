import type { FollowerJob } from '../ledger/follower.ts';
import type { Deps } from '../platform/deps.ts';
import { judge } from '../rules/engine.ts';
import type { RuleEvent, ShipmentFacts } from '../rules/facts.ts';
import { draftLookups, type FindingRow, loadFindings, reconcile, scopeLookups } from '../rules/findings.ts';
import { ruleContext } from '../rules/judging.ts';
import type { LoadShipmentFacts } from '../rules/sweep.ts';
import type { Commit, Expect } from '../store/store.ts';
import { batchesOf } from './subjects.ts';

/** What changes the facts that sales of a batch were judged by. */
const CHANGES: ReadonlySet<string> = new Set(['batch.revised', 'certificate.added', 'certificate.withdrawn']);
const SHIPMENTS_AT_ONCE = 200;
const ATTEMPTS = 12;

type JobDeps = Pick<Deps, 'store' | 'clock' | 'random'>;

/**
 * Judges the sales of a batch again, whoever made them, when its maker corrected it or its papers changed: the maker's commit judged the batch alone.
 * A finding that no longer holds closes itself, a new one appears; one in a case is left to its officers, one that people settled stays.
 *
 * Each shipment is a commit of its own in the chain `system` (entry `shipment.rejudged`), made only where something changed. Judging the same
 * facts again changes nothing, so the job may stop anywhere and read the same entries again.
 */
export function rejudgeJob(deps: JobDeps, loadShipmentFacts: LoadShipmentFacts): FollowerJob {
  return {
    name: 'rejudge',
    batch: 20,
    handle: async (entries) => {
      const changed = entries.filter((entry) => CHANGES.has(entry.kind));
      if (changed.length === 0) return {};
      for (const batchId of await batchesOf(deps.store.read, changed)) await rejudgeBatch(deps, loadShipmentFacts, batchId);
      return {};
    },
  };
}

async function rejudgeBatch(deps: JobDeps, loadShipmentFacts: LoadShipmentFacts, batchId: number): Promise<void> {
  for (let after = -1; ; ) {
    const rows = await shipmentsOf(deps, batchId, after);
    for (const { id } of rows) await rejudgeShipment(deps, loadShipmentFacts, id);
    const last = rows.at(-1);
    if (!last || rows.length < SHIPMENTS_AT_ONCE) return;
    after = last.id;
  }
}

/** Shipments of the batch by whomever; what is void never happened. */
function shipmentsOf(deps: JobDeps, batchId: number, after: number): Promise<{ id: number }[]> {
  return deps.store.read
    .selectFrom('shipment_line')
    .innerJoin('shipment', 'shipment.id', 'shipment_line.shipmentId')
    .select('shipment.id')
    .distinct()
    .where('shipment_line.batchId', '=', batchId)
    .where('shipment.state', '!=', 'void')
    .where('shipment.id', '>', after)
    .orderBy('shipment.id')
    .limit(SHIPMENTS_AT_ONCE)
    .execute();
}

async function rejudgeShipment(deps: JobDeps, loadShipmentFacts: LoadShipmentFacts, id: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const [shipment] = await loadShipmentFacts(deps.store.read, [id]);
    const commit = shipment && (await commitOf(deps, shipment));
    if (!commit || (await deps.store.commit(commit)).committed) return;
  }
  throw new Error('A shipment could not be judged again: its findings kept changing.');
}

/** Null when nothing changes. */
async function commitOf(deps: JobDeps, shipment: ShipmentFacts): Promise<Commit | null> {
  const context = await ruleContext(deps, deps.clock());
  // Balances after a past shipment are not known any more; a change of papers or dates does not touch what was found on them.
  const lines = shipment.lines.map((line) => ({ ...line, balanceAfter: null }));
  const events: RuleEvent[] = [{ kind: 'shipment', shipment: { ...shipment, lines } }];
  const drafts = events.flatMap((event) => judge(event, context));
  const stored = await loadFindings(deps.store.read, [...events.flatMap(scopeLookups), ...draftLookups(drafts)]);
  const existing = stored.filter((row) => !row.occasion.startsWith('balance/'));
  const ids = drafts.length === 0 ? [] : await deps.store.ids(drafts.length);
  const { now, today } = context;
  const { rows, touch } = reconcile(existing, drafts, { events, ids: ids.values(), random: deps.random, now, today });
  const made = rows.finding ?? [];
  if (made.length === 0 && touch.length === 0) return null;
  const touched = existing.filter((row) => touch.some((one) => 'set' in one && one.set === 'finding' && one.id === row.id));
  return {
    chain: 'system',
    at: now,
    entries: [
      {
        kind: 'shipment.rejudged',
        subject: `shipment/${shipment.publicId}`,
        payload: {
          party: shipment.sender.publicId,
          actedBy: 'system',
          made: made.map((row) => ({ id: row.publicId, rule: row.rule, weight: row.weight })),
          changed: touched.map((row) => row.publicId),
        },
      },
    ],
    rows,
    touch,
    expect: touched.map(unchanged),
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
  };
}

const unchanged = (row: FindingRow): Expect => ({ table: 'finding', id: row.id, column: 'state', is: row.state });
