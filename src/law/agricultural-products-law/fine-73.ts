import { criticism, orderWithinLimit } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Criticism and an order first; not corrected in time, 100 to 1,000 yuan (art. 73). */
export const fine73: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-73',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十三条罚款', en: 'Fine of art. 73' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: { minCents: 10000, maxCents: 100000, after: 'order-overdue', otherConsequences: [criticism, orderWithinLimit] },
      citation: agriculturalCitations['apq-73-1'],
    },
  ],
};
