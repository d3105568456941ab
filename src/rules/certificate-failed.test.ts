import { describe, expect, it } from 'vitest';
import { certificateFailed } from './certificate-failed.ts';
import { batch, context, lineOf, NOW, plant, release, sale, shop, store } from './examples.ts';
import type { BatchFacts, CertificateFacts, PartyFacts, ShipmentFacts } from './facts.ts';

const failed: CertificateFacts = { ...release, conclusion: 'fail' };
const failing: BatchFacts = { ...batch, certificates: [failed] };
const recorded = (facts: BatchFacts) => certificateFailed.judge({ kind: 'batch', batch: facts }, context);
const sold = (facts: BatchFacts, more: Partial<ShipmentFacts> = {}) =>
  certificateFailed.judge({ kind: 'shipment', shipment: sale([lineOf(facts)], more) }, context);
const soldAtTheTill = (facts: BatchFacts, party: PartyFacts, kind: 'sold' | 'destroyed') =>
  certificateFailed.judge(
    {
      kind: 'disposition',
      disposition: {
        id: 401,
        publicId: 'disp-1',
        kind,
        at: NOW,
        party,
        site: party === shop ? store : plant,
        lines: [lineOf(facts)],
        enteredBy: 'x',
        recordedAt: NOW,
      },
    },
    context,
  );

describe('certificate-failed', () => {
  it('tells the maker not to sell a batch its own certificate fails', () => {
    expect(recorded(failing)).toMatchObject([{ weight: 'todo', occasion: 'record', offence: null }]);
  });

  it('is silent about a pass', () => {
    expect([...recorded(batch), ...sold(batch)]).toEqual([]);
  });

  it('is a lead when the maker sells it, by shipment or itself', () => {
    expect(sold(failing)).toMatchObject([
      {
        weight: 'lead',
        certainty: 'established',
        offence: 'nonconforming',
        occasion: 'sale',
        subject: { type: 'batch' },
        citations: ['fsl-34-13', 'fsl-124-2'],
      },
    ]);
    expect(soldAtTheTill(failing, batch.party, 'sold')).toMatchObject([{ weight: 'lead', subject: { type: 'batch' } }]);
  });

  it('is silent when it is returned or destroyed', () => {
    expect(sold(failing, { purpose: 'return' })).toEqual([]);
    expect(soldAtTheTill(failing, batch.party, 'destroyed')).toEqual([]);
  });

  it('only reminds another seller: the paper is the maker’s word', () => {
    expect(sold(failing, { sender: shop, site: store })).toMatchObject([
      {
        weight: 'reminder',
        certainty: 'suspected',
        party: { publicId: 'shop' },
        subject: { type: 'shipment', id: 201 },
        regionCode: '330106',
      },
    ]);
    expect(soldAtTheTill(failing, shop, 'sold')).toMatchObject([{ weight: 'reminder', subject: { type: 'disposition', code: 'disp-1' } }]);
  });

  it('only reminds of an official sample whose retest period may be open: when the firm was told is not recorded', () => {
    const official: CertificateFacts = { ...failed, publicId: 'cert-9', kind: 'officialSample', issuedOn: '2026-11-04' };
    const expected = { weight: 'reminder', certainty: 'suspected', offence: null, citations: ['fsl-88-1'] };
    expect(sold({ ...batch, certificates: [release, official] })).toMatchObject([
      { ...expected, occasion: 'sale', subject: { type: 'batch' } },
    ]);
    const produce: BatchFacts = { ...batch, certificates: [official], product: { ...batch.product, category: 'agricultural' } };
    expect(sold(produce)).toMatchObject([{ weight: 'reminder', citations: ['apq-51-1'] }]);
    expect(sold({ ...batch, certificates: [failed, official] })).toMatchObject([{ weight: 'lead', offence: 'nonconforming' }]);
    expect(recorded({ ...batch, certificates: [release, official] })).toMatchObject([{ weight: 'todo' }]);
  });

  it('is lifted by a retest a day later, not by an older pass', () => {
    const retest = (issuedOn: string): BatchFacts => ({ ...batch, certificates: [failed, { ...release, publicId: 'cert-2', issuedOn }] });
    expect(sold(retest('2026-11-03'))).toEqual([]);
    expect(sold(retest('2026-11-02'))).toMatchObject([{ weight: 'lead' }]);
  });

  it('puts produce before the market under the agricultural law', () => {
    const farm = { ...batch.party, kinds: ['cooperative'] };
    const cowpea: BatchFacts = { ...failing, party: farm, product: { ...batch.product, category: 'agricultural', directoryItem: '豇豆' } };
    expect(sold(cowpea, { sender: farm })).toMatchObject([{ weight: 'lead', offence: 'produce-nonconforming', department: 'agriculture' }]);
  });
});
