import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersOf, endStateOf, type Outcome, type SaidOfLine, type SlipGoods, standingOf, stateAfter, stepsOf } from './model.ts';

const bags = (n: number, steps: number): SlipGoods => ({
  n,
  steps,
  amount: String(steps),
  unit: '袋',
  unitCode: 'XBG',
  baseUnit: '袋',
  packaging: [{ unit: '箱', contains: { amount: '10', unit: '袋' } }],
});

const slip = [bags(1, 240), bags(2, 30), bags(3, 5)];
const said = (n: number, outcome?: Outcome, amount?: string, unit = '袋'): SaidOfLine => ({
  n,
  outcome,
  quantity: amount === undefined ? undefined : { amount, unit },
  pointer: `/lines/${n - 1}`,
});

function came(whole: Outcome, lines: SaidOfLine[] = []) {
  const result = answersOf(slip, whole, lines);
  return 'errors' in result ? result.errors.map((error) => error.pointer) : result.answers.map(({ outcome, steps }) => [outcome, steps]);
}

describe('what came of a slip', () => {
  it('is everything when it is accepted', () => {
    expect(came('accepted')).toEqual([
      ['accepted', 240],
      ['accepted', 30],
      ['accepted', 5],
    ]);
  });

  it.each(['refused', 'notArrived', 'notMine'] as const)('is nothing when it is %s', (outcome) => {
    expect(came(outcome)).toEqual([
      [outcome, 0],
      [outcome, 0],
      [outcome, 0],
    ]);
  });

  it('is less on the lines named short, and the rest as shipped', () => {
    expect(came('short', [said(2, undefined, '28')])).toEqual([
      ['accepted', 240],
      ['short', 28],
      ['accepted', 5],
    ]);
  });

  it('is more on the lines named over', () => {
    expect(came('over', [said(3, undefined, '6')])[2]).toEqual(['over', 6]);
  });

  it('counts cartons in the bags they contain', () => {
    expect(came('short', [said(1, undefined, '23', '箱')])[0]).toEqual(['short', 230]);
  });

  it('takes exceptions among what was accepted, each with its own outcome', () => {
    expect(came('accepted', [said(1, 'short', '200'), said(3, 'refused')])).toEqual([
      ['short', 200],
      ['accepted', 30],
      ['refused', 0],
    ]);
  });

  it('takes accepted lines among what was refused', () => {
    expect(came('refused', [said(2, 'accepted')])).toEqual([
      ['refused', 0],
      ['accepted', 30],
      ['refused', 0],
    ]);
  });

  it('is asked for when it is short or over without saying where', () => {
    expect(came('short')).toEqual(['/lines']);
    expect(came('over')).toEqual(['/lines']);
  });

  it('is asked for when refused lines are named without saying whether the others are refused too', () => {
    expect(came('refused', [said(2)])).toEqual(['/lines']);
  });

  it.each([
    ['short', '240'],
    ['over', '240'],
    ['accepted', '239'],
    ['refused', '1'],
  ] as const)('cannot be %s with %s of 240', (outcome, amount) => {
    expect(came('accepted', [said(1, outcome, amount)])).toEqual(['/lines/0/quantity']);
  });

  it('cannot be short without a quantity, or in a unit that does not convert, or twice', () => {
    expect(came('accepted', [said(1, 'short')])).toEqual(['/lines/0/quantity']);
    expect(came('short', [said(1, undefined, '3', '千克')])).toEqual(['/lines/0/quantity/unit']);
    expect(came('accepted', [said(1, 'refused'), said(1, 'short', '3')])).toContain('/lines/0');
  });
});

describe('the state a receipt leaves', () => {
  it.each([
    [['accepted', 'accepted'], 'received'],
    [['refused', 'refused'], 'refused'],
    [['accepted', 'refused'], 'disputed'],
    [['short', 'accepted'], 'disputed'],
    [['over'], 'disputed'],
    [['notArrived'], 'disputed'],
    [['notMine'], 'disputed'],
  ] as [Outcome[], string][])('of %j is %s', (outcomes, state) => {
    expect(endStateOf(outcomes.map((outcome) => ({ outcome })))).toBe(state);
  });
});

describe('where the goods of a line stand', () => {
  it('is in transit what was shipped and did not come, until it is taken back', () => {
    expect(standingOf({ shipped: 240, came: 200, takenBack: 0, agreed: [] })).toEqual({ out: 240, in: 200, inTransit: 40, beyond: 0 });
    expect(standingOf({ shipped: 240, came: 200, takenBack: 40, agreed: [] })).toEqual({ out: 200, in: 200, inTransit: 0, beyond: 0 });
  });

  it('is beyond what was shipped when more came', () => {
    expect(standingOf({ shipped: 240, came: 250, takenBack: 0, agreed: [] })).toEqual({ out: 240, in: 250, inTransit: 0, beyond: 10 });
  });

  it('follows an amendment on the side that has moved its goods, and on both once it is settled', () => {
    const line = { shipped: 240, came: 250, takenBack: 0 };
    expect(standingOf({ ...line, agreed: [{ steps: 245, sender: true, receiver: false }] })).toEqual({
      out: 245,
      in: 250,
      inTransit: 0,
      beyond: 5,
    });
    expect(standingOf({ ...line, agreed: [{ steps: 245, sender: true, receiver: true }] })).toEqual({
      out: 245,
      in: 245,
      inTransit: 0,
      beyond: 0,
    });
  });

  it('never loses or makes goods: shipped is received, in transit or back, but for what came beyond', () => {
    const seed = 20_261_122;
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_200), fc.nat(1_000), (shipped, arrived, back) => {
        const takenBack = Math.min(back, Math.max(0, shipped - arrived));
        const { in: taken, inTransit, beyond } = standingOf({ shipped, came: arrived, takenBack, agreed: [] });
        return shipped + beyond === taken + inTransit + takenBack;
      }),
      { seed },
    );
  });

  it('settles the shipment when the books of both sides agree', () => {
    const agreed = { out: 200, in: 200, inTransit: 0, beyond: 0 };
    expect(stateAfter([agreed], 'disputed')).toBe('received');
    expect(stateAfter([{ out: 0, in: 0, inTransit: 0, beyond: 0 }], 'disputed')).toBe('refused');
    expect(stateAfter([agreed, { out: 5, in: 0, inTransit: 5, beyond: 0 }], 'disputed')).toBe('disputed');
    expect(stateAfter([{ out: 5, in: 0, inTransit: 5, beyond: 0 }], 'refused')).toBe('refused');
  });
});

describe('a quantity on a line', () => {
  it('is refused with the place of its wrong part', () => {
    expect(stepsOf(bags(1, 10), { amount: '0', unit: '袋' }, '/lines/0/quantity')).toMatchObject({
      pointer: '/lines/0/quantity/amount',
      found: '0',
    });
  });
});
