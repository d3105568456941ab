import { confiscationOfGains, stopAct } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Knowingly giving premises or other conditions: 100,000 to 200,000 yuan (art. 123(2)). */
export const fine123Conditions: LawEntry<'band'> = {
  id: 'food-safety-law/fine-123-2',
  regulation: 'food-safety-law',
  title: { zh: '第一百二十三条第二款罚款', en: 'Fine of art. 123(2)' },
  unit: 'band',
  values: [
    {
      from: '2021-04-29',
      value: { minCents: 10000000, maxCents: 20000000, after: 'immediate', otherConsequences: [stopAct, confiscationOfGains] },
      citation: foodSafetyCitations['fsl-123-2'],
    },
  ],
};
