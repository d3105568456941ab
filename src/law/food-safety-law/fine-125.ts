import { confiscation, stopOrRevocation } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Below 10,000 yuan of goods: 5,000 to 50,000 yuan; from 10,000 yuan: 5 to 10 times (art. 125(1); art. 68 of the Implementing Regulations refers to it). */
export const fine125: LawEntry<'band'> = {
  id: 'food-safety-law/fine-125',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十五条第一款罚款', en: 'Fine of art. 125(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 500000,
        maxCents: 5000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 5, maxTimes: 10 },
        otherConsequences: [confiscation, stopOrRevocation],
      },
      citation: foodSafetyCitations['fsl-125-1'],
    },
  ],
};
