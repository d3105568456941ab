import { confiscation, detention, revocation } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Below 10,000 yuan of goods: 100,000 to 150,000 yuan; from 10,000 yuan: 15 to 30 times (art. 123(1)). */
export const fine123: LawEntry<'band'> = {
  id: 'food-safety-law/fine-123',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十三条第一款罚款', en: 'Fine of art. 123(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 10000000,
        maxCents: 15000000,
        after: 'immediate',
        goodsValue: { fromCents: 1000000, minTimes: 15, maxTimes: 30 },
        otherConsequences: [confiscation, revocation, detention],
      },
      citation: foodSafetyCitations['fsl-123-1'],
    },
  ],
};
