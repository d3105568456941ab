import { describe, expect, it } from 'vitest';
import { bags, custodyWorld } from '../../test/custody-world.ts';

/** After the days in which these rules ran in shadow. */
const now = '2027-01-05T09:00:00+08:00';
const noon = '2027-01-05T08:50:00+08:00';

async function carried(transport: Record<string, unknown> = {}) {
  const w = await custodyWorld({ at: Date.parse(now) });
  const carrier = await w.party({ name: '示例冷链有限公司', kinds: ['carrier'] });
  const code = await w.batch();
  const { id } = await w.ship([{ traceCode: code, quantity: bags('1') }], {
    shippedAt: now,
    transport: { carrier: { party: carrier.id }, ...transport },
  });
  const record = async (body: unknown, key = w.producer.key) => {
    const made = await w.post(`/v1/shipments/${id}/transport`, key, body);
    const rules = ((made.json.findings ?? []) as { rule: string }[]).map((one) => one.rule);
    return { status: made.status, json: made.json, rules };
  };
  const list = async () => (await w.get(`/v1/shipments/${id}/transport`, w.shop.key)).json.items;
  const states = (rule: 'waybill-missing' | 'bulk-permit-missing' | 'temperature-out-of-range') =>
    w.store.read.selectFrom('finding').select('state').where('rule', '=', rule).execute();
  return { ...w, carrier, record, list, states };
}

describe('temperatures on the way', () => {
  it('are judged by the range the shipper asked for last, whenever they were recorded', async () => {
    const w = await carried();
    expect((await w.record({ readings: [{ at: noon, c: 25 }] }, w.carrier.key)).rules).toEqual([]);
    const ranged = await w.record({ minC: -25, maxC: -18 });
    expect(ranged.rules).toContain('temperature-out-of-range');
    expect((await w.list()).map((one: { outOfRangeCount: number }) => one.outOfRangeCount)).toEqual([0, 1, 0]);
    // The carrier's own range is not what the goods need.
    expect((await w.record({ minC: -30, maxC: 40 }, w.carrier.key)).rules).not.toContain('temperature-out-of-range');
    expect((await w.list())[1].outOfRange).toHaveLength(1);
    // A range typed wrongly is said anew.
    await w.record({ minC: 20, maxC: 30 });
    expect((await w.list())[1].outOfRange).toEqual([]);
    expect((await w.states('temperature-out-of-range')).map((one) => one.state)).toEqual(['corrected']);
  });

  it('are not of tomorrow', async () => {
    const w = await carried();
    const refused = await w.record({
      readings: [
        { at: noon, c: 1 },
        { at: '2030-01-01T00:00:00+08:00', c: 1 },
      ],
    });
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/readings/1/at']);
  });

  it('are listed as far as somebody reads them, and counted', async () => {
    const w = await carried({ minC: -25, maxC: -18 });
    const readings = Array.from({ length: 5_000 }, () => ({ at: noon, c: 4 }));
    const first = await w.record({ readings }, w.carrier.key);
    expect([first.json.outOfRange.length, first.json.outOfRangeCount]).toEqual([100, 5_000]);
    expect((await w.record({ readings }, w.carrier.key)).status).toBe(201);
    const refused = await w.record({ readings: readings.slice(0, 1) }, w.carrier.key);
    expect([refused.status, refused.json.errors[0].pointer]).toEqual([422, '/readings']);
    expect((await w.record({ readings: readings.slice(0, 1) })).status).toBe(201);
    const bytes = (await w.store.read.selectFrom('entry').select('bytes').where('kind', '=', 'transport.recorded').execute()).map(
      (one) => one.bytes.length,
    );
    expect(Math.max(...bytes)).toBeLessThan(10_000);
  });

  it('are recorded by one party so many times, which leaves the other its own', async () => {
    const w = await carried();
    for (let i = 0; i < 20; i++) expect((await w.record({ waybill: `${i}` }, w.carrier.key)).status).toBe(201);
    expect((await w.record({ waybill: '21' }, w.carrier.key)).status).toBe(409);
    expect((await w.record({ waybill: '1' })).status).toBe(201);
  });
});

describe('the waybill of bulk food', () => {
  it('may be told by the carrier, in a record that says nothing of bulk', async () => {
    const w = await carried({ bulk: true });
    expect((await w.states('waybill-missing')).map((one) => one.state)).toEqual(['open']);
    await w.record({ waybill: 'LD-1' }, w.carrier.key);
    expect((await w.states('waybill-missing')).map((one) => one.state)).toEqual(['corrected']);
  });
});

describe('the permit of a carrier of bulk food', () => {
  it('is asked of who has another carry it, and kept with the transport once it is told', async () => {
    const w = await carried({ bulk: true, waybill: 'LD-1' });
    const settled = async () =>
      (await w.store.read.selectFrom('finding').select('settledAt').where('rule', '=', 'bulk-permit-missing').execute()).map(
        (one) => one.settledAt !== null,
      );
    expect(await settled()).toEqual([false]);
    expect((await w.record({ permit: 'ZY-2026-0007' }, w.carrier.key)).status).toBe(201);
    expect(await settled()).toEqual([true]);
    expect((await w.list()).map((one: { permit: string | null }) => one.permit)).toEqual([null, 'ZY-2026-0007']);
  });

  it('is not asked of who names no other carrier: whether own vehicles need one is not known', async () => {
    const w = await carried({ bulk: true, waybill: 'LD-1', carrier: {} });
    expect(await w.states('bulk-permit-missing')).toEqual([]);
  });
});
