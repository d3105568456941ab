import type { FollowerJob } from '../ledger/follower.ts';
import { type AgainDeps, judgeAgain, shipmentAgain } from '../rules/again.ts';
import type { LoadShipmentFacts } from '../rules/sweep.ts';
import { batchesOf } from './subjects.ts';

/** What changes the facts that sales of a batch were judged by. */
const CHANGES: ReadonlySet<string> = new Set([
  'batch.revised',
  'certificate.added',
  'certificate.withdrawn',
  'report.issued',
  'report.amended',
  'report.withdrawn',
  'field-record.recorded',
  'field-record.linked',
  'import-papers.recorded',
  'import-papers.extended',
]);
const SHIPMENTS_AT_ONCE = 200;

/**
 * Judges the sales of a batch again, whoever made them, when its maker corrected it or its papers changed: the maker's commit judged the batch alone.
 * A finding that no longer holds closes itself, a new one appears; one in a case is left to its officers, one that people settled stays.
 *
 * Each shipment is a commit of its own in the chain `system` (entry `shipment.rejudged`), made only where something changed. Judging the same
 * facts again changes nothing, so the job may stop anywhere and read the same entries again.
 */
export function rejudgeJob(deps: AgainDeps, loadShipmentFacts: LoadShipmentFacts): FollowerJob {
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

async function rejudgeBatch(deps: AgainDeps, loadShipmentFacts: LoadShipmentFacts, batchId: number): Promise<void> {
  for (let after = -1; ; ) {
    const rows = await shipmentsOf(deps, batchId, after);
    for (const { id } of rows)
      await judgeAgain(deps, async () => {
        const [shipment] = await loadShipmentFacts(deps.store.read, [id]);
        return shipment ? shipmentAgain(shipment) : null;
      });
    const last = rows.at(-1);
    if (!last || rows.length < SHIPMENTS_AT_ONCE) return;
    after = last.id;
  }
}

/** Shipments of the batch by whomever; what is void never happened. */
function shipmentsOf(deps: AgainDeps, batchId: number, after: number): Promise<{ id: number }[]> {
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
