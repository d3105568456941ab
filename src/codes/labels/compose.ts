import { type QrMatrix, qrMatrix } from '../qr.ts';
import type { LabelContent } from './content.ts';
import { DOTS_PER_MODULE, type Dpi, dotsOf, dotsWithin, type LayoutName, layouts } from './layouts.ts';
import { type Block, linesOf, printable, widthOf } from './text-fit.ts';
import type { Typeface } from './true-type.ts';

/** Light modules on each side of a symbol (ISO/IEC 18004, GB/T 18284). */
export const QUIET_ZONE = 4;

/** A text set from its baseline's beginning. */
export interface Line {
  text: string;
  x: number;
  baseline: number;
  em: number;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A label in whole dots of the printer, from its upper left corner: every form of print shows the same. */
export interface Composed {
  width: number;
  height: number;
  /** The corner of its dark part; around it `QUIET_ZONE` modules stay free. */
  qr?: { x: number; y: number; dotsAModule: number; matrix: QrMatrix };
  rectangles: readonly Rectangle[];
  lines: readonly Line[];
}

/** Free at a label's edges, since a cutter is never exact; the smallest and largest type; the narrowest column of text. Millimetres. */
const PADDING = 0.5;
const SMALLEST = 2;
const LARGEST = 3.4;
const NARROWEST = 12;

/** The dark strokes of a Chinese character reach so far below the baseline, in em. */
const DESCENT = 0.12;

/** What the label of a batch asks its reader to do. */
const SCAN_ME = '扫码看追溯';

/** Why a label could not be set: the smallest label its code needs, in millimetres. */
export interface TooSmall {
  needs: { width: number; height: number };
}

/** The room of a label in dots. */
interface Room {
  width: number;
  height: number;
  padding: number;
}

function roomOf(name: LayoutName, dpi: Dpi): Room {
  const { width, height } = layouts[name];
  return { width: dotsWithin(width, dpi), height: dotsWithin(height, dpi), padding: dotsOf(PADDING, dpi) };
}

/** Dots for text beside a code of that side, quiet zone included; null where the code itself is too large. */
function columnBeside(side: number, { width, height, padding }: Room, dpi: Dpi): number | null {
  const column = width - side - 2 * padding;
  return side <= height && column >= dotsOf(NARROWEST, dpi) ? column : null;
}

/**
 * Sets a label: its QR code to the left, whole dots a module and the quiet zone inside the label, its texts to the right, as large as they fit.
 * Names are cut with … where even the smallest type is too wide; the code is never cut.
 */
export function compose(content: LabelContent, name: LayoutName, dpi: Dpi, face: Typeface): Composed | TooSmall {
  const room = roomOf(name, dpi);
  const { width, height, padding } = room;
  const dotsAModule = DOTS_PER_MODULE[dpi];
  const matrix = qrMatrix(content.link);
  const side = (matrix.size + 2 * QUIET_ZONE) * dotsAModule;
  const column = columnBeside(side, room, dpi);
  const set = column === null ? null : setText(blocksOf(content, face), column, height - 2 * padding, dpi, face);
  if (set === null) return { needs: neededBy(side, padding, dpi) };
  const quiet = QUIET_ZONE * dotsAModule;
  const top = padding + ((height - 2 * padding - set.lines.length * set.leading) >> 1);
  return {
    width,
    height,
    qr: { x: padding + quiet, y: ((height - side) >> 1) + quiet, dotsAModule, matrix },
    rectangles: [],
    lines: set.lines.map((text, n) => ({
      text,
      x: padding + side,
      baseline: top + n * set.leading + Math.round(set.em * (1 - DESCENT)),
      em: set.em,
    })),
  };
}

/** Bytes a symbol of version 1, 2, … holds at level M (ISO/IEC 18004, table 7); what has digits may need less than its bytes say. */
const BYTES_AT_M = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213];

/** Null where a label can be set. As {@link compose} without making what is sure to fit: thousands are asked for at once. */
export function whyTooSmall(content: LabelContent, name: LayoutName, dpi: Dpi, face: Typeface): TooSmall | null {
  const version = BYTES_AT_M.findIndex((most) => content.link.length <= most) + 1;
  const room = roomOf(name, dpi);
  const column = version === 0 ? null : columnBeside((17 + 4 * version + 2 * QUIET_ZONE) * DOTS_PER_MODULE[dpi], room, dpi);
  const smallest = dotsOf(SMALLEST, dpi);
  const most = Math.floor((room.height - 2 * room.padding) / leadingOf(smallest));
  if (column !== null && squeezed(blocksOf(content, face), column / smallest, most, face)) return null;
  const label = compose(content, name, dpi, face);
  return 'needs' in label ? label : null;
}

/** The characters of a label that the font has not. */
export function missingIn(content: LabelContent, face: Typeface): string[] {
  return [content.product, content.lot, content.madeOn, content.expiresOn, content.firm].flatMap((text) =>
    text === null ? [] : printable(text, face).missing,
  );
}

function blocksOf(content: LabelContent, face: Typeface): Block[] {
  const said = (text: string | null, most: number, heading = ''): Block[] =>
    text === null ? [] : [{ text: heading + printable(text, face).text, breaks: 'anywhere', most, isFirst: heading !== '' }];
  return [
    ...said(content.product, 2),
    ...said(content.lot, 2, '批号 '),
    ...said(content.madeOn, 2, '生产 '),
    ...said(content.expiresOn, 2, '到期 '),
    ...said(content.firm, 2),
    { text: content.code, breaks: 'groups', most: 5, isFirst: false },
    ...said(SCAN_ME, 1),
  ];
}

interface SetText {
  em: number;
  leading: number;
  lines: string[];
}

/** The largest type in which nothing is cut, else the smallest with what must be cut; null where not even one line a block fits. */
function setText(blocks: readonly Block[], column: number, height: number, dpi: Dpi, face: Typeface): SetText | null {
  const smallest = dotsOf(SMALLEST, dpi);
  const widths = blocks.map((block) => widthOf(block.text, face));
  for (let em = dotsOf(LARGEST, dpi); em >= smallest; em--) {
    const fewest = widths.reduce((sum, width) => sum + Math.max(1, Math.ceil((width * em) / column - 0.01)), 0);
    if (fewest * leadingOf(em) > height) continue;
    const set = blocks.map((block) => linesOf(block, column / em, block.most, face));
    const lines = set.flatMap((one) => one.lines);
    if (set.every((one) => one.isWhole) && lines.length * leadingOf(em) <= height) return { em, leading: leadingOf(em), lines };
  }
  const leading = leadingOf(smallest);
  const lines = squeezed(blocks, column / smallest, Math.floor(height / leading), face);
  return lines && { em: smallest, leading, lines };
}

/** Room for what hangs below a Latin baseline. */
function leadingOf(em: number): number {
  return em + Math.max(1, Math.floor(em / 10));
}

/** One line a block, then a further one for each that needs it while there is room: batch number and dates before names. */
function squeezed(blocks: readonly Block[], width: number, most: number, face: Typeface): string[] | null {
  const set = blocks.map((block) => linesOf(block, width, 1, face));
  let used = set.reduce((sum, { lines }) => sum + lines.length, 0);
  if (used > most) return null;
  const wanting = [...blocks.entries()].sort(([, a], [, b]) => Number(b.isFirst) - Number(a.isFirst));
  for (const [n, block] of wanting) {
    const more = linesOf(block, width, block.most, face);
    const added = more.lines.length - (set[n]?.lines.length ?? 0);
    if (used + added > most) continue;
    set[n] = more;
    used += added;
  }
  return set.flatMap(({ lines }) => lines);
}

/** What a refusal tells: rounded up to a tenth of a millimetre. */
function neededBy(side: number, padding: number, dpi: Dpi): TooSmall['needs'] {
  const up = (dots: number) => Math.ceil(((dots * 10) / dotsOf(1000, dpi)) * 1000) / 10;
  return {
    width: up(side + 2 * padding + dotsOf(NARROWEST, dpi)),
    height: up(Math.max(side, 9 * leadingOf(dotsOf(SMALLEST, dpi)) + 2 * padding)),
  };
}

/** How far a ruler is from its first to its last mark, and each side of the square. */
const RULER_MM = 10;

/** A label to hold a real ruler against: a line of 10 mm with a mark each millimetre, and a square of 10 mm. */
export function testLabel(name: LayoutName, dpi: Dpi): Composed {
  const layout = layouts[name];
  const [width, height] = [dotsWithin(layout.width, dpi), dotsWithin(layout.height, dpi)];
  const [left, top, thin] = [dotsOf(2, dpi), dotsOf(2, dpi), Math.max(1, dotsOf(0.125, dpi))];
  const length = dotsOf(RULER_MM, dpi);
  const em = dotsOf(2.2, dpi);
  const beside = left + length + dotsOf(2, dpi);
  const below = top + length + dotsOf(1, dpi);
  const marks = Array.from({ length: RULER_MM + 1 }, (_, mm) => ({
    x: left + dotsOf(mm, dpi) - (thin >> 1),
    y: below,
    width: thin,
    height: dotsOf(mm % 5 === 0 ? 2.4 : 1.4, dpi),
  }));
  const square = [
    { x: left, y: top, width: length, height: thin },
    { x: left, y: top + length - thin, width: length, height: thin },
    { x: left, y: top, width: thin, height: length },
    { x: left + length - thin, y: top, width: thin, height: length },
  ];
  const texts = ['测试标签', '方框、标尺', '均为 10 mm', `${name} · ${dpi} dpi`];
  return {
    width,
    height,
    rectangles: [...square, { x: left, y: below, width: length, height: thin }, ...marks],
    lines: texts.map((text, n) => ({ text, x: beside, baseline: top + em + n * leadingOf(em), em })),
  };
}
