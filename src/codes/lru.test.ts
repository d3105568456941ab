import { describe, expect, it } from 'vitest';
import { Lru } from './lru.ts';

describe('values in bounded memory', () => {
  it('lets the one unused longest go when the sum of sizes passes the limit', () => {
    const lru = new Lru<string>(100);
    lru.set('a', 'A', 40);
    lru.set('b', 'B', 40);
    lru.get('a');
    lru.set('c', 'C', 40);
    expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['A', undefined, 'C']);
    expect(lru.size).toBe(80);
  });

  it('counts a replaced value once', () => {
    const lru = new Lru<string>(100);
    lru.set('a', 'A', 90);
    lru.set('a', 'B', 20);
    expect([lru.get('a'), lru.size]).toEqual(['B', 20]);
  });

  it('does not keep what is larger than all its memory', () => {
    const lru = new Lru<string>(100);
    lru.set('a', 'A', 101);
    expect([lru.get('a'), lru.size]).toEqual([undefined, 0]);
  });
});
