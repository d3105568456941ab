import { addDays, addMonths, addYears, civilDateOf, daysBetween } from '../platform/civil-date.ts';
import { penaltyLawCitations } from './administrative-penalty-law/citations.ts';
import { decisionDays } from './administrative-penalty-law/decision-days.ts';
import { hearingNotice } from './administrative-penalty-law/hearing-notice.ts';
import { hearingRequest } from './administrative-penalty-law/hearing-request.ts';
import { limitation } from './administrative-penalty-law/limitation.ts';
import { limitationHealth } from './administrative-penalty-law/limitation-health.ts';
import { onTheSpotCitizen } from './administrative-penalty-law/on-the-spot-citizen.ts';
import { onTheSpotUnit } from './administrative-penalty-law/on-the-spot-unit.ts';
import { paymentDays } from './administrative-penalty-law/payment-days.ts';
import { serviceDays } from './administrative-penalty-law/service-days.ts';
import { surchargeRate } from './administrative-penalty-law/surcharge.ts';
import { withdrawPublication } from './administrative-penalty-law/withdraw-publication.ts';
import { produceRetestDays } from './agricultural-products-law/retest-days.ts';
import { retestDays } from './food-safety-law/retest-days.ts';
import type { AnyLawEntry, Citation, CivilDate, HolidayCalendar, NumberUnit, PartyKind } from './model.ts';
import { mayGroundLead, valueOn } from './model.ts';
import { type OffenceId, offences } from './offences.ts';
import { recallFinish1 } from './recall-measures/finish-1.ts';
import { recallFinish2 } from './recall-measures/finish-2.ts';
import { recallFinish3 } from './recall-measures/finish-3.ts';
import { recallStart1 } from './recall-measures/start-1.ts';
import { recallStart2 } from './recall-measures/start-2.ts';
import { recallStart3 } from './recall-measures/start-3.ts';
import { orderDays } from './service-settings/order-days.ts';
import { reminderDays } from './service-settings/reminder-days.ts';
import { statementDays } from './service-settings/statement-days.ts';
import { applySettings, type LawSettingRow } from './settings.ts';
import { holidays } from './working-calendar/holidays.ts';

const HOUR = 3_600_000;

/**
 * A period with its last day. `setting` is true where no law gives it (shown as 系统设置); `calendar` is 'weekends-only' where the holidays of a year
 * it runs through are not known (shown as 节假日待核实). The day of the event is not counted.
 */
export type Deadline = {
  readonly on: CivilDate;
  readonly value: number;
  readonly unit: NumberUnit;
  readonly citation: Citation;
  readonly setting: boolean;
  readonly calendar: 'weekends-only' | 'with-holidays' | null;
};

type Settings = readonly LawSettingRow[];
type NumberEntry = Extract<AnyLawEntry, { unit: NumberUnit }>;

/** The dated value of a number with the settings of administrators; before its first day the earliest value. */
function dated(entry: NumberEntry, on: CivilDate, settings: Settings) {
  const [applied] = applySettings([entry], settings) as [NumberEntry];
  const found = valueOn(applied.values, on) ?? applied.values[0];
  if (!found) throw new Error(`${entry.id} has no value`);
  return found;
}

/** The holidays known for a day's year; undefined where the notice was not obtained. */
function calendarOn(date: CivilDate, settings: Settings): HolidayCalendar | undefined {
  const [entry] = applySettings([holidays], settings) as [typeof holidays];
  const found = valueOn(entry.values, date);
  return found && mayGroundLead(found.citation) ? found.value : undefined;
}

/** Monday to Friday, but no day off of the year's notice; a moved Saturday or Sunday is a working day. Without notice the weekday alone decides. */
export function isWorkingDay(date: CivilDate, settings: Settings = []): boolean {
  const calendar = calendarOn(date, settings);
  if (calendar?.workDays.includes(date)) return true;
  if (calendar?.daysOff.includes(date)) return false;
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The n-th working day after `date`, which is itself not counted (行政处罚法 85). Throws RangeError for a negative or fractional n. */
export function workingDaysAfter(date: CivilDate, n: number, settings: Settings = []): CivilDate {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`${n} is no number of working days`);
  let day = date;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day, settings)) left -= 1;
  }
  return day;
}

/** Epoch milliseconds `hours` later. */
export function addHours(epochMs: number, hours: number): number {
  return epochMs + hours * HOUR;
}

function reach(from: CivilDate, value: number, unit: NumberUnit, settings: Settings): CivilDate {
  if (unit === 'workingDay') return workingDaysAfter(from, value, settings);
  if (unit === 'month') return addMonths(from, value);
  if (unit === 'year') return addYears(from, value);
  return addDays(from, value);
}

function deadline(entry: NumberEntry, from: CivilDate, settings: Settings): Deadline {
  const { value, citation } = dated(entry, from, settings);
  const on = reach(from, value, entry.unit, settings);
  const known = calendarOn(from, settings) !== undefined && calendarOn(on, settings) !== undefined;
  return {
    on,
    value,
    unit: entry.unit,
    citation,
    setting: entry.regulation === 'service-settings' && !mayGroundLead(citation),
    calendar: entry.unit === 'workingDay' ? (known ? 'with-holidays' : 'weekends-only') : null,
  };
}

/** Bands of what concerns the life and health of citizens: what was eaten, not what was recorded. */
const HEALTH_BANDS: readonly string[] = [
  'food-safety-law/fine-122',
  'food-safety-law/fine-123',
  'food-safety-law/fine-124',
  'food-safety-law/fine-125',
  'agricultural-products-law/fine-70',
  'agricultural-products-law/fine-71',
  'agricultural-products-law/fine-72',
];

const recall = {
  1: { start: recallStart1, finish: recallFinish1 },
  2: { start: recallStart2, finish: recallFinish2 },
  3: { start: recallStart3, finish: recallFinish3 },
} as const;

/** The periods of a case, each from the day of its event; `settings` are those of administrators. */
export const deadlines = {
  /** A hearing is asked for within five working days of the notice (64). */
  hearingRequest: (noticeServedOn: CivilDate, settings: Settings = []) => deadline(hearingRequest, noticeServedOn, settings),
  /** Notice of a hearing: seven working days from `noticeOn` is the first day it may be held (64). */
  hearingEarliest: (noticeOn: CivilDate, settings: Settings = []) => deadline(hearingNotice, noticeOn, settings),
  /** Statement and defence: the law gives no period, a setting. */
  statement: (noticeServedOn: CivilDate, settings: Settings = []) => deadline(statementDays, noticeServedOn, settings),
  /** Ninety days from opening (60). */
  decision: (filedOn: CivilDate, settings: Settings = []) => deadline(decisionDays, filedOn, settings),
  /** Fifteen days from receiving the decision (67). */
  payment: (decisionServedOn: CivilDate, settings: Settings = []) => deadline(paymentDays, decisionServedOn, settings),
  /** Seven working days from the decision where the party was absent (61). */
  service: (decidedOn: CivilDate, settings: Settings = []) => deadline(serviceDays, decidedOn, settings),
  /** A published decision that was revoked is withdrawn within three working days (48). */
  withdrawPublication: (revokedOn: CivilDate, settings: Settings = []) => deadline(withdrawPublication, revokedOn, settings),
  /**
   * The last day on which the act must have been found (36): two years from its end; five where the offence concerns life and health and an officer
   * holds that harm was done.
   */
  limitation: (actEndedOn: CivilDate, offence: OffenceId, at: { harmDone?: boolean | undefined } = {}, settings: Settings = []) =>
    deadline(at.harmDone && HEALTH_BANDS.includes(offences[offence].band.id) ? limitationHealth : limitation, actEndedOn, settings),
  firstReminder: (openedOn: CivilDate, settings: Settings = []) => deadline(reminderDays, openedOn, settings),
  /** The time an order to correct is proposed to set; the officer decides. */
  order: (servedOn: CivilDate, settings: Settings = []) => deadline(orderDays, servedOn, settings),
  /** Retest: seven working days for food (食品安全法 88), five for supervisory samples of agricultural products (51). */
  retest: (receivedOn: CivilDate, kind: 'food' | 'agricultural', settings: Settings = []) =>
    deadline(kind === 'food' ? retestDays : produceRetestDays, receivedOn, settings),
  /** Working days to finish a recall of that level, from the day of its notice. */
  recallDone: (level: 1 | 2 | 3, noticeOn: CivilDate, settings: Settings = []) => deadline(recall[level].finish, noticeOn, settings),
  /** The instant by which a recall of that level starts, from when it was known. */
  recallStart(level: 1 | 2 | 3, knownAt: number, settings: Settings = []): { at: number; hours: number; citation: Citation } {
    const { value: hours, citation } = dated(recall[level].start, civilDateOf(knownAt), settings);
    return { at: addHours(knownAt, hours), hours, citation };
  },
} as const;

/**
 * Three per cent of the fine for each day after `dueOn`, at most the fine itself (72). `pausedDays` are days of review or suit, which do not count
 * (73). Cents are rounded down. `uncappedCents` is for one who adds stretches on parts of a fine: their sum is at most the whole fine, each alone has no limit.
 */
export function surcharge(fineCents: number, dueOn: CivilDate, today: CivilDate, pausedDays = 0, settings: Settings = []) {
  const rate = dated(surchargeRate, today, settings).value;
  const days = Math.max(0, daysBetween(dueOn, today) - pausedDays);
  const full = Math.floor((fineCents * rate * days) / 100);
  return {
    cents: Math.min(full, fineCents),
    uncappedCents: full,
    days,
    capped: full > fineCents,
    citation: penaltyLawCitations['apl-72-1-1'],
  };
}

/** The greatest fine that may be decided on the spot (51): a natural person (farm household) or a unit. */
export function onTheSpot(partyKinds: readonly PartyKind[]): { maxCents: number; citation: Citation } {
  const { value, citation } = dated(partyKinds.includes('farmer') ? onTheSpotCitizen : onTheSpotUnit, '2021-07-15', []);
  return { maxCents: value, citation };
}
