import { rowsOf } from '../store/parts.ts';
import type { Store } from '../store/store.ts';
import { keepsPapers } from './transformation.ts';

/** Batches one lot may come of, otherwise packed; more is no repacking. */
const MOST = 2_000;

/** One step: this batch was made of that one. */
interface Made {
  batchId: number;
  inputId: number;
}

/**
 * What batches are in other packing, mixed or divided: for each the batches it came of by ways that keep the goods what they were, and theirs in turn. A batch
 * that came of none is missing; what something else was made of counts as no packing of it.
 */
export async function packedFrom(read: Store['read'], batchIds: readonly number[]): Promise<Map<number, ReadonlySet<number>>> {
  const inputs = new Map<number, Set<number>>();
  const seen = new Set(batchIds);
  for (let frontier = [...seen]; frontier.length > 0 && seen.size <= MOST + batchIds.length; ) {
    const fresh = new Set<number>();
    for (const { batchId, inputId } of await madeOf(read, frontier)) {
      inputs.set(batchId, (inputs.get(batchId) ?? new Set()).add(inputId));
      if (!seen.has(inputId)) fresh.add(inputId);
    }
    for (const id of fresh) seen.add(id);
    frontier = [...fresh];
  }
  return new Map([...new Set(batchIds)].flatMap((id) => (inputs.has(id) ? [[id, upwards(inputs, id)] as const] : [])));
}

function madeOf(read: Store['read'], batchIds: readonly number[]): Promise<Made[]> {
  return rowsOf(batchIds, (part) =>
    read
      .selectFrom('transformation_output as made')
      .innerJoin('transformation', 'transformation.id', 'made.transformationId')
      .innerJoin('transformation_input as used', 'used.transformationId', 'made.transformationId')
      .select(['made.batchId', 'used.batchId as inputId'])
      .distinct()
      .where('made.batchId', 'in', part)
      .where('transformation.kind', 'in', [...keepsPapers])
      .execute(),
  );
}

function upwards(inputs: ReadonlyMap<number, ReadonlySet<number>>, from: number): Set<number> {
  const found = new Set<number>();
  for (const open = [from]; open.length > 0; )
    for (const id of inputs.get(open.pop() ?? -1) ?? []) {
      if (found.has(id)) continue;
      found.add(id);
      open.push(id);
    }
  found.delete(from);
  return found;
}
