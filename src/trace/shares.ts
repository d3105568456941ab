import { payloadsOf } from '../ledger/payload.ts';
import { convert, type Packaging, parseQuantity } from '../platform/quantity.ts';
import type { LongReader } from '../store/long-read.ts';
import { ALL, boundsOf, type Making, NONE, type Output, type Part, type Share, shareOf } from './bounds.ts';
import type { BatchRow, MadeRow, TraceQueries, UsedRow } from './queries.ts';

/** Batches a trace that does not see everything looks up the ancestry of; what lies beyond is taken as possibly asked. */
const ANCESTRY_LIMIT = 5_000;

/** Everything known of how traced batches were made. */
export interface Makings {
  /** By batch that came out. */
  of: ReadonlyMap<number, Making>;
  batches: ReadonlyMap<number, BatchRow>;
  /** Batches whose own making was not looked at. */
  unknown: ReadonlySet<number>;
}

/**
 * How the batches of a trace were made, with what else went in and came out beside them.
 * @param own holdings whose books are read: what was used elsewhere may have turned up there without a source
 * @param isComplete the trace holds every batch the asked goods can be in; else the ancestry of what went in is looked up too
 */
export async function loadMakings(
  { q, reader }: { q: TraceQueries; reader: LongReader },
  batches: ReadonlyMap<number, BatchRow>,
  { asked, isComplete, own }: { asked: ReadonlySet<number>; isComplete: boolean; own: ReadonlySet<number> },
): Promise<Makings> {
  const made: MadeRow[] = [];
  const used: UsedRow[] = [];
  const outputs: MadeRow[] = [];
  const looked = new Set<number>(asked);
  let next = [...batches.keys()].filter((id) => !asked.has(id));
  while (next.length > 0 && looked.size < ANCESTRY_LIMIT + batches.size) {
    for (const id of next) looked.add(id);
    const found = await q.madeBy(next.sort((a, b) => a - b));
    const ids = [...new Set(found.map((row) => row.transformationId))].sort((a, b) => a - b);
    const inputs = await q.inputsOf(ids);
    made.push(...found);
    used.push(...inputs);
    outputs.push(...(await q.outputsOf(ids)));
    next = isComplete ? [] : [...new Set(inputs.map((row) => row.batchId))].filter((id) => !looked.has(id));
  }
  const beside = [...new Set([...used, ...outputs].map((row) => row.batchId))].filter((id) => !batches.has(id)).sort((a, b) => a - b);
  const all = new Map<number, BatchRow>(batches);
  for (const row of await q.batches(beside)) all.set(row.id, row);
  const came = await recorded(q, reader, outputs);
  const inputsBy = Map.groupBy(used, (row) => row.transformationId);
  const outputsBy = Map.groupBy(outputs, (row) => row.transformationId);
  const makings = new Map<number, Making>();
  const ready = new Map<number, Making>();
  for (const { batchId, transformationId, kind } of made) {
    const making =
      ready.get(transformationId) ??
      makingOf(kind, inputsBy.get(transformationId) ?? [], (outputsBy.get(transformationId) ?? []).map(came), { batches: all, own });
    ready.set(transformationId, making);
    makings.set(batchId, making);
  }
  return { of: makings, batches: all, unknown: new Set(next) };
}

/** What came out of a transformation, at first and by corrections that raised it. */
type Came = Pick<Output, 'batchId' | 'steps' | 'added'>;

async function recorded(q: TraceQueries, { read }: LongReader, outputs: readonly MadeRow[]): Promise<(row: MadeRow) => Came> {
  const ids = [...new Set(outputs.flatMap((row) => (row.revision > 1 ? row.batchId : [])))].sort((a, b) => a - b);
  const rows = await q.revisions(ids);
  const payloads = await payloadsOf(read, rows);
  const revisions = Map.groupBy(
    rows.map(({ batchId }, i) => ({ batchId, quantity: payloads[i]?.quantity as { amount: string; unit: string } | null | undefined })),
    (row) => row.batchId,
  );
  return ({ batchId, steps, current }) => {
    const said = (revisions.get(batchId) ?? []).flatMap(({ quantity }) => (quantity ? stepsSaid(quantity) : []));
    // A quantity that was not known at first is the first that was.
    const [first = current ?? 0, ...later] = steps > 0 ? [steps, ...said] : said;
    let [added, last] = [0, first];
    for (const one of later) {
      added += Math.max(0, one - last);
      last = one;
    }
    return { batchId, steps: first, added };
  };
}

function stepsSaid({ amount, unit }: { amount: string; unit: string }): number[] {
  const parsed = parseQuantity({ amount, unit });
  return parsed.ok ? [parsed.quantity.steps] : [];
}

interface Told {
  batches: ReadonlyMap<number, BatchRow>;
  own: ReadonlySet<number>;
}

function makingOf(kind: string, used: readonly UsedRow[], came: readonly Came[], { batches, own }: Told): Making {
  const inputs = new Map<number, number>();
  const elsewhere = new Set<number>();
  for (const { batchId, holdingId, steps } of used) {
    inputs.set(batchId, (inputs.get(batchId) ?? 0) + steps);
    if (!own.has(holdingId)) elsewhere.add(batchId);
  }
  const scaleOf = commonScale([...inputs.keys(), ...came.map((one) => one.batchId)].flatMap((id) => batches.get(id) ?? []));
  return {
    kind,
    inputs: [...inputs].map(
      ([batchId, steps]): Part => ({ batchId, steps, scale: scaleOf.get(batchId) ?? null, isElsewhere: elsewhere.has(batchId) }),
    ),
    outputs: came.map((one) => ({ ...one, scale: scaleOf.get(one.batchId) ?? null })),
  };
}

/** Steps of one unit that a step of each batch is; empty where no unit measures all of them in whole steps. */
function commonScale(batches: readonly BatchRow[]): Map<number, number> {
  const [first] = batches;
  for (const unit of ['千克', '升', first?.unit ?? '']) {
    const scales = batches.flatMap((batch): [number, number][] => {
      const packaging = batch.packaging === null ? [] : (JSON.parse(batch.packaging) as Packaging[]);
      const scale = batch.unit === null ? null : convert(1, batch.unit, unit, packaging);
      return scale === null || scale < 1 ? [] : [[batch.id, scale]];
    });
    if (scales.length === batches.length) return new Map(scales);
  }
  return new Map();
}

/**
 * The share of the asked goods in every batch a trace met. A batch comes out of one transformation and what went in was there before, so the
 * makings have no cycle; should stored rows have one, what is met again counts as anything from none to all.
 * @param gainOf steps of a batch that turned up without a source
 */
export function sharesOf(makings: Makings, asked: ReadonlySet<number>, gainOf: (batchId: number) => number): (batchId: number) => Share {
  const known = new Map<number, Share>();
  const open = new Set<number>();
  const share = (batchId: number): Share => {
    if (asked.has(batchId)) return ALL;
    const before = known.get(batchId);
    if (before) return before;
    const making = makings.of.get(batchId);
    if (!making) return makings.unknown.has(batchId) ? anything : NONE;
    if (open.has(batchId)) return anything;
    open.add(batchId);
    const bounds = making.inputs.map((part) =>
      boundsOf(share(part.batchId), part.steps, part.isElsewhere ? Number.MAX_SAFE_INTEGER : gainOf(part.batchId)),
    );
    open.delete(batchId);
    const found = shareOf(making, batchId, bounds);
    known.set(batchId, found);
    return found;
  };
  return share;
}

/** Nothing is known of it: none, or all. */
const anything: Share = { produced: Number.MAX_SAFE_INTEGER, least: 0, most: Number.MAX_SAFE_INTEGER, isPure: false };
