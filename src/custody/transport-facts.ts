import type { TransportFacts } from '../rules/role-facts.ts';
import type { DB } from '../store/schema.ts';
import type { Read } from './repository.ts';
import { outOfRange, type Reading } from './temperatures.ts';

export const rangeOf = ({ minC10, maxC10 }: Pick<DB['transport'], 'minC10' | 'maxC10'>) => ({ minC10, maxC10 });
export const readingsOf = ({ readings }: Pick<DB['transport'], 'readings'>): Reading[] =>
  readings === null ? [] : (JSON.parse(readings) as Reading[]);

/** A transport as rules see it. */
export function transportFacts(row: DB['transport']): TransportFacts {
  return {
    publicId: row.publicId,
    bulk: row.bulk === 1,
    waybill: row.waybill,
    ...rangeOf(row),
    outOfRange: outOfRange(readingsOf(row), rangeOf(row)),
    enteredBy: row.actedBy,
  };
}

/** How shipments travelled, by shipment; those nothing is known of are missing. */
export async function loadTransportFacts(read: Read, shipmentIds: readonly number[]): Promise<Map<number, TransportFacts[]>> {
  if (shipmentIds.length === 0) return new Map();
  const rows = await read
    .selectFrom('transport')
    .selectAll()
    .where('shipmentId', 'in', [...shipmentIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.shipmentId)].map(([id, own]) => [id, own.map(transportFacts)]));
}
