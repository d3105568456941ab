import { describe, expect, it } from 'vitest';
import { batch, context, lineOf, release, sale } from './examples.ts';
import type { BatchFacts, CertificateFacts } from './facts.ts';
import { resultOverLimit } from './result-over-limit.ts';

const over: CertificateFacts = {
  ...release,
  conclusion: null,
  results: [{ item: '磺胺类', value: '101', unit: 'µg/kg', limit: '100' }],
};
const recorded = (facts: BatchFacts) => resultOverLimit.judge({ kind: 'batch', batch: facts }, context);
const sold = (facts: BatchFacts) => resultOverLimit.judge({ kind: 'shipment', shipment: sale([lineOf(facts)]) }, context);

describe('result-over-limit', () => {
  it('asks the maker at record and is a lead once it sold', () => {
    const facts = { ...batch, certificates: [over] };
    expect(recorded(facts)).toMatchObject([{ weight: 'todo', occasion: 'record' }]);
    expect(sold(facts)).toMatchObject([{ weight: 'lead', certainty: 'suspected' }]);
  });

  it('is no lead on an authority’s report whose retest period may be open', () => {
    const facts = { ...batch, certificates: [release, { ...over, publicId: 'cert-9', kind: 'officialSample' }] };
    expect(recorded(facts)).toMatchObject([{ weight: 'todo', occasion: 'record' }]);
    expect(sold(facts)).toEqual([]);
  });
});
