import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_ROOT, GrowingTree, isConsistent, isIncluded, nodeHash, rootOf } from './merkle.ts';
import { LogTree, type TileReader, tileWidth } from './tree.ts';

/** The eight leaves and the roots over the first n of them that certificate transparency logs are tested with (RFC 6962 reference data). */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const leafOf = (hex: string) =>
  createHash('sha256')
    .update(Buffer.from(`00${hex}`, 'hex'))
    .digest('hex');
const leaves = LEAVES.map(leafOf);

/** Tiles over leaf hashes, made by folding whole tiles. */
function tilesOver(hashes: readonly string[]): TileReader {
  const levels = [hashes];
  for (let level = 1; (levels[level - 1]?.length ?? 0) >= 256; level++) {
    const below = levels[level - 1] ?? [];
    levels.push(Array.from({ length: Math.floor(below.length / 256) }, (_, n) => rootOf(below.slice(n * 256, n * 256 + 256))));
  }
  return async (level, n, width) => (levels[level] ?? []).slice(n * 256, n * 256 + width);
}

const treeOf = (hashes: readonly string[]) => new LogTree(tilesOver(hashes), hashes.length);
const numbered = (count: number) => Array.from({ length: count }, (_, i) => createHash('sha256').update(`leaf ${i}`).digest('hex'));

describe('a Merkle tree', () => {
  it('has the roots of the reference data, folded, grown and read from tiles', async () => {
    const growing = new GrowingTree();
    expect(growing.root()).toBe(EMPTY_ROOT);
    for (const [i, root] of ROOTS.entries()) {
      growing.push(leaves[i] ?? '');
      expect(rootOf(leaves.slice(0, i + 1))).toBe(root);
      expect(growing.root()).toBe(root);
      expect(await treeOf(leaves.slice(0, i + 1)).root()).toBe(root);
    }
  });

  it('proves the leaves of the reference data with the hashes RFC 6962 names', async () => {
    const tree = treeOf(leaves.slice(0, 7));
    const [a = '', b = '', c = '', d = '', e = '', f = '', j = ''] = leaves;
    const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
    const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
    expect(await tree.inclusion(0)).toEqual([b, h, l]);
    expect(await tree.inclusion(3)).toEqual([c, g, l]);
    expect(await tree.inclusion(4)).toEqual([f, j, k]);
    expect(await tree.inclusion(6)).toEqual([i, k]);
    expect(await tree.consistency(3)).toEqual([c, d, g, l]);
    expect(await tree.consistency(4)).toEqual([l]);
    expect(await tree.consistency(6)).toEqual([i, j, k]);
  });

  it('proves every leaf and every beginning of small trees', async () => {
    for (let size = 1; size <= 17; size++) {
      const hashes = numbered(size);
      const tree = treeOf(hashes);
      const root = await tree.root();
      for (const [index, leaf] of hashes.entries()) {
        const path = await tree.inclusion(index);
        expect(isIncluded(leaf, index, path, { size, root })).toBe(true);
        expect(isIncluded(leaf, index + 1, path, { size, root })).toBe(false);
      }
      for (let from = 0; from <= size; from++) {
        const earlier = { size: from, root: from === 0 ? EMPTY_ROOT : rootOf(hashes.slice(0, from)) };
        expect(isConsistent(earlier, { size, root }, await tree.consistency(from))).toBe(true);
      }
    }
  });

  it('proves across tiles, and no proof holds for anything else', async () => {
    const hashes = numbered(66_000);
    const tiles = tilesOver(hashes);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 66_000 }), fc.nat(), fc.nat(), async (size, pick, other) => {
        const tree = new LogTree(tiles, size);
        const root = await tree.root();
        const [index, wrong] = [pick % size, other % size];
        const path = await tree.inclusion(index);
        expect(isIncluded(hashes[index] ?? '', index, path, { size, root })).toBe(true);
        if (wrong !== index) expect(isIncluded(hashes[wrong] ?? '', index, path, { size, root })).toBe(false);
        const from = 1 + (other % (size - 1));
        const earlier = { size: from, root: await new LogTree(tiles, from).root() };
        const proof = await tree.consistency(from);
        expect(isConsistent(earlier, { size, root }, proof)).toBe(true);
        expect(isConsistent({ ...earlier, root: EMPTY_ROOT }, { size, root }, proof)).toBe(false);
        expect(isConsistent(earlier, { size, root: EMPTY_ROOT }, proof)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a proof that is too short or too long', async () => {
    const hashes = numbered(5);
    const tree = treeOf(hashes);
    const sized = { size: 5, root: await tree.root() };
    const path = await tree.inclusion(2);
    expect(isIncluded(hashes[2] ?? '', 2, path.slice(0, -1), sized)).toBe(false);
    expect(isIncluded(hashes[2] ?? '', 2, [...path, hashes[0] ?? ''], sized)).toBe(false);
    const proof = await tree.consistency(3);
    const earlier = { size: 3, root: rootOf(hashes.slice(0, 3)) };
    expect(isConsistent(earlier, sized, proof.slice(0, -1))).toBe(false);
    expect(isConsistent(earlier, sized, [...proof, hashes[0] ?? ''])).toBe(false);
    expect(isConsistent({ size: 6, root: sized.root }, sized, [])).toBe(false);
  });

  it('has tiles of 256 hashes, the last of a level as wide as the tree reaches', () => {
    expect([tileWidth(256, 0, 0), tileWidth(257, 0, 1), tileWidth(255, 1, 0), tileWidth(70_000, 1, 1), tileWidth(70_000, 2, 0)]).toEqual([
      256, 1, 0, 17, 1,
    ]);
  });

  it('says which hash a tile lacks', async () => {
    await expect(new LogTree(tilesOver(numbered(3)), 5).root()).rejects.toThrow('Level 0 of the log lacks a hash after 3');
    await expect(treeOf(numbered(3)).inclusion(3)).rejects.toThrow('Leaf 3 is not in a tree of 3');
  });
});
