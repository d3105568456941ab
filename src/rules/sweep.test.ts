import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fresh, freshSqlite } from '../../test/fresh-store.ts';
import type { Store } from '../store/store.ts';
import { endDues, startDues } from './dues.ts';
import { batch, HOUR, lineOf, NOW, sale } from './examples.ts';
import type { ShipmentFacts } from './facts.ts';
import { sweepDue } from './sweep.ts';

let fresh: Fresh;
beforeEach(async () => {
  fresh = await freshSqlite();
});
afterEach(() => fresh.close());

const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const DELIVERED = NOW - 24 * HOUR;
const shipmentOf = (id: number, deliveredAt = DELIVERED): ShipmentFacts =>
  sale([lineOf(batch)], { id, publicId: `ship-${id}`, deliveredAt });
const shipments =
  (...all: ShipmentFacts[]) =>
  async (_read: Store['read'], ids: readonly number[]) =>
    all.filter((one) => ids.includes(one.id));
const at = (now: number) => ({ store: fresh.store, clock: () => now, random });

async function deliver(...all: ShipmentFacts[]): Promise<void> {
  const due = all.flatMap((shipment) => startDues(shipment).due ?? []);
  await commit({ rows: { due } });
}

function commit(change: Partial<Parameters<Store['commit']>[0]>) {
  const entries = [{ kind: 'test', subject: 'shipment/x', payload: {} }];
  return fresh.store.commit({
    chain: 'party:maker',
    at: DELIVERED,
    entries,
    finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    ...change,
  });
}

const findings = () => fresh.store.read.selectFrom('finding').selectAll().execute();
const dueItems = () => fresh.store.read.selectFrom('due').selectAll().execute();

describe('sweepDue', () => {
  it('leaves what is not due, to the millisecond', async () => {
    await deliver(shipmentOf(1));
    expect(await sweepDue(at(NOW - 1), shipments(shipmentOf(1)))).toEqual({ judged: 0, found: 0, isMore: false });
    expect(await dueItems()).toHaveLength(1);
  });

  it('turns an unconfirmed delivery into a reminder, enters it in the chain system and takes it off the list', async () => {
    await deliver(shipmentOf(1));
    expect(await sweepDue(at(NOW), shipments(shipmentOf(1)))).toEqual({ judged: 1, found: 1, isMore: false });
    expect(await findings()).toMatchObject([{ rule: 'receipt-unconfirmed', weight: 'reminder', partyId: 2, subjectId: 1, state: 'open' }]);
    expect(await dueItems()).toEqual([]);
    const entries = await fresh.store.read.selectFrom('entry').selectAll().where('chain', '=', 'system').execute();
    expect(entries).toMatchObject([{ kind: 'due.judged', subject: 'shipment/ship-1' }]);
  });

  it('finds nothing in a shipment that ended meanwhile, and forgets it', async () => {
    await deliver(shipmentOf(1));
    expect(await sweepDue(at(NOW), shipments({ ...shipmentOf(1), state: 'received' }))).toEqual({ judged: 1, found: 0, isMore: false });
    expect([...(await findings()), ...(await dueItems())]).toEqual([]);
  });

  it('has nothing to judge once a receipt took the shipment off the list', async () => {
    await deliver(shipmentOf(1));
    await commit({ touch: endDues(1) });
    expect(await sweepDue(at(NOW), shipments(shipmentOf(1)))).toEqual({ judged: 0, found: 0, isMore: false });
  });

  it('takes the oldest first and says when there is more', async () => {
    await deliver(shipmentOf(1, DELIVERED - 1), shipmentOf(2), shipmentOf(3, DELIVERED - 2));
    const load = shipments(shipmentOf(1, DELIVERED - 1), shipmentOf(2), shipmentOf(3, DELIVERED - 2));
    expect(await sweepDue(at(NOW), load, 2)).toEqual({ judged: 2, found: 2, isMore: true });
    expect(await dueItems()).toMatchObject([{ subjectId: 2 }]);
  });

  it('judges each item once when two sweeps run at the same time', async () => {
    const all = Array.from({ length: 20 }, (_, i) => shipmentOf(i + 1));
    await deliver(...all);
    const both = await Promise.all([sweepDue(at(NOW), shipments(...all)), sweepDue(at(NOW), shipments(...all))]);
    expect(both.reduce((sum, one) => sum + one.judged, 0)).toBe(20);
    expect(await findings()).toHaveLength(20);
    expect(await dueItems()).toEqual([]);
  });

  it('waits for the new deadline of a delivery time that was put right', async () => {
    await deliver(shipmentOf(1));
    const later = shipmentOf(1, DELIVERED + HOUR);
    await commit({ rows: startDues(later) });
    expect(await sweepDue(at(NOW), shipments(later))).toEqual({ judged: 1, found: 0, isMore: false });
    expect(await sweepDue(at(NOW + HOUR), shipments(later))).toEqual({ judged: 1, found: 1, isMore: false });
  });

  it('waits for the hours an administrator entered since, once, and reminds then', async () => {
    const row = { id: 1, publicId: 'set-1', key: 'zhejiang-traceability/confirmation-deadline', from: '2026-11-01', value: '48' };
    await deliver(shipmentOf(1));
    await commit({
      rows: { law_setting: [{ ...row, source: '公告', publishedOn: '2026-10-20', reason: '公布', by: 'admin/x', at: NOW }] },
    });
    // A delivery time that was corrected has an item of its own by those hours.
    const later = shipmentOf(1, DELIVERED + HOUR);
    await commit({ rows: { due: [{ at: DELIVERED + 49 * HOUR, rule: 'receipt-unconfirmed', subjectType: 'shipment', subjectId: 1 }] } });
    expect(await sweepDue(at(NOW), shipments(later))).toEqual({ judged: 1, found: 0, isMore: false });
    expect((await dueItems()).map((item) => item.at)).toEqual([DELIVERED + 49 * HOUR]);
    expect(await sweepDue(at(DELIVERED + 49 * HOUR), shipments(later))).toEqual({ judged: 1, found: 1, isMore: false });
  });
});
