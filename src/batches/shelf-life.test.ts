import { describe, expect, it } from 'vitest';
import { compareExpiry, computeExpiry, EXPIRY_CONVENTIONS, type ShelfLife } from './shelf-life.ts';

function expiresOn(productionDate: string, value: number, unit: ShelfLife['unit'], productionTime?: string) {
  return computeExpiry({ productionDate, productionTime, shelfLife: { value, unit } })?.expiresOn;
}

describe('the computed expiry date', () => {
  it('seven days from 1 November end on 8 November, the production day not counted', () => {
    expect(computeExpiry({ productionDate: '2026-11-01', shelfLife: { value: 7, unit: 'day' } })).toEqual({
      expiresOn: '2026-11-08',
      convention: 'production-day-is-day-zero',
    });
    expect(EXPIRY_CONVENTIONS['production-day-is-day-zero'].zh).toBe('生产日期加天数，生产当日不计');
  });

  it('months and years end on the same day of the month', () => {
    expect(computeExpiry({ productionDate: '2026-11-01', shelfLife: { value: 18, unit: 'month' } })).toEqual({
      expiresOn: '2028-05-01',
      convention: 'same-day-of-month',
    });
    expect(expiresOn('2026-11-01', 2, 'year')).toBe('2028-11-01');
  });

  it('a shorter month ends on its last day', () => {
    expect(expiresOn('2026-08-31', 6, 'month')).toBe('2027-02-28');
    expect(expiresOn('2027-08-31', 6, 'month')).toBe('2028-02-29');
    expect(expiresOn('2026-10-31', 1, 'month')).toBe('2026-11-30');
  });

  it('29 February ends on 28 February in a common year, on 29 February in a leap year', () => {
    expect(expiresOn('2028-02-29', 1, 'year')).toBe('2029-02-28');
    expect(expiresOn('2028-02-29', 12, 'month')).toBe('2029-02-28');
    expect(expiresOn('2028-02-29', 4, 'year')).toBe('2032-02-29');
    expect(expiresOn('2028-02-28', 1, 'day')).toBe('2028-02-29');
  });

  it('hours run over midnight from the time of production', () => {
    expect(computeExpiry({ productionDate: '2026-11-01', productionTime: '22:30', shelfLife: { value: 4, unit: 'hour' } })).toEqual({
      expiresOn: '2026-11-02',
      convention: 'hours-from-time',
    });
    expect(expiresOn('2026-11-01', 1, 'hour', '22:30')).toBe('2026-11-01');
    expect(expiresOn('2026-12-31', 24, 'hour', '00:01')).toBe('2027-01-01');
  });

  it('food good until exactly midnight is good on the day before', () => {
    expect(expiresOn('2026-11-01', 12, 'hour', '12:00')).toBe('2026-11-01');
    expect(expiresOn('2026-11-01', 12, 'hour', '12:01')).toBe('2026-11-02');
  });

  it('without a time the hours run from the end of the day, so 48 hours are two days', () => {
    expect(computeExpiry({ productionDate: '2026-11-01', shelfLife: { value: 48, unit: 'hour' } })).toEqual({
      expiresOn: '2026-11-03',
      convention: 'hours-from-day-end',
    });
    expect(expiresOn('2026-11-01', 36, 'hour')).toBe('2026-11-03');
    expect(expiresOn('2026-11-01', 6, 'hour')).toBe('2026-11-02');
  });

  it.each([
    [0, 'day'],
    [-1, 'month'],
    [1.5, 'day'],
    [Number.NaN, 'day'],
    [101, 'year'],
    [1_201, 'month'],
    [36_526, 'day'],
    [876_601, 'hour'],
  ] as const)('a shelf life of %d %s is none', (value, unit) => {
    expect(expiresOn('2026-11-01', value, unit)).toBeUndefined();
  });

  it.each(['24:00', '9:00', '12:60', 'noon', ''])('hours cannot be counted from %j', (time) => {
    expect(expiresOn('2026-11-01', 4, 'hour', time)).toBeUndefined();
  });

  it('the longest shelf life of the last production date still has a date', () => {
    expect(expiresOn('2099-12-31', 100, 'year')).toBe('2199-12-31');
    expect(expiresOn('2100-01-01', 1, 'day')).toBeUndefined();
  });
});

describe('the printed date against the computed one', () => {
  it('agrees within one day either way', () => {
    expect(compareExpiry('2028-04-30', '2028-05-01')).toEqual({ outcome: 'agrees', days: -1 });
    expect(compareExpiry('2028-05-01', '2028-05-01')).toEqual({ outcome: 'agrees', days: 0 });
    expect(compareExpiry('2028-05-02', '2028-05-01')).toEqual({ outcome: 'agrees', days: 1 });
  });

  it('differs from the second day on', () => {
    expect(compareExpiry('2028-04-29', '2028-05-01')).toEqual({ outcome: 'differs', days: -2 });
    expect(compareExpiry('2028-05-03', '2028-05-01')).toEqual({ outcome: 'differs', days: 2 });
  });
});
