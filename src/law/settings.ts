import { addDays, parseCivilDate } from '../platform/civil-date.ts';
import type { AnyLawEntry, Citation, CivilDate, DatedValue, Text, Unit } from './model.ts';
import { NUMBER_UNITS, valueOn } from './model.ts';
import { lawEntries } from './registry.ts';

/**
 * What an administrator entered for one value of law: `key` is the entry's id, `value` JSON text of the value in the entry's unit, or '' to keep the
 * value and only name its published source. Settings are never changed; a later one from the same or a later day goes before.
 */
export type LawSettingRow = {
  readonly key: string;
  readonly from: CivilDate;
  readonly value: string;
  readonly source: string;
  readonly publishedOn: CivilDate | null;
  readonly reason: string;
  readonly publicId?: string;
};

export type SettingProblem = {
  readonly field: 'key' | 'from' | 'value' | 'source' | 'publishedOn' | 'reason';
  readonly zh: string;
  readonly en: string;
};

/** Units an administrator may set. Rows of the directories are entered apart; a new band comes with its consequences, in the data. */
const SETTABLE: readonly Unit[] = [...NUMBER_UNITS, 'civilDate', 'calendar'];

/** Every key a setting may name. */
export function settableKeys(entries: readonly AnyLawEntry[] = lawEntries): { key: string; unit: Unit; title: Text }[] {
  return entries.filter((entry) => SETTABLE.includes(entry.unit)).map(({ id, unit, title }) => ({ key: id, unit, title }));
}

/** Every reason to refuse a setting before it is stored; empty when it may stand. */
export function settingProblems(row: LawSettingRow, entries: readonly AnyLawEntry[] = lawEntries): SettingProblem[] {
  const problems: SettingProblem[] = [];
  const entry = entries.find((one) => one.id === row.key && SETTABLE.includes(one.unit));
  if (!entry) problems.push({ field: 'key', zh: '没有这个可以设置的法律数值', en: 'no value of law that can be set has this id' });
  if (parseCivilDate(row.from) === null) problems.push({ field: 'from', zh: '不是日期', en: 'not a day' });
  if (row.source.trim() === '') problems.push({ field: 'source', zh: '应当写明公布的来源', en: 'name where it was published' });
  if (row.reason.trim() === '') problems.push({ field: 'reason', zh: '应当说明理由', en: 'give a reason' });
  if (row.publishedOn !== null && parseCivilDate(row.publishedOn) === null)
    problems.push({ field: 'publishedOn', zh: '不是日期', en: 'not a day' });
  if (entry && row.value !== '' && parseValue(entry, row.value) === undefined)
    problems.push({
      field: 'value',
      zh: `不是该项的值（单位：${entry.unit}）`,
      en: `not a value of this entry (unit ${entry.unit})`,
    });
  return problems;
}

/**
 * The law with the settings as further dated values: each holds from its day, the value before it until the day before. A setting with a published
 * source counts as 'secondary', since nobody of this service read it; without publication day the value stays unconfirmed. Settings that do not fit
 * are left out. Entries without settings are the same objects.
 */
export function applySettings(entries: readonly AnyLawEntry[], settings: readonly LawSettingRow[]): AnyLawEntry[] {
  if (settings.length === 0) return [...entries];
  return entries.map((entry) => {
    const rows = settings.filter((row) => row.key === entry.id && settingProblems(row, entries).length === 0);
    return rows.length === 0 ? entry : [...rows].sort((a, b) => (a.from < b.from ? -1 : 1)).reduce(withSetting, entry);
  });
}

function withSetting(entry: AnyLawEntry, row: LawSettingRow): AnyLawEntry {
  const before = valueOn<unknown>(entry.values, row.from) ?? entry.values.at(-1);
  if (!before) return entry;
  const value = row.value === '' ? before.value : parseValue(entry, row.value);
  const set: DatedValue<unknown> = { from: row.from, value, citation: settingCitation(before.citation, row) };
  const kept = (entry.values as readonly DatedValue<unknown>[]).filter((v) => v.from < row.from).map((v) => endedBefore(v, row.from));
  return { ...entry, values: [...kept, set] } as AnyLawEntry;
}

function endedBefore(value: DatedValue<unknown>, from: CivilDate): DatedValue<unknown> {
  const to = addDays(from, -1);
  return value.to !== undefined && value.to <= to ? value : { ...value, to };
}

function settingCitation({ doubt: _, publishedOn: __, ...citation }: Citation, row: LawSettingRow): Citation {
  return {
    ...citation,
    source: row.source,
    effectiveFrom: row.from,
    ...(row.publishedOn === null ? {} : { publishedOn: row.publishedOn }),
    lastConfirmedOn: row.publishedOn ?? row.from,
    confirmed: row.publishedOn === null ? 'no' : 'secondary',
    doubt: { zh: `管理员录入：${row.reason}`, en: `Entered by an administrator: ${row.reason}` },
  };
}

/** The value of a setting in the entry's unit, or undefined when the text is none. */
function parseValue(entry: AnyLawEntry, text: string): unknown {
  const value = json(text);
  if (entry.unit === 'civilDate') return typeof value === 'string' && parseCivilDate(value) !== null ? value : undefined;
  if (entry.unit === 'calendar') return calendarOf(value);
  return Number.isSafeInteger(value) && Number(value) > 0 ? value : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function calendarOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { daysOff, workDays } = value as Partial<Record<string, unknown>>;
  return isDays(daysOff) && isDays(workDays) ? { daysOff, workDays } : undefined;
}

const isDays = (value: unknown): value is CivilDate[] =>
  Array.isArray(value) && value.every((day) => typeof day === 'string' && parseCivilDate(day) !== null);
