import { detention, revocation, stopAndTraceGoods } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** 100,000 to 150,000 yuan, or 15 to 30 times; farm households 1,000 to 10,000 yuan (art. 70(1)). */
export const fine70: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-70',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十条第一款罚款', en: 'Fine of art. 70' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: {
        minCents: 10000000,
        maxCents: 15000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 15, maxTimes: 30 },
        household: { minCents: 100000, maxCents: 1000000 },
        otherConsequences: [stopAndTraceGoods, revocation, detention],
      },
      citation: agriculturalCitations['apq-70-1'],
    },
  ],
};
