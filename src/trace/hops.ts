import type { Answer, NodeShown } from './answer-shapes.ts';

/** Goods that come back are no step onward, and a correction is none at all. */
const NO_STEP: ReadonlySet<string> = new Set(['return', 'amendment']);

/** A holding with its hop, from 0 where the goods come from, and its number: hop by hop, in the order of the answer. */
export interface Numbered {
  node: NodeShown;
  hop: number;
  n: number;
}

/**
 * Holdings hop by hop: each stands after all that it came from, by the longest way, so that goods go one way. Where goods went in a circle it is cut at
 * the holding the trace met first.
 */
export function numberedNodes({ nodes, edges }: Pick<Answer, 'nodes' | 'edges'>): Numbered[] {
  const all = [...nodes];
  const at = new Map(all.map((node, i) => [node.id, i]));
  const onward: number[][] = all.map(() => []);
  const waiting = all.map(() => 0);
  for (const { from, to, kind } of edges) {
    const [a, b] = [at.get(from), to === null ? undefined : at.get(to)];
    if (a === undefined || b === undefined || a === b || NO_STEP.has(kind)) continue;
    onward[a]?.push(b);
    waiting[b] = (waiting[b] ?? 0) + 1;
  }
  const hop = longestWays(onward, waiting);
  const sorted = all.map((node, i) => ({ node, hop: hop[i] ?? 0 })).sort((a, b) => a.hop - b.hop);
  return sorted.map((one, i) => ({ ...one, n: i + 1 }));
}

function longestWays(onward: readonly number[][], waiting: number[]): number[] {
  const hop = onward.map(() => 0);
  const isDone = onward.map(() => false);
  const ready = waiting.flatMap((count, i) => (count === 0 ? [i] : []));
  const pass = (one: number) => {
    isDone[one] = true;
    for (const next of onward[one] ?? []) {
      if (isDone[next]) continue;
      hop[next] = Math.max(hop[next] ?? 0, (hop[one] ?? 0) + 1);
      waiting[next] = (waiting[next] ?? 1) - 1;
      if (waiting[next] === 0) ready.push(next);
    }
  };
  for (let first = 0; first < isDone.length; first++) {
    for (let one = ready.pop(); one !== undefined; one = ready.pop()) pass(one);
    // Nothing is ready: what is left waits for itself in a circle.
    if (!isDone[first]) ready.push(first);
  }
  for (let one = ready.pop(); one !== undefined; one = ready.pop()) pass(one);
  return hop;
}
