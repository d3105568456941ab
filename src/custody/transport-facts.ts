import type { TransportFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import type { Read } from './repository.ts';
import { outOfRange, type Reading } from './temperatures.ts';

export const rangeOf = ({ minC10, maxC10 }: Pick<DB['transport'], 'minC10' | 'maxC10'>) => ({ minC10, maxC10 });
export const readingsOf = ({ readings }: Pick<DB['transport'], 'readings'>): Reading[] =>
  readings === null ? [] : (JSON.parse(readings) as Reading[]);

/**
 * The range a shipment asks for: what the shipper said last; where it said none, what was said last. Readings that came before are judged by it too, so a range
 * typed wrongly is put right by saying it anew.
 * @param rows transports of one shipment, oldest first
 */
export function rangeAsked(rows: readonly DB['transport'][], shipperId: number) {
  const ranged = rows.filter((row) => row.minC10 !== null || row.maxC10 !== null);
  const last = ranged.findLast((row) => row.partyId === shipperId) ?? ranged.at(-1);
  return last ? rangeOf(last) : { minC10: null, maxC10: null };
}

/** The transports of one shipment as rules see them, oldest first. */
export function transportFacts(rows: readonly DB['transport'][], shipperId: number): TransportFacts[] {
  const range = rangeAsked(rows, shipperId);
  return rows.map((row) => ({
    publicId: row.publicId,
    bulk: row.bulk === 1,
    waybill: row.waybill,
    permit: row.permit,
    byOther: row.carrierId === null ? row.carrierName !== null : row.carrierId !== shipperId,
    ...range,
    outOfRange: outOfRange(readingsOf(row), range),
    enteredBy: row.actedBy,
  }));
}

/** How shipments travelled, by shipment; those nothing is known of are missing. */
export async function loadTransportFacts(read: Read, shipmentIds: readonly number[]): Promise<Map<number, TransportFacts[]>> {
  if (shipmentIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('transport')
    .innerJoin('shipment', 'shipment.id', 'transport.shipmentId')
    .selectAll('transport')
    .select('shipment.partyId as shipperId')
    .where('transport.shipmentId', 'in', [...shipmentIds])
    .orderBy('transport.at')
    .orderBy('transport.id')
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.shipmentId)].map(([id, own]) => [id, transportFacts(own, own[0]?.shipperId ?? -1)]));
}
