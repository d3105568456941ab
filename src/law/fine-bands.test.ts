import { describe, expect, it } from 'vitest';
import { citationText, fineBandOn, fineBands, publicCitation } from './fine-bands.ts';
import { law } from './index.ts';
import { citations } from './registry.ts';

describe('the list of fine bands', () => {
  const item = (offence: string, asOf = '2026-11-22') => fineBands(asOf).find((band) => band.offence === offence);

  it('shows the band for records with three departments and no invented article', () => {
    expect(item('trace-record')).toMatchObject({
      departments: ['market', 'agriculture', 'forestry'],
      minCents: 100_000,
      maxCents: 1_000_000,
      after: 'order-overdue',
    });
    expect(item('trace-record')?.citation).toMatchObject({ law: '浙江省食品安全数字化追溯规定', article: null });
  });

  it('shows the band for displays with market regulation alone', () => {
    expect(item('code-display')).toMatchObject({ departments: ['market'], minCents: 50_000, maxCents: 200_000, after: 'order-overdue' });
  });

  it('knows no Zhejiang band on 2023-12-31', () => {
    expect(item('trace-record', '2023-12-31')).toBeUndefined();
    expect(item('trace-record', '2024-01-01')).toBeDefined();
  });

  it('is read in English too', () => {
    expect(fineBands('2026-11-22', 'en')[0]?.citation.law).toBe('Zhejiang Provincial Regulations on Food Safety Digital Traceability');
  });
});

describe('the band of one finding', () => {
  const actOn = '2026-11-05';

  it('past shelf life, goods of 300 yuan: 50,000 to 100,000 yuan, with the first-offence list and the trader’s defence beside it', () => {
    const band = fineBandOn('past-shelf-life', { actOn, partyKinds: ['retailer'], goodsValueCents: 30_000 });
    expect(band).toMatchObject({ minCents: 5_000_000, maxCents: 10_000_000, after: 'immediate', basis: 'below-threshold' });
    expect(band?.notes.join()).toContain('可以不予处罚');
    expect(band?.notes.join()).toContain('可以免予处罚，但应当依法没收');
  });

  it('an act before the first-offence list does not show it', () => {
    expect(fineBandOn('past-shelf-life', { actOn: '2025-02-06', partyKinds: ['retailer'] })?.notes.join()).not.toContain('可以不予处罚');
  });

  it('a workshop gets no band of the Food Safety Law, since provincial rules apply (127)', () => {
    expect(fineBandOn('past-shelf-life', { actOn, partyKinds: ['workshop'] })).toBeNull();
  });

  it('a farm household gets the band of the law for households', () => {
    expect(fineBandOn('produce-nonconforming', { actOn, partyKinds: ['farmer'] })).toMatchObject({
      minCents: 50_000,
      maxCents: 500_000,
      basis: 'household',
    });
  });

  it('a cooperative does not', () => {
    expect(fineBandOn('produce-nonconforming', { actOn, partyKinds: ['cooperative'] })).toMatchObject({
      minCents: 5_000_000,
      basis: 'goods-value-unknown',
    });
  });

  it('an act before the law that was read gets none', () => {
    expect(fineBandOn('produce-nonconforming', { actOn: '2022-12-31', partyKinds: ['farm'] })).toBeNull();
  });

  it('never says 违法 of what is not decided, but in the words of the article', () => {
    const lines = fineBands(actOn).flatMap((band) => [...band.lines, ...band.notes, band.title]);
    const words = lines.filter((line) => line.includes('违法') && !/没收违法所得|违法生产经营/.test(line));
    expect(words).toEqual([]);
  });
});

describe('citations in words', () => {
  it('name the article where it was read and 待核实 where it was not', () => {
    expect(citationText(citations['fsl-124-1-5'])).toBe('《中华人民共和国食品安全法》第一百二十四条第一款第（五）项');
    expect(citationText(citations['zj-entry'])).toBe('《浙江省食品安全数字化追溯规定》（条号待核实）');
    expect(citationText(citations['zj-entry'], 'en')).toBe(
      'Zhejiang Provincial Regulations on Food Safety Digital Traceability, article to be verified',
    );
  });

  it('carry source, dates, mark and doubt', () => {
    expect(publicCitation(citations['fsl-38'])).toEqual({
      law: '中华人民共和国食品安全法',
      article: '第三十八条',
      title: '生产经营的食品中不得添加药品',
      confirmed: 'yes',
      source: 'https://github.com/LawRefBook/Laws（行政法/食品安全法）',
      effectiveFrom: '2021-04-29',
      publishedOn: '2021-04-29',
      lastConfirmedOn: '2026-11-22',
      doubt: null,
    });
  });

  it('are reached through the facade', () => {
    expect(law.citations['samr-2023'].effectiveFrom).toBe('2023-10-08');
    expect(law.checkLaw()).toEqual([]);
  });
});
