import type { Box, Line, Stub } from './picture-layout.ts';

/* Where boxes stand and lines meet them: no box over another, no line over another at a box. In units of the picture. */

export const BOX_WIDTH = 200;
export const COLUMN = 320;
export const MARGIN = 24;
/** How far a short line stands out of its box. */
export const STUB = 34;
const [TOP, GAP, LINE, PADDING] = [56, 18, 16, 10];
/** Room of a line at a box, so that the quantity can stand on it. */
const SLOT = 15;

/** Boxes of one hop, from top to bottom. */
export interface ColumnOf {
  hop: number;
  boxes: Box[];
}

/** Each column in the order of what it came from, so that lines cross little. */
export function ordered(columns: readonly ColumnOf[], lines: readonly Line[]): void {
  const rank = new Map<Box, number>();
  const sortBy = ({ boxes }: ColumnOf, inner: ColumnOf | undefined) => {
    const near = new Set(inner?.boxes);
    const of = (one: Box) => {
      if (one.kind === 'more') return Number.POSITIVE_INFINITY;
      const joined = lines.flatMap(({ from, to }) => {
        if (from === one && near.has(to)) return [rank.get(to) ?? 0];
        return to === one && near.has(from) ? [rank.get(from) ?? 0] : [];
      });
      return joined.length === 0 ? near.size : joined.reduce((sum, at) => sum + at, 0) / joined.length;
    };
    const means = new Map(boxes.map((one) => [one, of(one)]));
    // Two at infinity are equal, and their difference is no number.
    boxes.sort((a, b) => (means.get(a) === means.get(b) ? 0 : (means.get(a) ?? 0) - (means.get(b) ?? 0)));
    boxes.forEach((one, i) => {
      rank.set(one, i);
    });
  };
  columns.forEach((column, i) => {
    sortBy(column, columns[i - 1]);
  });
}

interface Joint {
  width: number;
  /** Height of what it leads to, by which joints stand in order. */
  towards: () => number;
  set: (y: number) => void;
}

/** Heights, places, and where lines meet their boxes. @returns the height of the picture */
export function placed(columns: readonly ColumnOf[], lines: readonly Line[], stubs: readonly Stub[]): number {
  const joints = new Map<Box, { in: Joint[]; out: Joint[] }>();
  for (const { boxes } of columns) for (const one of boxes) joints.set(one, { in: [], out: [] });
  const middle = (one: Box) => one.y + one.height / 2;
  for (const line of lines) {
    const { from, to, width, isBack } = line;
    joints.get(from)?.out.push({ width, towards: () => middle(to), set: (y) => Object.assign(line, { y1: y }) });
    joints.get(to)?.[isBack ? 'out' : 'in'].push({ width, towards: () => middle(from), set: (y) => Object.assign(line, { y2: y }) });
  }
  for (const stub of stubs) {
    const towards = () => Number.POSITIVE_INFINITY;
    joints.get(stub.box)?.[stub.side].push({ width: stub.width, towards, set: (y) => Object.assign(stub, { y }) });
  }
  const room = (list: readonly Joint[]) => list.reduce((sum, { width }) => sum + roomOf(width), 0);
  let tallest = 0;
  for (const { boxes } of columns) {
    for (const one of boxes) {
      const { in: into, out } = joints.get(one) ?? { in: [], out: [] };
      one.height = Math.max(textHeight(one), room(into) + PADDING, room(out) + PADDING);
    }
    tallest = Math.max(
      tallest,
      boxes.reduce((sum, one) => sum + one.height + GAP, -GAP),
    );
  }
  columns.forEach(({ boxes }, column) => {
    let y = TOP + (tallest - boxes.reduce((sum, one) => sum + one.height + GAP, -GAP)) / 2;
    for (const one of boxes) {
      Object.assign(one, { x: MARGIN + STUB + column * COLUMN, y });
      y += one.height + GAP;
    }
  });
  for (const [one, sides] of joints) for (const list of [sides.in, sides.out]) meet(one, list, room(list));
  return TOP + Math.max(0, tallest) + MARGIN;
}

const roomOf = (width: number) => Math.max(SLOT, width + 2);

function meet(one: Box, list: Joint[], total: number): void {
  let y = one.y + (one.height - total) / 2;
  for (const joint of [...list].sort((a, b) => (a.towards() === b.towards() ? 0 : a.towards() - b.towards()))) {
    const room = roomOf(joint.width);
    joint.set(y + room / 2);
    y += room;
  }
}

/** Lines of text in a box. */
const textLines = ({ kind, broken }: Box) => (kind === 'more' ? 1 : 3) + new Set(broken).size;
const textHeight = (one: Box) => textLines(one) * LINE + 12;
