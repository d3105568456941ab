import type { Bilingual } from './problem-detail.ts';
import { type Refusal, shown } from './result.ts';

/** A calendar day in Asia/Shanghai, 'YYYY-MM-DD', years 1900 to 2200. Sorts as text. */
export type CivilDate = string;

const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/*
 * Shanghai is UTC+8 without exception since 1991-09-15, when summer time ended. Nothing this service records (sales, deliveries, tests)
 * happened before that, so the fixed offset is exact here and a scan needs neither Intl nor a time zone library.
 */
const SHANGHAI_OFFSET = 8 * HOUR;

const CIVIL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** The date, or null when the text is not 'YYYY-MM-DD', is not a day of the calendar, or lies outside 1900 to 2200. */
export function parseCivilDate(text: string): CivilDate | null {
  const parts = CIVIL_DATE.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return null;
  return day >= 1 && day <= daysInMonth(year, month) ? text : null;
}

/** Days of a month, month 1 to 12, Gregorian calendar. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day asked for last: every record asks for today several times. */
let lastDay = { number: Number.NaN, date: '' };

/** The day it is in Shanghai at an instant (epoch milliseconds). Exact from 1991-09-15 on. */
export function civilDateOf(epochMs: number): CivilDate {
  const number = Math.floor((epochMs + SHANGHAI_OFFSET) / DAY);
  if (number !== lastDay.number) lastDay = { number, date: new Date(epochMs + SHANGHAI_OFFSET).toISOString().slice(0, 10) };
  return lastDay.date;
}

/** Epoch milliseconds of 00:00 in Shanghai on that day. */
export function startOfDay(date: CivilDate): number {
  return utcMidnight(date) - SHANGHAI_OFFSET;
}

/** Epoch milliseconds of the first instant after a day in China; unlike the start of the next day it is there for the last day too. */
export function endOfDay(date: CivilDate): number {
  return startOfDay(date) + 24 * 60 * 60 * 1_000;
}

/** Days from a to b: positive when b is later. */
export function daysBetween(a: CivilDate, b: CivilDate): number {
  return (utcMidnight(b) - utcMidnight(a)) / DAY;
}

/** The day `days` later (earlier when negative). Throws RangeError outside 1900 to 2200. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfUtc(utcMidnight(date) + days * DAY);
}

/** The same day of the month `months` later; where that month is shorter, its last day. Throws RangeError outside 1900 to 2200. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const from = new Date(utcMidnight(date));
  const monthsSinceZero = from.getUTCFullYear() * 12 + from.getUTCMonth() + months;
  const year = Math.floor(monthsSinceZero / 12);
  const month = monthsSinceZero - year * 12 + 1;
  return dateOfUtc(Date.UTC(year, month - 1, Math.min(from.getUTCDate(), daysInMonth(year, month))));
}

/** The same day `years` later; 29 February becomes 28 February in a common year. Throws RangeError outside 1900 to 2200. */
export function addYears(date: CivilDate, years: number): CivilDate {
  return addMonths(date, years * 12);
}

function utcMidnight(date: CivilDate): number {
  if (parseCivilDate(date) === null) throw new RangeError(`not a civil date: ${shown(date)}`);
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}

function dateOfUtc(epochMs: number): CivilDate {
  const date = new Date(epochMs);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
  if (parseCivilDate(text) === null) throw new RangeError(`a date outside ${FIRST_YEAR} to ${LAST_YEAR}`);
  return text;
}

/**
 * Epoch milliseconds of an RFC 3339 instant with seconds and offset ('2026-11-05T09:00:00+08:00', '…Z'), or null.
 * Digits finer than a millisecond are dropped; leap seconds (:60) and years outside 1900 to 2200 are refused.
 */
export function parseInstant(text: string): number | null {
  const parts = INSTANT.exec(text);
  if (!parts) return null;
  const date = parseCivilDate(parts[1] ?? '');
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4])];
  const [offsetHour, offsetMinute] = [Number(parts[7] ?? 0), Number(parts[8] ?? 0)];
  if (date === null || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return null;
  const milliseconds = Number((parts[5] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (offsetHour * HOUR + offsetMinute * MINUTE) * (parts[6] === '-' ? -1 : 1);
  return utcMidnight(date) + hour * HOUR + minute * MINUTE + second * 1000 + milliseconds - offset;
}

/** RFC 3339 in UTC: '2026-11-05T01:00:00Z', with '.mmm' only when the milliseconds are not 0. Throws RangeError for what is no instant. */
export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

/** An instant as people here read it: 'YYYY-MM-DD HH:MM' in Asia/Shanghai. */
export function localTime(epochMs: number): string {
  return new Date(epochMs + SHANGHAI_OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** An instant as files for people have it: the time in China with its offset, so that a program reads the same. */
export function formatShanghai(epochMs: number): string {
  return new Date(epochMs + SHANGHAI_OFFSET).toISOString().replace(/(?:\.000)?Z$/, '+08:00');
}

/** Why a text is no civil date, with the date most likely meant where there is one (other separators, a day past the month's end). */
export function civilDateRefusal(text: string): Refusal {
  const meant = dateMeant(text);
  const fix: Bilingual = meant
    ? { zh: `若指这一天，请写作 ${meant}`, en: `if that day is meant, write ${meant}` }
    : { zh: '按 年-月-日 填写，例如 2026-11-01', en: 'write year-month-day, for example 2026-11-01' };
  return {
    found: shown(text),
    expected: {
      zh: `真实存在的日期，YYYY-MM-DD，${FIRST_YEAR} 至 ${LAST_YEAR} 年`,
      en: `a day of the calendar as YYYY-MM-DD, years ${FIRST_YEAR} to ${LAST_YEAR}`,
    },
    fix,
  };
}

function dateMeant(text: string): CivilDate | null {
  const parts = /^\s*(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?\s*$/.exec(text);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  return parseCivilDate(`${parts[1]}-${two(month)}-${two(Math.min(day, daysInMonth(year, month)))}`);
}

/** Why a text is no instant. */
export function instantRefusal(text: string): Refusal {
  return {
    found: shown(text),
    expected: { zh: '带时区的 RFC 3339 时间，精确到秒', en: 'an RFC 3339 instant with seconds and offset' },
    fix: { zh: '例如 2026-11-05T09:00:00+08:00', en: 'for example 2026-11-05T09:00:00+08:00' },
  };
}
