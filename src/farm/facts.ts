import { packedFrom } from '../batches/ancestry.ts';
import type { FieldRecordFacts } from '../rules/role-facts.ts';
import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';

/**
 * Field records of batches, oldest first; every batch asked for has a list. What its grower packed, mixed or divided anew has the records of the goods it came of; what
 * another did to goods it bought has none.
 */
export async function loadFieldRecordFacts(read: Store['read'], batchIds: readonly number[]): Promise<Map<number, FieldRecordFacts[]>> {
  const records = new Map<number, FieldRecordFacts[]>(batchIds.map((id) => [id, []]));
  if (records.size === 0) return records;
  const sources = await packedFrom(read, [...records.keys()]);
  const growers = new Map((await rowsOf([...sources.keys()], (part) => partiesOf(read, part))).map((row) => [row.id, row.partyId]));
  const linked = await rowsOf([...records.keys(), ...[...sources.values()].flatMap((of) => [...of])], (part) => linkedTo(read, part));
  for (const [id, own] of records) {
    const known = new Set<string>();
    for (const { batchId, partyId, ...record } of linked) {
      const isOf = batchId === id || (sources.get(id)?.has(batchId) && partyId === growers.get(id));
      if (!isOf || known.has(record.publicId)) continue;
      known.add(record.publicId);
      own.push(record);
    }
  }
  return records;
}

function partiesOf(read: Store['read'], batchIds: readonly number[]) {
  return read.selectFrom('batch').select(['id', 'partyId']).where('id', 'in', batchIds).execute();
}

function linkedTo(read: Store['read'], batchIds: readonly number[]) {
  return read
    .selectFrom('field_record_batch as link')
    .innerJoin('field_record as record', 'record.id', 'link.fieldRecordId')
    .select([
      'link.batchId',
      'record.partyId',
      'record.publicId',
      'record.crop',
      'record.agent',
      'record.appliedOn',
      'record.intervalDays',
      'record.harvestedOn',
      'record.actedBy as enteredBy',
    ])
    .where('link.batchId', 'in', batchIds)
    .orderBy('record.at')
    .orderBy('record.id')
    .execute();
}
