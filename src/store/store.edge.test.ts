import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeContract } from './contract.ts';
import { chainOf, claims, commitOf, holding, rowMaker, rowsOf } from './contract-rows.ts';
import { openD1 } from './d1.ts';
import { type Commit, StoreUnavailable } from './store.ts';

async function emptyDatabase(): Promise<void> {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
}

storeContract('d1', async () => {
  await emptyDatabase();
  return { store: openD1(env.DB), again: () => openD1(env.DB), close: async () => {} };
});

/** The binding with its `batch` replaced. */
function bindingWith(batch: (statements: D1PreparedStatement[]) => Promise<D1Result[]>): D1Database {
  return new Proxy(env.DB, {
    get: (db, name) => {
      if (name === 'batch') return batch;
      const value = Reflect.get(db, name);
      return typeof value === 'function' ? value.bind(db) : value;
    },
  });
}

describe('the store at the edge', () => {
  beforeEach(emptyDatabase);

  it('writes a batch with all that belongs to it in at most 40 statements', async () => {
    const sizes: number[] = [];
    const store = openD1(
      bindingWith((statements) => {
        sizes.push(statements.length);
        return env.DB.batch(statements);
      }),
    );
    const make = await rowMaker(store);
    await store.commit(commitOf({ rows: { ...holding(1, 5), ...rowsOf([['party', { ...make('party', 1), revision: 1 }]]) } }));
    sizes.length = 0;
    const tables = [
      'product',
      'batch',
      'batch_revision',
      'transformation',
      'transformation_input',
      'transformation_output',
      'mention',
      'external_code',
      'certificate',
      'batch_certificate',
      'claim',
      'stored_file',
      'flow',
      'shipment',
      'shipment_line',
      'receipt',
      'receipt_line',
      'finding',
      'due',
      'personal',
    ];
    const wide: Commit = commitOf({
      entries: Array.from({ length: 30 }, (_, i) => ({
        kind: 'noted',
        subject: `batch/${i}`,
        payload: { note: '源'.repeat(i === 0 ? 20_000 : 10) },
      })),
      rows: rowsOf(
        tables.map((table) => [table, { ...make(table, 7), ...(table === 'product' || table === 'shipment' ? { id: 1 } : {}) }]),
      ),
      moves: [{ holdingId: 1, delta: -2 }],
      expect: [{ table: 'party', id: 1, column: 'revision', is: 1 }],
      touch: [
        { set: 'party', id: 1, to: { revision: 2 } },
        { page: 7 },
        { undueSubject: { rule: 'r', subjectType: 'batch', subjectId: 7 } },
        { follow: { job: 'j', chain: 'party/2', from: 0, to: 1 } },
      ],
      idempotency: { scope: 's', key: 'k', fingerprint: 'f' },
    });
    expect((await store.commit(wide)).committed).toBe(true);
    const [read, write] = sizes;
    expect(read).toBe(2);
    expect(write).toBeGreaterThan(tables.length);
    expect(Number(read) + Number(write)).toBeLessThanOrEqual(40);
  });

  it('gives up after 8 more tries when others keep taking the next seq, and has written nothing', async () => {
    const rival = openD1(env.DB);
    let tries = 0;
    const store = openD1(
      bindingWith(async (statements) => {
        const results = statements.length === 2 ? undefined : rival.commit(commitOf());
        if (results) tries += 1;
        await results;
        return env.DB.batch(statements);
      }),
    );
    await expect(store.commit(commitOf({ rows: claims('mine') }))).rejects.toMatchObject({ name: 'StoreUnavailable', unknown: false });
    expect(tries).toBe(9);
    expect(await rival.read.selectFrom('claim').selectAll().execute()).toEqual([]);
    expect(await chainOf(rival, 'party/1')).toHaveLength(9);
  });

  it('calls it unknown when the answer to a batch is lost, and a repeat under the same key finds out', async () => {
    let lossy = true;
    const store = openD1(
      bindingWith(async (statements) => {
        const results = await env.DB.batch(statements);
        if (lossy && statements.length > 2) throw new Error('D1_ERROR: Network connection lost.');
        return results;
      }),
    );
    const commit = commitOf({ rows: claims('once'), idempotency: { scope: 's', key: 'k', fingerprint: 'f' } });
    const lost = await store.commit(commit).catch((error) => error);
    expect(lost).toBeInstanceOf(StoreUnavailable);
    expect(lost.unknown).toBe(true);
    lossy = false;
    expect(await store.commit(commit)).toEqual({ committed: false, conflict: 'idempotency' });
    expect(await chainOf(store, 'party/1')).toEqual([1]);
  });

  it('sends lists above 1 MB in parts', async () => {
    const sizes: number[] = [];
    const store = openD1(
      bindingWith((statements) => {
        sizes.push(statements.length);
        return env.DB.batch(statements);
      }),
    );
    const keys = Array.from({ length: 6 }, (_, i) => `${i}${'溯'.repeat(150_000)}`);
    expect((await store.commit(commitOf({ rows: claims(...keys) }))).committed).toBe(true);
    expect((await store.read.selectFrom('claim').select('key').orderBy('key').execute()).map((row) => row.key)).toEqual(keys);
    // Head and balances; then three parts of two keys of 450 kB, the entry and the head.
    expect(sizes).toEqual([2, 5]);
  });
});
