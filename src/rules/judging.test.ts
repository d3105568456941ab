import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fresh, freshSqlite } from '../../test/fresh-store.ts';
import type { Deps } from '../platform/deps.ts';
import { batch, lineOf, NOW, release, sale, shop, store } from './examples.ts';
import type { BatchFacts, RuleEvent } from './facts.ts';
import { findingsOn, judgeRecords, ruleContext } from './judging.ts';

let fresh: Fresh;
beforeEach(async () => {
  fresh = await freshSqlite();
});
afterEach(() => fresh.close());

function deps(): Deps {
  const nothing = async () => {
    throw new Error('not used');
  };
  return {
    store: fresh.store,
    clock: () => NOW,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    files: { put: nothing, get: nothing },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    publicUrl: 'https://trace.example',
    adminKeyHash: '',
    later: () => {},
  };
}

async function record(
  events: Parameters<typeof judgeRecords>[2],
  known: Parameters<typeof judgeRecords>[3] = [],
  balances?: ReadonlyMap<number, number>,
) {
  const judging = await judgeRecords(deps(), NOW, events, known);
  await fresh.store.commit({
    chain: 'party:maker',
    at: NOW,
    entries: [{ kind: 'test', subject: 'batch/x', payload: {} }],
    finish: () => ({ ...judging.settle(balances), reply: { status: 204, headers: {}, body: '' } }),
  });
  return judging;
}

const noQuantity: BatchFacts = { ...batch, quantity: null };
const saleOf = (facts: BatchFacts, publicId: string, balanceAfter: number | null = null): RuleEvent => ({
  kind: 'shipment',
  shipment: sale([lineOf(facts, { balanceAfter })], { publicId }),
});

describe('judging what is recorded', () => {
  it('stores a todo with the batch, a lead with its first sale, and ends both when the record is corrected', async () => {
    const recorded = await record([{ kind: 'batch', batch: noQuantity }]);
    expect(recorded.views('batch', 101, 'zh')).toMatchObject([{ rule: 'record-incomplete', weight: 'todo' }]);
    const sold = await record([saleOf(noQuantity, 'ship-1')]);
    expect(sold.found('zh')).toMatchObject([{ rule: 'record-incomplete', weight: 'lead' }]);
    expect((await findingsOn(deps(), 'batch', 101, 'zh')).map((view) => view.weight).sort()).toEqual(['lead', 'todo']);
    const revised = await record([{ kind: 'batch', batch: { ...batch, revision: 2 } }], [{ type: 'batch', id: 101 }]);
    expect(revised.views('batch', 101, 'zh')).toEqual([]);
    expect(await findingsOn(deps(), 'batch', 101, 'zh')).toEqual([]);
  });

  it('finds a second sale of the same batch in the lead of the first', async () => {
    const first = (await record([saleOf(noQuantity, 'ship-1')])).found('zh');
    expect((await record([saleOf(noQuantity, 'ship-2')])).found('zh')).toEqual(first);
  });

  it('judges balances as the commit leaves them', async () => {
    const events = (balances: ReadonlyMap<number, number>) => [saleOf(batch, 'ship-1', balances.get(9) ?? null)];
    expect((await record(events, [], new Map([[9, -3]]))).found('zh')).toMatchObject([{ rule: 'false-record-suspected', weight: 'lead' }]);
  });

  it('binds an item an administrator entered with its source, from its day on', async () => {
    const row = {
      id: 1,
      publicId: 'row-1',
      kind: 'variety',
      value: '菜籽油',
      from: '2026-11-05',
      until: null,
      source: '浙市监公〔2026〕示例',
      reason: '录入',
      at: NOW,
    };
    const entries = [{ kind: 'test', subject: 'directory/row-1', payload: {} }];
    await fresh.store.commit({
      chain: 'system',
      at: NOW,
      entries,
      rows: { directory_row: [row] },
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    const oil: BatchFacts = { ...noQuantity, product: { ...batch.product, directoryItem: '菜籽油' } };
    expect((await record([saleOf(oil, 'ship-1')])).found('zh')).toMatchObject([{ weight: 'lead' }]);
    expect((await ruleContext(deps(), NOW)).directory.varieties).toMatchObject([{ item: '菜籽油', effectiveFrom: '2026-11-05' }]);
    const dayBefore: RuleEvent = { kind: 'shipment', shipment: sale([lineOf({ ...oil, id: 102 })], { shippedAt: NOW - 24 * 3_600_000 }) };
    expect((await record([dayBefore])).found('zh')).toMatchObject([{ weight: 'todo' }]);
  });

  it('opens a new episode for a defect that returns after it was corrected', async () => {
    const failing: BatchFacts = { ...batch, certificates: [{ ...release, conclusion: 'fail' }] };
    const known = [{ type: 'batch', id: 101 }];
    await record([{ kind: 'batch', batch: failing }]);
    await record([{ kind: 'batch', batch }], known);
    await record([{ kind: 'batch', batch: failing }], known);
    const rows = await fresh.store.read.selectFrom('finding').select(['occasion', 'state']).orderBy('occasion').execute();
    expect(rows).toEqual([
      { occasion: 'record', state: 'corrected' },
      { occasion: 'record#2', state: 'open' },
    ]);
  });

  it('reads every episode of a shop’s todo: displayed, taken down, received again, displayed again', async () => {
    const arrived = (displayedBatchIds: number[]): RuleEvent[] => [
      {
        kind: 'received-for-sale',
        party: shop,
        site: store,
        batches: [batch],
        displayedBatchIds,
        receiptPublicId: 'receipt-1',
        receivedAt: NOW,
      },
    ];
    const known = [{ type: 'batch', id: 101 }];
    for (const displayed of [[], [101], [], [101]]) await record(arrived(displayed), known);
    const rows = await fresh.store.read.selectFrom('finding').select(['occasion', 'state']).orderBy('occasion').execute();
    expect(rows).toEqual([
      { occasion: 'site/store', state: 'corrected' },
      { occasion: 'site/store#2', state: 'corrected' },
    ]);
  });
});
