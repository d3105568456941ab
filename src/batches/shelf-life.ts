import { addDays, addMonths, addYears, type CivilDate, civilDateOf, daysBetween, startOfDay } from '../platform/civil-date.ts';
import type { Bilingual } from '../platform/problem-detail.ts';

export type ShelfLife = { value: number; unit: 'hour' | 'day' | 'month' | 'year' };

/** How an expiry date was counted; the words for people are in EXPIRY_CONVENTIONS. */
export type ExpiryConvention = 'hours-from-time' | 'hours-from-day-end' | 'production-day-is-day-zero' | 'same-day-of-month';

/** `expiresOn` is the last day on which the food is within its shelf life. */
export type Expiry = { expiresOn: CivilDate; convention: ExpiryConvention };

export type ExpiryComparison = { outcome: 'agrees' | 'differs'; days: number };

export const EXPIRY_CONVENTIONS: Record<ExpiryConvention, Bilingual> = {
  'hours-from-time': {
    zh: '自生产时刻起满若干小时；恰在零点届满的，算到前一日',
    en: 'so many hours from the time of production; an end at midnight belongs to the day before',
  },
  'hours-from-day-end': {
    zh: '未记录生产时刻，自生产日期当日 24 时起算若干小时',
    en: 'no time of production recorded: so many hours from the end of the production day',
  },
  'production-day-is-day-zero': {
    zh: '生产日期加天数，生产当日不计',
    en: 'production date plus the days, the production day itself not counted',
  },
  'same-day-of-month': {
    zh: '若干月（年）后的同一日；该月没有这一日的，为该月最后一日',
    en: 'the same day so many months (years) later; where that month has no such day, its last day',
  },
};

const HOUR = 3_600_000;
const LAST_PRODUCTION_DATE = '2099-12-31';
const LONGEST: Record<ShelfLife['unit'], number> = { hour: 876_600, day: 36_525, month: 1_200, year: 100 };
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * The expiry date by computation. It is a check only: the date printed on the pack wins (see compareExpiry).
 *
 * No source read settles whether the production day counts as the first day (GB 7718-2011 and -2025 say how to print, not how to count), and
 * plants do both: 18 months from 2026-11-01 is printed as 2028-05-01 or as 2028-04-30. The convention here, named in the answer, is the later
 * one, so that a computed date never accuses anybody a day early: production day not counted; months and years end on the same day of the
 * month, or on its last day where it is shorter; hours run from `productionTime` ('HH:MM' in Shanghai), or from the end of the day without it.
 *
 * null when the shelf life is no whole number from 1 to a hundred years, the time is malformed, or production is after 2099.
 * `productionDate` must be a civil date (RangeError otherwise). For a run over two days give its first day: the earliest date governs.
 */
export function computeExpiry(made: {
  productionDate: CivilDate;
  productionTime?: string | undefined;
  shelfLife: ShelfLife;
}): Expiry | null {
  const { productionDate, shelfLife } = made;
  const { value, unit } = shelfLife;
  if (!Number.isSafeInteger(value) || value < 1 || value > LONGEST[unit] || productionDate > LAST_PRODUCTION_DATE) return null;
  switch (unit) {
    case 'hour':
      return expiryByHours(productionDate, made.productionTime, value);
    case 'day':
      return { expiresOn: addDays(productionDate, value), convention: 'production-day-is-day-zero' };
    case 'month':
      return { expiresOn: addMonths(productionDate, value), convention: 'same-day-of-month' };
    case 'year':
      return { expiresOn: addYears(productionDate, value), convention: 'same-day-of-month' };
  }
}

function expiryByHours(productionDate: CivilDate, productionTime: string | undefined, hours: number): Expiry | null {
  const time = productionTime === undefined ? null : TIME.exec(productionTime);
  if (productionTime !== undefined && !time) return null;
  const start = startOfDay(productionDate) + (time ? Number(time[1]) * HOUR + Number(time[2]) * 60_000 : 24 * HOUR);
  // One millisecond back: food good until 00:00 is good on the day before, not on the day that begins.
  const expiresOn = civilDateOf(start + hours * HOUR - 1);
  return { expiresOn, convention: time ? 'hours-from-time' : 'hours-from-day-end' };
}

/**
 * The printed expiry date against the computed one. `days` is positive when the printed date is later.
 * One day of difference agrees: both ways of counting are met on packs, and a label that follows the other one is no fault.
 */
export function compareExpiry(printed: CivilDate, computed: CivilDate): ExpiryComparison {
  const days = daysBetween(computed, printed);
  return { outcome: Math.abs(days) <= 1 ? 'agrees' : 'differs', days };
}
