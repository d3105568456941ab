import { crc32, deflateSync, inflateSync } from 'node:zlib';

interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue of each pixel, row by row. */
  rgb: Uint8Array;
}

/** Steps a colour's channel is kept in: text stays crisp, its smoothed edges share colours. */
const STEP = 17;
const MAX_COLOURS = 256;

/**
 * The same picture with at most 256 colours, which for pages is a quarter of the bytes.
 * @param png as Chromium takes it: 8 bits a channel, not interlaced
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, rgb } = decode(png);
  const { palette, indices } = reduced(rgb);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const signature = png.subarray(0, 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function reduced(rgb: Uint8Array): { palette: Buffer; indices: Uint8Array } {
  const counts = new Map<number, number>();
  const keys = new Uint32Array(rgb.length / 3);
  for (let i = 0; i < keys.length; i++) {
    const key = (coarse(rgb[3 * i]) << 16) | (coarse(rgb[3 * i + 1]) << 8) | coarse(rgb[3 * i + 2]);
    keys[i] = key;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const kept = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_COLOURS);
  const colours = kept.map(([key]) => key);
  const indexOf = new Map(colours.map((key, index) => [key, index]));
  const palette = Buffer.from(colours.flatMap((key) => [key >> 16, (key >> 8) & 255, key & 255]));
  const indices = Uint8Array.from(keys, (key) => {
    const known = indexOf.get(key);
    if (known !== undefined) return known;
    const nearest = nearestOf(colours, key);
    indexOf.set(key, nearest);
    return nearest;
  });
  return { palette, indices };
}

/** 15 and 17 divide 255: black and white stay what they are. */
const coarse = (value = 0) => Math.round(value / STEP) * STEP;

function nearestOf(colours: readonly number[], key: number): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [index, colour] of colours.entries()) {
    const distance = [16, 8, 0].reduce((sum, shift) => sum + (((colour >> shift) & 255) - ((key >> shift) & 255)) ** 2, 0);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

function decode(png: Buffer): Pixels {
  const [width, height, depth, colour] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25]];
  const channels = colour === 6 ? 4 : 3;
  if (depth !== 8 || (colour !== 2 && colour !== 6) || png[28] !== 0)
    throw new Error(`a PNG of another kind: ${depth} bits, type ${colour}`);
  const lines = inflateSync(Buffer.concat([...dataOf(png)]));
  const stride = width * channels;
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) unfilter(lines, bytes, y, stride, channels);
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) rgb[3 * i + c] = bytes[channels * i + c] ?? 0;
  return { width, height, rgb };
}

function* dataOf(png: Buffer): Generator<Buffer> {
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
}

/** Undoes the filter of one line (PNG, section 9). */
function unfilter(lines: Buffer, bytes: Uint8Array, y: number, stride: number, channels: number): void {
  const filter = lines[y * (stride + 1)] ?? 0;
  for (let x = 0; x < stride; x++) {
    const left = x < channels ? 0 : (bytes[y * stride + x - channels] ?? 0);
    const up = y === 0 ? 0 : (bytes[(y - 1) * stride + x] ?? 0);
    const corner = y === 0 || x < channels ? 0 : (bytes[(y - 1) * stride + x - channels] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    bytes[y * stride + x] = (lines[y * (stride + 1) + 1 + x] ?? 0) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
