import type { Clock } from '../../platform/clock.ts';

/** The demo's clock: stands still while the walk goes from day to day, then runs on from its last day. */
export interface DemoClock {
  now: Clock;
  /** @param instant RFC 3339 with offset */
  set(instant: string): void;
  /** From here on it moves as time does, so that links made now last as long as they say. */
  runOn(): void;
}

/** @param realNow what runOn counts by */
export function demoClock(instant: string, realNow: Clock = Date.now): DemoClock {
  let at = Date.parse(instant);
  let since: number | null = null;
  return {
    now: () => (since === null ? at : at + realNow() - since),
    set: (next) => {
      at = Date.parse(next);
    },
    runOn: () => {
      since = realNow();
    },
  };
}
