import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Two years (art. 36(1)). */
export const limitation: LawEntry<'year'> = {
  id: 'administrative-penalty-law/limitation',
  regulation: 'administrative-penalty-law',
  title: { zh: '追责期限', en: 'Limitation' },
  unit: 'year',
  values: [{ from: '2021-07-15', value: 2, citation: penaltyLawCitations['apl-36-1'] }],
};
