import { describe, expect, it } from 'vitest';
import { accountOf } from './payments.ts';

/** 10,000 yuan to be paid by 12 December. */
const fine = { fineCents: 1_000_000, payBy: '2026-12-12' };
const paid = (paidOn: string, amountCents: number) => ({ paidOn, amountCents });

describe('the account of a fine', () => {
  it('paid in time nothing is added, whenever it is looked at', () => {
    expect(accountOf(fine, [paid('2026-12-05', 1_000_000)], '2026-12-22')).toEqual({
      paidCents: 1_000_000,
      openCents: 0,
      surchargeCents: 0,
    });
  });

  it('the bare fine ten days late leaves ten days of three per cent open, and no more as time goes on', () => {
    const late = { paidCents: 1_000_000, openCents: 0, surchargeCents: 10 * 30_000 };
    expect(accountOf(fine, [paid('2026-12-22', 1_000_000)], '2026-12-22')).toEqual(late);
    expect(accountOf(fine, [paid('2026-12-22', 1_000_000)], '2027-03-01')).toEqual(late);
    expect(accountOf(fine, [paid('2026-12-22', 1_300_000)], '2027-03-01')).toMatchObject({ openCents: 0, surchargeCents: 0 });
  });

  it('after a part each stretch is reckoned on what was open in it', () => {
    // Five days on 10,000 and five on the 4,000 that were left.
    expect(accountOf(fine, [paid('2026-12-17', 600_000)], '2026-12-22')).toEqual({
      paidCents: 600_000,
      openCents: 400_000,
      surchargeCents: 5 * 30_000 + 5 * 12_000,
    });
  });

  it('goes by the day of payment, in whatever order payments were typed in', () => {
    const [first, second] = [paid('2026-12-10', 900_000), paid('2026-12-22', 100_000)];
    expect(accountOf(fine, [second, first], '2026-12-22')).toEqual(accountOf(fine, [first, second], '2026-12-22'));
    expect(accountOf(fine, [second, first], '2026-12-22').surchargeCents).toBe(10 * 3_000);
  });

  it('altogether the surcharge is at most the fine', () => {
    expect(accountOf(fine, [], '2027-12-12').surchargeCents).toBe(1_000_000);
    expect(accountOf(fine, [paid('2027-06-01', 500_000)], '2027-12-12').surchargeCents).toBe(1_000_000);
  });

  it('is limited by the fine and not by what is left of it, however late and in however many parts it is paid', () => {
    const early = paid('2026-12-05', 900_000);
    // Sixty days on the 1,000 that were left, and more than those 1,000.
    expect(accountOf(fine, [early], '2027-02-10')).toEqual({ paidCents: 900_000, openCents: 100_000, surchargeCents: 60 * 3_000 });
    const cent = accountOf(fine, [early, paid('2027-01-11', 100)], '2027-02-10');
    expect(cent.surchargeCents).toBe(30 * 3_000 + 30 * 2_997);
    expect(accountOf(fine, [early], '2028-02-10').surchargeCents).toBe(1_000_000);
  });

  it('reads the rate an administrator entered', () => {
    const setting = {
      key: 'administrative-penalty-law/surcharge',
      from: '2026-12-01',
      value: '1',
      source: '示例公告',
      publishedOn: '2026-11-01',
      reason: '示例',
    };
    expect(accountOf(fine, [], '2026-12-13', [setting]).surchargeCents).toBe(10_000);
  });
});
