import { confiscationOfGains, orderToCorrect } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Goods below 5,000 yuan: 5,000 to 50,000 yuan; from 5,000 yuan: 10 to 20 times (art. 74). */
export const fine74: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-74',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十四条罚款', en: 'Fine of art. 74' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: {
        minCents: 500000,
        maxCents: 5000000,
        after: 'immediate',
        goodsValue: { fromCents: 500000, minTimes: 10, maxTimes: 20 },
        otherConsequences: [orderToCorrect, confiscationOfGains],
      },
      citation: agriculturalCitations['apq-74'],
    },
  ],
};
