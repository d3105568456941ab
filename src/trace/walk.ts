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

/**
 * A holding a trace reached, with what the trace and the books find out about it. One object with all of it, made anew: rows come from SQLite as
 * dictionaries, which take several times the room and the time to read.
 */
export interface Node extends HoldingRow {
  /** Edges from the nearest start; negative upstream. */
  level: number;
  /** The caller may look into it and follow goods on from there. */
  isOwn: boolean;
  /** Steps that came by the edges of the trace, without what was made there. */
  shown: number;
  /** Steps that came by any edge, and from outside; null where none did. */
  came: number | null;
  bought: number | null;
  /** Steps that were sent off for good, sold, used up. */
  gone: number;
  hasSales: boolean;
  /** Steps the record says came or were made there. */
  explained: number;
  /** As replies name it; empty until one does. */
  name: string;
}

/** The part of the graph a trace found: holdings by inner id, in the order they were reached, and the edges between them. */
export interface Walked {
  nodes: Map<number, Node>;
  edges: FlowRow[];
  /** Whether everything that hangs together with the starts is there. */
  complete: boolean;
}

/** Whether the caller may follow goods on from a holding, and not only see that they came there. */
export type InScope = (holding: HoldingRow) => boolean;

/** What of the graph is the caller's to walk. */
export interface Scope {
  inScope: InScope;
  /** Nobody's scope limits the trace. */
  isUnbounded: boolean;
  /** All holdings in scope of batches, however the goods came there. */
  holdingsOf: (batchIds: readonly number[]) => Promise<HoldingRow[]>;
}

/** Holdings, and flows between them, that one trace takes up at most: rows of a trace are in memory while it is told. */
export const MOST_ROWS = { holdings: 100_000, flows: 300_000 };

/** More hangs together with the starts than one answer may hold; a part of it, told as the whole, would be taken for the whole. */
export class TraceTooLarge extends Error {}

/** @throws {TraceTooLarge} */
export function refuseTooMany(holdings: number, flows: number): void {
  if (holdings > MOST_ROWS.holdings || flows > MOST_ROWS.flows) throw new TraceTooLarge();
}

const byNumber = (a: number, b: number) => a - b;

/**
 * Breadth first from some holdings, in batches with a sorted frontier. Each holding is visited once, so cycles end and a diamond costs its
 * edges; holdings out of scope are shown and not followed.
 * @throws {TraceTooLarge} where more hangs together with the starts than one trace takes up
 */
export async function walk(
  q: TraceQueries,
  starts: { forward: readonly HoldingRow[]; back: readonly HoldingRow[] },
  window: Window,
  scope: Scope,
): Promise<Walked> {
  const { isUnbounded } = scope;
  const walked: Walked = { nodes: new Map(), edges: [], complete: isWhole(window) && isUnbounded };
  if (starts.forward.length > 0) await follow(q, walked, starts.forward, 'forward', window, scope);
  if (starts.back.length > 0) await follow(q, walked, starts.back, 'back', window, scope);
  if (!isUnbounded || (starts.forward.length > 0 && starts.back.length > 0)) await closeEdges(q, walked, window);
  for (const { kind, dst, steps } of walked.edges) {
    const node = walked.nodes.get(dst);
    if (node && kind !== 'made') node.shown += steps;
  }
  return walked;
}

function isWhole({ since, until, depth, kinds }: Window): boolean {
  return since === undefined && until === undefined && depth === undefined && !kinds;
}

async function follow(
  q: TraceQueries,
  walked: Walked,
  starts: readonly HoldingRow[],
  direction: 'forward' | 'back',
  window: Window,
  { inScope, holdingsOf }: Scope,
): Promise<void> {
  const [edgesOf, far, step] = direction === 'forward' ? ([q.flowsFrom, 'dst', 1] as const) : ([q.flowsInto, 'src', -1] as const);
  const seen = new Set<number>();
  const made = new Set<number>();
  const deepest = window.depth ?? Number.POSITIVE_INFINITY;
  let frontier = arrive(walked, starts, seen, 0, inScope);
  for (let depth = 1; frontier.length > 0 && depth <= deepest; depth++) {
    const edges = (await limited(walked, edgesOf, frontier)).filter((edge) => follows(edge, window)).map(edgeOf);
    for (const edge of edges) walked.edges.push(edge);
    const reached = new Set(edges.map((edge) => edge[far]).filter((id) => !seen.has(id)));
    const rows = await loaded(q, walked.nodes, [...reached].sort(byNumber));
    const fresh = new Set(edges.flatMap((edge) => (edge.kind === 'made' ? edge.dst : [])));
    const elsewhere = direction === 'forward' && isWhole(window) ? await everywhere(holdingsOf, rows, fresh, made) : [];
    refuseTooMany(walked.nodes.size + rows.length + elsewhere.length, walked.edges.length);
    frontier = arrive(walked, elsewhere.length > 0 ? [...rows, ...elsewhere] : rows, seen, depth * step, inScope);
  }
}

/** Holdings asked for their flows at once: between two such parts the flows are counted. */
const PART = 1_000;

async function limited(walked: Walked, edgesOf: TraceQueries['flowsFrom'], frontier: readonly number[]): Promise<FlowRow[]> {
  const found: FlowRow[] = [];
  for (let from = 0; from < frontier.length; from += PART) {
    for (const row of await edgesOf(frontier.slice(from, from + PART))) found.push(row);
    refuseTooMany(0, walked.edges.length + found.length);
  }
  return found;
}

function follows({ at, kind }: FlowRow, { since, until, kinds }: Window): boolean {
  return (since === undefined || at >= since) && (until === undefined || at <= until) && (kinds === undefined || kinds.has(kind));
}

async function loaded(q: TraceQueries, nodes: ReadonlyMap<number, Node>, ids: readonly number[]): Promise<HoldingRow[]> {
  const known = ids.flatMap((id) => nodes.get(id) ?? []);
  return [...known, ...(await q.holdings(known.length === 0 ? ids : ids.filter((id) => !nodes.has(id))))];
}

/** Goods of a batch that was made of traced ones are traced wherever in scope they lie, also where no paper says how they came there. */
async function everywhere(
  holdingsOf: Scope['holdingsOf'],
  rows: readonly HoldingRow[],
  fresh: ReadonlySet<number>,
  made: Set<number>,
): Promise<HoldingRow[]> {
  if (fresh.size === 0) return [];
  const batches = [...new Set(rows.filter((row) => fresh.has(row.id) && !made.has(row.batchId)).map((row) => row.batchId))].sort(byNumber);
  for (const batch of batches) made.add(batch);
  return holdingsOf(batches);
}

/** Takes rows up as nodes; answers those to be followed on, in the order of their ids. */
function arrive({ nodes }: Walked, rows: readonly HoldingRow[], seen: Set<number>, level: number, inScope: InScope): number[] {
  const next: number[] = [];
  for (const row of rows) {
    const { id } = row;
    if (seen.has(id)) continue;
    seen.add(id);
    const node = nodes.get(id) ?? nodeOf(row, level, inScope(row));
    nodes.set(id, node);
    if (node.isOwn) next.push(id);
  }
  return next.sort(byNumber);
}

/** A holding as a node that nothing is known of yet. */
export function nodeOf(row: HoldingRow, level: number, isOwn: boolean): Node {
  return {
    id: row.id,
    batchId: row.batchId,
    partyId: row.partyId,
    siteId: row.siteId,
    steps: row.steps,
    site: row.site,
    siteName: row.siteName,
    siteKind: row.siteKind,
    regionCode: row.regionCode,
    level,
    isOwn,
    shown: 0,
    came: null,
    bought: null,
    gone: 0,
    hasSales: false,
    explained: 0,
    name: '',
  };
}

const edgeOf = ({ src, dst, kind, ref, n, steps, revision, at }: FlowRow): FlowRow => ({ src, dst, kind, ref, n, steps, revision, at });

/** Edges between nodes that were not met on the way: back into the caller's own holdings from ones it may not follow, or met from both sides. */
async function closeEdges(q: TraceQueries, walked: Walked, window: Window): Promise<void> {
  const { nodes, edges } = walked;
  const own = ownOf(nodes);
  const keyOf = ({ src, dst, kind, ref, n }: FlowRow) => `${src} ${dst} ${kind} ${ref} ${n}`;
  const all = new Map(edges.map((edge) => [keyOf(edge), edge]));
  for (const edge of [...(await q.flowsInto(own)), ...(await q.flowsFrom(own))])
    if (nodes.has(edge.src) && nodes.has(edge.dst) && follows(edge, window)) all.set(keyOf(edge), edgeOf(edge));
  walked.edges = [...all.values()];
}

/** Ids of the holdings the caller may look into, sorted. */
export function ownOf(nodes: ReadonlyMap<number, Node>): number[] {
  const own: number[] = [];
  for (const { id, isOwn } of nodes.values()) if (isOwn) own.push(id);
  return own.sort(byNumber);
}
