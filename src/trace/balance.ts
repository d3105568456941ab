import type { TransformationKind } from '../batches/transformation.ts';
import { convert, type Packaging } from '../platform/quantity.ts';
import { unitOf } from '../platform/units.ts';

/** Goods as a balance counts them: `steps` of `unit`, with the packaging that may lead to a weight. */
export interface Measured {
  steps: number;
  unit: string;
  packaging: readonly Packaging[];
}

/**
 * What went in against what came out and what was lost, in steps of one unit; `not-comparable` where no unit measures all of it.
 * `less` and `more` are beyond the tolerance.
 */
export type Balance =
  | { state: 'balanced' | 'less' | 'more'; unit: string; in: number; out: number; loss: number; difference: number }
  | { state: 'not-comparable' };

/** Kinds in which no gram may come out that did not go in. Making takes water, salt and air that nobody records. */
const KEEPING: ReadonlySet<string> = new Set<TransformationKind>(['split', 'pool', 'repack', 'relabel', 'slaughter']);

export function keepsWeight(kind: string): boolean {
  return KEEPING.has(kind);
}

/** Steps of each in the first unit that measures all of them: by weight, by volume, else as the first is counted; null where none does. */
export function inOneUnit(goods: readonly Measured[]): { unit: string; steps: number[] } | null {
  const [first] = goods;
  if (!first) return null;
  for (const unit of ['千克', '升', first.unit]) {
    const steps = goods.flatMap((one) => convert(one.steps, one.unit, unit, one.packaging) ?? []);
    if (steps.length === goods.length) return { unit, steps };
  }
  return null;
}

/**
 * The balance of a transformation.
 * @param tolerancePermille how far weighed goods may differ; counted goods never may
 */
export function balanceOf(
  inputs: readonly Measured[],
  outputs: readonly Measured[],
  losses: readonly Measured[],
  tolerancePermille: number,
): Balance {
  const measured = inOneUnit([...inputs, ...outputs, ...losses]);
  if (inputs.length === 0 || !measured) return { state: 'not-comparable' };
  const { unit, steps } = measured;
  const sum = (from: number, to: number) => steps.slice(from, to).reduce((total, one) => total + one, 0);
  const went = sum(0, inputs.length);
  const out = sum(inputs.length, inputs.length + outputs.length);
  const loss = sum(inputs.length + outputs.length, steps.length);
  const difference = went - out - loss;
  const tolerance = unitOf(unit)?.dimension === 'count' ? 0 : Math.floor((went * tolerancePermille) / 1_000);
  const state = Math.abs(difference) <= tolerance ? 'balanced' : difference > 0 ? 'less' : 'more';
  return { state, unit, in: went, out, loss, difference };
}
