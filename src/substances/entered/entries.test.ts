import { describe, expect, it } from 'vitest';
import { knowledge } from '../knowledge.ts';
import { matchCas, matchName } from '../match.ts';
import { asOf, type ClassBody, type Entry, type EntryBody, knowledgeOn, type SubstanceBody } from './entries.ts';

const titleOfText = { zh: '示例局关于打击非法添加示例汀的通知', en: 'Example notice against adding examplesatin' };
const substance: SubstanceBody = {
  kind: 'substance',
  names: { zh: ['示例汀'], en: ['examplesatin'] },
  aliases: ['示例丁丁'],
  cas: '64-17-5',
  smiles: [],
  family: 'other-drug',
  standing: 'named',
  titleOfText,
  isDrug: true,
};
const ofClass: ClassBody = {
  kind: 'class',
  names: { zh: ['示例汀类'], en: [] },
  family: '示例汀类',
  members: [{ names: { zh: ['甲基示例汀'], en: [] }, cas: null }],
  stems: ['示例汀'],
  smarts: ['c1ccccc1O'],
  verdict: 'banned',
  forms: ['果冻'],
  claims: ['润肠'],
  titleOfText,
  isDrug: true,
};

let made = 0;
const entry = (body: EntryBody, more: Partial<Entry> = {}): Entry => ({
  id: `entry${++made}`,
  body,
  from: '2026-11-05',
  source: '示例局公告（2026年第1号）',
  publishedOn: '2026-11-01',
  by: 'admin/k',
  at: 1_000,
  revokedAt: null,
  ...more,
});
const seen = (entries: Entry[], name: string, on = '2026-11-05') =>
  matchName(name, knowledgeOn(entries, on)).map(({ verdict, ground }) => `${verdict} ${ground}`);

describe('a substance people entered', () => {
  it('is banned by its names, its misspelling and its CAS number from its first day on, and unknown the day before', () => {
    const entries = [entry(substance)];
    for (const name of ['示例汀', 'Examplesatin', '示例丁丁']) expect(seen(entries, name)).toEqual(['banned named']);
    expect(matchCas('64-17-5', knowledgeOn(entries, '2026-11-05'))).toMatchObject([{ verdict: 'banned', by: 'cas' }]);
    expect(seen(entries, '示例汀', '2026-11-04')).toEqual([]);
  });

  it('names its text and its source', () => {
    const [match] = matchName('示例汀', knowledgeOn([entry(substance)], '2026-11-05'));
    expect(match?.reason).toEqual({
      zh: '《示例局关于打击非法添加示例汀的通知》列有示例汀',
      en: 'examplesatin is named in: Example notice against adding examplesatin',
    });
    expect(match?.sources).toEqual(['示例局公告（2026年第1号）']);
    expect(match?.entered).toMatchObject({ from: '2026-11-05', isDrug: true });
  });

  it.each([
    ['listed', 'banned named'],
    ['named', 'banned named'],
    ['class', 'banned class'],
    ['limit', 'review identity'],
    ['method', 'review method'],
    ['lawful', 'clear lawful'],
  ] as const)('that a text says is %s is %s', (standing, verdict) => {
    expect(seen([entry({ ...substance, standing })], '示例汀')).toEqual([verdict]);
  });

  it('stands beside the shipped row of the same name: both are returned', () => {
    const entries = [entry({ ...substance, names: { zh: ['咖啡因'], en: [] }, aliases: [], cas: null })];
    expect(seen(entries, '咖啡因').sort()).toEqual(['banned named', 'clear lawful']);
  });

  it('that is revoked counts for no act, and counts where one asks what was known before', () => {
    const revoked = entry(substance, { revokedAt: 5_000 });
    expect(seen([revoked], '示例汀')).toEqual([]);
    expect(seen(asOf([revoked], 5_000), '示例汀')).toEqual(['banned named']);
    expect(seen(asOf([revoked], 5_001), '示例汀')).toEqual([]);
    expect(seen(asOf([revoked], 1_000), '示例汀')).toEqual([]);
  });
});

describe('a class people entered', () => {
  it('bans its words and its members as of the class; a stem inside a name is for review', () => {
    const entries = [entry(ofClass)];
    expect(seen(entries, '甲基示例汀')).toEqual(['banned class']);
    expect(matchName('示例汀类', knowledgeOn(entries, '2026-11-05'))).toMatchObject([{ verdict: 'banned', by: 'rule', substance: null }]);
    expect(seen(entries, '乙基示例汀')).toEqual(['review hint']);
    expect(seen(entries, '乙基示例汀', '2026-11-04')).toEqual([]);
  });

  it('for review is for review by every name', () => {
    expect(seen([entry({ ...ofClass, verdict: 'review' })], '甲基示例汀')).toEqual(['review relation']);
  });

  it('gives the structure screening its patterns, and the notice its claims and forms', () => {
    const { rules } = knowledgeOn([entry(ofClass)], '2026-11-05');
    expect(rules).toMatchObject([{ verdict: 'banned', smarts: ['c1ccccc1O'], forms: ['果冻'], claims: ['润肠'], family: '示例汀类' }]);
    expect(knowledgeOn([entry(ofClass)], '2026-11-04').rules).toEqual([]);
  });
});

describe('an alias people entered', () => {
  it('means its substance, with the law of that substance', () => {
    const [match] = matchName('粉太粉', knowledgeOn([entry({ kind: 'alias', name: '粉太粉', of: '77-09-8' })], '2026-11-05'));
    expect(match).toMatchObject({ verdict: 'banned', ground: 'named', substance: { id: '77-09-8' } });
  });

  it('of an entered substance means nothing on a day that substance is not in force', () => {
    const target = entry(substance);
    const alias = entry({ kind: 'alias', name: '实例廷', of: target.id }, { from: '2026-01-01' });
    expect(seen([target, alias], '实例廷', '2026-11-04')).toEqual([]);
    expect(seen([target, alias], '实例廷')).toEqual(['banned named']);
  });
});

describe('knowledge of a day', () => {
  it('is the shipped table itself where nothing is in force', () => {
    expect(knowledgeOn([entry(substance)], '2026-11-04')).toBe(knowledge());
  });

  it('is indexed once for the same entries', () => {
    const entries = [entry(substance)];
    expect(knowledgeOn(entries, '2026-12-01')).toBe(knowledgeOn(entries, '2026-11-05'));
  });
});
