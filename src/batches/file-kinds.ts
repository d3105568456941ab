/** What a stored file may be. No SVG and no HTML: a browser would run what stands in them. */
export const FILE_TYPES = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/ofd',
] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** Most pixels of a picture: a page of A3 at 600 dots an inch has 70 million, a photograph of a telephone 50. */
export const PIXEL_LIMIT = 100_000_000;
const SIDE_LIMIT = 30_000;
/** Parts of an archive that are looked at. */
const MOST_PARTS = 10_000;

export interface FileKind {
  type: FileType;
  /** Of a picture; null where its header does not say. */
  pixels?: { width: number; height: number } | null;
}

const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** What the bytes are, by their own signature and never by what the sender calls them; null for anything else. */
export function kindOf(bytes: Uint8Array): FileKind | null {
  const begins = (start: readonly number[], at = 0) => start.every((byte, i) => bytes[at + i] === byte);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (begins(PDF)) return { type: 'application/pdf' };
  if (begins(PNG)) return { type: 'image/png', pixels: pngSize(view) };
  if (begins(JPEG)) return { type: 'image/jpeg', pixels: jpegSize(view) };
  if (begins(RIFF) && begins(WEBP, 8)) return { type: 'image/webp', pixels: webpSize(view) };
  return begins(ZIP) ? archiveOf(view) : null;
}

/** Whether a picture says its size, and it is one that can be shown. */
export function isShowable({ pixels }: FileKind): boolean {
  if (pixels === undefined) return true;
  if (pixels === null || pixels.width === 0 || pixels.height === 0) return false;
  return pixels.width <= SIDE_LIMIT && pixels.height <= SIDE_LIMIT && pixels.width * pixels.height <= PIXEL_LIMIT;
}

const IHDR = 0x49484452;

function pngSize(view: DataView) {
  return view.byteLength >= 24 && view.getUint32(12) === IHDR ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
}

/** The first frame header (SOF0 to SOF15 without the three that are none) names the size. */
function jpegSize(view: DataView) {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Bytes of 0xff before a marker fill; all others before the frame have a length.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

const VP8 = 0x56503820;
const VP8_LOSSLESS = 0x5650384c;
const VP8_EXTENDED = 0x56503858;

function webpSize(view: DataView) {
  if (view.byteLength < 30) return null;
  const chunk = view.getUint32(12);
  if (chunk === VP8) return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (chunk === VP8_LOSSLESS) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk !== VP8_EXTENDED) return null;
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
  return { width: three(24), height: three(27) };
}

/** A workbook or an OFD document, by the parts its directory names. */
function archiveOf(view: DataView): FileKind | null {
  const parts = partsOf(view);
  if (parts.has('[content_types].xml') && parts.has('xl/workbook.xml'))
    return { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
  return parts.has('ofd.xml') ? { type: 'application/ofd' } : null;
}

function partsOf(view: DataView): Set<string> {
  const names = new Set<string>();
  const end = endOf(view);
  if (end === null) return names;
  let at = view.getUint32(end + 16, true);
  for (let n = Math.min(view.getUint16(end + 10, true), MOST_PARTS); n > 0; n--) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== 0x02014b50) break;
    const length = view.getUint16(at + 28, true);
    const name = new Uint8Array(view.buffer, view.byteOffset + at + 46, Math.max(0, Math.min(length, view.byteLength - at - 46)));
    names.add(new TextDecoder().decode(name).replace(/^\//, '').toLowerCase());
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

function endOf(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65_535); at--)
    if (view.getUint32(at, true) === 0x06054b50) return at;
  return null;
}
