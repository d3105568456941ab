import { parseCivilDate } from '../platform/civil-date.ts';
import {
  type AnyLawEntry,
  type Citation,
  type DatedValue,
  type FineBand,
  type HolidayCalendar,
  NUMBER_UNITS,
  type Offence,
  type Regulation,
  UNITS,
} from './model.ts';
import { offences } from './offences.ts';
import { citations, lawEntries, regulations } from './registry.ts';

export type LawData = {
  readonly entries: readonly AnyLawEntry[];
  readonly citations: Readonly<Record<string, Citation>>;
  readonly offences: Readonly<Record<string, Offence>>;
  readonly regulations: readonly Regulation[];
};

/** Everything encoded. */
export const allLaw: LawData = { entries: lawEntries, citations, offences, regulations };

/**
 * Every defect of the data as one line each, empty when sound: a value without source, an amount that is no whole number of cents, min above max,
 * overlapping dates, an unknown unit, an article on an unconfirmed citation, a value older than what it cites, an account that names nothing.
 */
export function checkLaw(law: LawData = allLaw): string[] {
  return [
    ...duplicates(law.entries.map((entry) => entry.id)).map((id) => `${id}: the id is used twice`),
    ...law.entries.flatMap(entryProblems),
    ...Object.entries(law.citations).flatMap(([id, citation]) => citationProblems(id, citation)),
    ...Object.entries(law.offences).flatMap(([id, offence]) => offenceProblems(id, offence, law)),
    ...law.regulations.flatMap((regulation) => accountProblems(regulation, law)),
    ...law.regulations.flatMap((regulation) => unaccounted(regulation, law)),
  ];
}

function entryProblems(entry: AnyLawEntry): string[] {
  const problems: string[] = [];
  if (!UNITS.includes(entry.unit)) problems.push(`${entry.id}: unknown unit ${entry.unit}`);
  if (entry.values.length === 0) problems.push(`${entry.id}: no value`);
  problems.push(...overlapProblems(entry));
  for (const { from, to, citation } of entry.values) {
    const at = `${entry.id} from ${from}`;
    if (!isDay(from) || (to !== undefined && (!isDay(to) || to < from))) problems.push(`${at}: impossible period`);
    if (from < citation.effectiveFrom) problems.push(`${at}: older than the text it cites (${citation.effectiveFrom})`);
    problems.push(...citationProblems(at, citation));
  }
  return [...problems, ...valueProblems(entry)];
}

function valueProblems(entry: AnyLawEntry): string[] {
  if (entry.unit === 'band') return entry.values.flatMap((v) => bandProblems(`${entry.id} from ${v.from}`, v.value));
  if (entry.unit === 'timesRange')
    return entry.values.flatMap((v) => amountProblems(`${entry.id} from ${v.from}`, v.value.minTimes, v.value.maxTimes));
  if (entry.unit === 'civilDate')
    return entry.values.filter((v) => !isDay(v.value)).map((v) => `${entry.id} from ${v.from}: ${v.value} is not a day`);
  if (entry.unit === 'calendar') return entry.values.flatMap((v) => calendarProblems(`${entry.id} from ${v.from}`, v));
  if (entry.unit === 'additiveLimit')
    return entry.values.flatMap((v) =>
      v.value.foods
        .filter((row) => !wholePositive(row.mgPerKg))
        .map((row) => `${entry.id} from ${v.from}: ${row.food} has no whole number of mg/kg`),
    );
  const numbers: readonly string[] = NUMBER_UNITS;
  return numbers.includes(entry.unit) ? entry.values.flatMap((v) => numberProblems(entry.id, v)) : [];
}

/** 0 stands only where nothing is known. */
function numberProblems(id: string, { from, value, citation }: DatedValue<unknown>): string[] {
  const known = Number.isSafeInteger(value) && Number(value) > 0;
  const empty = value === 0 && citation.confirmed === 'no';
  return known || empty ? [] : [`${id} from ${from}: ${value} is no whole positive number`];
}

function calendarProblems(at: string, { from, to = '9999-12-31', value }: DatedValue<HolidayCalendar>): string[] {
  const days = [...value.daysOff, ...value.workDays];
  return [
    ...days.filter((day) => !isDay(day) || day < from || to < day).map((day) => `${at}: ${day} is outside the period`),
    ...duplicates(days).map((day) => `${at}: ${day} stands twice`),
  ];
}

function overlapProblems(entry: AnyLawEntry): string[] {
  const periods = entry.values.map(({ from, to }) => ({ from, to: to ?? '9999-12-31' })).sort((a, b) => (a.from < b.from ? -1 : 1));
  return periods.flatMap((period, i) => {
    const next = periods[i + 1];
    return next && next.from <= period.to ? [`${entry.id}: the values from ${period.from} and ${next.from} overlap`] : [];
  });
}

function bandProblems(at: string, band: FineBand): string[] {
  const problems = centsProblems(at, band.minCents, band.maxCents);
  if (band.household) problems.push(...centsProblems(`${at}, household`, band.household.minCents, band.household.maxCents));
  if (band.severe) problems.push(...centsProblems(`${at}, severe`, band.severe.minCents, band.severe.maxCents));
  if (band.goodsValue) {
    problems.push(...amountProblems(`${at}, times`, band.goodsValue.minTimes, band.goodsValue.maxTimes));
    if (!wholePositive(band.goodsValue.fromCents)) problems.push(`${at}: the threshold of goods value is no whole number of cents`);
  }
  return problems;
}

/** A minimum of 0 is a band the law opens downwards. */
function centsProblems(at: string, min: number, max: number): string[] {
  return min === 0 ? amountProblems(at, max, max) : amountProblems(at, min, max);
}

function amountProblems(at: string, min: number, max: number): string[] {
  const problems = [min, max].filter((n) => !wholePositive(n)).map((n) => `${at}: ${n} is no whole positive number`);
  if (min > max) problems.push(`${at}: min ${min} above max ${max}`);
  return problems;
}

const isDay = (text: string) => parseCivilDate(text) !== null;
const wholePositive = (n: number) => Number.isSafeInteger(n) && n > 0;

function citationProblems(at: string, citation: Citation): string[] {
  const problems: string[] = [];
  if (citation.source.trim() === '') problems.push(`${at}: no source`);
  if (citation.article !== null && citation.article.trim() === '') problems.push(`${at}: empty article; null is what was not read`);
  if (citation.article !== null && citation.confirmed === 'no') problems.push(`${at}: an article number on an unconfirmed citation`);
  const dates = [citation.effectiveFrom, citation.lastConfirmedOn, ...(citation.publishedOn === undefined ? [] : [citation.publishedOn])];
  problems.push(...dates.filter((date) => !isDay(date)).map((date) => `${at}: ${date} is not a day`));
  return problems;
}

function offenceProblems(id: string, offence: Offence, law: LawData): string[] {
  const problems = offence.id === id ? [] : [`${id}: registered under another id than ${offence.id}`];
  if (offence.departments.length === 0) problems.push(`${id}: no department`);
  if (!law.entries.includes(offence.band)) problems.push(`${id}: its band ${offence.band.id} is not registered`);
  return [
    ...problems,
    ...[offence.citation, ...offence.duties, ...offence.notes.map((note) => note.citation)].flatMap((citation) =>
      citationProblems(id, citation),
    ),
  ];
}

function accountProblems(regulation: Regulation, law: LawData): string[] {
  const known = new Set(law.entries.map((entry) => entry.id));
  return regulation.accounts
    .flatMap((account) => account.entries ?? [])
    .filter((id) => !known.has(id))
    .map((id) => `${regulation.id}: an account names ${id}, which is not in the data`);
}

function unaccounted(regulation: Regulation, law: LawData): string[] {
  const named = new Set(law.regulations.flatMap((one) => one.accounts).flatMap((account) => account.entries ?? []));
  return law.entries
    .filter((entry) => entry.regulation === regulation.id && !named.has(entry.id))
    .map((entry) => `${entry.id}: no paragraph accounts for it`);
}

function duplicates(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}
