import { confiscationOfGains, stopTransport } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** No transport permit: 50,000 to 500,000 yuan (art. 132(3)). */
export const fine132Permit: LawEntry<'band'> = {
  id: 'food-safety-law/fine-132-3',
  regulation: 'food-safety-law',
  title: { zh: '第一百三十二条第三款罚款', en: 'Fine of art. 132(3)' },
  unit: 'band',
  values: [
    {
      from: '2025-12-01',
      value: { minCents: 5000000, maxCents: 50000000, after: 'immediate', otherConsequences: [stopTransport, confiscationOfGains] },
      citation: foodSafetyCitations['fsl-132-3'],
    },
  ],
};
