import { stopAndTraceGoods } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** 5,000 to 50,000 yuan, or 5 to 10 times; farm households 300 to 3,000 yuan (art. 72). */
export const fine72: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-72',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十二条罚款', en: 'Fine of art. 72' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: {
        minCents: 500000,
        maxCents: 5000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 5, maxTimes: 10 },
        household: { minCents: 30000, maxCents: 300000 },
        otherConsequences: [stopAndTraceGoods],
      },
      citation: agriculturalCitations['apq-72'],
    },
  ],
};
