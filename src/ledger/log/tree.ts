import { EMPTY_ROOT, nodeHash, rootOf, splitOf } from './merkle.ts';

/** Hashes a full tile holds (C2SP tlog-tiles): the roots of 256^level leaves each. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** Reads the first `width` hashes of tile `n` of a level. */
export type TileReader = (level: number, n: number, width: number) => Promise<readonly string[]>;

/** How many hashes tile `n` of a level has in a tree of `size` leaves; 0 when it has none. */
export function tileWidth(size: number, level: number, n: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** level) - n * TILE_WIDTH));
}

/** The tree of the first `size` leaves: its root and proofs, from tiles. A tile is read once. */
export class LogTree {
  readonly size: number;
  private readonly read: TileReader;
  private readonly tiles = new Map<string, Promise<readonly string[]>>();

  constructor(read: TileReader, size: number) {
    this.read = read;
    this.size = size;
  }

  /** @throws {Error} when a tile lacks a hash */
  async root(): Promise<string> {
    return this.size === 0 ? EMPTY_ROOT : this.range(0, this.size);
  }

  /** Hashes that lead from leaf `index` to the root (RFC 9162 section 2.1.3.1), the nearest first. */
  async inclusion(index: number): Promise<string[]> {
    if (!(index >= 0 && index < this.size)) throw new RangeError(`Leaf ${index} is not in a tree of ${this.size}.`);
    return this.path(index, 0, this.size);
  }

  /** Hashes that show the tree of the first `from` leaves to be the beginning of this one (RFC 9162 section 2.1.4.1). */
  async consistency(from: number): Promise<string[]> {
    if (!(from >= 0 && from <= this.size)) throw new RangeError(`A tree of ${from} is no beginning of one of ${this.size}.`);
    return from === 0 || from === this.size ? [] : this.between(from, 0, this.size, true);
  }

  private async path(index: number, from: number, to: number): Promise<string[]> {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...(await this.path(index, from, middle)), await this.range(middle, to)]
      : [...(await this.path(index, middle, to)), await this.range(from, middle)];
  }

  private async between(size: number, from: number, to: number, isKnown: boolean): Promise<string[]> {
    if (from + size === to) return isKnown ? [] : [await this.range(from, to)];
    const k = splitOf(to - from);
    return size <= k
      ? [...(await this.between(size, from, from + k, isKnown)), await this.range(from + k, to)]
      : [...(await this.between(size - k, from + k, to, false)), await this.range(from, from + k)];
  }

  /** Root over the leaves from `from` up to `to`; `from` is a multiple of every full subtree in between. */
  private async range(from: number, to: number): Promise<string> {
    const height = Math.log2(to - from);
    if (Number.isInteger(height)) return this.full(from, height);
    const middle = from + splitOf(to - from);
    return nodeHash(await this.range(from, middle), await this.range(middle, to));
  }

  private async full(from: number, height: number): Promise<string> {
    const level = Math.floor(height / TILE_HEIGHT);
    const first = from / TILE_WIDTH ** level;
    const offset = first % TILE_WIDTH;
    const count = 2 ** (height % TILE_HEIGHT);
    const hashes = (await this.tile(level, Math.floor(first / TILE_WIDTH))).slice(offset, offset + count);
    if (hashes.length < count) throw new Error(`Level ${level} of the log lacks a hash after ${first + hashes.length}.`);
    return rootOf(hashes);
  }

  private tile(level: number, n: number): Promise<readonly string[]> {
    const key = `${level}/${n}`;
    let tile = this.tiles.get(key);
    if (tile === undefined) {
      tile = this.read(level, n, tileWidth(this.size, level, n));
      this.tiles.set(key, tile);
    }
    return tile;
  }
}
