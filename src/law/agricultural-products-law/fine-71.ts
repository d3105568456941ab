import { stopAndTraceGoods } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

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
        minCents: 5000000,
        maxCents: 10000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 10, maxTimes: 20 },
        household: { minCents: 50000, maxCents: 500000 },
        otherConsequences: [stopAndTraceGoods],
      },
      citation: agriculturalCitations['apq-71'],
    },
  ],
};
