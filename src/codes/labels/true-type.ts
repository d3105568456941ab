/** A point of an outline in font units, y upwards. */
export interface OutlinePoint {
  x: number;
  y: number;
  isOn: boolean;
}

export type Contour = OutlinePoint[];

/** What labels need of a font: which glyph, how wide, what shape. Lengths are font units, `unitsPerEm` to the em. */
export interface Typeface {
  unitsPerEm: number;
  /** 0, the box of what is missing, where the font has no such character. */
  glyphOf(codePoint: number): number;
  advanceOf(glyph: number): number;
  /** Closed contours of quadratic curves; a point off the curve between two others off it stands for the one on it halfway. */
  outlineOf(glyph: number): Contour[];
}

/**
 * Reads a TrueType font (OpenType 1.9 with `glyf` outlines and a `cmap` of format 12 or 4). Pure: the bytes stay as they are and must not change.
 * @throws RangeError when it is no such font
 */
export function readTrueType(bytes: Uint8Array): Typeface {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = tablesOf(view);
  const at = (tag: string): number => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new RangeError(`the font has no table ${tag}`);
    return offset;
  };
  const [head, hhea, hmtx] = [at('head'), at('hhea'), at('hmtx')];
  const metrics = view.getUint16(hhea + 34);
  return {
    unitsPerEm: view.getUint16(head + 18),
    glyphOf: remembered(characterMap(view, at('cmap'))),
    advanceOf: (glyph) => view.getUint16(hmtx + 4 * Math.min(glyph, metrics - 1)),
    outlineOf: outlines(view, { loca: at('loca'), glyf: at('glyf'), isLong: view.getInt16(head + 50) === 1 }),
  };
}

/** Texts use the same few characters again and again; a font has at most 65,535 glyphs, so what is kept is bounded. */
function remembered(glyphOf: Typeface['glyphOf']): Typeface['glyphOf'] {
  const kept = new Map<number, number>();
  return (codePoint) => {
    const known = kept.get(codePoint);
    if (known !== undefined) return known;
    const glyph = glyphOf(codePoint);
    if (glyph !== 0) kept.set(codePoint, glyph);
    return glyph;
  };
}

function tablesOf(view: DataView): Map<string, number> {
  const tables = new Map<string, number>();
  for (let n = 0; n < view.getUint16(4); n++) {
    const entry = 12 + 16 * n;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(entry + i)));
    tables.set(tag, view.getUint32(entry + 8));
  }
  return tables;
}

/** The widest Unicode subtable: format 12 where there is one, else format 4. */
function characterMap(view: DataView, cmap: number): Typeface['glyphOf'] {
  const offsets = Array.from({ length: view.getUint16(cmap + 2) }, (_, n) => cmap + view.getUint32(cmap + 8 + 8 * n));
  const full = offsets.find((offset) => view.getUint16(offset) === 12);
  if (full !== undefined) return (codePoint) => inGroups(view, full, codePoint);
  const basic = offsets.find((offset) => view.getUint16(offset) === 4);
  if (basic === undefined) throw new RangeError('the font has no cmap of format 12 or 4');
  return (codePoint) => inSegments(view, basic, codePoint);
}

function inGroups(view: DataView, table: number, codePoint: number): number {
  let [low, high] = [0, view.getUint32(table + 12) - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const group = table + 16 + 12 * middle;
    const first = view.getUint32(group);
    if (codePoint < first) high = middle - 1;
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1;
    else return view.getUint32(group + 8) + codePoint - first;
  }
  return 0;
}

function inSegments(view: DataView, table: number, codePoint: number): number {
  const twice = view.getUint16(table + 6);
  for (let n = 0; n < twice; n += 2) {
    if (view.getUint16(table + 14 + n) < codePoint) continue;
    const first = view.getUint16(table + 16 + twice + n);
    if (codePoint < first || codePoint > 0xffff) return 0;
    const delta = view.getUint16(table + 16 + 2 * twice + n);
    const rangeAt = table + 16 + 3 * twice + n;
    const range = view.getUint16(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = view.getUint16(rangeAt + range + 2 * (codePoint - first));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

interface Shapes {
  loca: number;
  glyf: number;
  isLong: boolean;
}

function outlines(view: DataView, { loca, glyf, isLong }: Shapes): Typeface['outlineOf'] {
  const offsetOf = (glyph: number) => (isLong ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph));
  const outlineOf = (glyph: number): Contour[] => {
    const from = offsetOf(glyph);
    if (from === offsetOf(glyph + 1)) return [];
    const contours = view.getInt16(glyf + from);
    return contours < 0 ? composed(view, glyf + from + 10, outlineOf) : simple(view, glyf + from, contours);
  };
  return outlineOf;
}

/** Flags of a point: 1 on the curve, 2/4 x/y in one byte, 8 repeated, 16/32 same x/y or a positive byte. */
function simple(view: DataView, start: number, contours: number): Contour[] {
  const ends = Array.from({ length: contours }, (_, n) => view.getUint16(start + 10 + 2 * n));
  const points = (ends.at(-1) ?? -1) + 1;
  let at = start + 10 + 2 * contours;
  at += 2 + view.getUint16(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = view.getUint8(at++);
    const times = flag & 8 ? view.getUint8(at++) : 0;
    for (let i = 0; i <= times; i++) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++);
      else if (!(flag & same)) {
        value += view.getInt16(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(2, 16);
  const ys = coordinates(4, 32);
  let first = 0;
  return ends.map((last) => {
    const contour = flags
      .slice(first, last + 1)
      .map((flag, i) => ({ x: xs[first + i] ?? 0, y: ys[first + i] ?? 0, isOn: (flag & 1) === 1 }));
    first = last + 1;
    return contour;
  });
}

/** Parts of a composite glyph, moved and scaled. */
function composed(view: DataView, start: number, outlineOf: Typeface['outlineOf']): Contour[] {
  const parts: Contour[] = [];
  for (let at = start, isMore = true; isMore; ) {
    const { next, glyph, place } = partAt(view, at);
    for (const contour of outlineOf(glyph)) parts.push(contour.map(place));
    isMore = (view.getUint16(at) & 32) !== 0;
    at = next;
  }
  return parts;
}

/** Numbers that place a part: by flag, one scale, two or a matrix, each 2.14 fixed point. */
const SCALES: readonly [flag: number, count: number][] = [
  [8, 1],
  [64, 2],
  [128, 4],
];

/** @throws RangeError for a part placed by matching points (flag 2 unset), which our font has not */
function partAt(view: DataView, at: number): { next: number; glyph: number; place: (point: OutlinePoint) => OutlinePoint } {
  const flags = view.getUint16(at);
  if (!(flags & 2)) throw new RangeError('a part of a glyph is placed by points');
  const isWide = (flags & 1) === 1;
  const [dx, dy] = isWide ? [view.getInt16(at + 4), view.getInt16(at + 6)] : [view.getInt8(at + 4), view.getInt8(at + 5)];
  const scalesAt = at + (isWide ? 8 : 6);
  const count = SCALES.find(([flag]) => flags & flag)?.[1] ?? 0;
  const given = Array.from({ length: count }, (_, n) => view.getInt16(scalesAt + 2 * n) / 16_384);
  const [a = 1, b = 0, c = 0, d = 1] = count === 4 ? given : [given[0] ?? 1, 0, 0, given[1] ?? given[0] ?? 1];
  return {
    next: scalesAt + 2 * count,
    glyph: view.getUint16(at + 2),
    place: ({ x, y, isOn }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, isOn }),
  };
}
