import { confiscationOfGains, stopAct } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Knowingly giving premises or other conditions: 100,000 to 200,000 yuan (art. 70(2)). */
export const fine70Conditions: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-70-2',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十条第二款罚款', en: 'Fine of art. 70(2)' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: { minCents: 10000000, maxCents: 20000000, after: 'immediate', otherConsequences: [stopAct, confiscationOfGains] },
      citation: agriculturalCitations['apq-70-2'],
    },
  ],
};
