import type { FieldRecordFacts } from '../rules/role-facts.ts';
import type { Store } from '../store/store.ts';

/** Field records linked to batches, oldest first; every batch asked for has a list. */
export async function loadFieldRecordFacts(read: Store['read'], batchIds: readonly number[]): Promise<Map<number, FieldRecordFacts[]>> {
  const records = new Map<number, FieldRecordFacts[]>(batchIds.map((id) => [id, []]));
  if (records.size === 0) return records;
  const rows = await read
    .selectFrom('field_record_batch as link')
    .innerJoin('field_record as record', 'record.id', 'link.fieldRecordId')
    .select([
      'link.batchId',
      'record.publicId',
      'record.crop',
      'record.agent',
      'record.appliedOn',
      'record.intervalDays',
      'record.harvestedOn',
      'record.actedBy as enteredBy',
    ])
    .where('link.batchId', 'in', [...records.keys()])
    .orderBy('record.at')
    .orderBy('record.id')
    .execute();
  for (const { batchId, ...record } of rows) records.get(batchId)?.push(record);
  return records;
}
