import { expect, it } from 'vitest';
import { pooledRandom } from './random.ts';

it('random bytes from a pool are those of the source, each given out once', () => {
  let filled = 0;
  const random = pooledRandom((pool) => {
    for (let i = 0; i < pool.length; i++) pool[i] = (filled * 7 + i) % 251;
    filled++;
  });
  expect([...random(4)]).toEqual([0, 1, 2, 3]);
  expect([...random(4)]).toEqual([4, 5, 6, 7]);
  for (let i = 0; i < 1_022; i++) random(8);
  expect(filled).toBe(1);
  // 8 + 8,176 bytes are gone: eight are left, a ninth needs a new pool.
  expect([...random(9)]).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15]);
  expect(filled).toBe(2);
});
