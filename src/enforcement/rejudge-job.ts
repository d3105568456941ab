import { partsOf } from '../batches/inherited-papers.ts';
import { loadDispositionFacts } from '../custody/facts.ts';
import { loadOutsideReceiptFacts } from '../custody/outside-facts.ts';
import type { FollowedEntry, FollowerJob } from '../ledger/follower.ts';
import { type Again, type AgainDeps, dispositionAgain, judgeAgain, outsideReceiptAgain, shipmentAgain } from '../rules/again.ts';
import { saleOnBatch } from '../rules/scope.ts';
import type { LoadShipmentFacts } from '../rules/sweep.ts';
import type { Store } from '../store/store.ts';
import { batchesOf, has, subjectsOf } from './subjects.ts';

type Read = Store['read'];

/** What changes the facts that sales, uses and receipts of a batch were judged by. */
const CHANGES: ReadonlySet<string> = new Set([
  'batch.revised',
  'certificate.added',
  'certificate.withdrawn',
  'report.issued',
  'report.amended',
  'report.withdrawn',
  'field-record.recorded',
  'field-record.linked',
  'field-record.corrected',
  'import-papers.recorded',
  'import-papers.extended',
  'import-papers.corrected',
]);
/** What ends a sale; a lead it brought may be another sale's by now. */
const VOIDED = 'shipment.voided';
const AT_ONCE = 200;

/**
 * Judges shipments, sales and receipts from outside of a batch again, whoever made them, when its maker corrected it or its papers changed: the maker's commit
 * judged the batch alone.
 * A finding that no longer holds closes itself, a new one appears; one in a case is left to its officers, one that people settled stays.
 *
 * Each is a commit of its own in the chain `system` (entry `shipment.rejudged`, …), made only where something changed. Judging the same
 * facts again changes nothing, so the job may stop anywhere and read the same entries again.
 */
export function rejudgeJob(deps: AgainDeps, loadShipmentFacts: LoadShipmentFacts): FollowerJob {
  return {
    name: 'rejudge',
    batch: 20,
    handle: async (entries) => {
      const changed = entries.filter((entry) => CHANGES.has(entry.kind));
      const voided = entries.filter((entry) => entry.kind === VOIDED);
      if (changed.length === 0 && voided.length === 0) return {};
      const { read } = deps.store;
      const named = [...(await batchesOf(read, changed)), ...(await endedWith(read, await soldIn(read, voided)))];
      // What was done on the field holds for the goods in other packing too.
      const grown = await batchesOf(
        read,
        changed.filter((entry) => entry.kind.startsWith('field-record.')),
      );
      const packed = (await partsOf(read, [...grown])).map((batch) => batch.id);
      for (const batchId of new Set([...named, ...packed])) await rejudgeBatch(deps, loadShipmentFacts, batchId);
      return {};
    },
  };
}

/** Batches on the lines of voided shipments. */
async function soldIn(read: Read, voided: readonly FollowedEntry[]): Promise<number[]> {
  return voided.length === 0 ? [] : (await subjectsOf(read, voided)).batch;
}

/**
 * Those on which a lead that a sale brought has ended. The void looked at their other sales; one that was recorded at the same moment saw the lead
 * still stand, and is judged now.
 */
async function endedWith(read: Read, batchIds: readonly number[]): Promise<number[]> {
  const ended = await has(batchIds, (ids) =>
    read
      .selectFrom('finding')
      .select('subjectId')
      .distinct()
      .where('subjectType', '=', 'batch')
      .where('subjectId', 'in', ids)
      .where('rule', 'in', [...saleOnBatch])
      .where('settledAt', 'is not', null)
      .where((eb) => eb.or([eb('occasion', '=', 'sale'), eb('occasion', 'like', 'sale#%')]))
      .execute(),
  );
  return ended.map((row) => row.subjectId);
}

type Load = () => Promise<Again | null>;

/** The records of one kind that name a batch, and how each is read and judged. */
interface Kind {
  after(batchId: number, after: number): Promise<{ id: number }[]>;
  again(id: number): Load;
}

async function rejudgeBatch(deps: AgainDeps, loadShipmentFacts: LoadShipmentFacts, batchId: number): Promise<void> {
  for (const kind of [shipments(deps, loadShipmentFacts), dispositions(deps), outsideReceipts(deps)])
    for (let after = -1; ; ) {
      const rows = await kind.after(batchId, after);
      for (const { id } of rows) await judgeAgain(deps, kind.again(id));
      const last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) break;
      after = last.id;
    }
}

/** By whomever; what is void never happened. */
function shipments({ store: { read } }: AgainDeps, loadShipmentFacts: LoadShipmentFacts): Kind {
  return {
    after: (batchId, after) =>
      read
        .selectFrom('shipment_line')
        .innerJoin('shipment', 'shipment.id', 'shipment_line.shipmentId')
        .select('shipment.id')
        .distinct()
        .where('shipment_line.batchId', '=', batchId)
        .where('shipment.state', '!=', 'void')
        .where('shipment.id', '>', after)
        .orderBy('shipment.id')
        .limit(AT_ONCE)
        .execute(),
    again: (id) => async () => {
      const [shipment] = await loadShipmentFacts(read, [id]);
      return shipment ? shipmentAgain(shipment) : null;
    },
  };
}

function dispositions({ store: { read } }: AgainDeps): Kind {
  return {
    after: (batchId, after) =>
      read
        .selectFrom('disposition_line')
        .select('dispositionId as id')
        .distinct()
        .where('batchId', '=', batchId)
        .where('dispositionId', '>', after)
        .orderBy('dispositionId')
        .limit(AT_ONCE)
        .execute(),
    again: (id) => async () => {
      const [disposition] = await loadDispositionFacts(read, [id]);
      return disposition ? dispositionAgain(disposition) : null;
    },
  };
}

function outsideReceipts({ store: { read } }: AgainDeps): Kind {
  return {
    after: (batchId, after) =>
      read
        .selectFrom('receipt_line')
        .innerJoin('receipt', 'receipt.id', 'receipt_line.receiptId')
        .select('receipt.id')
        .distinct()
        .where('receipt_line.batchId', '=', batchId)
        .where('receipt.shipmentId', 'is', null)
        .where('receipt.id', '>', after)
        .orderBy('receipt.id')
        .limit(AT_ONCE)
        .execute(),
    again: (id) => async () => {
      const [receipt] = await loadOutsideReceiptFacts(read, [id]);
      return receipt ? outsideReceiptAgain(receipt) : null;
    },
  };
}
