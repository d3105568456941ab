import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL, boundsOf, type Making, NONE, type Share, shareOf } from './bounds.ts';

const part = (batchId: number, steps: number, scale: number | null = 1, added = 0) => ({ batchId, steps, scale, added });
const all = (steps: number) => ({ atLeast: steps, atMost: steps });
const none = { atLeast: 0, atMost: 0 };

describe('the asked goods in a quantity', () => {
  const share: Share = { produced: 200, least: 100, most: 120, isPure: false };
  it('are at least what the others cannot fill, at most all there is of them', () => {
    expect(boundsOf(share, 200)).toEqual({ atLeast: 100, atMost: 120 });
    expect(boundsOf(share, 150)).toEqual({ atLeast: 50, atMost: 120 });
    expect(boundsOf(share, 80)).toEqual({ atLeast: 0, atMost: 80 });
  });
  it('are all of a pure batch and none of another', () => {
    expect(boundsOf(ALL, 70)).toEqual({ atLeast: 70, atMost: 70 });
    expect(boundsOf(NONE, 70)).toEqual({ atLeast: 0, atMost: 0 });
  });
  it('are less sure by what turned up without a source', () => {
    expect(boundsOf(share, 150, 30)).toEqual({ atLeast: 20, atMost: 150 });
  });
});

describe('the share of a batch that was made', () => {
  it('of the asked goods alone is all of it, whatever the units', () => {
    expect(shareOf({ kind: 'process', inputs: [part(1, 100, null)], outputs: [part(2, 7, null)] }, 2, [all(100)])).toEqual(ALL);
  });
  it('of others alone is nothing', () => {
    expect(shareOf({ kind: 'pool', inputs: [part(1, 100)], outputs: [part(2, 100)] }, 2, [none])).toEqual(NONE);
  });
  it('of a mixture that keeps its weight is bounded by both sides of it', () => {
    const making: Making = { kind: 'pool', inputs: [part(1, 100), part(3, 50)], outputs: [part(2, 120), part(4, 20)] };
    expect(shareOf(making, 2, [all(100), none])).toEqual({ produced: 120, least: 70, most: 100, isPure: false });
    expect(shareOf(making, 4, [all(100), none])).toEqual({ produced: 20, least: 0, most: 20, isPure: false });
  });
  it('counts in the units of the batch, rounded to the safe side', () => {
    const making: Making = { kind: 'repack', inputs: [part(1, 100), part(3, 50)], outputs: [part(2, 20, 7)] };
    expect(shareOf(making, 2, [all(100), none])).toEqual({ produced: 20, least: 12, most: 15, isPure: false });
  });
  it('of a mixture that is made into something else is anything', () => {
    expect(shareOf({ kind: 'process', inputs: [part(1, 100), part(3, 50)], outputs: [part(2, 9)] }, 2, [all(100), none])).toEqual({
      produced: 9,
      least: 0,
      most: 9,
      isPure: false,
    });
  });
  it('takes what weighing gained for anything', () => {
    const making: Making = { kind: 'pool', inputs: [part(1, 100), part(3, 50)], outputs: [part(2, 153)] };
    expect(shareOf(making, 2, [all(100), none])).toEqual({ produced: 153, least: 100, most: 103, isPure: false });
  });
  it('takes what a later count found more for anything, in whichever output it was', () => {
    const making: Making = { kind: 'pool', inputs: [part(1, 100), part(3, 50)], outputs: [part(2, 120, 1, 10), part(4, 20)] };
    // 160 of the three outputs together were said, 150 went in: ten may be of either, and they may be among the twenty.
    expect(shareOf(making, 2, [all(100), none])).toEqual({ produced: 130, least: 70, most: 110, isPure: false });
    expect(shareOf(making, 4, [none, all(50)])).toEqual({ produced: 20, least: 0, most: 20, isPure: false });
    expect(shareOf(making, 4, [all(5), none])).toEqual({ produced: 20, least: 0, most: 15, isPure: false });
  });
});

/** Goods step by step: true where a step is of the asked ones. */
type Steps = boolean[];
const count = (steps: Steps) => steps.filter(Boolean).length;

describe('the bounds', () => {
  it('hold for every way goods can have been mixed, lost, gained and shared out', () => {
    const check = (asked: number, others: number, wanted: number[], order: number[], gains: boolean[]) => {
      const went: Steps = [...Array<boolean>(asked).fill(true), ...Array<boolean>(others).fill(false)];
      // A history: the steps in some order; what is missing is made good by steps of either kind, but by the code's word where only asked goods went in.
      const mixed = went.map((step, i) => ({ step, key: order[i] ?? 0 })).sort((a, b) => a.key - b.key);
      const pile: Steps = mixed.map(({ step }) => step);
      const outputs: Steps[] = wanted.map((steps) =>
        Array.from({ length: steps }, () => pile.pop() ?? (others === 0 || (gains.pop() ?? false))),
      );
      const making: Making = {
        kind: 'split',
        inputs: [part(1, asked), part(2, others)],
        outputs: wanted.map((steps, i) => part(10 + i, steps)),
      };
      outputs.forEach((output, i) => {
        const share = shareOf(making, 10 + i, [all(asked), none]);
        for (let taken = 0; taken <= output.length; taken++) {
          const { atLeast, atMost } = boundsOf(share, taken);
          const [first, last] = [count(output.slice(0, taken)), count(output.slice(output.length - taken))];
          for (const truth of [first, last]) {
            expect(atLeast).toBeLessThanOrEqual(truth);
            expect(truth).toBeLessThanOrEqual(atMost);
          }
        }
      });
    };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer(), { minLength: 24, maxLength: 24 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        check,
      ),
      { numRuns: 500 },
    );
  });
});
