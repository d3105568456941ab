import { stopAndTraceGoods } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './regulation.ts';

/** 50,000 to 100,000 yuan, or 10 to 20 times; farm households 500 to 5,000 yuan (art. 71). */
export const fine71: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-71',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十一条罚款', en: 'Fine of art. 71' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: {
        minCents: 5_000_000,
        maxCents: 10_000_000,
        after: 'immediate',
        goodsValue: { fromCents: 1_000_000, minTimes: 10, maxTimes: 20 },
        household: { minCents: 50_000, maxCents: 500_000 },
        otherConsequences: [stopAndTraceGoods],
      },
      citation: agriculturalCitations['apq-71'],
    },
  ],
};
