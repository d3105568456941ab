import { create } from 'qrcode/lib/core/qrcode.js';

/** Light modules on each side (ISO/IEC 18004, GB/T 18284); nothing may be printed in them. */
const QUIET_ZONE = 4;
const MAX_SCALE = 40;

/** A symbol without its quiet zone: `size` modules a side, `dark` row by row, 1 for dark. */
export type QrMatrix = { size: number; dark: Uint8Array };

/**
 * The QR symbol of a text at error correction level M, in the smallest version that holds it.
 * @throws Error when the text is empty or longer than a symbol holds
 */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  return { size: modules.size, dark: modules.data };
}

/**
 * A QR code as SVG: one path on white, quiet zone included, one unit a module.
 * `moduleMm` is the printed width of a module (GS1 retail: 0.396 to 0.990 mm); without it the picture fills its box. `title` is what a
 * screen reader says; the text itself unless given.
 * @throws RangeError when `moduleMm` is not positive
 */
export function qrSvg(text: string, options: { moduleMm?: number; title?: string } = {}): string {
  const matrix = qrMatrix(text);
  const side = matrix.size + 2 * QUIET_ZONE;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg"${printedSize(side, options.moduleMm)} viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges" role="img">` +
    `<title>${escapeXml(options.title ?? text)}</title><rect width="${side}" height="${side}" fill="#fff"/><path d="${outline(matrix)}"/></svg>`
  );
}

/**
 * A QR code as PNG, 1 bit greyscale, quiet zone included, `scale` whole pixels a module (1 to 40). The same bytes for the same text on
 * every runtime: compression is our own, since zlib's output differs between builds.
 * @throws RangeError when `scale` is no integer of that range
 */
export function qrPng(text: string, options: { scale: number }): Uint8Array<ArrayBuffer> {
  const { scale } = options;
  if (!Number.isInteger(scale) || scale < 1 || scale > MAX_SCALE) throw new RangeError(`scale is not an integer from 1 to ${MAX_SCALE}`);
  const matrix = qrMatrix(text);
  const side = (matrix.size + 2 * QUIET_ZONE) * scale;
  const header = new Uint8Array(13);
  const fields = new DataView(header.buffer);
  fields.setUint32(0, side);
  fields.setUint32(4, side);
  header[8] = 1;
  const lines = scanlines(matrix, scale);
  return concat([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('IDAT', zlib(lines, Math.ceil(side / 8) + 1)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function printedSize(modules: number, moduleMm: number | undefined): string {
  if (moduleMm === undefined) return '';
  if (!(moduleMm > 0 && moduleMm < Number.POSITIVE_INFINITY)) throw new RangeError('moduleMm is not positive');
  const mm = Math.round(modules * moduleMm * 1000) / 1000;
  return ` width="${mm}mm" height="${mm}mm"`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** One rectangle a run of dark modules, so that no seam can show inside a run. */
function outline({ size, dark }: QrMatrix): string {
  let d = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x;
      while (x < size && dark[y * size + x]) x++;
      if (x > start) d += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1h-${x - start}z`;
    }
  }
  return d;
}

/** The lines of the picture as PNG wants them: a filter byte (0, none), then eight pixels a byte, 1 for white. */
function scanlines({ size, dark }: QrMatrix, scale: number): Uint8Array {
  const side = (size + 2 * QUIET_ZONE) * scale;
  const stride = Math.ceil(side / 8) + 1;
  const lines = new Uint8Array(stride * side).fill(0xff);
  for (let line = 0; line < side; line++) lines[line * stride] = 0;
  for (let y = 0; y < size; y++) {
    const first = (y + QUIET_ZONE) * scale * stride;
    for (let x = 0; x < size; x++) {
      if (dark[y * size + x]) blacken(lines, first + 1, (x + QUIET_ZONE) * scale, scale);
    }
    for (let copy = 1; copy < scale; copy++) lines.copyWithin(first + copy * stride, first, first + stride);
  }
  return lines;
}

function blacken(lines: Uint8Array, lineStart: number, from: number, count: number): void {
  for (let pixel = from; pixel < from + count; pixel++) {
    const at = lineStart + (pixel >> 3);
    lines[at] = (lines[at] ?? 0) & ~(0x80 >> (pixel & 7));
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function chunk(type: string, body: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + body.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, body.length);
  for (let i = 0; i < 4; i++) out[4 + i] = type.charCodeAt(i);
  out.set(body, 8);
  let crc = 0xffffffff;
  for (const byte of out.subarray(4, 8 + body.length)) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  view.setUint32(8 + body.length, ~crc >>> 0);
  return out;
}

/** RFC 1950: two bytes of header, the compressed data, Adler-32 of what was compressed. */
function zlib(raw: Uint8Array, stride: number): Uint8Array {
  let low = 1;
  let high = 0;
  for (const byte of raw) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  const adler = Uint8Array.of(high >> 8, high & 0xff, low >> 8, low & 0xff);
  return concat([Uint8Array.of(0x78, 0x01), deflate(raw, stride), adler]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const MIN_MATCH = 3;
const MAX_MATCH = 258;

/** Bits of a deflate stream, lowest first; `huffman` writes a code, whose highest bit comes first (RFC 1951, 3.1.1). */
function bitWriter(capacity: number) {
  const bytes = new Uint8Array(capacity);
  let length = 0;
  let held = 0;
  let heldBits = 0;
  function bits(value: number, count: number): void {
    held |= value << heldBits;
    heldBits += count;
    for (; heldBits >= 8; heldBits -= 8) {
      bytes[length++] = held & 0xff;
      held >>>= 8;
    }
  }
  function huffman(code: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) bits((code >> bit) & 1, 1);
  }
  function finish(): Uint8Array {
    bits(0, (8 - heldBits) & 7);
    return bytes.subarray(0, length);
  }
  return { bits, huffman, finish };
}

type BitWriter = ReturnType<typeof bitWriter>;

/**
 * RFC 1951, one block of fixed codes. Two places are tried for a repetition: one line up, since a module repeats its line `scale` times, and
 * where the same three bytes stood last.
 */
function deflate(raw: Uint8Array, stride: number): Uint8Array {
  // A literal takes at most 9 bits, a match never more than its bytes as literals; 3 bits before, 7 after.
  const out = bitWriter(Math.ceil((raw.length * 9) / 8) + 3);
  const lastSeen = new Int32Array(4096).fill(-1);
  out.bits(0b011, 3);
  for (let at = 0; at < raw.length; ) {
    const key = trigramKey(raw, at);
    const seen = lastSeen[key] ?? -1;
    lastSeen[key] = at;
    const up = matchLength(raw, at - stride, at);
    const before = matchLength(raw, seen, at);
    const length = Math.max(up, before);
    if (length < MIN_MATCH) {
      writeSymbol(out, raw[at] ?? 0);
      at += 1;
    } else {
      writeMatch(out, length, up >= before ? stride : at - seen);
      at += length;
    }
  }
  writeSymbol(out, 256);
  return out.finish();
}

function trigramKey(raw: Uint8Array, at: number): number {
  return ((raw[at] ?? 0) ^ ((raw[at + 1] ?? 0) << 2) ^ ((raw[at + 2] ?? 0) << 4)) & 4095;
}

/** How many bytes from `at` repeat those from `from`; 0 when `from` is before the data or further back than deflate can point. */
function matchLength(raw: Uint8Array, from: number, at: number): number {
  if (from < 0 || at - from > 32768) return 0;
  const limit = Math.min(MAX_MATCH, raw.length - at);
  let length = 0;
  while (length < limit && raw[from + length] === raw[at + length]) length++;
  return length;
}

/** RFC 1951, 3.2.6: the fixed code of a literal (0 to 255), the end (256) or a length (257 to 285). */
function writeSymbol(out: BitWriter, symbol: number): void {
  if (symbol < 144) out.huffman(0x30 + symbol, 8);
  else if (symbol < 256) out.huffman(0x190 + symbol - 144, 9);
  else if (symbol < 280) out.huffman(symbol - 256, 7);
  else out.huffman(0xc0 + symbol - 280, 8);
}

/** RFC 1951, 3.2.5: lengths fall into groups of four a power of two, distances into groups of two; 258 has a symbol of its own. */
function writeMatch(out: BitWriter, length: number, distance: number): void {
  if (length === MAX_MATCH) {
    writeSymbol(out, 285);
  } else {
    const extra = Math.max(0, 29 - Math.clz32(length - MIN_MATCH));
    writeSymbol(out, 257 + 4 * extra + ((length - MIN_MATCH) >> extra));
    out.bits((length - MIN_MATCH) & ((1 << extra) - 1), extra);
  }
  const extra = Math.max(0, 30 - Math.clz32(distance - 1));
  out.huffman(2 * extra + ((distance - 1) >> extra), 5);
  out.bits((distance - 1) & ((1 << extra) - 1), extra);
}
