import { keepsWeight } from './balance.ts';

/*
 * How much of the asked goods can be in a quantity of a batch. The arithmetic, with its proof, is in docs/architecture/trace-graph.md.
 * Everything counts in whole steps of the batch's own unit; lower bounds are rounded down and upper ones up.
 */

/**
 * How much of a batch was made of the asked goods: at least `least`, at most `most`, of `produced` steps that were ever said to be of it. What a
 * correction took back counts among them: which pieces were none, nobody recorded.
 */
export interface Share {
  produced: number;
  least: number;
  most: number;
  /** Every step of it: the asked batch itself, or a batch made of nothing else. */
  isPure: boolean;
}

export interface Bounds {
  atLeast: number;
  atMost: number;
}

export const NONE: Share = { produced: 0, least: 0, most: 0, isPure: false };
export const ALL: Share = { produced: 0, least: 0, most: 0, isPure: true };

/**
 * The asked goods in `quantity` steps out of a batch, whatever way they went.
 * @param gain steps that turned up in holdings of the batch without a source: nobody knows what they are made of
 */
export function boundsOf(share: Share, quantity: number, gain = 0): Bounds {
  if (share.isPure) return { atLeast: quantity, atMost: quantity };
  if (share.most === 0) return { atLeast: 0, atMost: 0 };
  // More of it than was ever made or turned up: the record contradicts itself, and tells nothing.
  if (quantity > share.produced + gain) return { atLeast: 0, atMost: quantity };
  const others = share.produced - share.least + gain;
  return { atLeast: Math.max(0, quantity - others), atMost: Math.min(quantity, share.most + gain) };
}

/**
 * What went into a transformation, all lines of one batch together; `scale` is steps of the common unit a step, null where there is none; `isElsewhere` where some
 * of it was used in a holding whose books are not the caller's.
 */
export interface Part {
  batchId: number;
  steps: number;
  scale: number | null;
  isElsewhere?: boolean;
}

export interface Making {
  kind: string;
  inputs: readonly Part[];
  outputs: readonly Output[];
}

/** What came out: `steps` at first, and `added` by all corrections that raised it. */
export interface Output extends Part {
  added: number;
}

/** The share of a batch that came out of a transformation, from the bounds of what went in. */
export function shareOf(making: Making, batchId: number, inputBounds: readonly Bounds[]): Share {
  const output = making.outputs.find((part) => part.batchId === batchId);
  if (!output || inputBounds.every((bounds) => bounds.atMost === 0)) return NONE;
  if (making.inputs.every((part, i) => inputBounds[i]?.atLeast === part.steps)) return ALL;
  const produced = output.steps + output.added;
  const anything = { produced, least: 0, most: produced, isPure: false };
  return keepsWeight(making.kind) ? (kept(making, output, inputBounds) ?? anything) : anything;
}

/** Where no gram is added: no more of the asked goods came out than went in, and no more of all others than went in of those. */
function kept({ inputs, outputs }: Making, output: Output, bounds: readonly Bounds[]): Share | null {
  const went = inCommon(inputs, (part) => part.steps);
  const came = inCommon(outputs, (part) => part.steps);
  const added = inCommon(outputs, (part) => part.added);
  const least = inCommon(inputs, (_, i) => bounds[i]?.atLeast ?? 0);
  const most = inCommon(inputs, (_, i) => bounds[i]?.atMost ?? 0);
  const { scale } = output;
  if (went === null || came === null || added === null || least === null || most === null || scale === null) return null;
  // What weighing let come out beyond what went in, and what a later count found more, may be anything.
  const beyond = Math.max(0, came - went) + added;
  const others = went - least + beyond;
  const produced = output.steps + output.added;
  return {
    produced,
    least: Math.max(0, Math.floor((produced * scale - others) / scale)),
    most: Math.min(produced, Math.ceil((most + beyond) / scale)),
    isPure: false,
  };
}

/** A sum in the common unit; null where a part has no way to it, or it can no longer be counted exactly. */
function inCommon<P extends Part>(parts: readonly P[], stepsOf: (part: P, i: number) => number): number | null {
  let sum = 0;
  for (const [i, part] of parts.entries()) {
    if (part.scale === null) return null;
    sum += stepsOf(part, i) * part.scale;
    if (!Number.isSafeInteger(sum)) return null;
  }
  return sum;
}
