import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from './contract.ts';
import { chainOf, claims, holding, parents, type RowMaker, rowMaker, rowsOf, upTo } from './contract-rows.ts';
import { keys } from './keys.ts';
import type { Commit, Rows, Store } from './store.ts';

type Ending = () => Partial<Pick<Commit, 'touch' | 'finish'>>;

/** Keys no commit is told of: an entry's is rebuilt on the new head, and equal contents are the same row. */
const silentKeys = [
  'entry',
  'chain',
  'largePayload',
  'personal',
  'mention',
  'recallBatch',
  'recallScope',
  'epcisEpc',
  'slipPhoto',
  'officePhoto',
];

/** Atomicity and conflicts. */
export function conflictContract(on: Context): void {
  const { commit, claimKeys, steps } = on;
  describe('writes all or nothing', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('leaves no trace when the last row of the last table fails', async () => {
      await commit({ rows: claims('taken') });
      const refused = await commit({ rows: { ...holding(1, 5), ...claims('new', 'taken') }, at: 2_000 });
      expect(refused).toEqual({ committed: false, conflict: 'claim' });
      expect(await claimKeys()).toEqual(['taken']);
      expect(await steps(1)).toBeUndefined();
      expect(await store.read.selectFrom('entry').select('seq').execute()).toEqual([{ seq: 1 }]);
      expect(await store.read.selectFrom('chain').select(['seq', 'at']).execute()).toEqual([{ seq: 1, at: 1_000 }]);
    });

    it('leaves no trace when a row breaks a check of the schema, and says so by throwing', async () => {
      const make = await rowMaker(store);
      const row = { ...make('party', 7), state: 'no-such-state' };
      await expect(commit({ rows: { ...claims('beside'), ...rowsOf([['party', row]]) } })).rejects.toThrow(/party_state/);
      expect(await claimKeys()).toEqual([]);
    });

    it('leaves no trace when finish throws', async () => {
      const broken = commit({
        rows: claims('beside'),
        finish: () => {
          throw new RangeError('no reply');
        },
      });
      await expect(broken).rejects.toThrow('no reply');
      expect(await claimKeys()).toEqual([]);
    });

    it('lets the neighbours of failing members through, gapless', async () => {
      await commit({ rows: claims('taken') });
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, i) =>
          commit({
            rows: claims(i % 5 === 3 ? 'taken' : `k${i}`),
            finish: () => {
              if (i === 10) throw new RangeError('no reply');
              return { reply: { status: 201, headers: {}, body: '' } };
            },
          }),
        ),
      );
      const told = results.map((result) =>
        result.status === 'rejected' ? 'threw' : result.value.committed ? 'ok' : result.value.conflict,
      );
      expect(told.filter((word) => word === 'claim')).toHaveLength(4);
      expect(told.filter((word) => word === 'threw')).toHaveLength(1);
      expect(told.filter((word) => word === 'ok')).toHaveLength(15);
      expect(await chainOf(store, 'party/1')).toEqual(upTo(16));
    });

    it('takes ten thousand rows in one commit', async () => {
      const names = Array.from({ length: 10_000 }, (_, i) => `key ${String(i).padStart(5, '0')} 豇豆`);
      expect((await commit({ rows: claims(...names) })).committed).toBe(true);
      expect(await claimKeys()).toEqual(names);
    });
  });

  describe('names the key that refused', () => {
    let store: Store;
    beforeEach(() => {
      store = on.store;
    });

    it('for every key of the registry', async () => {
      const make = await rowMaker(store);
      expect((await commit({ rows: parents(make) })).committed).toBe(true);
      const wanted = Object.entries(keys).filter(([name]) => !silentKeys.includes(name));
      expect(wanted.length).toBeGreaterThan(40);
      const told: [string, string][] = [];
      for (const [i, [name, columns]] of wanted.entries()) {
        const [first, second] = twinsOver(columns, make, 10 + 2 * i);
        expect(await commit({ rows: first }), name).toMatchObject({ committed: true });
        const result = await commit({ rows: second });
        told.push([name, result.committed ? 'committed' : result.conflict]);
      }
      expect(told).toEqual(wanted.map(([name]) => [name, name]));
    });

    it('the idempotency key before any other, with the stored reply to answer with', async () => {
      const idempotency = { scope: 'key 1', key: 'K-1', fingerprint: 'f' };
      const reply = { status: 201, headers: { location: '/v1/batches/B1' }, body: '{"名":"猪肉"}' };
      const once = { idempotency, rows: claims('once'), finish: () => ({ reply }) };
      expect((await commit(once)).committed).toBe(true);
      const stale = [{ table: 'holding', id: 99, column: 'steps' as never, is: 1 }] as never;
      expect(await commit({ ...once, expect: stale })).toEqual({ committed: false, conflict: 'idempotency' });
      expect(await store.read.selectFrom('idempotency').selectAll().execute()).toEqual([
        {
          scope: 'key 1',
          key: 'K-1',
          fingerprint: 'f',
          status: 201,
          headers: '{"location":"/v1/batches/B1"}',
          body: '{"名":"猪肉"}',
          at: 1_000,
        },
      ]);
    });

    it('lets one of two simultaneous repeats through, and keeps no secret reply', async () => {
      const twin = {
        idempotency: { scope: 's', key: 'k', fingerprint: 'f', secret: true },
        finish: () => ({ reply: { status: 201, headers: {}, body: 'secret' } }),
      };
      const results = await Promise.all([commit(twin), commit(twin)]);
      expect(results.filter((result) => result.committed)).toHaveLength(1);
      expect(results.find((result) => !result.committed)).toEqual({ committed: false, conflict: 'idempotency' });
      expect(await store.read.selectFrom('idempotency').select('body').execute()).toEqual([{ body: null }]);
    });

    it('expect, when a value read before is no longer so', async () => {
      const make = await rowMaker(store);
      await commit({ rows: rowsOf([['party', { ...make('party', 1), revision: 4 }]]) });
      const expected = (is: number) => [{ table: 'party' as const, id: 1, column: 'revision' as const, is }];
      const raise = { set: 'party' as const, id: 1, to: { revision: 5, name: '丽水菌业' } };
      expect(await commit({ expect: expected(3), rows: claims('no') })).toEqual({ committed: false, conflict: 'expect' });
      expect((await commit({ expect: expected(4), touch: [raise] })).committed).toBe(true);
      expect(await commit({ expect: expected(4), rows: claims('no') })).toEqual({ committed: false, conflict: 'expect' });
      expect(await claimKeys()).toEqual([]);
      expect(await store.read.selectFrom('party').select(['name', 'revision']).execute()).toEqual([{ name: '丽水菌业', revision: 5 }]);
    });

    it('expect to all but one of many that expect the same value and change it, on any chains', async () => {
      const make = await rowMaker(store);
      await commit({ rows: rowsOf([['finding', make('finding', 1)]]) });
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          commit({
            chain: `party/${i % 3}`,
            expect: [{ table: 'finding', id: 1, column: 'state', is: 'open' }],
            touch: [{ set: 'finding', id: 1, to: { state: 'dismissed' } }],
          }),
        ),
      );
      expect(results.filter((result) => result.committed)).toHaveLength(1);
      expect(results.filter((result) => !result.committed && result.conflict === 'expect')).toHaveLength(7);
    });

    it('expect to all but one of many whose change says what its row must still be, given with the commit or at its end', async () => {
      const make = await rowMaker(store);
      await commit({ rows: rowsOf([['api_key', { ...make('api_key', 1), revokedAt: null }]]) });
      await commit({ rows: rowsOf([['api_key', { ...make('api_key', 2), revokedAt: null }]]) });
      const ending = (id: number) => ({ set: 'api_key' as const, id, to: { revokedAt: 5 }, was: { revokedAt: null } });
      const ends: Ending[] = [
        () => ({ touch: [ending(1)] }),
        () => ({ finish: () => ({ reply: { status: 204, headers: {}, body: '' }, touch: [ending(2)] }) }),
      ];
      // Beside the ledger and in it: of one chain, so that they may share a transaction.
      for (const end of ends)
        for (const entries of [[], undefined]) {
          const results = await Promise.all(Array.from({ length: 8 }, () => commit({ ...end(), ...(entries ? { entries } : {}) })));
          const told = results.map((result) => (result.committed ? 'committed' : result.conflict));
          expect(told.toSorted()).toEqual(entries ? ['committed', ...Array(7).fill('expect')] : Array(8).fill('expect'));
        }
    });

    it('expect, when a due item is gone, a follower moved on, a code is bound or a line has its holding', async () => {
      const due = { at: 5_000, rule: 'confirm-in-time', subjectType: 'shipment', subjectId: 7 };
      const code = { traceCode: 'T1', partyId: 1, roll: 'r', at: 1, batchId: null };
      const line = { ...(await rowMaker(store))('receipt_line', 1), holdingId: null };
      await commit({ rows: { due: [due], reserved_code: [code], ...rowsOf([['receipt_line', line]]) } });
      const touches = [
        [{ undue: due }],
        [{ follow: { job: 'pages', chain: 'party/1', from: 0, to: 1 } }],
        [{ follow: { job: 'pages', chain: 'party/1', from: 1, to: 3 } }],
        [{ bind: { traceCode: 'T1', batchId: 9 } }],
        [{ hold: { receiptId: 1, n: 1, holdingId: 8 } }],
      ];
      for (const touch of touches) {
        expect(await commit({ touch, entries: [] })).toMatchObject({ committed: true });
        expect(await commit({ touch, entries: [] })).toEqual({ committed: false, conflict: 'expect' });
      }
      expect(await store.read.selectFrom('follower_position').selectAll().execute()).toEqual([{ job: 'pages', chain: 'party/1', seq: 3 }]);
      expect(await store.read.selectFrom('reserved_code').select('batchId').execute()).toEqual([{ batchId: 9 }]);
      expect(await store.read.selectFrom('receipt_line').select('holdingId').execute()).toEqual([{ holdingId: 8 }]);
      expect(await store.read.selectFrom('due').selectAll().execute()).toEqual([]);
    });
  });
}

/** Two rows of the key's table that are alike in its columns and in nothing else they can differ in. */
function twinsOver(columns: string, make: RowMaker, n: number): [Rows, Rows] {
  const table = columns.slice(0, columns.indexOf('.'));
  const first = make(table, n);
  const second = { ...make(table, n + 1) };
  for (const column of columns.slice(table.length + 1).split(',')) second[column] = first[column] ?? '';
  return [rowsOf([[table, first]]), rowsOf([[table, second]])];
}
