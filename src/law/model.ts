import type { CivilDate } from '../platform/civil-date.ts';

export type { CivilDate };

/** How a statement of law was confirmed: read in a text, stated at second hand, or not confirmed (待核实). */
export type Confirmed = 'yes' | 'secondary' | 'no';

export type Lang = 'zh' | 'en';
export type Text = { readonly zh: string; readonly en: string };

export type Department = 'market' | 'agriculture' | 'forestry' | 'customs' | 'comprehensive' | 'township';

export type PartyKind =
  | 'producer'
  | 'farm'
  | 'cooperative'
  | 'farmer'
  | 'slaughterhouse'
  | 'workshop'
  | 'importer'
  | 'distributor'
  | 'retailer'
  | 'caterer'
  | 'canteen'
  | 'marketOperator'
  | 'coldStore'
  | 'carrier'
  | 'laboratory';

export type Category = 'food' | 'agricultural';

/** What the Zhejiang regulation asks: enter a record, receive and confirm, display the trace code. */
export type Duty = 'entry' | 'confirm' | 'display';

export type RegulationId =
  | 'zhejiang-traceability'
  | 'food-safety-law'
  | 'food-safety-regulations'
  | 'agricultural-products-law'
  | 'pesticide-regulations'
  | 'commitment-certificate-rules'
  | 'recall-measures'
  | 'administrative-penalty-law'
  | 'first-offence-lists'
  | 'gb-7718'
  | 'gb-2760'
  | 'bulk-liquid-rules'
  | 'samr-notice-2023'
  | 'working-calendar'
  | 'service-settings';

/**
 * One place in the law. `article` is null where the text was not read: it is then shown as 待核实, never guessed.
 * `effectiveFrom` is the day the cited text applies from, `publishedOn` the day it was published, `lastConfirmedOn` the last day a person or a
 * source check found it unchanged. `doubt` says at the clause what is still open.
 */
export type Citation = {
  readonly regulation: RegulationId;
  readonly law: Text;
  readonly article: string | null;
  readonly title: Text;
  readonly source: string;
  readonly effectiveFrom: CivilDate;
  readonly publishedOn?: CivilDate;
  readonly lastConfirmedOn: CivilDate;
  readonly confirmed: Confirmed;
  readonly doubt?: Text;
};

/** A value of law for the days `from`…`to`, both inclusive; without `to` it still holds. Never overwritten: a change is a further value. */
export type DatedValue<T> = { readonly from: CivilDate; readonly to?: CivilDate; readonly value: T; readonly citation: Citation };

export type ConsequenceKind = 'criticism' | 'order' | 'warning' | 'stop' | 'confiscation' | 'businessStop' | 'revocation' | 'detention';
/**
 * `severe` marks what the article keeps for serious cases (情节严重), `condition` what it keeps for an order refused (拒不改正) or for grave
 * consequences (造成严重后果).
 */
export type Consequence = {
  readonly kind: ConsequenceKind;
  readonly text: Text;
  readonly severe?: true;
  readonly condition?: 'refused' | 'grave';
};

/**
 * When the fine may come: after an order to correct ran out, after an order was refused, or without an order. 'immediate' only means that no
 * order comes first; notice, statement and defence still do.
 */
export type FineAfter = 'order-overdue' | 'order-refused' | 'immediate';

/**
 * A fine in integer cents, both ends inclusive (以上, 以下). With `goodsValue` the plain amounts hold while the value of the goods is below
 * `fromCents`, from there on the fine is minTimes to maxTimes of that value. `household` is the separate band of the law for farm households or
 * persons, `severe` the one it gives for serious cases. A minimum of 0 stands for a band the law opens downwards.
 */
export type FineBand = {
  readonly minCents: number;
  readonly maxCents: number;
  readonly after: FineAfter;
  readonly goodsValue?: { readonly fromCents: number; readonly minTimes: number; readonly maxTimes: number };
  readonly household?: { readonly minCents: number; readonly maxCents: number };
  readonly severe?: { readonly minCents: number; readonly maxCents: number };
  readonly otherConsequences: readonly Consequence[];
};

export type Variety = { readonly name: string; readonly confirmed: Confirmed };

/** A row of the directory of varieties; `varieties` is null where the row could not be read. */
export type VarietyRow = {
  readonly number: number;
  readonly category: string;
  readonly subdivision: string | null;
  readonly varieties: readonly Variety[] | null;
};

export type NamedSubjects = { readonly duty: Duty; readonly kinds: readonly PartyKind[]; readonly wording: Text };

/** Days off and moved working days of a year, beside the weekends, which are off by rule. */
export type HolidayCalendar = { readonly daysOff: readonly CivilDate[]; readonly workDays: readonly CivilDate[] };

/** Greatest amounts of one additive, whole mg/kg, by food as the standard names it; `names` are what it is called, `basis` what it is counted as. */
export type AdditiveLimit = {
  readonly names: readonly string[];
  readonly basis?: Text;
  readonly foods: readonly { readonly food: string; readonly mgPerKg: number }[];
};

/** Units whose value is one whole number. */
export const NUMBER_UNITS = ['hour', 'day', 'workingDay', 'month', 'year', 'count', 'percent', 'cents'] as const;
export type NumberUnit = (typeof NUMBER_UNITS)[number];

/** The closed list of units; `UnitValue` says what a value in each unit is. */
export const UNITS = [
  ...NUMBER_UNITS,
  'band',
  'timesRange',
  'civilDate',
  'regionPrefix',
  'varietyRows',
  'subjectKinds',
  'calendar',
  'additiveLimit',
  'texts',
] as const;
export type Unit = (typeof UNITS)[number];
export type UnitValue = Record<NumberUnit, number> & {
  band: FineBand;
  timesRange: { readonly minTimes: number; readonly maxTimes: number };
  calendar: HolidayCalendar;
  additiveLimit: AdditiveLimit;
  texts: readonly Text[];
  civilDate: CivilDate;
  regionPrefix: string;
  varietyRows: readonly VarietyRow[];
  subjectKinds: readonly NamedSubjects[];
};

/** One legal number, band or list with all its dated values. */
export type LawEntry<U extends Unit> = {
  readonly id: string;
  readonly regulation: RegulationId;
  readonly title: Text;
  readonly unit: U;
  readonly values: readonly DatedValue<UnitValue[U]>[];
  readonly note?: Text;
};
export type AnyLawEntry = { [U in Unit]: LawEntry<U> }[Unit];

/** One paragraph of a regulation accounted for, including those with nothing to check. */
export type Account = {
  readonly article: string | null;
  readonly says: Text;
  readonly treatment: 'encoded' | 'nothing-to-check' | 'not-known';
  readonly entries?: readonly string[];
};

export type Regulation = {
  readonly id: RegulationId;
  readonly name: Text;
  readonly sources: readonly string[];
  readonly publishedOn?: CivilDate;
  readonly effectiveFrom: CivilDate;
  readonly note: Text;
  readonly accounts: readonly Account[];
};

/** What a fact may be held against: the act, the departments the law names, its band, the citations, and whom the band does not reach. */
export type Offence = {
  readonly id: string;
  readonly title: Text;
  readonly departments: readonly Department[];
  readonly band: LawEntry<'band'>;
  readonly citation: Citation;
  readonly duties: readonly Citation[];
  readonly excludes: readonly PartyKind[];
  readonly notes: readonly { readonly text: Text; readonly citation: Citation }[];
};

/** The value that holds on `date`, or undefined when none does. Values may stand in any order; checkLaw refuses overlaps. */
export function valueOn<T>(values: readonly DatedValue<T>[], date: CivilDate): DatedValue<T> | undefined {
  return values.find((v) => v.from <= date && (v.to === undefined || date <= v.to));
}

/** True when an order or a lead may rest on it; an unconfirmed value drives reminders at most. */
export function mayGroundLead(citation: Citation): boolean {
  return citation.confirmed !== 'no';
}
