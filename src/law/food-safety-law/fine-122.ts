import { confiscation } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** No licence: below 10,000 yuan of goods 50,000 to 100,000 yuan, from 10,000 yuan 10 to 20 times (art. 122(1)). */
export const fine122: LawEntry<'band'> = {
  id: 'food-safety-law/fine-122',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十二条第一款罚款', en: 'Fine of art. 122(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 5000000,
        maxCents: 10000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 10, maxTimes: 20 },
        otherConsequences: [confiscation],
      },
      citation: foodSafetyCitations['fsl-122-1'],
    },
  ],
};
