import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** At least two (art. 42(1)). */
export const officers: LawEntry<'count'> = {
  id: 'administrative-penalty-law/officers',
  regulation: 'administrative-penalty-law',
  title: { zh: '执法人员最少人数', en: 'Least number of officers' },
  unit: 'count',
  values: [{ from: '2021-07-15', value: 2, citation: penaltyLawCitations['apl-42-1'] }],
};
