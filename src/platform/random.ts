import type { RandomBytes } from '../codes/ids.ts';

const POOL_BYTES = 8_192;

/** Random bytes cut from a pool, since asking the system for twenty at a time costs more than using them; no byte is given out twice. */
export function pooledRandom(fill: (pool: Uint8Array<ArrayBuffer>) => void): RandomBytes {
  const pool = new Uint8Array(POOL_BYTES);
  let next = POOL_BYTES;
  return (count) => {
    if (count > POOL_BYTES) throw new RangeError(`At most ${POOL_BYTES} random bytes at once, asked for ${count}.`);
    if (next + count > POOL_BYTES) {
      fill(pool);
      next = 0;
    }
    const taken = pool.slice(next, next + count);
    pool.fill(0, next, next + count);
    next += count;
    return taken;
  };
}
