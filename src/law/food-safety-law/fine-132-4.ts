import { orderToCorrect, warning } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Forged papers or checks not done: order and warning; if refused, 10,000 to 100,000 yuan (art. 132(4)). */
export const fine132Check: LawEntry<'band'> = {
  id: 'food-safety-law/fine-132-4',
  regulation: 'food-safety-law',
  title: { zh: '第一百三十二条第四款罚款', en: 'Fine of art. 132(4)' },
  unit: 'band',
  values: [
    {
      from: '2025-12-01',
      value: { minCents: 1000000, maxCents: 10000000, after: 'order-refused', otherConsequences: [orderToCorrect, warning] },
      citation: foodSafetyCitations['fsl-132-4'],
    },
  ],
};
