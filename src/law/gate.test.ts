import { describe, expect, it } from 'vitest';
import { type EnteredSubject, type EnteredVariety, type GateInput, gate } from './gate.ts';
import type { PartyKind } from './model.ts';
import { citations } from './registry.ts';

const base: GateInput = {
  duty: 'entry',
  partyKinds: ['producer'],
  productName: '冷鲜猪后腿肉',
  directoryItem: '猪肉',
  regionCode: '330110',
  actOn: '2024-02-03',
};
const answer = (change: Partial<GateInput> = {}) => gate({ ...base, ...change }).answer;
const check = (name: string, change: Partial<GateInput> = {}) => gate({ ...base, ...change }).because.find((c) => c.check === name);
const published = { ...citations['zj-directory'], source: 'http://zjamr.zj.gov.cn/example', doubt: { zh: '', en: '' } };

describe('a producer of pork in Hangzhou', () => {
  it('is bound on 2024-02-03, the first day of the directory', () => {
    expect(answer()).toBe('bound');
  });

  it('is not bound on 2024-02-02, when no directory was in force', () => {
    expect(answer({ actOn: '2024-02-02' })).toBe('not-bound');
    expect(check('date', { actOn: '2024-02-02' })?.text.zh).toBe('行为日2024-02-02在品种目录施行日2024-02-03之前');
  });

  it('is not bound on 2023-12-31, before the regulation', () => {
    expect(answer({ actOn: '2023-12-31' })).toBe('not-bound');
    expect(check('date', { actOn: '2023-12-31' })?.text.zh).toBe('行为日2023-12-31在规定施行日2024-01-01之前');
  });

  it('is not bound for an act in Shanghai', () => {
    expect(answer({ regionCode: '310115' })).toBe('not-bound');
  });

  it('is not bound where 33 stands elsewhere in the code of the place', () => {
    expect(answer({ regionCode: '210133' })).toBe('not-bound');
  });

  it('is told four checks, each with its citation, and that the subject is 待核实', () => {
    const result = gate(base);
    expect(result.because.map((c) => [c.check, c.answer, c.citation.confirmed])).toEqual([
      ['variety', 'bound', 'yes'],
      ['subject', 'bound', 'no'],
      ['territory', 'bound', 'yes'],
      ['date', 'bound', 'yes'],
    ]);
    expect(result.confirmed).toBe('no');
    expect(result.because.map((c) => c.citation.article)).toEqual([null, null, null, null]);
  });

  it('where the place is not known, it is unknown', () => {
    expect(answer({ regionCode: null })).toBe('unknown');
    expect(answer({ regionCode: '杭州' })).toBe('unknown');
  });

  it('a day that does not exist is refused', () => {
    expect(() => answer({ actOn: '2024-02-30' })).toThrow(RangeError);
  });
});

describe('varieties', () => {
  it.each(['香蕉', '芒果', '杨梅', '铁皮石斛', '豇豆', '芹菜', '猪肉', '牛肉', '乌鳢', '牛蛙', '大口黑鲈', '养殖大黄鱼'])(
    '%s is a row that was read',
    (directoryItem) => {
      expect(answer({ directoryItem })).toBe('bound');
    },
  );

  it('the garbled row 芹菜 is marked second-hand', () => {
    expect(check('variety', { directoryItem: '芹菜' })?.citation.confirmed).toBe('secondary');
  });

  it('blanks and compatibility characters around an item do not matter', () => {
    expect(answer({ directoryItem: '\u3000猪⾁ ' })).toBe('bound');
  });

  it.each(['酱油', '大豆油', '苹果', '大黄鱼', '猪肉制品', '猪'])(
    '%s is in no row that was read: unknown, since further rows exist',
    (directoryItem) => {
      expect(answer({ directoryItem })).toBe('unknown');
    },
  );

  it('a product whose name equals an item is asked, never bound', () => {
    const result = gate({ ...base, productName: ' 豇豆', directoryItem: undefined });
    expect(result.answer).toBe('unknown');
    expect(result.suggestedItem).toBe('豇豆');
  });

  it('a product whose name only contains an item is not even asked', () => {
    expect(gate({ ...base, directoryItem: null }).suggestedItem).toBeNull();
  });

  describe('rows entered by an administrator', () => {
    const row: EnteredVariety = { item: '酱油', foodClass: '12.04', effectiveFrom: '2025-03-01', citation: published };
    const soy = { directoryItem: '酱油', productName: '酿造酱油', actOn: '2025-03-01', extraRows: [row] };

    it('bind from their first day and leave the day before unknown', () => {
      expect(answer(soy)).toBe('bound');
      expect(answer({ ...soy, actOn: '2025-02-28' })).toBe('unknown');
    });

    it('end after their last day', () => {
      const extraRows = [{ ...row, effectiveTo: '2025-12-31' }];
      expect(answer({ ...soy, extraRows, actOn: '2025-12-31' })).toBe('bound');
      expect(answer({ ...soy, extraRows, actOn: '2026-01-01' })).toBe('unknown');
    });

    it('match a food class and what is below it, not a class that only begins alike', () => {
      const byClass = (foodClass: string) => answer({ ...soy, directoryItem: null, foodClass });
      expect([byClass('12.04'), byClass('12.04.01'), byClass('12.041'), byClass('12')]).toEqual(['bound', 'bound', 'unknown', 'unknown']);
    });

    it('do not bind while their source is unconfirmed', () => {
      expect(answer({ ...soy, extraRows: [{ ...row, citation: { ...published, confirmed: 'no' } }] })).toBe('unknown');
    });

    it('bind only their category where one is given', () => {
      const extraRows = [{ ...row, category: 'food' as const }];
      expect(answer({ ...soy, extraRows, category: 'agricultural' })).toBe('unknown');
      expect(answer({ ...soy, extraRows, category: 'food' })).toBe('bound');
    });
  });
});

describe('subjects', () => {
  const by = (duty: GateInput['duty'], ...partyKinds: PartyKind[]) => answer({ duty, partyKinds });

  it('food producers enter, operators confirm, sellers display', () => {
    expect([by('entry', 'producer'), by('confirm', 'distributor'), by('confirm', 'canteen'), by('display', 'retailer')]).toEqual([
      'bound',
      'bound',
      'bound',
      'bound',
    ]);
  });

  it('kinds the wording does not name are unknown', () => {
    expect([by('entry', 'cooperative'), by('entry', 'retailer'), by('confirm', 'carrier'), by('display', 'caterer')]).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('one named kind among several is enough', () => {
    expect(by('entry', 'slaughterhouse', 'producer')).toBe('bound');
  });

  it('a farm household is unknown even when it also sells', () => {
    expect([by('entry', 'farmer'), by('display', 'farmer', 'retailer')]).toEqual(['unknown', 'unknown']);
  });

  describe('the directory of subjects entered by an administrator', () => {
    const cooperative: EnteredSubject = {
      duty: 'entry',
      kind: 'cooperative',
      bound: true,
      effectiveFrom: '2024-02-03',
      citation: published,
    };

    it('binds a kind the wording does not name', () => {
      expect(answer({ partyKinds: ['cooperative'], subjectDirectory: [cooperative] })).toBe('bound');
    });

    it('goes by the row with the latest first day, bound or not', () => {
      const excluded = { ...cooperative, bound: false, effectiveFrom: '2026-06-01' };
      const again = { ...cooperative, effectiveFrom: '2026-09-01' };
      const on = (actOn: string) => answer({ partyKinds: ['cooperative'], actOn, subjectDirectory: [cooperative, excluded, again] });
      expect(['2026-05-31', '2026-06-01', '2026-08-31', '2026-09-01'].map(on)).toEqual(['bound', 'not-bound', 'not-bound', 'bound']);
    });

    it('leaves no kind it excludes to the wording of the regulation', () => {
      const subjectDirectory = [{ ...cooperative, kind: 'producer' as const, bound: false }];
      expect(answer({ partyKinds: ['producer', 'retailer'], subjectDirectory })).toBe('unknown');
    });

    it('excludes a party only when each of its kinds is excluded', () => {
      const subjectDirectory = [{ ...cooperative, bound: false }];
      expect(answer({ partyKinds: ['cooperative'], subjectDirectory })).toBe('not-bound');
      expect(answer({ partyKinds: ['cooperative', 'producer'], subjectDirectory })).toBe('bound');
    });
  });
});
