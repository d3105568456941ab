import { describe, expect, it } from 'vitest';
import { bags, type CustodyWorld, custodyWorld } from '../../test/custody-world.ts';

const FAILED = { kind: 'release', number: 'HZ-F', issuer: '示例检测', issuedOn: '2026-11-02', conclusion: 'fail' };
const on = (day: string) => `2026-11-${day}T09:00:00+08:00`;

/** What stands of a rule on the goods as sold, the last one first. */
async function leads(w: CustodyWorld, rule: string) {
  const rows = await w.store.read
    .selectFrom('finding')
    .select(['state', 'weight', 'occasion', 'evidence', 'actOn'])
    .where('rule', '=', rule)
    .where('subjectType', '=', 'batch')
    .where('occasion', 'like', 'sale%')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ evidence, ...row }) => ({ ...row, rests: (JSON.parse(evidence) as { value: unknown }[]).map((one) => one.value) }));
}

async function twoSales(days: [string, string], fields: Record<string, unknown>, product: Record<string, unknown> = {}) {
  const w = await custodyWorld();
  const code = await w.batch(fields, product);
  const a = await w.ship([{ traceCode: code, quantity: bags('1') }], { shippedAt: on(days[0]) });
  const b = await w.ship([{ traceCode: code, quantity: bags('500') }], { shippedAt: on(days[1]) });
  const undo = async (id: string) =>
    expect((await w.post(`/v1/shipments/${id}/void`, w.producer.key, { reason: '录错' })).status).toBe(201);
  return { w, code, a, b, undo };
}

describe('a shipment that is voided', () => {
  it('takes no lead away from goods that were sold by another shipment of that day, and the lead rests on it', async () => {
    const { w, a, b, undo } = await twoSales(['05', '05'], { certificates: [FAILED] });
    expect(await leads(w, 'certificate-failed')).toMatchObject([{ state: 'open', weight: 'lead' }]);
    await undo(a.id);
    const [still, ...none] = await leads(w, 'certificate-failed');
    expect(none).toEqual([]);
    expect(still).toMatchObject({ state: 'open', weight: 'lead', occasion: 'sale' });
    expect(still?.rests).toContain(b.id);
    expect(still?.rests).not.toContain(a.id);
    await undo(b.id);
    expect(await leads(w, 'certificate-failed')).toMatchObject([{ state: 'corrected' }]);
  });

  it('leaves a lead of the day of the other sale, whose law applies', async () => {
    const { w, a, undo } = await twoSales(['04', '05'], { certificates: [FAILED] });
    await undo(a.id);
    expect(await leads(w, 'certificate-failed')).toMatchObject([
      { state: 'open', weight: 'lead', occasion: 'sale#2', actOn: '2026-11-05' },
      { state: 'corrected', actOn: '2026-11-04' },
    ]);
  });

  it.each(['record-incomplete', 'certificate-missing'])('leaves the lead of %s, too', async (rule) => {
    const { w, a, undo } = await twoSales(['04', '05'], { certificates: [] }, { directoryItem: '猪肉' });
    await undo(a.id);
    expect((await leads(w, rule))[0]).toMatchObject({ state: 'open', weight: 'lead', actOn: '2026-11-05' });
  });

  it('leaves the lead of what the maker sold to consumers itself', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ certificates: [FAILED] });
    const a = await w.ship([{ traceCode: code, quantity: bags('1') }]);
    const body = { kind: 'sold', at: on('05'), lines: [{ traceCode: code, quantity: bags('2') }] };
    const sold = await w.post('/v1/dispositions', w.producer.key, body);
    expect(sold.status, sold.text).toBe(201);
    await w.post(`/v1/shipments/${a.id}/void`, w.producer.key, { reason: '录错' });
    const [still] = await leads(w, 'certificate-failed');
    expect(still).toMatchObject({ state: 'open', weight: 'lead' });
    expect(still?.rests).toContain(sold.json.id);
  });

  it('leaves findings of the other shipment itself as they are', async () => {
    const w = await custodyWorld();
    const code = await w.batch({ certificates: [FAILED], quantity: bags('10') }, { directoryItem: '猪肉' });
    const a = await w.ship([{ traceCode: code, quantity: bags('1') }]);
    const b = await w.ship([{ traceCode: code, quantity: bags('500') }]);
    const balance = () => w.store.read.selectFrom('finding').select('state').where('subjectCode', '=', b.id).execute();
    expect(await balance()).toEqual([{ state: 'open' }]);
    await w.post(`/v1/shipments/${a.id}/void`, w.producer.key, { reason: '录错' });
    expect(await balance()).toEqual([{ state: 'open' }]);
  });

  it('is followed: a sale recorded at the same moment brings its own lead', async () => {
    const { w, a, b, undo } = await twoSales(['05', '05'], { certificates: [FAILED] });
    await undo(a.id);
    // As if the void had not seen the other sale: it was recorded while the void was built.
    await w.store.commit({
      chain: 'system',
      at: w.clock.now(),
      entries: [],
      touch: (await w.store.read.selectFrom('finding').select('id').where('rule', '=', 'certificate-failed').execute()).map(({ id }) => ({
        set: 'finding' as const,
        id,
        to: { state: 'corrected', settledAt: w.clock.now(), settledReason: 'x' },
        was: { state: 'open' },
      })),
      finish: () => ({ reply: { status: 204, headers: {}, body: '' } }),
    });
    await w.follower.catchUp();
    const [still] = await leads(w, 'certificate-failed');
    expect(still).toMatchObject({ state: 'open', occasion: 'sale#2' });
    expect(still?.rests).toContain(b.id);
  });
});
