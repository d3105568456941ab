import { businessStopIfRefused, orderToCorrect, revocation, warning } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Carriers of bulk liquid food: as para. 1; in serious cases 50,000 to 500,000 yuan besides revocation (art. 132(2)). */
export const fine132Carrier: LawEntry<'band'> = {
  id: 'food-safety-law/fine-132-2',
  regulation: 'food-safety-law',
  title: { zh: '第一百三十二条第二款罚款', en: 'Fine of art. 132(2)' },
  unit: 'band',
  values: [
    {
      from: '2025-12-01',
      value: {
        minCents: 1000000,
        maxCents: 5000000,
        after: 'order-refused',
        severe: { minCents: 5000000, maxCents: 50000000 },
        otherConsequences: [orderToCorrect, warning, businessStopIfRefused, revocation],
      },
      citation: foodSafetyCitations['fsl-132-2'],
    },
  ],
};
