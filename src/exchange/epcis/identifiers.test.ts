import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalId, canonicalWord, identifiersOf, wantedId } from './identifiers.ts';

describe('an identifier', () => {
  it.each([
    ['urn:epc:id:sgtin:0614141.107346.2017', 'https://id.gs1.org/01/10614141073464/21/2017'],
    ['urn:epc:id:sgtin:0614141.107346.A%2FB', 'https://id.gs1.org/01/10614141073464/21/A%2FB'],
    ['urn:epc:class:lgtin:4012345.012345.998877', 'https://id.gs1.org/01/04012345123456/10/998877'],
    ['urn:epc:idpat:sgtin:4012345.044444.*', 'https://id.gs1.org/01/04012345444445'],
    ['urn:epc:id:sscc:0614141.1234567890', 'https://id.gs1.org/00/106141412345678908'],
    ['urn:epc:id:sgln:0614141.07346.1234', 'https://id.gs1.org/414/0614141073467/254/1234'],
    ['urn:epc:id:sgln:0614141.07346.0', 'https://id.gs1.org/414/0614141073467'],
    ['urn:epc:id:pgln:0614141.00777', 'https://id.gs1.org/417/0614141007776'],
    ['urn:epc:id:giai:4000001.111', 'https://id.gs1.org/8004/4000001111'],
    ['urn:epc:id:grai:4012345.55555.987', 'https://id.gs1.org/8003/04012345555554987'],
    ['https://example.com/some/path/01/10614141073464/21/2017?x=1', 'https://id.gs1.org/01/10614141073464/21/2017'],
    ['https://id.gs1.org/01/10614141073465/21/2017', 'https://id.gs1.org/01/10614141073465/21/2017'],
    ['urn:epc:id:sgtin:0614141.1073.2017', 'urn:epc:id:sgtin:0614141.1073.2017'],
    ['urn:epc:id:cpi:0614141.5PQ7.12', 'urn:epc:id:cpi:0614141.5PQ7.12'],
    ['geo:42.698334,23.319941', 'geo:42.698334,23.319941'],
  ])('%s is looked for as %s', (text, canonical) => {
    expect(canonicalId(text)).toBe(canonical);
    expect(canonicalId(canonical)).toBe(canonical);
  });

  it('is never refused and keeps its canonical form, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((rest) => `urn:epc:id:sgtin:${rest}`),
        ),
        (text) => {
          expect(canonicalId(canonicalId(text))).toBe(canonicalId(text));
        },
      ),
      { seed: 7, numRuns: 2_000, verbose: true },
    );
  });

  it('of a pattern is a beginning where the star stands at the end', () => {
    expect(wantedId('urn:epc:idpat:sgtin:0614141.107346.*')).toEqual({ beginning: 'https://id.gs1.org/01/10614141073464/21/' });
    expect(wantedId('urn:epc:idpat:sgtin:0614141.107346.2017')).toEqual({ exactly: 'https://id.gs1.org/01/10614141073464/21/2017' });
    expect(wantedId('urn:epc:idpat:sgtin:0614141.*.*')).toBeNull();
    expect(wantedId('urn:epc:idpat:sgtin:*.*.*')).toBeNull();
  });

  it('stands in an event once a role', () => {
    const event = {
      parentID: 'urn:epc:id:sscc:0614141.1234567890',
      childEPCs: ['urn:epc:id:sgtin:0614141.107346.2017', 'https://id.gs1.org/01/10614141073464/21/2017'],
      childQuantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.012345.998877', quantity: 3 }],
    };
    expect(identifiersOf(event)).toEqual([
      { epc: 'https://id.gs1.org/00/106141412345678908', role: 'parent' },
      { epc: 'https://id.gs1.org/01/10614141073464/21/2017', role: 'epc' },
      { epc: 'https://id.gs1.org/01/04012345123456/10/998877', role: 'class' },
    ]);
  });
});

it.each([
  ['shipping', 'shipping'],
  ['urn:epcglobal:cbv:bizstep:shipping', 'shipping'],
  ['https://ref.gs1.org/cbv/BizStep-void_shipping', 'void_shipping'],
  ['https://example.com/steps/salting', 'https://example.com/steps/salting'],
])('the word %s is looked for as %s', (text, word) => {
  expect(canonicalWord(text)).toBe(word);
});
