import { loadBatchFacts } from '../batches/facts.ts';
import { loadPartyFacts, loadSiteFacts } from '../parties/facts.ts';
import type { BatchFacts, OutsideReceiptFacts, PartyFacts, SiteFacts } from '../rules/facts.ts';
import type { DB } from '../store/schema.ts';
import type { Read } from './repository.ts';

const isThere = (value: string | null) => value !== null && value.trim() !== '';

/** Goods taken over from outside as rules see them: of the supplier only whether each field stands recorded. */
export function outsideReceiptFacts(
  row: DB['receipt'],
  party: PartyFacts,
  site: SiteFacts,
  batches: readonly BatchFacts[],
): OutsideReceiptFacts {
  const { id, publicId, fromName, fromAddress, fromContact, fromNatural, receivedAt, actedBy } = row;
  const from = { name: isThere(fromName), address: isThere(fromAddress), contact: isThere(fromContact), natural: fromNatural === 1 };
  return { id, publicId, party, site, from, batches: [...batches], receivedAt, enteredBy: actedBy };
}

/** Receipts from outside as they stand, by id; those of a shipment are not among them. */
export async function loadOutsideReceiptFacts(read: Read, ids: readonly number[]): Promise<OutsideReceiptFacts[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom('receipt')
    .selectAll()
    .where('id', 'in', [...ids])
    .where('shipmentId', 'is', null)
    .execute();
  const lines = await read
    .selectFrom('receipt_line')
    .select(['receiptId', 'batchId'])
    .where('receiptId', 'in', [...ids])
    .orderBy('n')
    .execute();
  const [batches, parties, sites] = await Promise.all([
    loadBatchFacts(
      read,
      lines.map((line) => line.batchId),
    ),
    loadPartyFacts(
      read,
      rows.flatMap((row) => row.partyId ?? []),
    ),
    loadSiteFacts(
      read,
      rows.flatMap((row) => row.siteId ?? []),
    ),
  ]);
  return rows.flatMap((row) => {
    const [party, site] = [parties.get(row.partyId ?? -1), sites.get(row.siteId ?? -1)];
    const own = [...new Set(lines.filter((line) => line.receiptId === row.id).map((line) => line.batchId))];
    return party && site
      ? [
          outsideReceiptFacts(
            row,
            party,
            site,
            own.flatMap((id) => batches.get(id) ?? []),
          ),
        ]
      : [];
  });
}
