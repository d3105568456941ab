import { describe, expect, it } from 'vitest';
import { certificateMissing } from './certificate-missing.ts';
import { batch, context, lineOf, release, sale, shop } from './examples.ts';
import type { BatchFacts, ShipmentFacts } from './facts.ts';

const recorded = (facts: BatchFacts) => certificateMissing.judge({ kind: 'batch', batch: facts }, context);
const sold = (facts: BatchFacts, more: Partial<ShipmentFacts> = {}) =>
  certificateMissing.judge({ kind: 'shipment', shipment: sale([lineOf(facts)], more) }, context);
const bare: BatchFacts = { ...batch, certificates: [] };

describe('certificate-missing', () => {
  it('is a todo while the release test is pending', () => {
    expect(recorded(bare)).toMatchObject([{ weight: 'todo', occasion: 'record', offence: null }]);
  });

  it('is a lead at the first sale of bound goods, under the duty to inspect before leaving', () => {
    const [lead] = sold(bare);
    expect(lead).toMatchObject({
      weight: 'lead',
      certainty: 'suspected',
      offence: 'not-inspected',
      department: 'market',
      occasion: 'sale',
    });
    expect(lead?.citations.slice(0, 2)).toEqual(['fsl-52', 'fsl-126-1-1']);
  });

  it('stays a todo on 2024-02-02 and is a lead on 2024-02-03', () => {
    expect(sold(bare, { shippedAt: Date.parse('2024-02-02T12:00:00+08:00') })).toMatchObject([{ weight: 'todo' }]);
    expect(sold(bare, { shippedAt: Date.parse('2024-02-03T12:00:00+08:00') })).toMatchObject([{ weight: 'lead' }]);
  });

  it.each(['release', 'typeTest', 'quarantine', 'meatQuality', 'importInspection'])('is content with a %s certificate', (kind) => {
    const facts = { ...batch, certificates: [{ ...release, kind }] };
    expect([...recorded(facts), ...sold(facts)]).toEqual([]);
  });

  it('takes a commitment certificate for produce, and not for processed food', () => {
    const certificates = [{ ...release, kind: 'commitment' }];
    expect(recorded({ ...batch, certificates })).toHaveLength(1);
    expect(recorded({ ...batch, certificates, product: { ...batch.product, category: 'agricultural' as const } })).toEqual([]);
  });

  it('does not take a sampling report of an authority for the maker’s certificate', () => {
    expect(recorded({ ...batch, certificates: [{ ...release, kind: 'officialSample' }] })).toHaveLength(1);
  });

  it('never brings a lead against a farm household, which is only encouraged to issue one', () => {
    const household = { ...batch.party, kinds: ['farmer'] };
    const facts: BatchFacts = { ...bare, party: household, product: { ...batch.product, category: 'agricultural', directoryItem: '豇豆' } };
    expect(sold(facts, { sender: household })).toMatchObject([{ weight: 'todo', citations: [] }]);
  });

  it('only asks the buyer for the paper of goods from outside the system, also when it sells them', () => {
    const outside: BatchFacts = { ...bare, origin: 'outside', party: shop };
    expect(recorded(outside)).toMatchObject([{ weight: 'todo', occasion: 'purchase', citations: ['fsl-53-1', 'fsl-126-1-3'] }]);
    expect(sold(outside, { sender: shop })).toEqual([]);
  });

  it('holds no missing purchase check against a plant that sells its own meat: nothing was bought', () => {
    const pork: BatchFacts = { ...bare, product: { ...batch.product, category: 'agricultural' } };
    expect([...recorded(pork), ...sold(pork)]).toMatchObject([
      { weight: 'todo', occasion: 'record', offence: null, citations: [] },
      { weight: 'todo', occasion: 'record', offence: null, citations: [] },
    ]);
  });

  it('is silent about returns', () => {
    expect(sold(bare, { purpose: 'return' })).toEqual([]);
  });
});
