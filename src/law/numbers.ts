import type { AnyLawEntry, Citation, CivilDate, DatedValue, Unit } from './model.ts';
import { valueOn } from './model.ts';
import { lawEntries } from './registry.ts';
import { applySettings, type LawSettingRow } from './settings.ts';

/** What holds for an entry on a day, with the settings of administrators; undefined for an unknown id or a day without value. */
export function entryOn(
  id: string,
  on: CivilDate,
  settings: readonly LawSettingRow[] = [],
): { value: unknown; unit: Unit; citation: Citation } | undefined {
  const entry = lawEntries.find((one) => one.id === id);
  if (!entry) return undefined;
  const [applied] = applySettings([entry], settings);
  const dated = applied && valueOn<unknown>(applied.values, on);
  return dated && { value: dated.value, unit: entry.unit, citation: dated.citation };
}

/** A number of law on a day; undefined when the entry is none or holds nothing then. */
export function numberOn(
  id: string,
  on: CivilDate,
  settings: readonly LawSettingRow[] = [],
): { value: number; citation: Citation } | undefined {
  const found = entryOn(id, on, settings);
  return typeof found?.value === 'number' ? { value: found.value, citation: found.citation } : undefined;
}

/** A day the law names (commencement, a date to be licensed by), as known on `on`. */
export function dayOn(id: string, on: CivilDate): { value: CivilDate; citation: Citation } | undefined {
  const found = entryOn(id, on);
  return found?.unit === 'civilDate' ? { value: String(found.value), citation: found.citation } : undefined;
}

type LimitEntry = Extract<AnyLawEntry, { unit: 'additiveLimit' }>;
const limits = lawEntries.filter((entry): entry is LimitEntry => entry.unit === 'additiveLimit');
type Limit = DatedValue<LimitEntry['values'][number]['value']>;

/** The known rows of GB 2760 on a day. */
export function additiveLimits(on: CivilDate): { id: string; value: Limit['value']; citation: Citation }[] {
  return limits.flatMap((entry) => {
    const dated = valueOn(entry.values, on);
    return dated ? [{ id: entry.id, value: dated.value, citation: dated.citation }] : [];
  });
}

/**
 * The known limit of an additive in a food, matched by the exact names of the standard; undefined when no row is known, which never means that the
 * additive is not allowed.
 */
export function additiveLimit(additive: string, food: string, on: CivilDate): { mgPerKg: number; citation: Citation } | undefined {
  const row = additiveLimits(on).find(({ value }) => value.names.some((name) => normal(name) === normal(additive)));
  const found = row?.value.foods.find((one) => normal(one.food) === normal(food));
  return row && found ? { mgPerKg: found.mgPerKg, citation: row.citation } : undefined;
}

const normal = (text: string) => text.normalize('NFKC').trim();
