import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Five years where life and health are concerned and harm was done (art. 36(1)). */
export const limitationHealth: LawEntry<'year'> = {
  id: 'administrative-penalty-law/limitation-health',
  regulation: 'administrative-penalty-law',
  title: { zh: '追责期限（生命健康安全且有危害后果）', en: 'Limitation (life and health, with harm)' },
  unit: 'year',
  values: [{ from: '2021-07-15', value: 5, citation: penaltyLawCitations['apl-36-1'] }],
};
