import { describe, expect, it } from 'vitest';
import { overLimit, readLimit, readResult } from './results.ts';

const detected = (value: string, lod?: string) => readResult({ item: '酚酞', value, lod }).detected;

describe('reading a result', () => {
  it.each([
    ...[
      'ND',
      'nd',
      'N.D.',
      'ND.',
      '未检出',
      '未檢出',
      '未检出(定量限:0.025g/L)',
      '未检出(检出限:0.03g/100mL)',
      '未检出（0.01mg/kg）',
      '<LOD',
      '＜LOQ',
      '<检出限',
    ],
    ...[
      '低于检出限',
      '小于方法检出限',
      '＜0.01',
      '<0.01 mg/kg',
      '—',
      '/',
      '--',
      '-',
      '＊',
      '阴性',
      '(-)',
      'negative',
      'not detected',
      '0',
      '0.00',
      '0 mg/kg',
    ],
    ...[
      '低于方法检出限0.5mg/kg',
      '<LOD(0.5)',
      '未检出(<0.5)',
      '未检出（检出限：1.0×10⁻³mg/kg）',
      '未检出/25g',
      '1#未检出 2#未检出',
      '<50 μg/kg',
      '不超过0.5',
    ],
    ...[
      '<100mg/kg',
      '<1000CFU/g',
      '符合GB 2760-2024',
      '未检出；未检出；未检出；未检出；未检出',
      '＜10CFU/g；＜10CFU/g',
      '合格',
      '符合要求',
      '未检测',
      'N/A',
      'ND(LOD 0.5)',
    ],
  ])('finds nothing in %s', (value) => {
    expect(detected(value)).toBe('not-detected');
  });

  it.each([
    ...[
      '0.5',
      '0.5mg/kg',
      '检出',
      '檢出',
      '阳性',
      '+',
      '(+)',
      'positive',
      '超标',
      '不合格',
      '不符合标准要求',
      '1.2×10',
      '＞3mg/kg',
      '检出 0.02mg/kg',
    ],
    ...[
      '未检出；未检出；未检出；检出；未检出',
      '未检出；0.5mg/kg；未检出',
      '＜10CFU/g；2000CFU/g',
      'ND, ND, 12',
      '痕量',
      '检出(检出限0.01)',
      'ND~0.5',
      '未检出～0.5mg/kg',
      '未检出/0.5mg/kg/未检出',
      '0.1-0.5',
      '10^5',
      '>0',
      '不低于12',
      '至少3',
      'ND >0.5',
      '未检出，11.9',
      '检出限0.5mg/kg检出',
      '检出限0.5 12',
    ],
  ])('finds something in %s', (value) => {
    expect(detected(value)).toBe('detected');
  });

  it.each([['见附件'], [''], ['   '], ['不得检出'], ['x'.repeat(100_000)], ['≥0'], ['不低于检出限']])(
    'leaves %.20s to a person',
    (value) => {
      expect(detected(value)).toBe('unknown');
    },
  );

  it.each([
    ['未检出 11.9'],
    ['11.9未检出限'],
    ['ND<0.5 12'],
    ['ND12'],
    ['11.9 ND'],
    ['ND LOD 0.5 11.9'],
    ['未检出(检出限0.5mg/kg) 12'],
    ['阴性(+)'],
    ['ND ±'],
    ['不是未检出'],
    ['非阴性'],
  ])('takes no "not found" from %s, which contradicts itself', (value) => {
    expect(detected(value)).toBe('unknown');
  });

  it.each([['<1000'], ['<1000 mg/kg'], ['<101mg/L'], ['<0.5%'], ['<2000CFU/g'], ['<50 mg/片']])(
    'takes no "not found" from %s, which no method has as its limit',
    (value) => {
      expect(detected(value)).toBe('unknown');
    },
  );

  it('finds nothing in a number below the limit of detection of the line', () => {
    expect(detected('0.003', '0.01')).toBe('not-detected');
    expect(detected('0.01', '0.01')).toBe('detected');
    expect(detected('3 μg/kg', '0.01 mg/kg')).toBe('not-detected');
    expect(detected('30 μg/kg', '0.01 mg/kg')).toBe('detected');
    expect(detected('3 μg/L', '0.01 mg/kg')).toBe('detected');
  });

  it.each([
    ['7.00×104(mg/kg)', 70000, 'mg/kg'],
    ['2.2×102CFU/g', 220, 'CFU/g'],
    ['3.50×10²mg/kg', 350, 'mg/kg'],
    ['1.7×10<sup>4</sup>CFU/g', 17000, 'CFU/g'],
    ['2.43×10³μg/kg', 2430, 'μg/kg'],
    ['5.0×10⁻²mg/kg', 0.05, 'mg/kg'],
    ['①1.5×10<sup>4</sup>CFU/g;②1.8×10<sup>4</sup>CFU/g', 18000, 'CFU/g'],
    ['120，130，320，180，190CFU/g', 320, 'CFU/g'],
    ['8.2×10²/8.6×10²/7.3×10²CFU/g', 860, 'CFU/g'],
    ['初检结果：231mg/kg复检结果：236mg/kg', 236, 'mg/kg'],
    ['1,020 mg/kg', 1020, 'mg/kg'],
    ['0,5 mg/kg', 0.5, 'mg/kg'],
    ['48.1%vol', 48.1, '%vol'],
    ['0.043mg/100cm²', 0.043, 'mg/100cm2'],
    ['1.0E5 CFU/g', 100000, 'CFU/g'],
    ['2.5e-3mg/kg', 0.0025, 'mg/kg'],
    ['10⁵CFU/g', 100000, 'CFU/g'],
    ['10^4 CFU/mL', 10000, 'CFU/mL'],
    ['1.0×105CFU/g', 100000, 'CFU/g'],
    ['0.5~1.2mg/kg', 1.2, 'mg/kg'],
    ['3.2 毫克/千克', 3.2, '毫克/千克'],
  ])('reads the greatest number of %s', (value, amount, unit) => {
    expect(readResult({ item: '', value }).quantity).toMatchObject({ value: amount, unit });
  });

  it('takes the unit of the line when the value has none', () => {
    expect(readResult({ item: '', value: '0.84', unit: 'g/L' }).quantity).toEqual({
      text: '0.84',
      value: 0.84,
      unit: 'g/L',
      bound: 'exact',
    });
  });

  it('reads no quantity where the exponent was lost', () => {
    expect(readResult({ item: '', value: '①1.2×10' })).toEqual({ detected: 'detected' });
  });
});

describe('a limit', () => {
  it.each([
    ['≤200mg/kg', 'at-most'],
    ['100', 'at-most'],
    ['200≤mg/kg', 'at-most'],
    ['不超过0.12 %', 'at-most'],
    ['≥0.8g/100g', 'at-least'],
    ['不低于99.6%', 'at-least'],
    ['49.8%vol—51.8%vol', 'between'],
    ['不得检出', 'absent'],
    ['不得检出（定量限10mg/kg）', 'absent'],
    ['不得使用', 'absent'],
    ['/', 'none'],
    ['n=5,c=2,m=10,M=10²', 'plan'],
    ['n=5,c=2,m=10,M=10', 'unknown'],
    ['n=5,c=2,m=2.5×10', 'unknown'],
    ['n=5,c=0,m=0/25g', 'plan'],
    ['38.0~55.0 且符合规格 ±1.0', 'unknown'],
    ['应符合 GB 7718-2025 及相关法律法规要求', 'unknown'],
  ])('%s is read as %s', (limit, kind) => {
    expect(readLimit(limit).kind).toBe(kind);
  });

  it.each([
    ['942mg/kg', null, '≤200mg/kg', 'over'],
    ['200mg/kg', null, '≤200mg/kg', 'within'],
    ['200.1', 'mg/kg', '≤200mg/kg', 'over'],
    ['2.43×10³μg/kg', null, '100', 'over'],
    ['50 ug/kg', null, '≤100μg/kg', 'within'],
    ['50微克/千克', null, '≤100μg/kg', 'within'],
    ['0.5 mg/kg', null, '≤100μg/kg', 'over'],
    ['0.5 mg/L', null, '≤100μg/kg', 'unknown'],
    ['0.3mg/kg', null, '≤300μg/kg', 'within'],
    ['0.04g/100g', null, '≤0.4g/kg', 'within'],
    ['0.05%', null, '≤0.4g/kg', 'over'],
    ['12mg/100g', null, '≤100mg/kg', 'over'],
    ['90ppb', null, '≤0.1ppm', 'within'],
    ['0.11ppm', null, '≤100微克/千克', 'over'],
    ['1.5g/L', null, '≤100mg/100mL', 'over'],
    ['3 ppm', null, '≤2mg/L', 'unknown'],
    ['52%vol', null, '≤40%', 'unknown'],
    ['50CFU/g', null, '≤10CFU/mL', 'unknown'],
    ['＞3mg/kg', null, '3mg/kg', 'over'],
    ['＜10CFU/g', null, '≤5CFU/g', 'unknown'],
    ['未检出', 'mg/kg', '≤5', 'within'],
    ['0.66g/100g', null, '≥0.8g/100g', 'over'],
    ['48.1%vol', null, '49.8%vol—51.8%vol', 'over'],
    ['50.0%vol', null, '49.8%vol—51.8%vol', 'within'],
    ['0.4μg/kg', null, '不得检出', 'over'],
    ['未检出', null, '不得检出', 'within'],
    ['见附件', null, '不得检出', 'unknown'],
    ['检出', null, '≤5mg/kg', 'unknown'],
    ['1.0×10³CFU/g', null, 'n=5,c=2,m=10,M=10²', 'over'],
    ['50CFU/g', null, 'n=5,c=2,m=10,M=10²', 'unknown'],
    ['＜10；＜10；20；30；＜10CFU/g', null, 'n=5,c=2,m=10,M=10²CFU/g', 'within'],
    ['＜10；15；20；30；＜10CFU/g', null, 'n=5,c=2,m=10,M=10²CFU/g', 'over'],
    ['＜10；＜10；20；＜10CFU/g', null, 'n=5,c=2,m=10,M=10²CFU/g', 'unknown'],
    ['1.0×105,2.0×103,1.5×103,1.0×103,1.0×103CFU/g', null, 'n=5,c=2,m=104,M=105CFU/g', 'within'],
    ['2.0×105,2.0×103,1.5×103,1.0×103,1.0×103CFU/g', null, 'n=5,c=2,m=104,M=105CFU/g', 'over'],
    ['未检出；未检出；未检出；检出；未检出', null, 'n=5,c=0,m=0/25g', 'over'],
    ['未检出；未检出；未检出；未检出；未检出', '/25g', 'n=5,c=0,m=0/25g', 'within'],
    ['未检出', null, 'n=5,c=0,m=0/25g', 'unknown'],
    ['见附件', null, 'n=5,c=2,m=10,M=10²', 'unknown'],
  ])('%s (%s) against %s is %s', (value, unit, limit, answer) => {
    expect(overLimit(value, unit, limit)).toBe(answer);
  });
});
