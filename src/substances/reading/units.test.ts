import { describe, expect, it } from 'vitest';
import { converted, unitKey } from './units.ts';

describe('units', () => {
  it.each([
    [300, 'µg/kg', 'mg/kg', 0.3],
    [0.1, 'mg/kg', 'ug/kg', 100],
    [1.2, 'g/100g', 'mg/kg', 12_000],
    [12, 'mg/100g', 'mg/kg', 120],
    [0.05, '%', 'mg/kg', 500],
    [2, '‰', 'g/kg', 2],
    [7, 'ppm', 'mg/kg', 7],
    [7, 'ppb', 'μg/kg', 7],
    [5, 'ng/g', '微克/千克', 5],
    [3, 'μg/mL', 'mg/L', 3],
    [0.2, 'g/100mL', '毫克/升', 2000],
    [100, 'CFU/g', 'CFU/100g', 10_000],
  ])('%d %s is in %s exactly %d', (value, from, to, expected) => {
    expect(converted(value, from, to)).toBe(expected);
  });

  it.each([
    ['mg/kg', 'mg/L'],
    ['ppm', 'mg/L'],
    ['CFU/g', 'MPN/g'],
    ['CFU/g', 'CFU/mL'],
    ['%vol', '%'],
    ['mg/kg', '个'],
    ['mg/kg/d', 'mg/kg'],
  ])('%s and %s measure different things', (from, to) => {
    expect(converted(1, from, to)).toBeNull();
  });

  it('the same unit needs no knowledge of it', () => {
    expect(converted(3, 'mg/100cm²', 'mg / 100cm2')).toBe(3);
    expect(unitKey('毫克/公斤')).toBe('mg/kg');
  });
});
