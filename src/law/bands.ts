import type { FineAfter, FineBand, Text } from './model.ts';

export type FineBasis = 'fixed' | 'household' | 'below-threshold' | 'multiple' | 'goods-value-unknown';
export type Circumstances = { readonly goodsValueCents?: number | null | undefined; readonly household?: boolean | undefined };

/** Integer cents as yuan with thousands separators: 123456 → '1,234.56', 100000 → '1,000'. */
export function yuan(cents: number): string {
  const whole = Math.trunc(cents / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  const rest = cents % 100;
  return rest === 0 ? whole : `${whole}.${rest.toString().padStart(2, '0')}`;
}

/**
 * The amounts that apply, in cents, both inclusive. While the goods value has not been established by an officer the amounts below the
 * threshold stand and `basis` says so. Throws RangeError for a goods value that is not a whole, non-negative number of cents or too large.
 */
export function fineFor(band: FineBand, at: Circumstances = {}): { minCents: number; maxCents: number; basis: FineBasis } {
  if (at.household && band.household) return { ...band.household, basis: 'household' };
  const plain = { minCents: band.minCents, maxCents: band.maxCents };
  if (!band.goodsValue) return { ...plain, basis: 'fixed' };
  const value = at.goodsValueCents;
  if (value === null || value === undefined) return { ...plain, basis: 'goods-value-unknown' };
  const maxCents = value * band.goodsValue.maxTimes;
  if (!Number.isSafeInteger(value) || value < 0 || !Number.isSafeInteger(maxCents))
    throw new RangeError(`goods value ${value} is not a usable number of cents`);
  if (value < band.goodsValue.fromCents) return { ...plain, basis: 'below-threshold' };
  return { minCents: value * band.goodsValue.minTimes, maxCents, basis: 'multiple' };
}

const BEFORE_FINE: Record<FineAfter, Text> = {
  'order-overdue': {
    zh: '先责令限期改正；逾期不改正的，',
    en: 'First an order to correct within a time limit; if not corrected in time, ',
  },
  'order-refused': { zh: '先责令改正；拒不改正的，', en: 'First an order to correct; if refused, ' },
  immediate: { zh: '', en: '' },
};

/** The band in words, one line each: the fine with the order that must come before it, then the other consequences. Numbers come from the band itself. */
export function bandLines(band: FineBand, at: Circumstances = {}): Text[] {
  return [...fineLines(band, at), ...band.otherConsequences.filter((c) => c.kind !== 'order').map((c) => c.text)];
}

function fineLines(band: FineBand, at: Circumstances): Text[] {
  const before = BEFORE_FINE[band.after];
  if (at.household && band.household) return [household(band.household)];
  const lines = [...plainLines(band, before, at)];
  if (band.household && at.household === undefined) lines.push(household(band.household));
  return lines;
}

function plainLines(band: FineBand, before: Text, at: Circumstances): Text[] {
  const fixed = range(band.minCents, band.maxCents);
  if (!band.goodsValue) return [{ zh: `${before.zh}处${fixed.zh}罚款`, en: sentence(`${before.en}a fine of ${fixed.en}`) }];
  const { fromCents, minTimes, maxTimes } = band.goodsValue;
  const { minCents, maxCents, basis } = fineFor(band, at);
  if (basis === 'multiple') {
    const value = yuan(at.goodsValueCents ?? 0);
    return [
      {
        zh: `货值金额${value}元：${value}元×${minTimes}至${value}元×${maxTimes}，即处${range(minCents, maxCents).zh}罚款`,
        en: `Goods value ${value} yuan: ${value} × ${minTimes} to ${value} × ${maxTimes}, a fine of ${range(minCents, maxCents).en}`,
      },
    ];
  }
  const below = {
    zh: `货值金额不足${yuan(fromCents)}元的，处${fixed.zh}罚款`,
    en: `Goods value below ${yuan(fromCents)} yuan: a fine of ${fixed.en}`,
  };
  if (basis === 'below-threshold') return [below];
  return [
    below,
    {
      zh: `货值金额${yuan(fromCents)}元以上的，处货值金额${minTimes}倍以上${maxTimes}倍以下罚款`,
      en: `Goods value from ${yuan(fromCents)} yuan: ${minTimes} to ${maxTimes} times that value`,
    },
    { zh: '货值金额尚未认定，由办案人员录入', en: 'The goods value is not established; an officer enters it' },
  ];
}

function household(band: { minCents: number; maxCents: number }): Text {
  const amounts = range(band.minCents, band.maxCents);
  return { zh: `对农户，处${amounts.zh}罚款`, en: `For a farm household: a fine of ${amounts.en}` };
}

export function range(minCents: number, maxCents: number): Text {
  if (minCents === 0) return { zh: `${yuan(maxCents)}元以下`, en: `up to ${yuan(maxCents)} yuan` };
  return { zh: `${yuan(minCents)}元以上${yuan(maxCents)}元以下`, en: `${yuan(minCents)} to ${yuan(maxCents)} yuan` };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
