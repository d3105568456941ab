import { orderWithinLimit } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Production records: an order; not corrected in time, 2,000 to 20,000 yuan (art. 69). */
export const fine69: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-69',
  regulation: 'agricultural-products-law',
  title: { zh: '第六十九条罚款', en: 'Fine of art. 69' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: { minCents: 200000, maxCents: 2000000, after: 'order-overdue', otherConsequences: [orderWithinLimit] },
      citation: agriculturalCitations['apq-69'],
    },
  ],
};
