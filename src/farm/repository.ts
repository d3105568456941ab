import type { OwnBatch } from '../batches/own-batches.ts';
import type { PartyCaller } from '../platform/caller.ts';
import type { Cursor } from '../platform/paging.ts';
import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** Field records of a party; a delegate for some sites has those of these. */
export function fieldRepository(read: Store['read'], { party, siteIds }: PartyCaller) {
  const own = () => {
    const query = read.selectFrom('field_record').selectAll().where('partyId', '=', party.id);
    return siteIds ? query.where('siteId', 'in', [...siteIds, -1]) : query;
  };
  return {
    one: (publicId: string): Promise<DB['field_record'] | undefined> => own().where('publicId', '=', publicId).executeTakeFirst(),
    list: (after: Cursor | null, limit: number): Promise<DB['field_record'][]> => {
      const query = after ? own().where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(after.at, after.id))) : own();
      return query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
    },
    /** Batches linked to records, by record. */
    batches: async (ids: readonly number[]): Promise<Map<number, OwnBatch[]>> => {
      const rows = await read
        .selectFrom('field_record_batch as link')
        .innerJoin('batch', 'batch.id', 'link.batchId')
        .select(['link.fieldRecordId', 'batch.id', 'batch.traceCode'])
        .where('link.fieldRecordId', 'in', [...ids, -1])
        .orderBy('batch.id')
        .execute();
      return Map.groupBy(rows, (row) => row.fieldRecordId);
    },
  };
}
