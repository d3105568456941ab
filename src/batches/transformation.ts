import { formatTraceCode, parseTraceCode } from '../codes/trace-code.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import type { DB } from '../store/schema.ts';
import type { Rows } from '../store/store.ts';
import type { GoodsName, ResolvedLine } from './goods.ts';

/** split, pool, repack, relabel and slaughter keep every gram that is not lost; process makes something else of it. */
export const transformationKinds = ['process', 'split', 'pool', 'repack', 'relabel', 'slaughter'] as const;
/** Kinds that keep the goods what they were, so that papers of the animal or the container hold for what came of it. */
export const keepsPapers: ReadonlySet<string> = new Set(['split', 'pool', 'repack', 'relabel', 'slaughter']);

export type TransformationKind = (typeof transformationKinds)[number];

export interface Loss {
  amount: string;
  unit: string;
  reason: string;
}

/** A batch that came out, with the holding it opened; holdingId 0 while its quantity is not known. */
export interface Made {
  batchId: number;
  holdingId: number;
  /** In the batch's own unit. */
  steps: number;
  pieces: number | null;
}

export interface Transforming extends Omit<DB['transformation'], 'kind' | 'loss'> {
  kind: TransformationKind;
  loss: readonly Loss[];
  inputs: readonly ResolvedLine[];
  outputs: readonly Made[];
}

/** The rows of a transformation, of the short form (inputs on a batch) and of the long one alike, with the edges of the trace graph. */
export function transformationRows({ inputs, outputs, loss, ...columns }: Transforming): Rows {
  return {
    transformation: [{ ...columns, loss: loss.length === 0 ? null : JSON.stringify(loss) }],
    transformation_input: inputs.map((line, i) => inputRow(columns.id, i + 1, line)),
    transformation_output: outputs.map((made, i) => ({ ...made, transformationId: columns.id, n: i + 1 })),
    flow: outputs.flatMap((made) => (made.holdingId === 0 ? [] : flowsInto(made.holdingId, columns.id, columns.at, inputs.map(sourceOf)))),
  };
}

/** One input as an edge needs it; holdingId 0 where it was never held. */
export interface Source {
  holdingId: number;
  steps: number;
  revision: number;
}

/**
 * Edges from the holdings used up to one that came of them. Where several came of them, each edge carries the whole input: how it was shared
 * among the outputs nobody recorded.
 */
export function flowsInto(holdingId: number, transformationId: number, at: number, inputs: readonly Source[]): DB['flow'][] {
  return inputs.flatMap(({ holdingId: src, steps, revision }, i) =>
    src === 0 ? [] : [{ src, dst: holdingId, kind: 'made', ref: transformationId, n: i + 1, steps, revision, at }],
  );
}

function sourceOf({ goods, steps }: ResolvedLine): Source {
  return { holdingId: goods.holdingId ?? 0, steps, revision: goods.revision };
}

function inputRow(transformationId: number, n: number, { goods, steps, amount, unit, unitCode }: ResolvedLine): DB['transformation_input'] {
  return {
    transformationId,
    n,
    batchId: goods.batchId,
    batchRevision: goods.revision,
    holdingId: goods.holdingId ?? 0,
    steps,
    amount,
    unit,
    unitCode,
  };
}

const plain = (text: string | undefined): string | null => {
  const parsed = text === undefined ? null : parseTraceCode(text);
  return parsed?.ok ? parsed.code : null;
};

/** Inputs that name the very code their own product is to have: nothing is made from itself. */
export function madeOfItself(code: string | undefined, inputs: readonly GoodsName[], root: string): ProblemDetail[] {
  const own = plain(code);
  if (own === null) return [];
  return inputs.flatMap((line, i) =>
    plain(line.traceCode) !== own
      ? []
      : [
          {
            pointer: `${root}/inputs/${i}/traceCode`,
            found: formatTraceCode(own),
            expected: { zh: '另一批次的追溯码：批次不能由自己制成', en: 'the code of another batch: nothing is made from itself' },
            fix: {
              zh: '改填所用原料的追溯码，或给新批次换一个预留码',
              en: 'name the goods that were used, or give the new batch another reserved code',
            },
          },
        ],
  );
}
