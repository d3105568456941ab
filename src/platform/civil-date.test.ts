import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  civilDateOf,
  civilDateRefusal,
  daysBetween,
  endOfDay,
  formatInstant,
  instantRefusal,
  parseCivilDate,
  parseInstant,
  startOfDay,
} from './civil-date.ts';

describe('a civil date', () => {
  it.each(['2026-11-01', '2028-02-29', '2000-02-29', '1900-01-01', '2200-12-31'])('%s is a day of the calendar', (text) => {
    expect(parseCivilDate(text)).toBe(text);
  });

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-11-00',
    '1899-12-31',
    '2201-01-01',
    '2026-1-1',
    '20261101',
    '2026/11/01',
    ' 2026-11-01',
    '2026-11-01\n',
    '２０２６-11-01',
    '2026-11-01T00:00:00Z',
    '',
  ])('%j is refused', (text) => {
    expect(parseCivilDate(text)).toBeNull();
  });

  it('a refusal names the day most likely meant', () => {
    expect(civilDateRefusal('2026/11/1').fix.en).toBe('if that day is meant, write 2026-11-01');
    expect(civilDateRefusal('20261101').fix.zh).toBe('若指这一天，请写作 2026-11-01');
    expect(civilDateRefusal('2026年2月30日').fix.en).toBe('if that day is meant, write 2026-02-28');
    expect(civilDateRefusal('2026-13-01').fix.en).toBe('write year-month-day, for example 2026-11-01');
    expect(civilDateRefusal('soon').found).toBe('soon');
  });
});

describe('the day in Shanghai', () => {
  it('changes at 16:00 UTC', () => {
    expect(civilDateOf(Date.UTC(2026, 10, 1, 15, 59, 59, 999))).toBe('2026-11-01');
    expect(civilDateOf(Date.UTC(2026, 10, 1, 16, 0, 0, 0))).toBe('2026-11-02');
  });

  it('starts at 16:00 UTC of the day before', () => {
    expect(startOfDay('2026-11-02')).toBe(Date.UTC(2026, 10, 1, 16));
  });

  it('agrees with the time zone database from the end of summer time in 1991 to 2199', () => {
    const inShanghai = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1991, 8, 15), max: Date.UTC(2199, 11, 31) }), (instant) => {
        expect(civilDateOf(instant)).toBe(inShanghai.format(instant));
      }),
    );
  });
});

describe('counting days, months and years', () => {
  it('crosses months, years and 29 February', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(daysBetween('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
    expect(daysBetween('2026-11-01', '2026-11-01')).toBe(0);
  });

  it('keeps to the end of a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28');
    expect(addMonths('2026-11-01', 18)).toBe('2028-05-01');
    expect(addMonths('2026-12-15', 1)).toBe('2027-01-15');
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28');
    expect(addMonths('2026-01-15', -13)).toBe('2024-12-15');
  });

  it('29 February becomes 28 February in a common year', () => {
    expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
    expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
  });

  it('says so when a date leaves 1900 to 2200 or was none', () => {
    expect(() => addDays('2200-12-31', 1)).toThrow(RangeError);
    expect(() => addYears('2026-11-01', 100_000_000)).toThrow(RangeError);
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
  });

  it('going there and back again is the same day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: -20_000, max: 40_000 }), (start, days) => {
        const from = addDays('1960-01-01', start);
        const to = addDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(addDays(to, -days)).toBe(from);
      }),
    );
  });
});

describe('an instant', () => {
  it('is read with its offset', () => {
    expect(parseInstant('2026-11-05T09:00:00+08:00')).toBe(Date.UTC(2026, 10, 5, 1));
    expect(parseInstant('2026-11-05T01:00:00Z')).toBe(Date.UTC(2026, 10, 5, 1));
    expect(parseInstant('2026-11-04t20:30:00.5-04:30')).toBe(Date.UTC(2026, 10, 5, 1, 0, 0, 500));
    expect(parseInstant('2026-11-05T01:00:00.123987z')).toBe(Date.UTC(2026, 10, 5, 1, 0, 0, 123));
  });

  it.each([
    '2026-11-05T09:00:00',
    '2026-11-05T09:00+08:00',
    '2026-11-05 09:00:00+08:00',
    '2026-02-30T09:00:00Z',
    '2026-11-05T24:00:00Z',
    '2026-11-05T23:59:60Z',
    '2026-11-05T09:60:00Z',
    '2026-11-05T09:00:00+24:00',
    '2026-11-05T09:00:00+0800',
    '2026-11-05',
    '1793840400',
  ])('%s is refused', (text) => {
    expect(parseInstant(text)).toBeNull();
    expect(instantRefusal(text).found).toBe(text);
  });

  it('is written in UTC, milliseconds only when there are any', () => {
    expect(formatInstant(Date.UTC(2026, 10, 5, 1))).toBe('2026-11-05T01:00:00Z');
    expect(formatInstant(Date.UTC(2026, 10, 5, 1, 0, 0, 7))).toBe('2026-11-05T01:00:00.007Z');
  });

  it('read back is the same instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1900, 0, 2), max: Date.UTC(2200, 11, 30) }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });
});

describe('the end of a day', () => {
  it('is the first instant of the next, also of the last day of the calendar kept here', () => {
    expect(endOfDay('2026-11-05')).toBe(Date.parse('2026-11-06T00:00:00+08:00'));
    expect(endOfDay('2200-12-31')).toBe(Date.parse('2201-01-01T00:00:00+08:00'));
  });
});
