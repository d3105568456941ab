import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeQrPng, decodeQrSvg } from '../../test/decode-qr.ts';
import { qrMatrix, qrPng, qrSvg } from './qr.ts';

// 60 characters: version 4 at level M, 33 modules a side, 41 with the quiet zone.
const LINK = 'https://trace.example/01/09521234543213/10/20261101A/21/0042';
const SHORT = 'https://trace.example/t/ABCDEFGHJKMNPQRSTUVM';

/** The chunks of a PNG, with the check values it states and those node:zlib computes. */
function chunksOf(png: Uint8Array) {
  const view = new DataView(png.buffer, png.byteOffset);
  const chunks: { type: string; body: Uint8Array; stated: number; computed: number }[] = [];
  for (let at = 8; at < png.length; ) {
    const length = view.getUint32(at);
    const type = new TextDecoder().decode(png.subarray(at + 4, at + 8));
    const body = png.subarray(at + 8, at + 8 + length);
    chunks.push({ type, body, stated: view.getUint32(at + 8 + length), computed: crc32(png.subarray(at + 4, at + 8 + length)) });
    at += 12 + length;
  }
  return chunks;
}

/** The pixels of a PNG by node:zlib, one string a line, # for black. */
function pixelsOf(png: Uint8Array): string[] {
  const idat = chunksOf(png).find((chunk) => chunk.type === 'IDAT');
  const side = new DataView(png.buffer).getUint32(16);
  const raw = inflateSync(idat?.body ?? new Uint8Array());
  const stride = Math.ceil(side / 8) + 1;
  expect(raw.length).toBe(stride * side);
  return Array.from({ length: side }, (_, y) => {
    const line = raw.subarray(y * stride, (y + 1) * stride);
    expect(line[0]).toBe(0);
    return Array.from({ length: side }, (_, x) => (((line[1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1 ? ' ' : '#')).join('');
  });
}

function expectModules(text: string, scale: number): void {
  const { size, dark } = qrMatrix(text);
  const lines = pixelsOf(qrPng(text, { scale }));
  const margin = ' '.repeat(4 * scale);
  const wrong: number[] = [];
  for (let y = 0; y < size; y++) {
    const modules = Array.from(dark.subarray(y * size, (y + 1) * size), (bit) => (bit ? '#' : ' ').repeat(scale)).join('');
    for (let copy = 0; copy < scale; copy++) if (lines[(y + 4) * scale + copy] !== margin + modules + margin) wrong.push(y);
  }
  expect(wrong).toEqual([]);
}

describe('the symbol', () => {
  it('of a link of 60 characters is 33 modules a side, that of a trace code 29', () => {
    expect(LINK).toHaveLength(60);
    expect(qrMatrix(LINK).size).toBe(33);
    expect(qrMatrix(SHORT).size).toBe(29);
  });

  it('has a finder in three corners', () => {
    const { size, dark } = qrMatrix(LINK);
    const corner = (x: number, y: number) => Array.from({ length: 7 }, (_, i) => dark[(y + i) * size + x + i]).join('');
    expect([corner(0, 0), corner(26, 0), corner(0, 26)]).toEqual(['1011101', '1011101', '1011101']);
  });

  it('is not made of nothing, nor of more than a symbol holds', () => {
    expect(() => qrMatrix('')).toThrow();
    expect(() => qrMatrix('x'.repeat(2_332))).toThrow();
  });
});

describe('the SVG', () => {
  it('is read by another decoder', async () => {
    expect(await decodeQrSvg(qrSvg(LINK))).toBe(LINK);
    expect(await decodeQrSvg(qrSvg(SHORT, { moduleMm: 0.5 }))).toBe(SHORT);
    expect(await decodeQrSvg(qrSvg('追溯 https://t.example/?a=1&b=<2>'))).toBe('追溯 https://t.example/?a=1&b=<2>');
  });

  it('is one path of black on white in a box of whole modules with a quiet zone of four', () => {
    const svg = qrSvg(LINK);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 41 41" shape-rendering="crispEdges" role="img"><title>[^<]*<\/title><rect width="41" height="41" fill="#fff"\/><path d="[^"]*"\/><\/svg>$/,
    );
    const runs = [...svg.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, across]) => ({
      x: Number(x),
      y: Number(y),
      end: Number(x) + Number(across),
    }));
    expect([Math.min(...runs.map((r) => r.x)), Math.max(...runs.map((r) => r.end))]).toEqual([4, 37]);
    expect([Math.min(...runs.map((r) => r.y)), Math.max(...runs.map((r) => r.y))]).toEqual([4, 36]);
  });

  it('has its size in millimetres when the module has', () => {
    // 41 modules of 0.396 mm; 203 dpi at four dots a module is 0.5 mm: 37 modules, 18.5 mm.
    expect(qrSvg(LINK, { moduleMm: 0.396 })).toContain(' width="16.236mm" height="16.236mm" ');
    expect(qrSvg(SHORT, { moduleMm: 0.5 })).toContain(' width="18.5mm" height="18.5mm" ');
    expect(qrSvg(SHORT)).not.toContain('mm"');
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('is not made with modules of %s mm', (moduleMm) => {
    expect(() => qrSvg(LINK, { moduleMm })).toThrow(RangeError);
  });

  it('says its text, or the title given, to a screen reader', () => {
    expect(qrSvg('https://t.example/?a=1&b=<2>')).toContain('<title>https://t.example/?a=1&amp;b=&lt;2&gt;</title>');
    expect(qrSvg(LINK, { title: '扫码看追溯' })).toContain('<title>扫码看追溯</title>');
  });
});

describe('the PNG', () => {
  it.each([1, 2, 3, 4, 5, 8, 10, 40])('at %i pixels a module is read by another decoder', async (scale) => {
    expect(await decodeQrPng(qrPng(LINK, { scale }))).toBe(LINK);
  });

  it('is 1-bit greyscale, its chunks and check values right', () => {
    const chunks = chunksOf(qrPng(LINK, { scale: 4 }));
    expect(chunks.map((chunk) => chunk.type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    for (const { stated, computed } of chunks) expect(stated).toBe(computed);
    // 164 × 164 pixels, 1 bit, greyscale, deflate, no filter, not interlaced.
    expect([...(chunks[0]?.body ?? [])]).toEqual([0, 0, 0, 164, 0, 0, 0, 164, 1, 0, 0, 0, 0]);
  });

  it('has whole pixels a module and a quiet zone of four modules', () => {
    const lines = pixelsOf(qrPng(LINK, { scale: 3 }));
    expect(lines).toHaveLength(123);
    const white = ' '.repeat(123);
    expect(lines.slice(0, 12)).toEqual(Array(12).fill(white));
    expect(lines.slice(111)).toEqual(Array(12).fill(white));
    // The finder's top edge: seven modules of three pixels, three lines alike.
    expect(lines[12]?.slice(0, 36)).toBe(`${' '.repeat(12)}${'#'.repeat(21)}   `);
    expect(lines[13]).toBe(lines[12]);
    expect(lines[14]).toBe(lines[12]);
    expect(lines[15]?.slice(0, 36)).toBe(`${' '.repeat(12)}###${' '.repeat(15)}###   `);
  });

  it('shows at every scale the modules of the symbol', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 12 }), expectModules), { numRuns: 40 });
  });

  it('shows them in the largest symbol too, whose lines repeat further back than a decompressor can look', () => {
    // Version 40: 177 modules, 185 with the quiet zone: 2,220 lines of 279 bytes, nineteen times the 32,768 that deflate looks back.
    expect(qrMatrix('x'.repeat(2_331)).size).toBe(177);
    expectModules('x'.repeat(2_331), 12);
  });

  it('is compressed: a label at ten pixels a module stays below 2 kB', () => {
    expect(qrPng(LINK, { scale: 10 }).length).toBeLessThan(2_000);
  });

  it.each([0, 41, 2.5, -1, Number.NaN])('is not made with %s pixels a module', (scale) => {
    expect(() => qrPng(LINK, { scale })).toThrow(RangeError);
  });

  it('is the same bytes for the same text', () => {
    expect(qrPng(LINK, { scale: 4 })).toEqual(qrPng(LINK, { scale: 4 }));
    expect(qrPng(LINK, { scale: 4 })).not.toEqual(qrPng(SHORT, { scale: 4 }));
  });
});

describe('the decoder these tests trust', () => {
  it('reads nothing from a code half of whose lines are missing', async () => {
    const torn = qrSvg(LINK).replace(/M\d+ (1\d|2[0-6])h\d+v1h-\d+z/g, '');
    await expect(decodeQrSvg(torn)).rejects.toThrow('0 QR codes found');
  });
});
