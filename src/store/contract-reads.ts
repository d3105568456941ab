import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './contract.ts';
import { claims, holding, rowMaker, rowsOf } from './contract-rows.ts';
import type { Store } from './store.ts';

/** Projections, reads, and what stands beside the ledger. */
export function readContract(on: Context): void {
  const { commit, claimKeys } = on;
  describe('changes projections', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('takes what is due for a subject off the list, if anything is, and counts page versions from 1', async () => {
      const due = (at: number, subjectId: number) => ({ at, rule: 'r', subjectType: 'batch', subjectId });
      await commit({ rows: { due: [due(1, 7), due(2, 7), due(1, 8)] } });
      const undueSubject = { rule: 'r', subjectType: 'batch', subjectId: 7 };
      await commit({ touch: [{ undueSubject }, { page: 3 }] });
      await commit({ touch: [{ undueSubject }, { page: 3 }, { page: 4 }, { page: 4 }] });
      expect(await store.read.selectFrom('due').selectAll().execute()).toEqual([due(1, 8)]);
      expect(await store.read.selectFrom('page_version').selectAll().orderBy('batchId').execute()).toEqual([
        { batchId: 3, version: 3 },
        { batchId: 4, version: 3 },
      ]);
    });

    it('forgets the personal values it is told to, each once or twice, and no other', async () => {
      const kept = (n: number) => ({ commitment: `c:${n}`, salt: 's', value: `某人${n}` });
      await commit({ rows: { personal: [kept(1), kept(2), kept(3)] } });
      await commit({ touch: [{ erase: 'c:1' }, { erase: 'c:3' }] });
      await commit({ touch: [{ erase: 'c:1' }] });
      expect(await store.read.selectFrom('personal').selectAll().execute()).toEqual([kept(2)]);
    });

    it('reads by a list of 500 numbers and one of 500 texts at once, as by one', async () => {
      await commit({
        rows: { due: Array.from({ length: 500 }, (_, i) => ({ at: i, rule: `r${i}`, subjectType: 'batch', subjectId: i })) },
      });
      const found = await store.read
        .selectFrom('due')
        .select('at')
        .where(
          'at',
          'in',
          Array.from({ length: 500 }, (_, i) => i * 2),
        )
        .where('subjectType', '=', 'batch')
        .where(
          'rule',
          'in',
          Array.from({ length: 500 }, (_, i) => `r${i * 4}`),
        )
        .orderBy('at')
        .execute();
      expect(found.map((row) => row.at)).toEqual(Array.from({ length: 125 }, (_, i) => i * 4));
    });

    it('sets a value and clears it, the last of several values standing', async () => {
      const make = await rowMaker(store);
      await commit({
        rows: rowsOf([
          ['site', { ...make('site', 1), endedAt: 1 }],
          ['party', make('party', 1)],
        ]),
      });
      await commit({
        touch: [
          { set: 'site', id: 1, to: { endedAt: 9, name: '一号店' } },
          { set: 'site', id: 1, to: { endedAt: null } },
        ],
      });
      expect(await store.read.selectFrom('site').select(['name', 'endedAt']).execute()).toEqual([{ name: '一号店', endedAt: null }]);
    });
  });

  describe('reads', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('orders text by code point and gives every character back', async () => {
      const ordered = ['', '"', "'", ',', 'B', 'Z', '\\', 'a', 'a-c', 'ab', 'b', '{', 'é', '丽', '源', '溯', '～', '😀', '𠮷'];
      await commit({ rows: claims(...[...ordered].reverse()) });
      expect(await claimKeys()).toEqual(ordered);
      expect(await store.read.selectFrom('claim').select('key').where('key', '>=', '源').orderBy('key').limit(3).execute()).toEqual([
        { key: '源' },
        { key: '溯' },
        { key: '～' },
      ]);
    });

    it('numbers as numbers, from a prepared query with its parameters', async () => {
      await commit({ rows: { holding: [...(holding(1, 9_007_199_254_740_991).holding ?? []), ...(holding(2, 0).holding ?? [])] } });
      const bySteps = store.prepare<{ party: number; least: number }, { id: number; steps: number }>((read, param) =>
        read
          .selectFrom('holding')
          .select(['id', 'steps'])
          .where('partyId', '=', param('party'))
          .where('steps', '>=', param('least'))
          .limit(5),
      );
      expect(await bySteps({ party: 1, least: 1 })).toEqual([{ id: 1, steps: 9_007_199_254_740_991 }]);
      expect(await bySteps({ party: 2, least: 0 })).toEqual([]);
      expect(await bySteps({ party: 1, least: 0 })).toHaveLength(2);
    });

    it('refuses a transaction beside commit', async () => {
      await expect(store.read.transaction().execute(async () => {})).rejects.toThrow('writes go through commit');
      await store.ready();
    });
  });

  describe('keeps beside the ledger', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    const session = { tokenHash: 'h', kind: 'link', keyId: 1, createdAt: 1, expiresAt: 500, usedAt: null };

    it('sessions, each used once', async () => {
      await store.aside('session', session);
      await store.aside('session', { ...session, expiresAt: 900 });
      expect(await Promise.all([store.useSession('h', 5), store.useSession('h', 6)]).then((used) => used.sort())).toEqual([false, true]);
      expect(await store.useSession('none', 5)).toBe(false);
      expect(await store.read.selectFrom('session').select(['expiresAt']).execute()).toEqual([{ expiresAt: 900 }]);
    });

    it('what may be forgotten: before the instant, not at it', async () => {
      await store.aside('session', session);
      await store.aside('session', { ...session, tokenHash: 'h2', expiresAt: 501 });
      expect(await store.forget('session', 501)).toBe(1);
      expect(await store.read.selectFrom('session').select('tokenHash').execute()).toEqual([{ tokenHash: 'h2' }]);
      await commit({ at: 700, idempotency: { scope: 's', key: 'k', fingerprint: 'f' } });
      expect(await store.forget('idempotency', 700)).toBe(0);
      expect(await store.forget('idempotency', 701)).toBe(1);
    });

    it('ids that nobody else has, whichever store gives them', async () => {
      const others = [on.again(), on.again()];
      const lists = await Promise.all([store, ...others, store].map((each) => each.ids(100)));
      const long = await store.ids(70_000);
      const all = [...lists.flat(), ...long];
      expect(new Set(all).size).toBe(70_400);
      expect(all.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
    });
  });
}
