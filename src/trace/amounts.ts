import { formatTraceCode } from '../codes/trace-code.ts';
import { formatSteps } from '../platform/quantity.ts';
import { unitOf } from '../platform/units.ts';
import type { BatchRow } from './queries.ts';

/** A quantity as replies show it. */
export interface Amount {
  amount: string;
  unit: string;
  unitCode: string | null;
}

/** A batch with what every one of its holdings would else ask again. */
export interface Goods extends BatchRow {
  /** Its code in groups of four. */
  shownCode: string;
  /** Counted one by one: a step is a unit. */
  isCounted: boolean;
}

export function goodsOf(batch: BatchRow): Goods {
  return {
    ...batch,
    shownCode: formatTraceCode(batch.traceCode),
    isCounted: batch.unit !== null && unitOf(batch.unit)?.stepsPerUnit === 1,
  };
}

/** Steps in the unit a batch is counted in; null while its quantity is not recorded. Counted goods, the most, need no arithmetic. */
export function amountOf(steps: number, batch: Goods | undefined): Amount | null {
  if (!batch || batch.unit === null) return null;
  const { unit, unitCode } = batch;
  return { amount: batch.isCounted ? String(steps) : formatSteps(steps, unit), unit, unitCode };
}

/** Amounts of batches, each made once: the same number comes again and again, and so does the text of it. */
export function amountsOf(batches: ReadonlyMap<number, Goods>): (batchId: number, steps: number) => Amount | null {
  const known = new Map<number, Map<number, Amount | null>>();
  let of = new Map<number, Amount | null>();
  let ofBatch: number | undefined;
  return (batchId, steps) => {
    if (batchId !== ofBatch) {
      of = known.get(batchId) ?? new Map();
      known.set(batchId, of);
      ofBatch = batchId;
    }
    let amount = of.get(steps);
    if (amount === undefined) {
      amount = amountOf(steps, batches.get(batchId));
      of.set(steps, amount);
    }
    return amount;
  };
}
