import { orderToCorrect } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { pesticideCitations } from './citations.ts';

/** Units 50,000 to 100,000 yuan with an order; a person up to 10,000 yuan (art. 60(1)). */
export const finePesticide: LawEntry<'band'> = {
  id: 'pesticide-regulations/fine-60',
  regulation: 'pesticide-regulations',
  title: { zh: '第六十条罚款', en: 'Fine of art. 60' },
  unit: 'band',
  values: [
    {
      from: '2022-05-01',
      value: {
        minCents: 5000000,
        maxCents: 10000000,
        after: 'immediate',
        household: { minCents: 0, maxCents: 1000000 },
        otherConsequences: [orderToCorrect],
      },
      citation: pesticideCitations['pest-60-1'],
    },
  ],
};
