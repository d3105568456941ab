import type { RuleEvent } from '../rules/facts.ts';
import { saleOnBatch } from '../rules/scope.ts';
import type { DB } from '../store/schema.ts';
import { loadDispositionFacts, loadShipmentFacts } from './facts.ts';
import type { Read } from './repository.ts';

/** Sales of one batch that are looked at in the void; any one of them that stands keeps the lead, and the follower judges the rest. */
const SALES = 20;

/**
 * The sales of the sender, beside the shipment that is voided, of goods on which a lead stands that a sale brought: the goods were sold all the
 * same. None, and one small query, where no such lead stands.
 */
export async function standingSales(
  read: Read,
  voided: DB['shipment'],
  lines: readonly Pick<DB['shipment_line'], 'batchId'>[],
): Promise<RuleEvent[]> {
  const named = await ledOn(
    read,
    lines.map((line) => line.batchId),
  );
  const events: RuleEvent[] = [];
  for (const batchId of named) events.push(...(await salesOf(read, voided, batchId)));
  return events;
}

/** Batches with a lead that rests on a sale. */
async function ledOn(read: Read, batchIds: readonly number[]): Promise<number[]> {
  const rows = await read
    .selectFrom('finding')
    .select('subjectId')
    .distinct()
    .where('subjectType', '=', 'batch')
    .where('subjectId', 'in', [...new Set(batchIds), -1])
    .where('rule', 'in', [...saleOnBatch])
    .where('settledAt', 'is', null)
    .where((eb) => eb.or([eb('occasion', '=', 'sale'), eb('occasion', 'like', 'sale#%')]))
    .execute();
  return rows.map((row) => row.subjectId);
}

async function salesOf(read: Read, { id, partyId }: DB['shipment'], batchId: number): Promise<RuleEvent[]> {
  const shipped = await read
    .selectFrom('shipment')
    .innerJoin('shipment_line', 'shipment_line.shipmentId', 'shipment.id')
    .select(['shipment.id', 'shipment.shippedAt'])
    .distinct()
    .where('shipment_line.batchId', '=', batchId)
    .where('shipment.partyId', '=', partyId)
    .where('shipment.purpose', '=', 'sale')
    .where('shipment.state', '!=', 'void')
    .where('shipment.id', '!=', id)
    .orderBy('shipment.shippedAt')
    .limit(SALES)
    .execute();
  const sold = await read
    .selectFrom('disposition')
    .innerJoin('disposition_line', 'disposition_line.dispositionId', 'disposition.id')
    .select(['disposition.id', 'disposition.at'])
    .distinct()
    .where('disposition_line.batchId', '=', batchId)
    .where('disposition.partyId', '=', partyId)
    .where('disposition.kind', '=', 'sold')
    .orderBy('disposition.at')
    .limit(SALES)
    .execute();
  const shipments = await loadShipmentFacts(
    read,
    shipped.map((row) => row.id),
  );
  const dispositions = await loadDispositionFacts(
    read,
    sold.map((row) => row.id),
  );
  return [
    ...shipments.map((shipment): RuleEvent => ({ kind: 'shipment', shipment })),
    ...dispositions.map((disposition): RuleEvent => ({ kind: 'disposition', disposition })),
  ];
}
