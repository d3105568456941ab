import { parseTraceCode } from '../codes/trace-code.ts';
import type { Store } from '../store/store.ts';

/** The registered firm a party last received a batch from, by its credit code, but for its own transfers and goods sent back to it; null where none did or it has no code. */
export async function supplierOf(read: Store['read'], partyId: number, traceCode: string): Promise<string | null> {
  const reading = parseTraceCode(traceCode);
  if (!reading.ok) return null;
  const row = await read
    .selectFrom('batch')
    .innerJoin('shipment_line as line', 'line.batchId', 'batch.id')
    .innerJoin('shipment', 'shipment.id', 'line.shipmentId')
    .innerJoin('party', 'party.id', 'shipment.partyId')
    .select('party.uscc')
    .where('batch.traceCode', '=', reading.code)
    .where('shipment.toPartyId', '=', partyId)
    .where('shipment.partyId', '<>', partyId)
    .where('shipment.purpose', '<>', 'return')
    .where('shipment.state', 'in', ['received', 'disputed'])
    .orderBy('shipment.shippedAt', 'desc')
    .orderBy('shipment.id', 'desc')
    .executeTakeFirst();
  return row?.uscc ?? null;
}
