import { describe, expect, it } from 'vitest';
import { runsOutAt } from './clocks.ts';

describe('a clock that stands still while the service did not answer', () => {
  it('runs out after its time where nothing interrupted it', () => {
    expect(runsOutAt(1_000, 500, [])).toBe(1_500);
  });

  it('is longer by an interruption inside it, and by the part of one that began before it', () => {
    expect(runsOutAt(1_000, 500, [{ from: 1_100, to: 1_150 }])).toBe(1_550);
    expect(runsOutAt(1_000, 500, [{ from: 900, to: 1_050 }])).toBe(1_550);
  });

  it('counts overlapping interruptions once, in whatever order they were recorded', () => {
    const interruptions = [
      { from: 1_200, to: 1_300 },
      { from: 1_100, to: 1_250 },
    ];
    expect(runsOutAt(1_000, 500, interruptions)).toBe(1_700);
  });

  it('is reached by an interruption only the longer clock meets, and by none that begins when it has run out', () => {
    const first = { from: 1_400, to: 1_600 };
    expect(runsOutAt(1_000, 500, [first, { from: 1_650, to: 1_660 }])).toBe(1_710);
    expect(runsOutAt(1_000, 500, [{ from: 1_500, to: 1_600 }])).toBe(1_500);
    expect(runsOutAt(1_000, 500, [first, { from: 1_700, to: 1_800 }])).toBe(1_700);
  });
});
