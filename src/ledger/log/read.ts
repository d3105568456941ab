import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { LogTree, TILE_WIDTH, type TileReader } from './tree.ts';

type Read = Store['read'];

/** How many entries the log has, signed or not. */
export async function logSize(read: Read): Promise<number> {
  const last = await read.selectFrom('log_leaf').select('leafIndex').orderBy('leafIndex', 'desc').limit(1).executeTakeFirst();
  return last === undefined ? 0 : last.leafIndex + 1;
}

/** Tiles from the tables: hashes of leaves at level 0, nodes above. */
export function logTiles(read: Read): TileReader {
  return async (level, n, width) => {
    const from = n * TILE_WIDTH;
    if (width === 0) return [];
    if (level === 0) {
      const rows = await read
        .selectFrom('log_leaf')
        .select('leafHash')
        .where('leafIndex', '>=', from)
        .where('leafIndex', '<', from + width)
        .orderBy('leafIndex')
        .execute();
      return rows.map((row) => row.leafHash);
    }
    const rows = await read
      .selectFrom('log_node')
      .select('hash')
      .where('level', '=', level)
      .where('n', '>=', from)
      .where('n', '<', from + width)
      .orderBy('n')
      .execute();
    return rows.map((row) => row.hash);
  };
}

/** What was signed last; undefined before the first time. */
export function latestCheckpoint(read: Read): Promise<DB['log_checkpoint'] | undefined> {
  return read.selectFrom('log_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

/** Shows that an entry stands in the log: where, and the hashes that lead from it to the root the checkpoint signs. */
export interface InclusionProof {
  leafIndex: number;
  treeSize: number;
  hashes: string[];
  /** The signed note, verbatim. */
  checkpoint: string;
}

/** Proofs of entries by their hash, against what was signed last; entries no checkpoint covers yet are left out. */
export async function proofsOf(read: Read, entryHashes: readonly string[]): Promise<Map<string, InclusionProof>> {
  const signed = entryHashes.length === 0 ? undefined : await latestCheckpoint(read);
  if (signed === undefined) return new Map();
  const tree = new LogTree(logTiles(read), signed.size);
  const proofs = new Map<string, InclusionProof>();
  for (let from = 0; from < entryHashes.length; from += HASHES_A_QUERY) {
    const leaves = await read
      .selectFrom('log_leaf')
      .select(['leafIndex', 'hash'])
      .where('hash', 'in', entryHashes.slice(from, from + HASHES_A_QUERY))
      .where('leafIndex', '<', signed.size)
      .execute();
    for (const { leafIndex, hash } of leaves)
      proofs.set(hash, { leafIndex, treeSize: signed.size, hashes: await tree.inclusion(leafIndex), checkpoint: signed.note });
  }
  return proofs;
}

const HASHES_A_QUERY = 500;
