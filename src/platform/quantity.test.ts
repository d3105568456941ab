import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, formatSteps, type Packaging, parseQuantity, type QuantityInput } from './quantity.ts';

function read(input: QuantityInput) {
  const result = parseQuantity(input);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.quantity;
}

function problems(input: QuantityInput) {
  const result = parseQuantity(input);
  return result.ok ? [] : result.problems;
}

describe('a quantity as people write it', () => {
  it.each([
    ['12.5', '千克', 12_500_000, 'KGM', 'mass'],
    ['12.5', '公斤', 12_500_000, 'KGM', 'mass'],
    ['12.5', 'kg', 12_500_000, 'KGM', 'mass'],
    ['12.5', 'KGM', 12_500_000, 'KGM', 'mass'],
    ['0.000001', '千克', 1, 'KGM', 'mass'],
    ['500', 'g', 500_000, 'GRM', 'mass'],
    ['1.5', '吨', 1_500_000_000, 'TNE', 'mass'],
    ['3', '斤', 1_500_000, null, 'mass'],
    ['2', '两', 100_000, null, 'mass'],
    ['5', 'L', 5_000_000, 'LTR', 'volume'],
    ['250', 'mL', 250_000, 'MLT', 'volume'],
    ['250', '毫升', 250_000, 'MLT', 'volume'],
    ['1200', '袋', 1_200, 'XBG', 'count'],
    ['24', '箱', 24, 'XCT', 'count'],
    ['24', 'XCT', 24, 'XCT', 'count'],
    ['24', 'XCS', 24, 'XCS', 'count'],
    ['6', '瓶', 6, 'XBO', 'count'],
    ['7', '盒', 7, 'XBX', 'count'],
    ['7', '个', 7, 'H87', 'count'],
    ['7', 'C62', 7, 'C62', 'count'],
    ['2', '头', 2, 'HEA', 'count'],
    ['40', '羽', 40, 'HEA', 'count'],
    ['2', '条', 2, 'C62', 'count'],
    ['1.0', '袋', 1, 'XBG', 'count'],
  ] as const)('%s %s', (amount, unit, steps, unitCode, dimension) => {
    expect(read({ amount, unit })).toEqual({ steps, unit, unitCode, dimension });
  });

  it('full-width digits and letters are read, the unit is echoed as written', () => {
    expect(read({ amount: '１２．５', unit: 'ＫＧ' })).toEqual({ steps: 12_500_000, unit: 'ＫＧ', unitCode: 'KGM', dimension: 'mass' });
  });

  it('two halves of pork weigh 83.6 kg', () => {
    expect(read({ amount: '83.6', unit: '千克', pieces: 2 })).toEqual({
      steps: 83_600_000,
      unit: '千克',
      unitCode: 'KGM',
      dimension: 'mass',
      pieces: 2,
    });
  });

  it('up to 10^9 kg and 10^12 counted, no more', () => {
    expect(read({ amount: '1000000000', unit: '千克' }).steps).toBe(1_000_000_000_000_000);
    expect(read({ amount: '1000000', unit: '吨' }).steps).toBe(1_000_000_000_000_000);
    expect(read({ amount: '1000000000000', unit: '袋' }).steps).toBe(1_000_000_000_000);
    expect(problems({ amount: '1000000000.000001', unit: '千克' })[0]?.expected.en).toBe('at most 1000000000 千克');
    expect(problems({ amount: '1000000000001', unit: '袋' })[0]?.expected.en).toBe('at most 1000000000000 袋');
  });
});

describe('a quantity that cannot be meant', () => {
  it.each([
    '0',
    '0.000',
    '-5',
    '+5',
    'NaN',
    'Infinity',
    '1e3',
    '0x10',
    '1,200',
    '.5',
    '5.',
    '',
    ' ',
    '12kg',
    '10²',
    '①',
    '十二',
    '1 000',
    '--1',
  ])('amount %j is refused', (amount) => {
    expect(problems({ amount, unit: '千克' })).toMatchObject([{ at: 'amount', found: amount }]);
  });

  it.each([
    ['1,200', 'write "1200", with the unit in "unit"'],
    ['.5', 'write "0.5", with the unit in "unit"'],
    ['5.', 'write "5", with the unit in "unit"'],
    ['12.5 kg', 'write "12.5", with the unit in "unit"'],
    ['１２公斤', 'write "12", with the unit in "unit"'],
    ['1,2', 'write digits only, for example "12.5"'],
    ['1e3', 'write digits only, for example "12.5"'],
    ['-5', 'write digits only, for example "12.5"'],
    ['9'.repeat(100_000), 'write "9999999999999999999999999999999999999999", with the unit in "unit"'],
  ])('the smallest fix of %.20s', (amount, fix) => {
    const problem = problems({ amount, unit: '千克' })[0];
    expect(problem?.fix.en).toBe(fix);
    expect(problem?.found.length).toBeLessThanOrEqual(81);
  });

  it('an amount finer than a step is refused with the nearest below', () => {
    expect(problems({ amount: '12.5', unit: '袋' })).toMatchObject([
      { at: 'amount', expected: { en: 'a whole multiple of 1 袋' }, fix: { en: 'for example "12", or use a smaller unit' } },
    ]);
    expect(problems({ amount: '0.0000015', unit: 'kg' })[0]?.fix.zh).toBe('例如 "0.000001"，或改用更小的单位');
    expect(problems({ amount: '0.000001', unit: '斤' })[0]?.expected.en).toBe('a whole multiple of 0.000002 斤');
    expect(problems({ amount: '0.3', unit: '箱' })[0]?.fix.en).toBe('for example "1", or use a smaller unit');
  });

  it.each(['', '磅', 'lb', 'constructor', '__proto__', '千克千克', 'kg '.repeat(50)])('unit %.20j is not known', (unit) => {
    expect(problems({ amount: '1', unit })).toMatchObject([{ at: 'unit' }]);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d pieces are refused', (pieces) => {
    expect(problems({ amount: '1', unit: '千克', pieces })).toMatchObject([{ at: 'pieces', found: String(pieces) }]);
  });

  it('everything wrong is said at once', () => {
    expect(problems({ amount: '0', unit: '磅', pieces: 0 }).map((problem) => problem.at)).toEqual(['amount', 'unit', 'pieces']);
  });
});

describe('steps written out', () => {
  it.each([
    [12_500_000, '千克', '12.5'],
    [12_500_000, '公斤', '12.5'],
    [12_500_000, '克', '12500'],
    [1, '吨', '0.000000001'],
    [1, '斤', '0.000002'],
    [1, '两', '0.00002'],
    [750_000, '斤', '1.5'],
    [100, '箱', '100'],
    [0, '千克', '0'],
    [-500_000, '千克', '-0.5'],
    [9_007_199_254_740_991, '千克', '9007199254.740991'],
  ])('%d steps in %s', (steps, unit, text) => {
    expect(formatSteps(steps, unit)).toBe(text);
  });

  it('of an unknown unit are a defect of the caller', () => {
    expect(() => formatSteps(1, '磅')).toThrow(RangeError);
  });

  it('read back are the same steps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 15 }),
        fc.constantFrom('千克', 'g', '吨', '斤', '两', 'L', 'mL', '立方米'),
        (steps, unit) => {
          expect(read({ amount: formatSteps(steps, unit), unit }).steps).toBe(steps);
        },
      ),
    );
  });
});

describe('conversion', () => {
  const packaging: Packaging[] = [
    { unit: '托', contains: { amount: '40', unit: '箱' } },
    { unit: '箱', contains: { amount: '10', unit: '袋' } },
    { unit: '袋', contains: { amount: '2.5', unit: '千克' } },
  ];

  it('goes through the levels of packaging and back', () => {
    expect(convert(2, '托', '袋', packaging)).toBe(800);
    expect(convert(24, '箱', '袋', packaging)).toBe(240);
    expect(convert(800, '袋', '托', packaging)).toBe(2);
    expect(convert(24, 'XCT', 'XBG', packaging)).toBe(240);
  });

  it('bridges counted goods and their weight', () => {
    expect(convert(1, '箱', '千克', packaging)).toBe(25_000_000);
    expect(convert(25_000_000, '斤', '箱', packaging)).toBe(1);
    expect(convert(3, '箱', '千克', [{ unit: '箱', contains: { amount: '12', unit: '千克' } }])).toBe(36_000_000);
  });

  it('a weight may be said to contain pieces', () => {
    expect(convert(500_000, '千克', '个', [{ unit: '斤', contains: { amount: '8', unit: '个' } }])).toBe(8);
  });

  it('keeps mass as mass without any packaging', () => {
    expect(convert(12_500_000, '千克', '克')).toBe(12_500_000);
    expect(convert(0, '袋', '袋')).toBe(0);
  });

  it('is impossible between unrelated units, for parts of a package, for unknown units', () => {
    expect(convert(1, '箱', '袋')).toBeNull();
    expect(convert(1, '千克', '升')).toBeNull();
    expect(convert(15, '袋', '箱', packaging)).toBeNull();
    expect(convert(1, '箱', '瓶', packaging)).toBeNull();
    expect(convert(1, '磅', '千克', packaging)).toBeNull();
    expect(convert(1.5, '箱', '袋', packaging)).toBeNull();
    expect(convert(9_007_199_254_740_991, '箱', '袋', packaging)).toBeNull();
  });

  it('a level that cannot be read, and levels in a circle, do not hang or invent', () => {
    expect(convert(1, '箱', '袋', [{ unit: '箱', contains: { amount: 'ten', unit: '袋' } }])).toBeNull();
    expect(convert(1, '箱', '袋', [{ unit: '箱', contains: { amount: '0', unit: '袋' } }])).toBeNull();
    const circle = [
      { unit: '箱', contains: { amount: '2', unit: '盒' } },
      { unit: '盒', contains: { amount: '2', unit: '箱' } },
    ];
    expect(convert(1, '箱', '袋', circle)).toBeNull();
    expect(convert(1, '箱', '盒', circle)).toBe(2);
  });
});
