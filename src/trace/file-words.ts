import { SHARED } from '../pages/text.ts';
import { CONSOLE_TEXT } from '../pages/text-recall-console.ts';
import { TRACE_TEXT } from '../pages/text-trace.ts';
import type { Language } from '../pages/view.ts';
import { formatShanghai, parseInstant } from '../platform/civil-date.ts';
import type { Locale } from '../platform/problems.ts';
import { traceWords } from './picture-words.ts';

/* Files are read by people, in the words of the pages; programs have JSON. */

/** The time in China of an instant of a view; anything else as it is. */
export function timeIn(instant: string | null): string | null {
  const at = instant === null ? null : parseInstant(instant);
  return at === null ? instant : formatShanghai(at);
}

const meant = (words: Readonly<Record<string, string>>, code: string) => (Object.hasOwn(words, code) ? (words[code] ?? code) : code);

/** What a firm is, as the pages call it. */
export const roleIn = (role: string) => meant(SHARED['zh-CN'].rolesOf, role);

/** How somebody was reached; `app` is its own answer here. */
export function wayIn(way: string | null): string | null {
  if (way === null) return null;
  return way === 'app' ? '平台确认' : meant(CONSOLE_TEXT['zh-CN'].ways, way);
}

const languageOf = (locale: Locale): Language => (locale === 'en' ? 'en' : 'zh-CN');

export const kindIn = (kind: string, locale: Locale) => meant(traceWords(locale).kinds, kind);
export const brokenIn = (kind: string, locale: Locale) => meant(traceWords(locale).broken, kind);

/** What a quantity rests on. The page says it with the quantity, a cell of a file alone. */
const BASES: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  zh: { books: '账面', 'no-till-data': '无销售记录，可能已售', 'no-books': '对方账目不可见' },
  en: { books: 'books', 'no-till-data': 'no sales booked, may be sold', 'no-books': 'books not shown' },
};
export const basisIn = (basis: string, locale: Locale) => meant(BASES[locale], basis);
export const contactIn = (contact: string, locale: Locale) => meant(TRACE_TEXT[languageOf(locale)].contacts, contact);
export const stateIn = (state: string, locale: Locale) => meant(TRACE_TEXT[languageOf(locale)].states, state);
