import { confiscation, revocation } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Below 10,000 yuan of goods: 50,000 to 100,000 yuan; from 10,000 yuan: 10 to 20 times (art. 124(1); para. 2 and art. 129(1) refer to it). */
export const fine124: LawEntry<'band'> = {
  id: 'food-safety-law/fine-124',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十四条第一款罚款', en: 'Fine of art. 124(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 5000000,
        maxCents: 10000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 10, maxTimes: 20 },
        otherConsequences: [confiscation, revocation],
      },
      citation: foodSafetyCitations['fsl-124-1'],
    },
  ],
};
