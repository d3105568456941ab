import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fresh, freshSqlite } from '../../test/fresh-store.ts';
import { listClaims } from '../../test/long-listing.ts';
import { claims, commitOf } from './contract-rows.ts';
import type { LongRead } from './long-read.ts';

const listing: LongRead<string> = {
  module: new URL('../../test/long-listing.ts', import.meta.url).href,
  name: 'listClaims',
  run: listClaims,
};

describe.each([true, false])('a long read (thread: %s)', (thread) => {
  let fresh: Fresh;
  beforeEach(async () => {
    fresh = await freshSqlite({ thread });
  });
  afterEach(() => fresh.close());

  async function taken(n = Number.POSITIVE_INFINITY): Promise<string[]> {
    const pieces: string[] = [];
    for await (const piece of fresh.store.longRead(listing, '# ')) {
      pieces.push(piece);
      if (pieces.length >= n) break;
    }
    return pieces;
  }

  it('gives what is committed, piece by piece', async () => {
    await fresh.store.commit(commitOf({ rows: claims('a', 'b', 'c') }));
    expect(await taken()).toEqual(['# a', '# b', '# c']);
    await fresh.store.commit(commitOf({ rows: claims('d') }));
    expect(await Promise.all([taken(), taken()])).toEqual([
      ['# a', '# b', '# c', '# d'],
      ['# a', '# b', '# c', '# d'],
    ]);
  });

  it('can be left in the middle', async () => {
    await fresh.store.commit(commitOf({ rows: claims('a', 'b', 'c') }));
    expect(await taken(1)).toEqual(['# a']);
    expect(await taken()).toEqual(['# a', '# b', '# c']);
  });

  it('fails where its task does', async () => {
    await fresh.store.commit(commitOf({ rows: claims('a', 'broken') }));
    await expect(taken()).rejects.toThrow('cannot be told');
  });
});
