import { describe, expect, it } from 'vitest';
import { additiveLimit, additiveLimits, dayOn, numberOn } from './numbers.ts';

describe('numbers of law', () => {
  it('records are kept six months after the shelf life, two years without one (50(2))', () => {
    expect(numberOn('food-safety-law/retention-after-shelf-life', '2026-11-05')).toMatchObject({
      value: 6,
      citation: { article: '第五十条第二款' },
    });
    expect(numberOn('food-safety-law/retention-without-shelf-life', '2026-11-05')?.value).toBe(2);
  });

  it('the certificate rules hold nothing on 2026-01-31 and something on 2026-02-01', () => {
    const at = (day: string) => numberOn('commitment-certificate-rules/retention', day)?.value;
    expect([at('2026-01-31'), at('2026-02-01')]).toEqual([undefined, 6]);
    expect(numberOn('commitment-certificate-rules/retention', '2026-02-01')?.citation.confirmed).toBe('secondary');
  });

  it('days the law names are known as days', () => {
    expect(dayOn('gb-7718/effective-2025', '2026-11-05')?.value).toBe('2027-03-16');
    expect(dayOn('bulk-liquid-rules/carriers-licensed-by', '2026-11-05')?.value).toBe('2026-07-01');
    expect(dayOn('food-safety-law/retest-days', '2026-11-05')).toBeUndefined();
  });

  it('an unknown id is nothing', () => {
    expect(numberOn('food-safety-law/nothing', '2026-11-05')).toBeUndefined();
  });
});

describe('the known rows of GB 2760-2024', () => {
  it('benzoate in soy sauce 1.0 g/kg, in carbonated drinks 0.2 g/kg, at second hand', () => {
    expect(additiveLimit('苯甲酸钠', '酱油', '2026-11-05')).toMatchObject({ mgPerKg: 1_000, citation: { confirmed: 'secondary' } });
    expect(additiveLimit('苯甲酸', '碳酸饮料', '2026-11-05')?.mgPerKg).toBe(200);
  });

  it('start on 2025-02-08', () => {
    expect([additiveLimits('2025-02-07').length, additiveLimits('2025-02-08').length]).toEqual([0, 6]);
  });

  it('say nothing of a food that was not read', () => {
    expect(additiveLimit('苯甲酸', '白酒', '2026-11-05')).toBeUndefined();
    expect(additiveLimit('未知', '酱油', '2026-11-05')).toBeUndefined();
  });
});
