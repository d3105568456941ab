import { parseCivilDate } from '../../platform/civil-date.ts';
import { shown } from '../../platform/result.ts';
import type { ValueFault } from './model.ts';

const DAY_MS = 86_400_000;
/** Serials of a spreadsheet that can be days of our records: 1954 to 2119 in the system of 1900. */
const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 80_000;

/** Characters a day with its time may have, blanks among them: what is longer is none, and is not looked at. */
export const LONGEST_DAY = 64;

const EXPECTED = { zh: '真实日期，如 2026-11-01、2026/11/1 或 2026年11月1日', en: 'a day, as 2026-11-01, 2026/11/1 or 2026年11月1日' };

export type DateReading = { date: string; time: string | null } | { fault: ValueFault };

/** The civil date (and time) of a serial number, in the system of 1900 or of 1904; null where it is none. */
export function ofSerial(serial: number, is1904: boolean): { date: string; time: string | null } | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null;
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400);
  const days = Math.floor(serial) + (seconds === 86_400 ? 1 : 0);
  // The system of 1900 counts a 29 February 1900 that never was; days before it are not ours to keep.
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = parseCivilDate(new Date(epoch + days * DAY_MS).toISOString().slice(0, 10));
  if (date === null) return null;
  const time = new Date((seconds % 86_400) * 1_000).toISOString().slice(11, 19);
  return { date, time: time === '00:00:00' ? null : time };
}

/** A day as people write it, with a time behind it or without. `text` is folded and trimmed. */
export function readDate(text: string): DateReading {
  if (text.length > LONGEST_DAY) return wrongDate(text);
  const [, whole = '', clock] = /^(.*?)(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.0+)?)?$/s.exec(text) ?? [];
  const time = clock === undefined ? null : clockOf(clock);
  if (clock !== undefined && time === null) return wrongDate(text);
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(whole) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(whole);
  if (parts) {
    const date = dateOf(parts[1], parts[2], parts[3]);
    return date === null ? wrongDate(text) : { date, time };
  }
  return strangeDate(text, whole);
}

function strangeDate(text: string, whole: string): DateReading {
  if (/^\d{5}(?:\.\d+)?$/.test(whole)) return serialFault(text, Number(whole));
  const last = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(whole);
  if (last) return ambiguous(text, last);
  const short = /^(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(whole);
  return short ? shortYear(text, short) : wrongDate(text);
}

function dateOf(year = '', month = '', day = ''): string | null {
  return parseCivilDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
}

/** `9:05` → `09:05:00`; null where it is no time of day. */
export function clockOf(text: string): string | null {
  const parts = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!parts || Number(parts[1]) > 23 || Number(parts[2]) > 59 || Number(parts[3] ?? 0) > 59) return null;
  return `${(parts[1] ?? '').padStart(2, '0')}:${parts[2]}:${parts[3] ?? '00'}`;
}

function wrongDate(text: string): DateReading {
  return {
    fault: {
      code: 'not-a-date',
      found: shown(text),
      expected: EXPECTED,
      fix: { zh: '核对年月日后按 2026-11-01 的样子填写', en: 'check the day and write it like 2026-11-01' },
    },
  };
}

function serialFault(text: string, serial: number): DateReading {
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return wrongDate(text);
  const [of1900, of1904] = [ofSerial(serial, false)?.date, ofSerial(serial, true)?.date];
  return {
    fault: {
      code: 'serial-date',
      found: text,
      expected: EXPECTED,
      fix: {
        zh: `这是表格软件的日期序列号，多半指 ${of1900}（1904 日期系统则为 ${of1904}）；请改写为日期`,
        en: `this is a spreadsheet’s serial number, most likely ${of1900} (${of1904} in the 1904 system); write the date`,
      },
    },
  };
}

function ambiguous(text: string, parts: RegExpExecArray): DateReading {
  const [dayFirst, monthFirst] = [dateOf(parts[3], parts[2], parts[1]), dateOf(parts[3], parts[1], parts[2])];
  const meant = [...new Set([dayFirst, monthFirst])].filter((date) => date !== null);
  if (meant.length === 0) return wrongDate(text);
  return {
    fault: {
      code: 'ambiguous-date',
      found: text,
      expected: EXPECTED,
      fix: { zh: `写明是 ${meant.join(' 还是 ')}`, en: `write ${meant.join(' or ')}` },
    },
  };
}

function shortYear(text: string, parts: RegExpExecArray): DateReading {
  const meant = dateOf(`20${parts[1]}`, parts[2], parts[3]);
  if (meant === null) return wrongDate(text);
  return {
    fault: {
      code: 'short-year',
      found: text,
      expected: { zh: '四位年份', en: 'a year of four digits' },
      fix: { zh: `若指 ${meant}，请写全`, en: `if ${meant} is meant, write it in full` },
    },
  };
}
