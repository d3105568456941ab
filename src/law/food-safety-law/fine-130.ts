import { closureIfGrave, confiscationOfGains, orderToCorrect } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Market operators: order, gains confiscated, and 50,000 to 200,000 yuan (art. 130(1); para. 2 refers to it, art. 131(1) says the same of platforms). */
export const fine130: LawEntry<'band'> = {
  id: 'food-safety-law/fine-130',
  regulation: 'food-safety-law',
  title: { zh: '第一百三十条第一款罚款', en: 'Fine of art. 130(1)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: {
        minCents: 5000000,
        maxCents: 20000000,
        after: 'immediate',
        otherConsequences: [orderToCorrect, confiscationOfGains, closureIfGrave],
      },
      citation: foodSafetyCitations['fsl-130-1'],
    },
  ],
};
