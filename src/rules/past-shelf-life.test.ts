import { describe, expect, it } from 'vitest';
import { batch, context, lineOf, NOW, sale, shop, store } from './examples.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';
import { pastShelfLife } from './past-shelf-life.ts';

const at = (day: string, time = '09:00:00') => Date.parse(`${day}T${time}+08:00`);
const shipped = (facts: BatchFacts, day: string, more: Partial<ShipmentFacts> = {}) =>
  pastShelfLife.judge({ kind: 'shipment', shipment: sale([lineOf(facts)], { shippedAt: at(day), ...more }) }, context);
const disposed = (kind: 'sold' | 'consumed' | 'destroyed', day: string) =>
  pastShelfLife.judge(
    {
      kind: 'disposition',
      disposition: {
        id: 401,
        publicId: 'disp-1',
        kind,
        at: at(day),
        party: shop,
        site: store,
        lines: [lineOf(batch)],
        enteredBy: 'party:shop/key2',
        recordedAt: NOW,
      },
    },
    context,
  );
const computed: BatchFacts = { ...batch, expiresBy: 'computed' };

describe('past-shelf-life', () => {
  it('is silent on the printed date itself, to its last second', () => {
    expect(shipped(batch, '2026-11-08')).toEqual([]);
    expect(shipped(batch, '2026-11-08', { shippedAt: at('2026-11-08', '23:59:59') })).toEqual([]);
  });

  it('is an established lead one day after the printed date', () => {
    const [lead] = shipped(batch, '2026-11-09');
    expect(lead).toMatchObject({
      weight: 'lead',
      certainty: 'established',
      offence: 'past-shelf-life',
      department: 'market',
      subject: { type: 'shipment', id: 201, code: 'ship-1' },
      occasion: 'batch/ABCDEFGHJKMNPQRSTUVM',
      citations: ['fsl-34-10', 'fsl-124-1-5'],
    });
    expect(lead?.evidence.map((one) => one.value)).toEqual(['2026-11-09', '2026-11-08']);
  });

  it('is never a lead within one day of a computed date, and only suspected two days after', () => {
    expect(shipped(computed, '2026-11-08')).toEqual([]);
    expect(shipped(computed, '2026-11-09')).toMatchObject([{ weight: 'todo', certainty: 'advisory' }]);
    expect(shipped(computed, '2026-11-10')).toMatchObject([{ weight: 'lead', certainty: 'suspected' }]);
  });

  it.each(['return', 'disposal', 'sample', 'transfer', 'processing', 'donation'] as const)('is silent about a %s', (purpose) => {
    expect(shipped(batch, '2026-12-01', { purpose })).toEqual([]);
  });

  it('is a lead when a shop records its own sale, at the shop, and silent when it destroys the goods', () => {
    expect(disposed('sold', '2026-11-08')).toEqual([]);
    expect(disposed('sold', '2026-11-09')).toMatchObject([
      { weight: 'lead', regionCode: '330106', subject: { type: 'disposition', code: 'disp-1' } },
    ]);
    expect(disposed('destroyed', '2026-11-09')).toEqual([]);
  });

  it('says nothing of goods without an expiry date', () => {
    expect(shipped({ ...batch, expiresOn: null, expiresBy: null }, '2030-01-01')).toEqual([]);
  });

  it('is no more than a todo for produce before the market, which the Food Safety Law does not reach', () => {
    const farm = { ...batch.party, kinds: ['farm'] };
    const produce: BatchFacts = { ...batch, party: farm, product: { ...batch.product, category: 'agricultural' } };
    expect(shipped(produce, '2026-12-01', { sender: farm })).toMatchObject([{ weight: 'todo', offence: null, department: null }]);
  });
});
