import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';

/** Clocks of tills and phones run ahead a little; more than this is a wrong date. */
const CLOCK_AHEAD_MS = 10 * 60_000;
/** Slips are written the evening before the van leaves. */
export const SLIP_AHEAD_MS = 2 * 24 * 60 * 60_000;

/** What is older is no late entry but a wrong year, or an act moved back before the law that binds it. */
const LATE_ENTRY_DAYS = 31;
const DAY_MS = 24 * 60 * 60_000;

/** What was done is recorded within a month. */
export function notLongAgo(at: number, now: number, pointer: string): ProblemDetail[] {
  if (at >= now - LATE_ENTRY_DAYS * DAY_MS) return [];
  return [
    {
      pointer,
      found: formatInstant(at),
      expected: {
        zh: `不早于 ${LATE_ENTRY_DAYS} 日前（${formatInstant(now - LATE_ENTRY_DAYS * DAY_MS)}）`,
        en: `at most ${LATE_ENTRY_DAYS} days ago, not before ${formatInstant(now - LATE_ENTRY_DAYS * DAY_MS)}`,
      },
      fix: {
        zh: '核对年月日；更早进货而仍有的货物，记入期初库存',
        en: 'check the date; goods that came earlier and are still there belong to the opening stock',
      },
    },
  ];
}

/** Goods arrive after they left: `shippedAt`, or when the slip was recorded where that was before the van left. */
function notBeforeShipping(at: number, shipment: { shippedAt: number; recordedAt: number }, pointer: string): ProblemDetail[] {
  const left = Math.min(shipment.shippedAt, shipment.recordedAt);
  if (at >= left) return [];
  return [
    {
      pointer,
      found: formatInstant(at),
      expected: { zh: `不早于发货时间 ${formatInstant(left)}`, en: `not before shipping at ${formatInstant(left)}` },
      fix: {
        zh: '更正接收时间；发货时间有误的，请发货方更正',
        en: 'correct the time of receipt; a wrong time of shipping is the sender’s to correct',
      },
    },
  ];
}

/** What was done cannot lie ahead of now, but for what clocks and habits allow. */
export function notInFuture(at: number, now: number, pointer: string, aheadMs = CLOCK_AHEAD_MS): ProblemDetail[] {
  if (at <= now + aheadMs) return [];
  return [
    {
      pointer,
      found: formatInstant(at),
      expected: { zh: `不晚于现在 ${formatInstant(now)}`, en: `not after now, ${formatInstant(now)}` },
      fix: { zh: '发生之后再记录，或更正时间', en: 'record it once it happened, or correct the time' },
    },
  ];
}

/**
 * The instant somebody gave, or now.
 * @throws {Problem} invalid-input when it lies ahead, or more than a month back
 */
export function instantOrNow(text: string | undefined, now: number, pointer: string): number {
  const at = text === undefined ? now : (parseInstant(text) ?? now);
  const errors = [...notInFuture(at, now, pointer), ...notLongAgo(at, now, pointer)];
  if (errors.length > 0) throw invalidInput(errors);
  return at;
}

/**
 * When the goods of a shipment came: as somebody gave it, or now. The shipping it may not precede was itself recorded within a month, so an
 * honest late answer is taken as it is.
 * @throws {Problem} invalid-input when it lies ahead, or before the shipping
 */
export function receivedAtOf(text: string | undefined, now: number, shipment: { shippedAt: number; recordedAt: number }): number {
  const at = text === undefined ? null : parseInstant(text);
  if (at === null) return now;
  const errors = [...notInFuture(at, now, '/receivedAt'), ...notBeforeShipping(at, shipment, '/receivedAt')];
  if (errors.length > 0) throw invalidInput(errors);
  return at;
}

/**
 * When somebody got what was made out of goods taken earlier: as given, or now.
 * @throws {Problem} invalid-input when it lies ahead, or before `since`
 */
export function receivedOrNow(text: string | undefined, now: number, since: number): number {
  const at = text === undefined ? now : (parseInstant(text) ?? now);
  const early: ProblemDetail[] =
    at >= since
      ? []
      : [
          {
            pointer: '/receivedAt',
            found: formatInstant(at),
            expected: { zh: `不早于 ${formatInstant(since)}`, en: `not before ${formatInstant(since)}` },
            fix: { zh: '核对时间', en: 'check the time' },
          },
        ];
  const errors = [...notInFuture(at, now, '/receivedAt'), ...early];
  if (errors.length > 0) throw invalidInput(errors);
  return at;
}
