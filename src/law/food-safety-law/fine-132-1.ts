import { businessStopIfRefused, orderToCorrect, revocation, warning } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Order and warning first; if refused, business is stopped and 10,000 to 50,000 yuan (art. 132(1)). */
export const fine132: LawEntry<'band'> = {
  id: 'food-safety-law/fine-132-1',
  regulation: 'food-safety-law',
  title: { zh: '第一百三十二条第一款罚款', en: 'Fine of art. 132(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 1000000,
        maxCents: 5000000,
        after: 'order-refused',
        otherConsequences: [orderToCorrect, warning, businessStopIfRefused, revocation],
      },
      citation: foodSafetyCitations['fsl-132-1'],
    },
  ],
};
