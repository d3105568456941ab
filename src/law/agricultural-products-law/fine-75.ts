import { orderWithinLimit } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Tracing rules: an order; not corrected in time, up to 10,000 yuan (art. 75). */
export const fine75: LawEntry<'band'> = {
  id: 'agricultural-products-law/fine-75',
  regulation: 'agricultural-products-law',
  title: { zh: '第七十五条罚款', en: 'Fine of art. 75' },
  unit: 'band',
  values: [
    {
      from: '2023-01-01',
      value: { minCents: 0, maxCents: 1000000, after: 'order-overdue', otherConsequences: [orderWithinLimit] },
      citation: agriculturalCitations['apq-75'],
    },
  ],
};
