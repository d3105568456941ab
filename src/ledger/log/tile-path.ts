import { TILE_WIDTH } from './tree.ts';

/** Which tile an address names: its place in the level, and how many hashes of it. */
export interface TileName {
  n: number;
  width: number;
}

/**
 * Reads the end of a tile's address (C2SP tlog-tiles): `x001/x234/067`, with `.p/W` for a partial tile. Null for any other way to write it,
 * so that each tile has one address.
 */
export function parseTilePath(path: string): TileName | null {
  const parts = /^((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!parts) return null;
  const digits = (parts[1] ?? '').replace(/[x/]/g, '');
  if (digits.length > 3 && digits.startsWith('000')) return null;
  const width = parts[2] === undefined ? TILE_WIDTH : Number(parts[2]);
  return width <= TILE_WIDTH - (parts[2] === undefined ? 0 : 1) ? { n: Number(digits), width } : null;
}

export function tilePath({ n, width }: TileName): string {
  const digits = String(n);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const last = groups.pop() ?? '000';
  return `${groups.map((group) => `x${group}/`).join('')}${last}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Entries one after another, each behind its length in two bytes, as tlog-tiles bundles them. */
export function bundleOf(entries: readonly string[]): Uint8Array<ArrayBuffer> {
  const parts = entries.flatMap((entry) => {
    const bytes = Buffer.from(entry, 'utf8');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return [length, bytes];
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** @throws {Error} when a length leads past the end */
export function entriesIn(bundle: Uint8Array): string[] {
  const bytes = Buffer.from(bundle);
  const entries: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) throw new Error('The bundle of entries is cut off.');
    entries.push(bytes.toString('utf8', at + 2, end));
    at = end;
  }
  return entries;
}
