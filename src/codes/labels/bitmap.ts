import type { Composed, Line, Rectangle } from './compose.ts';
import type { Contour, OutlinePoint, Typeface } from './true-type.ts';

/** One bit a dot, rows of whole bytes, the highest bit first, 1 for black. */
export interface Bitmap {
  width: number;
  height: number;
  stride: number;
  bits: Uint8Array;
}

/** Samples a dot in each direction; a dot is black from so many of the 16 on: thin strokes between two rows stay whole. */
const FINE = 4;
const ENOUGH = 7;

/** Paints labels dot by dot with the outlines of a font; painted glyphs are kept by size. */
export function painter(face: Typeface): (label: Composed) => Bitmap {
  const kept = new Map<string, Glyph>();
  const glyph = (character: string, em: number): Glyph => {
    const key = `${em} ${character}`;
    const known = kept.get(key);
    if (known) return known;
    const made = paintGlyph(face, character, em);
    kept.set(key, made);
    return made;
  };
  return (label) => {
    const stride = Math.ceil(label.width / 8);
    const bitmap = { width: label.width, height: label.height, stride, bits: new Uint8Array(stride * label.height) };
    for (const rectangle of label.rectangles) fill(bitmap, rectangle);
    if (label.qr) paintQr(bitmap, label.qr);
    for (const line of label.lines) paintLine(bitmap, line, face, glyph);
    return bitmap;
  };
}

function dot(bitmap: Bitmap, x: number, y: number): void {
  if (x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) return;
  const at = y * bitmap.stride + (x >> 3);
  bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
}

function fill(bitmap: Bitmap, { x, y, width, height }: Rectangle): void {
  for (let row = y; row < y + height; row++) for (let column = x; column < x + width; column++) dot(bitmap, column, row);
}

function paintQr(bitmap: Bitmap, { x, y, dotsAModule, matrix }: NonNullable<Composed['qr']>): void {
  for (let module = 0; module < matrix.dark.length; module++) {
    if (!matrix.dark[module]) continue;
    const [column, row] = [module % matrix.size, Math.floor(module / matrix.size)];
    fill(bitmap, { x: x + column * dotsAModule, y: y + row * dotsAModule, width: dotsAModule, height: dotsAModule });
  }
}

function paintLine(bitmap: Bitmap, { text, x, baseline, em }: Line, face: Typeface, glyph: (character: string, em: number) => Glyph): void {
  let units = 0;
  for (const character of text) {
    const { left, top, width, black } = glyph(character, em);
    const origin = x + Math.round((units * em) / face.unitsPerEm);
    for (const [n, isBlack] of black.entries())
      if (isBlack) dot(bitmap, origin + left + (n % width), baseline + top + Math.floor(n / width));
    units += face.advanceOf(face.glyphOf(character.codePointAt(0) ?? 0));
  }
}

/** Dots of a character around its origin: `left` and `top` are where the picture begins, y downwards. */
interface Glyph {
  left: number;
  top: number;
  width: number;
  black: Uint8Array;
}

function paintGlyph(face: Typeface, character: string, em: number): Glyph {
  const scale = (em * FINE) / face.unitsPerEm;
  const edges = face.outlineOf(face.glyphOf(character.codePointAt(0) ?? 0)).flatMap((contour) => edgesOf(contour, scale));
  if (edges.length === 0) return { left: 0, top: 0, width: 1, black: new Uint8Array(0) };
  const xs = edges.flatMap(({ x0, x1 }) => [x0, x1]);
  const ys = edges.flatMap(({ y0, y1 }) => [y0, y1]);
  const [left, top] = [Math.floor(Math.min(...xs) / FINE), Math.floor(Math.min(...ys) / FINE)];
  const [width, height] = [Math.ceil(Math.max(...xs) / FINE) - left, Math.ceil(Math.max(...ys) / FINE) - top];
  const counts = new Uint8Array(width * height);
  for (let row = 0; row < height * FINE; row++) {
    const line = Math.floor(row / FINE) * width;
    for (const [from, to] of spans(edges, top * FINE + row + 0.5))
      for (let x = Math.ceil(from - 0.5); x < to - 0.5; x++) {
        const at = line + Math.floor(x / FINE) - left;
        counts[at] = (counts[at] ?? 0) + 1;
      }
  }
  return { left, top, width, black: counts.map((count) => (count >= ENOUGH ? 1 : 0)) };
}

interface Edge {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Straight edges of a contour, curves in four pieces, y downwards. */
function edgesOf(contour: Contour, scale: number): Edge[] {
  const points = withMiddles(contour).map(({ x, y, isOn }) => ({ x: x * scale, y: -y * scale, isOn }));
  const first = points.findIndex((point) => point.isOn);
  const ring = [...points.slice(first), ...points.slice(0, first)];
  const path: { x: number; y: number }[] = [];
  for (const [n, point] of ring.entries()) {
    if (point.isOn) path.push(point);
    else path.push(...curve(ring[n - 1] ?? point, point, ring[(n + 1) % ring.length] ?? point));
  }
  return path.flatMap((point, n) => {
    const next = path[(n + 1) % path.length] ?? point;
    return point.y === next.y ? [] : [{ x0: point.x, y0: point.y, x1: next.x, y1: next.y }];
  });
}

/** The contour with the points on the curve that TrueType leaves out between two off it. */
export function withMiddles(contour: Contour): Contour {
  return contour.flatMap((point, n): OutlinePoint[] => {
    const next = contour[(n + 1) % contour.length] ?? point;
    return point.isOn || next.isOn ? [point] : [point, { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, isOn: true }];
  });
}

function curve(from: { x: number; y: number }, bend: { x: number; y: number }, to: { x: number; y: number }): { x: number; y: number }[] {
  return [0.25, 0.5, 0.75].map((t) => {
    const s = 1 - t;
    return { x: s * s * from.x + 2 * s * t * bend.x + t * t * to.x, y: s * s * from.y + 2 * s * t * bend.y + t * t * to.y };
  });
}

/** Where a horizontal line is inside, by the non-zero rule, from left to right. */
function spans(edges: readonly Edge[], y: number): [from: number, to: number][] {
  const crossings = edges
    .filter(({ y0, y1 }) => (y0 <= y && y < y1) || (y1 <= y && y < y0))
    .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  const inside: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) inside.push([from, x]);
  }
  return inside;
}
