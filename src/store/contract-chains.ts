import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './contract.ts';
import { chainOf, claims, holding, upTo } from './contract-rows.ts';
import type { Store } from './store.ts';

/** Chains and balances. */
export function chainContract(on: Context): void {
  const { commit, steps } = on;
  describe('keeps balances', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('carries each balance from commit to commit up to 2^53 - 1, also of a holding created by the same commit', async () => {
      await commit({ rows: holding(1, 9_007_199_254_740_000), moves: [{ holdingId: 1, delta: 1 }] });
      let seen: ReadonlyMap<number, number> = new Map();
      await commit({
        moves: [
          { holdingId: 1, delta: 989 },
          { holdingId: 1, delta: 1 },
        ],
        finish: ({ balances }) => {
          seen = balances;
          return { reply: { status: 201, headers: {}, body: '' } };
        },
      });
      expect([...seen]).toEqual([[1, 9_007_199_254_740_991]]);
      expect(await steps(1)).toBe(9_007_199_254_740_991);
    });

    it('refuses a balance beyond 2^53 - 1, on either side of zero, and leaves it as it was', async () => {
      await commit({ rows: holding(1, 9_007_199_254_740_990) });
      await commit({ rows: holding(2, -9_007_199_254_740_990) });
      await expect(commit({ moves: [{ holdingId: 1, delta: 2 }] })).rejects.toMatchObject({ code: 'invalid-input', status: 422 });
      await expect(commit({ moves: [{ holdingId: 2, delta: -2 }] })).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(commit({ rows: holding(3, 2 ** 53) })).rejects.toMatchObject({ code: 'invalid-input' });
      await commit({
        moves: [
          { holdingId: 1, delta: 1 },
          { holdingId: 2, delta: -1 },
        ],
      });
      expect([await steps(1), await steps(2), await steps(3)]).toEqual([9_007_199_254_740_991, -9_007_199_254_740_991, undefined]);
    });

    it('refuses to move a holding that does not exist, or without an entry', async () => {
      await expect(commit({ moves: [{ holdingId: 404, delta: 1 }] })).rejects.toThrow('Holding 404 is moved but does not exist.');
      await commit({ rows: holding(1, 5) });
      await expect(commit({ entries: [], moves: [{ holdingId: 1, delta: 1 }] })).rejects.toThrow('needs an entry');
      expect(await steps(1)).toBe(5);
    });

    it('shows an oversell to exactly one of two racing commits, 200 times of 200', async () => {
      const second = on.again();
      let caught = 0;
      for (let id = 1; id <= 200; id++) {
        await commit({ rows: holding(id, 10) });
        const sell = (on: Store) =>
          commit(
            {
              moves: [{ holdingId: id, delta: -10 }],
              finish: ({ balances }) => ({ reply: { status: 201, headers: {}, body: String(balances.get(id)) } }),
            },
            on,
          );
        const replies = (await Promise.all([sell(store), sell(id % 2 ? store : second)])).map(
          (result) => result.committed && result.reply.body,
        );
        if (replies.sort().join() === '-10,0') caught += 1;
      }
      expect(caught).toBe(200);
    });
  });

  describe('keeps one chain a party', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('numbers 64 concurrent commits without a gap, each hash over the one before, time never going back', async () => {
      const second = on.again();
      const results = await Promise.all(
        Array.from({ length: 64 }, (_, i) => commit({ at: 1_000 + ((i * 37) % 64), rows: claims(`k${i}`) }, i % 4 ? store : second)),
      );
      expect(await chainOf(store, 'party/1')).toEqual(upTo(64));
      const stamps = results.flatMap((result) => (result.committed ? result.stamps : []));
      expect(stamps.map((stamp) => stamp.seq).sort((a, b) => a - b)).toEqual(upTo(64));
      const head = await store.read.selectFrom('chain').selectAll().execute();
      expect(head).toEqual([expect.objectContaining({ chain: 'party/1', seq: 64, hash: stamps.find((stamp) => stamp.seq === 64)?.hash })]);
    });

    it('stamps several entries of one commit and raises an instant that lies before the last', async () => {
      await commit({ at: 9_000 });
      const entry = (subject: string) => ({ kind: 'noted', subject, payload: null });
      const result = await commit({ at: 3_000, entries: [entry('a/1'), entry('a/2')] });
      expect(result.committed && result.stamps.map(({ seq, at }) => [seq, at])).toEqual([
        [2, 9_000],
        [3, 9_000],
      ]);
      expect(await chainOf(store, 'party/1')).toEqual([1, 2, 3]);
    });

    it('leaves the chain where it is when a commit brings no entry', async () => {
      await commit();
      expect((await commit({ entries: [], touch: [{ page: 1 }] })).committed).toBe(true);
      await commit({ entries: [], touch: [{ page: 1 }], chain: 'party/none' });
      expect(await store.read.selectFrom('chain').select(['chain', 'seq']).execute()).toEqual([{ chain: 'party/1', seq: 1 }]);
    });

    it('sets a payload above 32 kB aside under its hash, once', async () => {
      const payload = { note: '溯'.repeat(11_000) };
      const text = `{"note":"${'溯'.repeat(11_000)}"}`;
      const hash = createHash('sha256').update(text).digest('hex');
      const entries = [
        { kind: 'noted', subject: 'a/1', payload },
        { kind: 'noted', subject: 'a/2', payload },
      ];
      await commit({ entries });
      const rows = await store.read.selectFrom('entry').select('bytes').execute();
      expect(rows.map(({ bytes }) => JSON.parse(bytes).payload)).toEqual([{ sha256: hash }, { sha256: hash }]);
      expect(await store.read.selectFrom('large_payload').selectAll().execute()).toEqual([{ hash, bytes: text }]);
    });

    it('tells a listener of the chain, until it is stopped', async () => {
      const heard: string[] = [];
      const stop = store.onCommitted((chain) => heard.push(chain));
      await commit({ chain: 'authority/3' });
      stop();
      await commit({ chain: 'authority/4' });
      expect(heard).toEqual(['authority/3']);
    });
  });
}
