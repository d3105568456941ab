import type { Interrupted } from './model.ts';

/**
 * When a clock of so many milliseconds runs out that started at an instant and stands still while the service did not answer. All epoch ms; interruptions in
 * any order, they may overlap.
 */
export function runsOutAt(startedAt: number, lasts: number, interruptions: readonly Interrupted[]): number {
  let end = startedAt + lasts;
  let counted = startedAt;
  for (const { from, to } of [...interruptions].sort((a, b) => a.from - b.from)) {
    const begins = Math.max(from, counted);
    if (begins >= end) break;
    if (to <= begins) continue;
    end += to - begins;
    counted = to;
  }
  return end;
}
