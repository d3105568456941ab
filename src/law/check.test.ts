import { describe, expect, it } from 'vitest';
import { allLaw, checkLaw, type LawData } from './check.ts';
import { certificateRulesEffective } from './commitment-certificate-rules/effective.ts';
import { foodSafetyLaw as foodSafety } from './food-safety-law/regulation.ts';
import { retentionProduce } from './food-safety-law/retention-produce.ts';
import { personalFine } from './food-safety-regulations/personal-fine.ts';
import type { AnyLawEntry, Confirmed, FineBand } from './model.ts';
import { citations, lawEntries } from './registry.ts';
import { holidays } from './working-calendar/holidays.ts';
import { displayBand } from './zhejiang-traceability/display-band.ts';

const citation = citations['zj-display-fine'];
const good: FineBand = { minCents: 50_000, maxCents: 200_000, after: 'order-overdue', otherConsequences: [] };
const entry = (
  values: { from: string; to?: string; value: FineBand; citation: (typeof displayBand.values)[0]['citation'] }[],
): AnyLawEntry => ({ ...displayBand, id: 'test/band', values });
const problems = (entries: readonly AnyLawEntry[], more: Partial<LawData> = {}) =>
  checkLaw({ entries, citations: {}, offences: {}, regulations: [], ...more });

describe('the data of the law', () => {
  it('has no defect', () => {
    expect(checkLaw()).toEqual([]);
  });

  it('prints no article of the Zhejiang regulation, whose text was not read', () => {
    const zhejiang = Object.values(citations).filter((c) => c.regulation === 'zhejiang-traceability');
    expect(zhejiang.length).toBeGreaterThan(3);
    expect(zhejiang.filter((c) => c.article !== null)).toEqual([]);
    expect(
      lawEntries.filter((e) => e.regulation === 'zhejiang-traceability').flatMap((e) => e.values.map((v) => v.citation.article)),
    ).toEqual(Array(7).fill(null));
  });
});

describe('the check refuses', () => {
  it('a value without source', () => {
    expect(problems([entry([{ from: '2024-01-01', value: good, citation: { ...citation, source: ' ' } }])])).toEqual([
      'test/band from 2024-01-01: no source',
    ]);
  });

  it('a number without source', () => {
    const months: AnyLawEntry = { ...retentionProduce, id: 'test/months' };
    const [value] = months.values;
    if (!value) throw new Error('no value');
    expect(problems([{ ...months, values: [value] } as AnyLawEntry])).toEqual([]);
    expect(problems([{ ...months, values: [{ ...value, citation: { ...value.citation, source: '' } }] } as AnyLawEntry])).toEqual([
      'test/months from 2021-04-29: no source',
    ]);
  });

  it('a number that is not whole and positive, unless nothing is known', () => {
    const numbers = (value: number, confirmed: Confirmed) =>
      problems([{ ...retentionProduce, id: 'test/n', values: [{ from: '2024-01-01', value, citation: { ...citation, confirmed } }] }]);
    expect([numbers(0, 'yes'), numbers(-1, 'no'), numbers(1.5, 'yes')].flat()).toEqual([
      'test/n from 2024-01-01: 0 is no whole positive number',
      'test/n from 2024-01-01: -1 is no whole positive number',
      'test/n from 2024-01-01: 1.5 is no whole positive number',
    ]);
    expect(numbers(0, 'no')).toEqual([]);
  });

  it('a range of times upside down, a day that is none, a holiday outside its year or twice', () => {
    const [times] = personalFine.values;
    const [day] = certificateRulesEffective.values;
    if (!times || !day) throw new Error('no value');
    expect(problems([{ ...personalFine, values: [{ ...times, value: { minTimes: 11, maxTimes: 10 } }] }])).toEqual([
      'food-safety-regulations/personal-fine from 2019-12-01: min 11 above max 10',
    ]);
    expect(problems([{ ...certificateRulesEffective, values: [{ ...day, value: '2026-02-30' }] }])).toEqual([
      'commitment-certificate-rules/effective from 2026-02-01: 2026-02-30 is not a day',
    ]);
    const value = { daysOff: ['2025-12-31', '2026-01-01'], workDays: ['2026-01-01'] };
    const year = { from: '2026-01-01', to: '2026-12-31', value, citation: citations['holidays-2026'] };
    expect(problems([{ ...holidays, values: [year] }])).toEqual([
      'working-calendar/holidays from 2026-01-01: 2025-12-31 is outside the period',
      'working-calendar/holidays from 2026-01-01: 2026-01-01 stands twice',
    ]);
  });

  it('a value that no paragraph accounts for', () => {
    expect(problems([retentionProduce], { regulations: [{ ...foodSafety, accounts: [] }] })).toEqual([
      'food-safety-law/retention-produce: no paragraph accounts for it',
    ]);
  });

  it('a minimum above the maximum', () => {
    const value = { ...good, minCents: 200_001 };
    expect(problems([entry([{ from: '2024-01-01', value, citation }])])).toEqual([
      'test/band from 2024-01-01: min 200001 above max 200000',
    ]);
  });

  it('an amount that is no whole number of cents', () => {
    const value = { ...good, minCents: 0.5 };
    expect(problems([entry([{ from: '2024-01-01', value, citation }])])).toEqual([
      'test/band from 2024-01-01: 0.5 is no whole positive number',
    ]);
  });

  it('a household band upside down', () => {
    const value = { ...good, household: { minCents: 2, maxCents: 1 } };
    expect(problems([entry([{ from: '2024-01-01', value, citation }])])).toEqual([
      'test/band from 2024-01-01, household: min 2 above max 1',
    ]);
  });

  it('two values that share a day, and not two that follow each other', () => {
    const first = { from: '2024-01-01', to: '2024-12-31', value: good, citation };
    expect(problems([entry([first, { from: '2024-12-31', value: good, citation }])])).toEqual([
      'test/band: the values from 2024-01-01 and 2024-12-31 overlap',
    ]);
    expect(problems([entry([first, { from: '2025-01-01', value: good, citation }])])).toEqual([]);
  });

  it('an open value followed by another', () => {
    const open = { from: '2024-01-01', value: good, citation };
    expect(problems([entry([open, { ...open, from: '2025-01-01' }])])).toEqual([
      'test/band: the values from 2024-01-01 and 2025-01-01 overlap',
    ]);
  });

  it('a value older than the text it cites', () => {
    expect(problems([entry([{ from: '2023-12-31', value: good, citation }])])).toEqual([
      'test/band from 2023-12-31: older than the text it cites (2024-01-01)',
    ]);
  });

  it('a day that does not exist, and a period that ends before it begins', () => {
    expect(problems([entry([{ from: '2024-02-30', value: good, citation }])])).toEqual(['test/band from 2024-02-30: impossible period']);
    expect(problems([entry([{ from: '2024-02-02', to: '2024-02-01', value: good, citation }])])).toEqual([
      'test/band from 2024-02-02: impossible period',
    ]);
  });

  it('a unit outside the closed list', () => {
    const odd = { ...displayBand, id: 'test/odd', unit: 'furlong' } as unknown as AnyLawEntry;
    expect(problems([odd])).toEqual(['test/odd: unknown unit furlong']);
  });

  it('an article number on an unconfirmed citation', () => {
    expect(problems([], { citations: { guess: { ...citation, article: '第二十条', confirmed: 'no' } } })).toEqual([
      'guess: an article number on an unconfirmed citation',
    ]);
  });

  it('an offence whose band is not in the data, and an account that names nothing', () => {
    const offences = { 'code-display': { ...allLaw.offences['code-display'] } } as LawData['offences'];
    expect(problems([], { offences })).toEqual(['code-display: its band zhejiang-traceability/display-band is not registered']);
    expect(problems([], { regulations: allLaw.regulations.filter((r) => r.id === 'agricultural-products-law') })[0]).toBe(
      'agricultural-products-law: an account names agricultural-products-law/fine-69, which is not in the data',
    );
  });
});
