import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OffenceId } from './offences.ts';
import { offenceIds } from './offences.ts';
import { checkFine, penaltyFor } from './penalty.ts';
import type { Penalty, PenaltyCircumstances, PenaltyQuestion } from './penalty-model.ts';

const actOn = '2026-11-05';
function ask(offence: OffenceId, change: Partial<PenaltyQuestion> = {}): Penalty {
  const penalty = penaltyFor({ offence, actOn, partyKinds: ['retailer'], goodsValueCents: null, ...change });
  if (!penalty) throw new Error(`no penalty for ${offence}`);
  return penalty;
}
const expired = (goodsValueCents: number | null, circumstances: PenaltyCircumstances = {}) =>
  ask('past-shelf-life', { goodsValueCents, circumstances });

describe('a record not entered (Zhejiang regulation)', () => {
  const penalty = ask('trace-record', { partyKinds: ['producer'] });

  it('asks for the order first and then 1,000 to 10,000 yuan', () => {
    expect(penalty.ordersFirst).toBe(true);
    expect([penalty.minCents, penalty.maxCents]).toEqual([1_000 * 100, 10_000 * 100]);
    expect(penalty.steps.map((step) => step.text)).toEqual([
      '未按规定录入、接收确认追溯信息或者录入虚假追溯信息',
      '先责令限期改正；逾期不改正的，方可处以罚款',
      '罚款：1,000元以上10,000元以下',
    ]);
  });

  it('names the order before the fine, and no article, since none was read', () => {
    expect(penalty.consequences.map((one) => one.kind)).toEqual(['order', 'fine']);
    expect(penalty.steps.map((step) => step.citation.article)).toEqual([null, null, null]);
  });

  it.each([
    [300_000, 'within'],
    [100_000, 'within'],
    [1_000_000, 'within'],
    [2_000_000, 'above'],
    [1_000_001, 'above'],
    [50_000, 'below'],
    [99_999, 'below'],
  ])('a fine of %d cents is %s', (cents, where) => expect(checkFine(penalty, cents)).toBe(where));

  it('is nothing for acts of 2023-12-31 and a band for acts of 2024-01-01', () => {
    const on = (day: string) => penaltyFor({ offence: 'trace-record', actOn: day, partyKinds: ['producer'], goodsValueCents: null });
    expect([on('2023-12-31'), on('2024-01-01')?.maxCents]).toEqual([null, 1_000_000]);
  });

  it('is never made serious by the rules of the Food Safety Law', () => {
    expect(ask('trace-record', { goodsValueCents: 5_000_000 }).severe).toEqual({ holds: false, because: [] });
  });
});

describe('goods past their shelf life (124)', () => {
  it('without a goods value: 10–20 times a value not established, and no amount to decide by', () => {
    const penalty = expired(null);
    expect([penalty.minCents, penalty.maxCents]).toEqual([null, null]);
    expect(penalty.fineText).toBe('10–20 × 货值（未确定）；货值不足10,000元的为50,000元以上100,000元以下');
    expect(checkFine(penalty, 6_000_000)).toBe('unknown');
  });

  it('goods of 9,999.99 yuan: 50,000 to 100,000 yuan', () => {
    const penalty = expired(999_999);
    expect([penalty.minCents, penalty.maxCents]).toEqual([50_000 * 100, 100_000 * 100]);
    expect(penalty.steps[1]?.arithmetic).toBe('货值9,999.99 < 10,000元');
  });

  it('goods of 10,000 yuan: 10 × 10,000 to 20 × 10,000', () => {
    const penalty = expired(1_000_000);
    expect([penalty.minCents, penalty.maxCents]).toEqual([10 * 1_000_000, 20 * 1_000_000]);
    expect(penalty.steps[1]?.arithmetic).toBe('10,000 × 10 = 100,000；10,000 × 20 = 200,000');
  });

  it('names confiscation and fine, revocation and the ban only for serious cases', () => {
    expect(expired(null).consequences.map((one) => [one.kind, one.onlyIfSevere])).toEqual([
      ['confiscation', false],
      ['revocation', true],
      ['fine', false],
      ['ban', true],
    ]);
  });

  it('a fine that can reach 300,000 yuan is decided at city level, one cent less is not', () => {
    expect([expired(1_500_000).cityLevel, expired(1_499_999).cityLevel]).toEqual([true, false]);
  });
});

describe('a serious case (条例 67)', () => {
  const severe = (goods: number | null, circumstances: PenaltyCircumstances = {}) => expired(goods, circumstances).severe;

  it('goods of 20,000 yuan are serious, of 19,999.99 not', () => {
    expect([severe(2_000_000).holds, severe(1_999_999).holds]).toEqual([true, false]);
    expect(severe(2_000_000).because[0]?.arithmetic).toBe('20,000 ≥ 20,000');
  });

  it('a threshold an administrator entered with its source counts from its day', () => {
    const settings = [
      {
        key: 'food-safety-regulations/severe-goods-value',
        from: '2026-11-05',
        value: '3000000',
        source: '修改后的实施条例',
        publishedOn: '2026-10-01',
        reason: '条例修改',
      },
    ];
    const on = (day: string) => ask('past-shelf-life', { actOn: day, goodsValueCents: 2_000_000, settings }).severe.holds;
    expect([on('2026-11-04'), on('2026-11-05')]).toEqual([true, false]);
  });

  it('three months are serious, two not', () => {
    expect([severe(null, { durationMonths: 3 }).holds, severe(null, { durationMonths: 2 }).holds]).toEqual([true, false]);
  });

  it('false information is, and an effective decision within the year is, and none is not', () => {
    expect([
      severe(null, { falseInformation: true }).holds,
      severe(null, { repeatCount: 1 }).holds,
      severe(null, { repeatCount: 0 }).holds,
    ]).toEqual([true, true, false]);
    expect(severe(null, { repeatCount: 1 }).because[0]?.citation.article).toBe('第六十七条第一款第（五）项');
  });

  it('puts the upper part of the band on the paper, never above it', () => {
    const [penalty, plain] = [expired(2_000_000), expired(1_999_999)];
    expect(penalty.steps.at(-1)?.citation.article).toBe('第六十七条第二款');
    expect(penalty.maxCents).toBe(20 * 2_000_000);
    expect(plain.steps).toHaveLength(2);
  });

  it('a carrier of bulk liquid food: 10,000 to 50,000 yuan, in serious cases 50,000 to 500,000', () => {
    const carrier = (circumstances: PenaltyCircumstances) => ask('bulk-liquid-transport', { partyKinds: ['carrier'], circumstances });
    expect([carrier({}).maxCents, carrier({ severe: true }).maxCents]).toEqual([50_000 * 100, 500_000 * 100]);
  });
});

describe('what may lower the penalty', () => {
  const effects = (circumstances: PenaltyCircumstances, goods: number | null = 30_000) =>
    expired(goods, circumstances).reductions.map((one) => [one.ground, one.effect, one.citation.confirmed]);

  it('minor, corrected in time and without harm: no penalty; one of the three missing: nothing', () => {
    expect(effects({ minor: true, correctedInTime: true, noHarm: true })).toEqual([['minor', 'no-penalty', 'yes']]);
    expect(effects({ minor: true, correctedInTime: true })).toEqual([]);
    expect(effects({ minor: true, noHarm: true })).toEqual([]);
  });

  it('first time, slight harm, corrected in time: may be no penalty', () => {
    expect(effects({ firstOffence: true, minorHarm: true, correctedInTime: true })).toEqual([['first', 'may-no-penalty', 'yes']]);
  });

  it('the first-offence list reaches goods of 500 yuan, not of 500.01, not caterers, not acts before it', () => {
    const first = { firstOffence: true, correctedInTime: true, sourceNamed: true };
    expect(effects(first, 50_000)).toEqual([['first-offence-list', 'may-no-penalty', 'secondary']]);
    expect(effects(first, 50_001)).toEqual([]);
    expect(ask('past-shelf-life', { partyKinds: ['caterer'], goodsValueCents: 50_000, circumstances: first }).reductions).toEqual([]);
    expect(ask('past-shelf-life', { actOn: '2025-02-06', goodsValueCents: 50_000, circumstances: first }).reductions).toEqual([]);
  });

  it('grounds of art. 32 lower it, even below the band', () => {
    expect(effects({ reliefs: ['harm-removed', 'confessed'] })).toEqual([
      ['harm-removed', 'lighter-or-below', 'yes'],
      ['confessed', 'lighter-or-below', 'yes'],
    ]);
  });

  it('proved to be without fault: no penalty', () => {
    expect(effects({ noFault: true })).toEqual([['no-fault', 'no-penalty', 'yes']]);
  });
});

describe('exemption of art. 136', () => {
  const checked = { sourceNamedAndChecked: true };

  it('reaches a shop that did its checks, with the goods confiscated all the same', () => {
    expect(expired(30_000, checked).exemption).toMatchObject({ goodsConfiscated: true, citation: { article: '第一百三十六条' } });
    expect(expired(30_000).exemption).toBeNull();
  });

  it('does not reach a producer, nor a record that was not kept', () => {
    expect(ask('over-limit', { partyKinds: ['producer'], circumstances: checked }).exemption).toBeNull();
    expect(ask('purchase-record', { circumstances: checked }).exemption).toBeNull();
  });
});

describe('whom a band reaches', () => {
  it('a workshop none of the Food Safety Law (127)', () => {
    expect(penaltyFor({ offence: 'over-limit', actOn, partyKinds: ['workshop'], goodsValueCents: null })).toBeNull();
  });

  it('a farm household its own: 1,000 to 10,000, 500 to 5,000, 300 to 3,000 yuan', () => {
    const household = (offence: OffenceId) => {
      const { minCents, maxCents } = ask(offence, { partyKinds: ['farmer'], goodsValueCents: 5_000_000 });
      return [minCents, maxCents];
    };
    expect(household('produce-banned-substance')).toEqual([100_000, 1_000_000]);
    expect(household('produce-nonconforming')).toEqual([50_000, 500_000]);
    expect(household('produce-additive')).toEqual([30_000, 300_000]);
  });

  it('a farm household keeps no production records by duty; a cooperative does: 2,000 to 20,000 yuan after an order', () => {
    expect(penaltyFor({ offence: 'production-record', actOn, partyKinds: ['farmer'], goodsValueCents: null })).toBeNull();
    expect(ask('production-record', { partyKinds: ['cooperative'] })).toMatchObject({
      minCents: 200_000,
      maxCents: 2_000_000,
      after: 'order-overdue',
    });
  });

  it('bulk liquid food on 2025-11-30 nobody, on 2025-12-01 a carrier without permit: 50,000 to 500,000 yuan', () => {
    const on = (day: string) => penaltyFor({ offence: 'bulk-liquid-permit', actOn: day, partyKinds: ['carrier'], goodsValueCents: null });
    expect([on('2025-11-30'), on('2025-12-01')?.minCents, on('2025-12-01')?.maxCents]).toEqual([null, 5_000_000, 50_000_000]);
  });

  it('a label flaw: order first, then up to 2,000 yuan, with nothing below the band', () => {
    const penalty = ask('label-flaw');
    expect([penalty.ordersFirst, penalty.minCents, penalty.maxCents, penalty.fineText]).toEqual([true, 0, 200_000, '2,000元以下']);
    expect(checkFine(penalty, 0)).toBe('within');
  });
});

describe('persons responsible and repeated penalties', () => {
  it('on purpose: 1 to 10 times last year’s income of 120,000 yuan', () => {
    const [personal] = expired(null, { deliberate: true, responsiblePersonIncomeCents: 12_000_000 }).consequences.filter(
      (one) => one.kind === 'personalFine',
    );
    expect(personal?.text).toContain('120,000 × 1 = 120,000元；120,000 × 10 = 1,200,000元');
  });

  it('a label flaw fines no person (75(2))', () => {
    expect(ask('label-flaw', { circumstances: { deliberate: true } }).consequences.map((one) => one.kind)).not.toContain('personalFine');
  });

  it('the third penalty within a year stops business, the second does not', () => {
    const kinds = (penaltiesInYear: number) => expired(null, { penaltiesInYear }).consequences.map((one) => one.kind);
    expect([kinds(2).includes('businessStop'), kinds(1).includes('businessStop')]).toEqual([true, false]);
  });
});

describe('every offence', () => {
  it('has a penalty today for somebody, with a source at every step', () => {
    for (const offence of offenceIds) {
      const penalty = penaltyFor({ offence, actOn, partyKinds: ['cooperative'], goodsValueCents: null });
      expect(
        penalty?.steps.every((step) => step.citation.source !== ''),
        offence,
      ).toBe(true);
    }
  });

  it('a larger goods value never lowers the fine, and the least is never above the greatest', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(fc.constantFrom(...offenceIds), cents, cents, (offence, a, b) => {
        const of = (goodsValueCents: number) => penaltyFor({ offence, actOn, partyKinds: ['retailer'], goodsValueCents });
        const [less, more] = [of(Math.min(a, b)), of(Math.max(a, b))];
        return (less?.maxCents ?? 0) <= (more?.maxCents ?? 0) && (more?.minCents ?? 0) <= (more?.maxCents ?? 0);
      }),
    );
  });
});
