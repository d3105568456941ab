import { orderToCorrect } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Label flaws: an order; if refused, up to 2,000 yuan (art. 125(2)). */
export const fine125Flaw: LawEntry<'band'> = {
  id: 'food-safety-law/fine-125-2',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十五条第二款罚款', en: 'Fine of art. 125(2)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: { minCents: 0, maxCents: 200000, after: 'order-refused', otherConsequences: [orderToCorrect] },
      citation: foodSafetyCitations['fsl-125-2'],
    },
  ],
};
