import type { Answer, EdgeShown, InTransitShown, NodeShown } from './answer-shapes.ts';
import type { BrokenKind } from './broken.ts';
import { type Numbered, numberedNodes } from './hops.ts';
import { BOX_WIDTH, COLUMN, type ColumnOf, MARGIN, ordered, placed, STUB } from './picture-places.ts';

/** Boxes one column shows; what is beyond stands as one box that says how many. */
export const MOST_IN_COLUMN = 24;
/** Columns: those nearest to the asked goods. */
export const MOST_COLUMNS = 12;
/** Widths of lines: in proportion to the quantity among those of one unit, the widest at most WIDEST, all at one side of a box at most MOST_SIDE; none below THINNEST. */
export const [THINNEST, WIDEST, MOST_SIDE] = [1.5, 26, 180];

/** What a box stands for: a holding, goods on their way, or those a column has no room for. */
export interface Box {
  id: string;
  kind: 'holding' | 'transit' | 'more';
  /** Hop, from 0 where the goods come from. */
  hop: number;
  isAsked: boolean;
  /** Number in the list beside the picture; null for the box of the others. */
  n: number | null;
  node?: NodeShown;
  transit?: InTransitShown;
  /** Holdings and deliveries a box of the others stands for. */
  count: number;
  broken: BrokenKind[];
  x: number;
  y: number;
  height: number;
}

/** Goods that ended at a box, or a link that is broken there: a short line at its side. */
export interface Stub {
  box: Box;
  side: 'in' | 'out';
  kind: string;
  isBroken: boolean;
  amount: number;
  unit: string;
  width: number;
  y: number;
}

/** All flows of one kind and unit between two boxes. */
export interface Line {
  from: Box;
  to: Box;
  kind: string;
  amount: number;
  unit: string;
  /** Flows it stands for. */
  count: number;
  width: number;
  y1: number;
  y2: number;
  /** It goes back to the left, or stays in its column. */
  isBack: boolean;
}

export interface Layout {
  width: number;
  height: number;
  columns: { hop: number; x: number }[];
  boxes: Box[];
  lines: Line[];
  stubs: Stub[];
  /** Holdings and deliveries that no box of their own stands for. */
  left: number;
}

type Traced = Pick<Answer, 'asked' | 'nodes' | 'edges' | 'summary' | 'brokenLinks'>;

const ENDS: ReadonlySet<string> = new Set(['sold', 'consumed', 'destroyed']);

/** Where everything of a trace's picture stands: left to right by hop, no two boxes over each other, lines as wide as their quantity. */
export function layoutOf(answer: Traced, numbered: readonly Numbered[] = numberedNodes(answer)): Layout {
  const all = boxesOf(answer, numbered);
  const { columns, boxOf, left } = capped(all);
  const lines = linesOf(answer, boxOf);
  const stubs = stubsOf(answer, boxOf);
  widen(lines, stubs);
  ordered(columns, lines);
  const height = placed(columns, lines, stubs);
  return {
    width: 2 * (MARGIN + STUB) + Math.max(0, columns.length - 1) * COLUMN + BOX_WIDTH,
    height,
    columns: columns.map(({ hop, boxes }) => ({ hop, x: boxes[0]?.x ?? 0 })),
    boxes: columns.flatMap(({ boxes }) => boxes),
    lines,
    stubs,
    left,
  };
}

const transitId = ({ shipment, traceCode, from }: InTransitShown) => `${shipment}/${traceCode}/${from}`;
const box = (fields: Pick<Box, 'id' | 'kind' | 'hop' | 'n'> & Partial<Box>): Box => ({
  isAsked: false,
  count: 1,
  broken: [],
  x: 0,
  y: 0,
  height: 0,
  ...fields,
});

function boxesOf(answer: Traced, numbered: readonly Numbered[]): Box[] {
  const asked = new Set(answer.asked);
  const byId = new Map<string, Box>();
  for (const { node, hop, n } of numbered)
    byId.set(node.id, box({ id: node.id, kind: 'holding', hop, n, node, isAsked: asked.has(node.traceCode) }));
  const boxes = [...byId.values()];
  const byShipment = new Map<string, Box>();
  let n = 0;
  for (const transit of answer.summary.inTransit) {
    const hop = (byId.get(transit.from)?.hop ?? 0) + 1;
    const made = box({ id: transitId(transit), kind: 'transit', hop, n: ++n, transit });
    boxes.push(made);
    byShipment.set(`${transit.shipment}/${transit.traceCode}`, made);
  }
  for (const { kind, node, shipment, traceCode } of answer.brokenLinks)
    (byShipment.get(`${shipment ?? ''}/${traceCode}`) ?? byId.get(node))?.broken.push(kind);
  return boxes;
}

/** The columns there is room for, and in each the boxes there is room for: broken links first, then the largest quantities. */
function capped(all: readonly Box[]): { columns: ColumnOf[]; boxOf: (id: string) => Box | undefined; left: number } {
  const asked = [...new Set(all.flatMap(({ hop, isAsked }) => (isAsked ? [hop] : [])))];
  const distance = (hop: number) => Math.min(...asked.map((one) => Math.abs(one - hop)), all.length);
  const byHop = [...Map.groupBy(all, ({ hop }) => hop)].sort(([a], [b]) => distance(a) - distance(b) || a - b);
  const standsFor = new Map<string, Box>();
  let left = 0;
  for (const [, boxes] of byHop.slice(MOST_COLUMNS)) left += boxes.length;
  const columns = byHop.slice(0, MOST_COLUMNS).map(([hop, boxes]): ColumnOf => {
    const kept = boxes.length <= MOST_IN_COLUMN ? new Set(boxes) : new Set([...boxes].sort(byWeight).slice(0, MOST_IN_COLUMN - 1));
    const shown = boxes.filter((one) => kept.has(one));
    for (const one of shown) standsFor.set(one.id, one);
    if (shown.length === boxes.length) return { hop, boxes: shown };
    const others = box({ id: `more/${hop}`, kind: 'more', hop, n: null, count: boxes.length - shown.length });
    left += others.count;
    for (const one of boxes) if (!kept.has(one)) standsFor.set(one.id, others);
    return { hop, boxes: [...shown, others] };
  });
  columns.sort((a, b) => a.hop - b.hop);
  return { columns, boxOf: (id) => standsFor.get(id), left };
}

const weightOf = ({ node, transit }: Box) => Number((node?.received ?? node?.atMost ?? transit?.quantity)?.amount ?? 0);
const byWeight = (a: Box, b: Box) => Number(b.broken.length > 0) - Number(a.broken.length > 0) || weightOf(b) - weightOf(a);
const amountIn = ({ quantity }: Pick<EdgeShown, 'quantity'>) => Math.abs(Number(quantity?.amount ?? 0));

function linesOf(answer: Pick<Answer, 'edges' | 'summary'>, boxOf: (id: string) => Box | undefined): Line[] {
  const lines = new Map<string, Line>();
  const add = (from: Box | undefined, to: Box | undefined, kind: string, flow: Pick<EdgeShown, 'quantity'>) => {
    if (!from || !to || from === to) return;
    const unit = flow.quantity?.unit ?? '';
    const key = JSON.stringify([from.id, to.id, kind, unit]);
    const known = lines.get(key) ?? { from, to, kind, amount: 0, unit, count: 0, width: 0, y1: 0, y2: 0, isBack: to.hop <= from.hop };
    known.amount += amountIn(flow);
    known.count++;
    lines.set(key, known);
  };
  for (const edge of answer.edges) if (edge.to !== null) add(boxOf(edge.from), boxOf(edge.to), edge.kind, edge);
  for (const one of answer.summary.inTransit) add(boxOf(one.from), boxOf(transitId(one)), 'in-transit', one);
  return [...lines.values()];
}

/** Goods came without a record, or went without one. */
const BROKEN_SIDE: Partial<Record<BrokenKind, 'in' | 'out'>> = { 'no-source': 'in', 'more-out-than-in': 'in', vanished: 'out' };

function stubsOf(answer: Pick<Answer, 'edges' | 'brokenLinks'>, boxOf: (id: string) => Box | undefined): Stub[] {
  const stubs = new Map<string, Stub>();
  const add = (at: Box | undefined, side: 'in' | 'out', kind: string, isBroken: boolean, flow: Pick<EdgeShown, 'quantity'>) => {
    if (!at || at.kind === 'more') return;
    const unit = flow.quantity?.unit ?? '';
    const key = JSON.stringify([at.id, kind, unit]);
    const known = stubs.get(key) ?? { box: at, side, kind, isBroken, amount: 0, unit, width: 0, y: 0 };
    known.amount += amountIn(flow);
    stubs.set(key, known);
  };
  for (const edge of answer.edges) if (edge.to === null && ENDS.has(edge.kind)) add(boxOf(edge.from), 'out', edge.kind, false, edge);
  for (const link of answer.brokenLinks) {
    const side = BROKEN_SIDE[link.kind];
    if (side) add(boxOf(link.node), side, link.kind, true, link);
  }
  return [...stubs.values()];
}

interface Sided {
  amount: number;
  unit: string;
  width: number;
}

/** One scale a unit, so that twice as much is twice as wide wherever it stands. */
function widen(lines: Line[], stubs: Stub[]): void {
  const sides = new Map<string, number>();
  const largest = new Map<string, number>();
  const note = ({ amount, unit }: Sided, ...at: string[]) => {
    largest.set(unit, Math.max(largest.get(unit) ?? 0, amount));
    for (const side of at) sides.set(JSON.stringify([unit, side]), (sides.get(JSON.stringify([unit, side])) ?? 0) + amount);
  };
  for (const line of lines) note(line, `${line.from.id}>`, `>${line.to.id}`);
  for (const stub of stubs) note(stub, stub.side === 'in' ? `>${stub.box.id}` : `${stub.box.id}>`);
  const fullest = new Map<string, number>();
  for (const [key, sum] of sides) {
    const [unit = ''] = JSON.parse(key) as string[];
    fullest.set(unit, Math.max(fullest.get(unit) ?? 0, sum));
  }
  for (const one of [...lines, ...stubs]) {
    const most = largest.get(one.unit) ?? 0;
    const scale = most === 0 ? 0 : Math.min(WIDEST / most, MOST_SIDE / (fullest.get(one.unit) ?? most));
    one.width = Math.max(THINNEST, one.amount * scale);
  }
}
