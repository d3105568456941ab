import { describe, expect, it } from 'vitest';
import { noon as at, retentionWorld as world } from '../../../test/retention-world.ts';
import type { Rows } from '../../store/store.ts';
import { tableOrder } from '../../store/tables.ts';
import { openTables } from '../verify/tables.ts';
import { verify } from '../verify/verify.ts';
import { listWithoutRule } from './retention.ts';
import { TRADE_TABLES } from './trade.ts';
import { unknown } from './unknown.ts';

/** Tables in which a commitment stands, but those that prove it, open it or repeat a reply. */
async function holders(database: string): Promise<string[]> {
  const tables = await openTables(database);
  const found: string[] = [];
  for (const table of tableOrder)
    if (!['entry', 'personal', 'idempotency'].includes(table))
      if (/c:[0-9a-f]{64}/.test(JSON.stringify(await tables.rows(`SELECT * FROM "${table}"`)))) found.push(table);
  await tables.close();
  return found;
}

describe('values of persons, in retention', () => {
  it('erases suppliers, brand owners and issuers of a batch when its own time is over, and not before', async () => {
    const { w, one, remove, values, sign, key, kept: keptPoints } = await world();
    const persons = {
      materials: [{ name: '食盐', lot: 'L1', supplier: { name: '周原料' } }],
      commissionedBy: { name: '吴品牌' },
      certificates: [{ kind: 'release', number: 'R-1', issuer: '郑质检', conclusion: 'pass' }],
    };
    const code = await w.batch(
      { batchNumber: 'P1', ...persons },
      { name: '腊肉', gtin: undefined, shelfLife: { value: 30, unit: 'month' } },
    );
    const named = async () => (await values()).filter((value) => ['周原料', '吴品牌', '郑质检'].includes(value)).toSorted();
    expect(await named()).toHaveLength(3);
    // Recorded 2026-11-05, good until 2029-05-01 or the day before, and six months more.
    const before = (await one('personal-of-trade', at('2029-10-25')))?.count ?? 0;
    expect((await one('personal-of-trade', at('2029-11-05')))?.count).toBe(before + 3);
    await remove('personal-of-trade', at('2029-10-25'));
    expect(await named()).toHaveLength(3);
    await remove('personal-of-trade', at('2029-11-05'));
    expect(await named()).toEqual([]);
    // Whoever reads the batch is told that something is gone, and no proof is broken.
    for (const path of [`/v1/batches/${code}`, `/t/${code}`]) {
      const page = await w.request('GET', path, { key: w.producer.key });
      expect([page.status, page.text.match(/c:[0-9a-f]{64}/)]).toEqual([200, null]);
    }
    w.clock.advance(at('2029-11-05') - w.clock.now());
    await sign();
    expect((await verify({ db: w.file, key, kept: keptPoints })).faults).toEqual([]);
  });

  it('leaves the buyers of goods under an open recall alone', async () => {
    const { w, soldTo, one } = await world();
    const id = await soldTo({}, {});
    const free = (await one('personal-of-trade', at('2028-11-06')))?.count ?? 0;
    const line = await w.store.read
      .selectFrom('shipment_line')
      .innerJoin('shipment', 'shipment.id', 'shipment_line.shipmentId')
      .select('batchId')
      .where('publicId', '=', id)
      .executeTakeFirstOrThrow();
    const rows: Rows = {
      recall: [
        {
          id: 1,
          publicId: 'recall-1',
          partyId: null,
          authorityId: 1,
          regionCode: '330110',
          level: 1,
          drill: 0,
          reason: 'x',
          affected: null,
          instructions: null,
          contact: null,
          state: 'open',
          startBy: null,
          completeBy: null,
          actedBy: 'x',
          openedAt: 1,
          closedAt: null,
          report: null,
          revision: 1,
        },
      ],
      recall_batch: [{ recallId: 1, batchId: line.batchId, derived: 0, at: 1 }],
    };
    const finish = () => ({ reply: { status: 204, headers: {}, body: '' } });
    await w.store.commit({ chain: 'system', at: w.clock.now(), entries: [], rows, finish });
    expect((await one('personal-of-trade', at('2028-11-06')))?.count).toBe(free - 1);
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      touch: [{ set: 'recall', id: 1, to: { state: 'closed' } }],
      finish,
    });
    expect((await one('personal-of-trade', at('2028-11-06')))?.count).toBe(free);
  });

  it('lists what has no time in the law’s data as such, and erases nothing of it however old it is', async () => {
    const { w, database, values, remove, soldTo } = await world();
    const [party, count] = [await w.party(), async () => listWithoutRule(database, at('2060-01-01'))];
    const of = async (name: string) => (await count()).find((listed) => listed.name === name)?.count;
    const before = Object.fromEntries((await count()).map(({ name, count: n }) => [name, n]));
    const staff = `/v1/parties/${party.id}/staff`;
    const made = await w.request('POST', staff, { key: party.key, body: { name: '孙离职', rights: ['batches'] } });
    expect(await of('accounts')).toBe(before.accounts);
    expect((await w.request('DELETE', `${staff}/${made.json.id}`, { key: party.key })).status).toBe(200);
    const certificates = [{ kind: 'release', number: 'R-1', issuer: '郑质检', conclusion: 'pass' }];
    const code = await w.batch({ batchNumber: 'R1', certificates }, {});
    await soldTo({}, {});
    const report = { kind: 'spoiled', details: '开盖时已有霉斑', contact: '13900000001' };
    const told = await w.request('POST', `/v1/consumer-reports`, { body: { traceCode: code, ...report } });
    expect(told.status, told.text).toBeLessThan(400);
    expect([await of('accounts'), await of('credentials'), await of('consumer-reports')]).toEqual([
      (before.accounts ?? 0) + 1,
      (before.credentials ?? 0) + 1,
      (before['consumer-reports'] ?? 0) + 1,
    ]);
    const kept = ['孙离职', '开盖时已有霉斑', '13900000001', '13800000000'];
    await remove('personal-of-trade', at('2060-01-01'));
    const left = await values();
    expect(kept.filter((value) => !left.includes(value))).toEqual([]);
    // Every table a value of a person stands in has its class.
    const answered = new Set([...TRADE_TABLES, ...unknown.flatMap((one) => one.tables)]);
    const holding = await holders(database);
    expect(holding).toEqual(expect.arrayContaining(['account', 'certificate', 'consumer_report', 'party', 'shipment']));
    expect(holding.filter((table) => !answered.has(table))).toEqual([]);
    await expect(remove('accounts', at('2060-01-01'))).rejects.toThrow(/there is no class "accounts"/);
  });
});
