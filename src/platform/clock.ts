/** Epoch milliseconds, by whoever runs the service. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

/** A clock for tests and the demo's walk through days. */
export interface SetClock {
  now: Clock;
  set(epochMs: number): void;
  advance(ms: number): void;
}

export function setClock(epochMs: number): SetClock {
  let at = epochMs;
  return {
    now: () => at,
    set: (next) => {
      at = next;
    },
    advance: (ms) => {
      at += ms;
    },
  };
}
