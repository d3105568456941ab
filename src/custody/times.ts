import { formatInstant, parseInstant } from '../platform/civil-date.ts';
import type { ProblemDetail } from '../platform/problem-detail.ts';
import { invalidInput } from '../platform/problems.ts';

/** Clocks of tills and phones run ahead a little; more than this is a wrong date. */
const CLOCK_AHEAD_MS = 10 * 60_000;
/** Slips are written the evening before the van leaves. */
export const SLIP_AHEAD_MS = 2 * 24 * 60 * 60_000;

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
 * @throws {Problem} invalid-input when it lies ahead
 */
export function instantOrNow(text: string | undefined, now: number, pointer: string): number {
  const at = text === undefined ? now : (parseInstant(text) ?? now);
  const errors = notInFuture(at, now, pointer);
  if (errors.length > 0) throw invalidInput(errors);
  return at;
}
