import { describe, expect, it } from 'vitest';
import { type Competence, competentDepartment, resolve, stageOf } from './authority.ts';
import type { PartyKind } from './model.ts';
import { offenceOf } from './offences.ts';

describe('the competent department', () => {
  it('goes by stage for trace records: agriculture before the market, market regulation after entry', () => {
    expect(competentDepartment({ offence: 'trace-record', stage: 'before-market', category: 'agricultural' }).department).toBe(
      'agriculture',
    );
    const after = competentDepartment({ offence: 'trace-record', stage: 'market', category: 'agricultural' });
    expect([after.department, after.citation.article]).toEqual(['market', '第六十条']);
  });

  it('is forestry for forest products before the market', () => {
    expect(
      competentDepartment({ offence: 'trace-record', stage: 'before-market', category: 'agricultural', forestProduct: true }).department,
    ).toBe('forestry');
  });

  it('is market regulation for food at any stage', () => {
    expect(competentDepartment({ offence: 'trace-record', stage: 'before-market', category: 'food' }).department).toBe('market');
  });

  it('is market regulation alone for a code not displayed', () => {
    expect(competentDepartment({ offence: 'code-display', stage: 'before-market', category: 'agricultural' }).department).toBe('market');
  });

  it('is customs for importers’ records, under art. 129(2)', () => {
    const { department, citation } = competentDepartment({ offence: 'importer-record', stage: 'market', category: 'food' });
    expect([department, citation.article]).toEqual(['customs', '第一百二十九条第二款']);
  });
});

describe('the stage', () => {
  const stage = (...partyKinds: PartyKind[]) => stageOf({ category: 'agricultural', partyKinds });

  it('is before the market for farms, cooperatives, households and slaughterhouses', () => {
    expect([stage('farm'), stage('cooperative'), stage('farmer'), stage('slaughterhouse')]).toEqual(Array(4).fill('before-market'));
  });

  it('is the market for traders, and for a cooperative that also sells at a stall', () => {
    expect([stage('distributor'), stage('cooperative', 'retailer'), stage('carrier')]).toEqual(Array(3).fill('market'));
  });

  it('is always the market for food', () => {
    expect(stageOf({ category: 'food', partyKinds: ['farm'] })).toBe('market');
  });
});

describe('which law reaches a fact', () => {
  const coop = { stage: 'before-market', category: 'agricultural', partyKinds: ['cooperative'] } as const;

  it('a residue at a cooperative falls under the Agricultural Products Law, at a shop under the Food Safety Law', () => {
    expect(offenceOf('over-limit', coop)).toBe('produce-nonconforming');
    expect(offenceOf('over-limit', { ...coop, stage: 'market', partyKinds: ['retailer'] })).toBe('over-limit');
  });

  it('a missing commitment certificate reaches a cooperative and no household', () => {
    expect(offenceOf('certificate-missing-at-release', coop)).toBe('commitment-certificate');
    expect(offenceOf('certificate-missing-at-release', { ...coop, partyKinds: ['farmer'] })).toBeNull();
  });

  it('a paper that is missing of a plant’s own meat is no missing check of a purchase', () => {
    const plant = { stage: 'market', category: 'agricultural', partyKinds: ['producer'] } as const;
    expect([offenceOf('certificate-missing-at-release', plant), offenceOf('certificate-missing-at-purchase', plant)]).toEqual([null, null]);
  });

  it('food is reached by the Food Safety Law', () => {
    const food = { stage: 'market', category: 'food', partyKinds: ['producer'] } as const;
    expect([offenceOf('banned-substance', food), offenceOf('drug-in-food', food), offenceOf('nonconforming', food)]).toEqual([
      'non-food-substance',
      'drug-in-food',
      'nonconforming',
    ]);
    expect([offenceOf('certificate-missing-at-release', food), offenceOf('certificate-missing-at-purchase', food)]).toEqual([
      'not-inspected',
      'purchase-check',
    ]);
  });
});

describe('who exercises the power where', () => {
  const row = (regionCode: string, authorityId: string, change: Partial<Competence> = {}): Competence => ({
    regionCode,
    offence: '*',
    department: 'market',
    authorityId,
    ...change,
  });
  const rows = [
    row('330000', 'province'),
    row('330100', 'hangzhou'),
    row('330110', 'yuhang'),
    row('330110', 'yuhang enforcement', { offence: 'code-display' }),
    row('330110', 'anyone', { department: null }),
    row('330200', 'ningbo'),
  ];
  const at = (
    regionCode: string,
    offence: 'trace-record' | 'code-display' = 'trace-record',
    department: 'market' | 'agriculture' = 'market',
  ) => resolve(rows, regionCode, offence, department)?.authorityId;

  it('the county wins over the city, the city over the province', () => {
    expect([at('330110'), at('330106'), at('330702')]).toEqual(['yuhang', 'hangzhou', 'province']);
  });

  it('a township code belongs to its county', () => {
    expect(at('330110005')).toBe('yuhang');
  });

  it('a power handed to one office for one offence wins there', () => {
    expect(at('330110', 'code-display')).toBe('yuhang enforcement');
  });

  it('a row for any department serves only where no row names the department', () => {
    expect(at('330110', 'trace-record', 'agriculture')).toBe('anyone');
    expect(at('330106', 'trace-record', 'agriculture')).toBeUndefined();
  });

  it('outside every region nobody is found', () => {
    expect(at('310115')).toBeUndefined();
  });
});
