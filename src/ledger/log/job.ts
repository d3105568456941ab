import type { DB } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import type { FollowedEntry, FollowerJob } from '../follower.ts';
import { leafHash, rootOf } from './merkle.ts';
import { logSize, logTiles } from './read.ts';
import { TILE_WIDTH } from './tree.ts';

type Read = Store['read'];

/**
 * Puts every entry into the Merkle log: the next free index, and the node above each tile that becomes full. Rows and position are one commit;
 * of two followers one loses the index, so the log has no gap and no entry twice, whoever crashes where.
 */
export function logJob({ store }: { store: Store }): FollowerJob {
  return {
    name: 'log',
    batch: TILE_WIDTH,
    handle: async (entries) => {
      const size = await logSize(store.read);
      const leaves = entries.map((entry, i) => leafOf(entry, size + i));
      // A chain of its own: signing and sequencing need not wait for what is written to `system`.
      return { chain: 'log', rows: { log_leaf: leaves, log_node: await nodesAbove(store.read, size, leaves) } };
    },
  };
}

function leafOf({ chain, seq, hash, bytes }: FollowedEntry, leafIndex: number): DB['log_leaf'] {
  return { leafIndex, chain, seq, hash, leafHash: leafHash(bytes) };
}

/** Nodes of tiles that these leaves make full, level by level as long as there are any. */
async function nodesAbove(read: Read, size: number, leaves: readonly DB['log_leaf'][]): Promise<DB['log_node'][]> {
  const tiles = logTiles(read);
  const nodes: DB['log_node'][] = [];
  let [first, fresh] = [size, leaves.map((leaf) => leaf.leafHash)];
  for (let level = 0; fresh.length > 0; level++) {
    const made: string[] = [];
    const from = Math.floor(first / TILE_WIDTH);
    for (let n = from; (n + 1) * TILE_WIDTH <= first + fresh.length; n++) {
      const known = n === from ? await tiles(level, n, first % TILE_WIDTH) : [];
      const start = n * TILE_WIDTH + known.length - first;
      made.push(rootOf([...known, ...fresh.slice(start, start + TILE_WIDTH - known.length)]));
    }
    nodes.push(...made.map((hash, i) => ({ level: level + 1, n: from + i, hash })));
    [first, fresh] = [from, made];
  }
  return nodes;
}
