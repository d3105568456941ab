import type { FlowRow, HoldingRow, TraceQueries } from './queries.ts';

export type Direction = 'back' | 'forward' | 'both';

/** Which edges a trace follows; without any of them all that is recorded. */
export interface Window {
  /** Epoch ms, inclusive. */
  since?: number | undefined;
  until?: number | undefined;
  /** Edges from a start at most. */
  depth?: number | undefined;
  kinds?: ReadonlySet<string> | undefined;
}

/** The part of the graph a trace found: holdings by inner id, in the order they were reached, and the edges between them. */
export interface Walked {
  nodes: Map<number, HoldingRow>;
  edges: FlowRow[];
  /** Edges from the nearest start; negative upstream. */
  level: Map<number, number>;
  /** Whether everything that hangs together with the starts is there. */
  complete: boolean;
}

/** Whether the caller may follow goods on from a holding, and not only see that they came there. */
export type InScope = (holding: HoldingRow) => boolean;

const byNumber = (a: number, b: number) => a - b;

/**
 * Breadth first from some holdings, in batches with a sorted frontier. Each holding is visited once, so cycles end and a diamond costs its
 * edges; holdings out of scope are shown and not followed.
 * @param isUnbounded nobody's scope limits the trace
 */
export async function walk(
  q: TraceQueries,
  starts: { forward: readonly HoldingRow[]; back: readonly HoldingRow[] },
  window: Window,
  inScope: InScope,
  isUnbounded: boolean,
): Promise<Walked> {
  const isWhole = window.since === undefined && window.until === undefined && window.depth === undefined && !window.kinds;
  const walked: Walked = { nodes: new Map(), edges: [], level: new Map(), complete: isWhole && isUnbounded };
  if (starts.forward.length > 0) await follow(q, walked, starts.forward, 'forward', window, inScope);
  if (starts.back.length > 0) await follow(q, walked, starts.back, 'back', window, inScope);
  if (!isUnbounded || (starts.forward.length > 0 && starts.back.length > 0)) await closeEdges(q, walked, window, inScope);
  return walked;
}

async function follow(
  q: TraceQueries,
  walked: Walked,
  starts: readonly HoldingRow[],
  direction: 'forward' | 'back',
  window: Window,
  inScope: InScope,
): Promise<void> {
  const [edgesOf, far, step] = direction === 'forward' ? ([q.flowsFrom, 'dst', 1] as const) : ([q.flowsInto, 'src', -1] as const);
  const seen = new Set<number>();
  const made = new Set<number>();
  const most = window.depth ?? Number.POSITIVE_INFINITY;
  let frontier = arrive(walked, starts, seen, 0, inScope);
  for (let depth = 1; frontier.length > 0 && depth <= most; depth++) {
    const edges = (await edgesOf(frontier)).filter((edge) => follows(edge, window));
    for (const edge of edges) walked.edges.push(edge);
    const reached = new Set(edges.map((edge) => edge[far]).filter((id) => !seen.has(id)));
    const rows = await loaded(q, walked.nodes, [...reached].sort(byNumber));
    const fresh = walked.complete && direction === 'forward' ? edges.filter((edge) => edge.kind === 'made') : [];
    if (fresh.length > 0) rows.push(...(await everywhere(q, rows, new Set(fresh.map((edge) => edge.dst)), made)));
    frontier = arrive(walked, rows, seen, depth * step, inScope);
  }
}

function follows({ at, kind }: FlowRow, { since, until, kinds }: Window): boolean {
  return (since === undefined || at >= since) && (until === undefined || at <= until) && (kinds === undefined || kinds.has(kind));
}

async function loaded(q: TraceQueries, nodes: ReadonlyMap<number, HoldingRow>, ids: readonly number[]): Promise<HoldingRow[]> {
  const known = ids.flatMap((id) => nodes.get(id) ?? []);
  return [...known, ...(await q.holdings(known.length === 0 ? ids : ids.filter((id) => !nodes.has(id))))];
}

/** Goods of a batch that was made of traced ones are traced wherever they lie, also where no paper says how they came there. */
async function everywhere(
  q: TraceQueries,
  rows: readonly HoldingRow[],
  fresh: ReadonlySet<number>,
  made: Set<number>,
): Promise<HoldingRow[]> {
  const batches = [...new Set(rows.filter((row) => fresh.has(row.id) && !made.has(row.batchId)).map((row) => row.batchId))].sort(byNumber);
  for (const batch of batches) made.add(batch);
  return q.holdingsOf(batches);
}

/** Takes rows up as nodes; answers those to be followed on, in the order of their ids. */
function arrive({ nodes, level }: Walked, rows: readonly HoldingRow[], seen: Set<number>, depth: number, inScope: InScope): number[] {
  const next: number[] = [];
  for (const row of rows) {
    if (seen.has(row.id)) continue;
    seen.add(row.id);
    if (!nodes.has(row.id)) {
      nodes.set(row.id, row);
      level.set(row.id, depth);
    }
    if (inScope(row)) next.push(row.id);
  }
  return next.sort(byNumber);
}

/** Edges between nodes that were not met on the way: back into the caller's own holdings from ones it may not follow, or met from both sides. */
async function closeEdges(q: TraceQueries, walked: Walked, window: Window, inScope: InScope): Promise<void> {
  const { nodes, edges } = walked;
  const own = [...nodes.values()].flatMap((row) => (inScope(row) ? [row.id] : [])).sort(byNumber);
  const keyOf = ({ src, dst, kind, ref, n }: FlowRow) => `${src} ${dst} ${kind} ${ref} ${n}`;
  const all = new Map(edges.map((edge) => [keyOf(edge), edge]));
  for (const edge of [...(await q.flowsInto(own)), ...(await q.flowsFrom(own))])
    if (nodes.has(edge.src) && nodes.has(edge.dst) && follows(edge, window)) all.set(keyOf(edge), edge);
  walked.edges = [...all.values()];
}
