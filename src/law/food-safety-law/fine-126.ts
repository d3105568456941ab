import { orderToCorrect, stopOrRevocation, warning } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Order and warning first; if refused, 5,000 to 50,000 yuan (art. 126(1); para. 4, art. 129(2) and art. 69 of the Implementing Regulations refer to it). */
export const fine126: LawEntry<'band'> = {
  id: 'food-safety-law/fine-126',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十六条第一款罚款', en: 'Fine of art. 126(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 500000,
        maxCents: 5000000,
        after: 'order-refused',
        otherConsequences: [orderToCorrect, warning, stopOrRevocation],
      },
      citation: foodSafetyCitations['fsl-126-1'],
    },
  ],
};
