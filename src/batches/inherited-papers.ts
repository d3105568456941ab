import type { DB } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { keepsPapers } from './transformation.ts';

/** Papers of the animal or the container, which hold for its parts; a release test or a commitment is of its own batch alone. */
const INHERITED = ['quarantine', 'meatQuality', 'importInspection'];
/** Parts one paper may reach; more is no carcass and no container. */
const MOST = 2_000;

/** The papers batches hand on to what is made of them in that way; none where something else was made. */
export async function inheritedPapers(read: Store['read'], kind: string, inputIds: readonly number[]): Promise<DB['certificate'][]> {
  if (!keepsPapers.has(kind) || inputIds.length === 0) return [];
  return read
    .selectFrom('certificate')
    .selectAll()
    .where('kind', 'in', INHERITED)
    .where('withdrawnAt', 'is', null)
    .where(
      'id',
      'in',
      read
        .selectFrom('batch_certificate')
        .select('certificateId')
        .where('batchId', 'in', [...inputIds]),
    )
    .orderBy('id')
    .execute();
}

/** The parts of batches, and theirs in turn, that a paper recorded afterwards reaches as well; the batches themselves are not among them. */
export async function partsReached(
  read: Store['read'],
  kind: string,
  batchIds: readonly number[],
): Promise<{ id: number; traceCode: string }[]> {
  return INHERITED.includes(kind) ? partsOf(read, batchIds) : [];
}

/** What batches were packed, mixed or divided into, and that in turn. */
export async function partsOf(read: Store['read'], batchIds: readonly number[]): Promise<{ id: number; traceCode: string }[]> {
  const reached = new Map<number, { id: number; traceCode: string }>();
  for (let frontier = [...batchIds]; frontier.length > 0 && reached.size < MOST; ) {
    const made = await read
      .selectFrom('transformation_input as used')
      .innerJoin('transformation', 'transformation.id', 'used.transformationId')
      .innerJoin('transformation_output as made', 'made.transformationId', 'used.transformationId')
      .innerJoin('batch', 'batch.id', 'made.batchId')
      .select(['batch.id', 'batch.traceCode'])
      .distinct()
      .where('used.batchId', 'in', frontier)
      .where('transformation.kind', 'in', [...keepsPapers])
      .limit(MOST)
      .execute();
    const fresh = made.filter((row) => !reached.has(row.id) && !batchIds.includes(row.id));
    for (const row of fresh) reached.set(row.id, row);
    frontier = fresh.map((row) => row.id);
  }
  return [...reached.values()];
}
