import { createHash } from 'node:crypto';

/** Hashes are 64 lower-case hex digits throughout; SHA-256 is what C2SP tlog-tiles fixes. */
export const LOG_HASH = 'SHA-256';

/** Root of the tree without leaves. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Hash of a leaf (RFC 9162 section 2.1.1): over a zero byte and the bytes of an entry. */
export function leafHash(bytes: string): string {
  return createHash('sha256').update('\0').update(bytes).digest('hex');
}

/** Hash of an inner node: over a one byte and the two hashes below it. */
export function nodeHash(left: string, right: string): string {
  return createHash('sha256').update('\u0001').update(left, 'hex').update(right, 'hex').digest('hex');
}

/** The largest power of two below n, for n above 1: where a tree of n leaves is split. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** Root over hashes of one level, as many as there are. */
export function rootOf(hashes: readonly string[]): string {
  const [only = EMPTY_ROOT] = hashes;
  if (hashes.length <= 1) return only;
  const k = splitOf(hashes.length);
  return nodeHash(rootOf(hashes.slice(0, k)), rootOf(hashes.slice(k)));
}

const isOdd = (n: number) => n % 2 === 1;
const half = (n: number) => Math.floor(n / 2);

/**
 * Goes from a leaf (`fn`) up the right edge of its tree (`sn` is the last leaf), one hash of the path a step; `onLeft` says on which side it stands.
 * @returns false when the path is too short or too long
 */
function climbs(fn: number, sn: number, path: readonly string[], take: (sibling: string, onLeft: boolean) => void): boolean {
  let [at, last] = [fn, sn];
  for (const sibling of path) {
    if (last === 0) return false;
    const onLeft = isOdd(at) || at === last;
    take(sibling, onLeft);
    while (onLeft && !isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    [at, last] = [half(at), half(last)];
  }
  return last === 0;
}

/** Checks that a leaf stands at `index` of the tree with this size and root (RFC 9162 section 2.1.3.2). */
export function isIncluded(leaf: string, index: number, path: readonly string[], tree: SizedRoot): boolean {
  if (!(index >= 0 && index < tree.size)) return false;
  let hash = leaf;
  const isWhole = climbs(index, tree.size - 1, path, (sibling, onLeft) => {
    hash = onLeft ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  return isWhole && hash === tree.root;
}

export interface SizedRoot {
  size: number;
  root: string;
}

/** Checks that the later tree begins with all the leaves of the earlier one (RFC 9162 section 2.1.4.2). */
export function isConsistent(earlier: SizedRoot, later: SizedRoot, path: readonly string[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return path.length === 0 && earlier.root === later.root;
  if (earlier.size === 0) return path.length === 0 && earlier.root === EMPTY_ROOT;
  const isFull = Number.isInteger(Math.log2(earlier.size));
  const [first, ...rest] = isFull ? [earlier.root, ...path] : path;
  if (first === undefined) return false;
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let [before, after] = [first, first];
  const isWhole = climbs(fn, sn, rest, (sibling, onLeft) => {
    if (onLeft) before = nodeHash(sibling, before);
    after = onLeft ? nodeHash(sibling, after) : nodeHash(after, sibling);
  });
  return isWhole && before === earlier.root && after === later.root;
}

/** Reckons the root of a growing tree, keeping one hash a level. */
export class GrowingTree {
  size = 0;
  /** Roots of the full subtrees the leaves make up, the largest first. */
  private readonly peaks: { height: number; hash: string }[] = [];

  push(leaf: string): void {
    let peak = { height: 0, hash: leaf };
    for (let last = this.peaks.at(-1); last?.height === peak.height; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { height: peak.height + 1, hash: nodeHash(last.hash, peak.hash) };
    }
    this.peaks.push(peak);
    this.size++;
  }

  root(): string {
    return this.peaks.reduceRight((root, { hash }) => (root === '' ? hash : nodeHash(hash, root)), '') || EMPTY_ROOT;
  }
}
