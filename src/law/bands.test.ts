import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fine70 } from './agricultural-products-law/fine-70.ts';
import { bandLines, fineFor, yuan } from './bands.ts';
import { fine123 } from './food-safety-law/fine-123.ts';
import { fine124 } from './food-safety-law/fine-124.ts';
import { fine126 } from './food-safety-law/fine-126.ts';
import type { FineBand, LawEntry } from './model.ts';
import { displayBand } from './zhejiang-traceability/display-band.ts';
import { entryAndConfirmationBand } from './zhejiang-traceability/entry-and-confirmation-band.ts';

function bandOf(entry: LawEntry<'band'>): FineBand {
  const dated = entry.values.at(-1);
  if (!dated) throw new Error(`${entry.id} has no value`);
  return dated.value;
}
const zh = (band: FineBand, at = {}) => bandLines(band, at).map((line) => line.zh);

describe('fixed bands', () => {
  it('a record not entered or confirmed: 1,000 to 10,000 yuan after an order ran out', () => {
    expect(fineFor(bandOf(entryAndConfirmationBand))).toEqual({ minCents: 1_000 * 100, maxCents: 10_000 * 100, basis: 'fixed' });
    expect(zh(bandOf(entryAndConfirmationBand))).toEqual(['先责令限期改正；逾期不改正的，处1,000元以上10,000元以下罚款']);
  });

  it('a code not displayed: 500 to 2,000 yuan after an order ran out', () => {
    expect(fineFor(bandOf(displayBand))).toEqual({ minCents: 500 * 100, maxCents: 2_000 * 100, basis: 'fixed' });
    expect(bandLines(bandOf(displayBand))[0]?.en).toBe(
      'First an order to correct within a time limit; if not corrected in time, a fine of 500 to 2,000 yuan',
    );
  });

  it('food safety law 126 shows the order and the warning before the fine, and the stop of business after it', () => {
    expect(zh(bandOf(fine126))).toEqual([
      '先责令改正；拒不改正的，处5,000元以上50,000元以下罚款',
      '给予警告',
      '情节严重的，责令停产停业，直至吊销许可证',
    ]);
  });
});

describe('bands that count in goods value', () => {
  it('124: goods of 9,999.99 yuan fall in the fixed band of 50,000 to 100,000 yuan', () => {
    expect(fineFor(bandOf(fine124), { goodsValueCents: 999_999 })).toEqual({
      minCents: 50_000 * 100,
      maxCents: 100_000 * 100,
      basis: 'below-threshold',
    });
  });

  it('124: goods of exactly 10,000 yuan are fined 10 to 20 times', () => {
    expect(fineFor(bandOf(fine124), { goodsValueCents: 1_000_000 })).toEqual({
      minCents: 10 * 10_000 * 100,
      maxCents: 20 * 10_000 * 100,
      basis: 'multiple',
    });
  });

  it('123: goods of 20,000.50 yuan are fined 15 to 30 times, with the arithmetic shown', () => {
    expect(fineFor(bandOf(fine123), { goodsValueCents: 2_000_050 })).toEqual({
      minCents: 30_000_750,
      maxCents: 60_001_500,
      basis: 'multiple',
    });
    expect(zh(bandOf(fine123), { goodsValueCents: 2_000_050 })[0]).toBe(
      '货值金额20,000.50元：20,000.50元×15至20,000.50元×30，即处300,007.50元以上600,015元以下罚款',
    );
  });

  it('without a goods value both steps are shown and it is said that the value is not established', () => {
    expect(fineFor(bandOf(fine123))).toEqual({ minCents: 100_000 * 100, maxCents: 150_000 * 100, basis: 'goods-value-unknown' });
    expect(zh(bandOf(fine123)).slice(0, 3)).toEqual([
      '货值金额不足10,000元的，处100,000元以上150,000元以下罚款',
      '货值金额10,000元以上的，处货值金额15倍以上30倍以下罚款',
      '货值金额尚未认定，由办案人员录入',
    ]);
  });

  it.each([-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER])('a goods value of %d cents is refused', (goodsValueCents) => {
    expect(() => fineFor(bandOf(fine123), { goodsValueCents })).toThrow(RangeError);
  });

  it('a larger goods value never lowers the fine', () => {
    const cents = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const less = fineFor(bandOf(fine124), { goodsValueCents: low });
        const more = fineFor(bandOf(fine124), { goodsValueCents: high });
        return less.minCents <= more.minCents && less.maxCents <= more.maxCents && less.minCents <= less.maxCents;
      }),
    );
  });
});

describe('farm households', () => {
  it('have their own band of 1,000 to 10,000 yuan under art. 70, whatever the goods are worth', () => {
    expect(fineFor(bandOf(fine70), { household: true, goodsValueCents: 5_000_000 })).toEqual({
      minCents: 100_000,
      maxCents: 1_000_000,
      basis: 'household',
    });
    expect(zh(bandOf(fine70), { household: true })[0]).toBe('对农户，处1,000元以上10,000元以下罚款');
  });

  it('an enterprise is not shown the households’ band', () => {
    expect(zh(bandOf(fine70), { household: false }).join()).not.toContain('农户');
  });
});

describe('yuan', () => {
  it.each([
    [50_000, '500'],
    [123_456, '1,234.56'],
    [100, '1'],
    [5, '0.05'],
    [100_000_000_000, '1,000,000,000'],
  ])('%d cents are %s', (cents, text) => expect(yuan(cents)).toBe(text));
});
