import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Up to 3,000 yuan (art. 51). */
export const onTheSpotUnit: LawEntry<'cents'> = {
  id: 'administrative-penalty-law/on-the-spot-unit',
  regulation: 'administrative-penalty-law',
  title: { zh: '当场处罚的罚款（法人或者其他组织）', en: 'Fine on the spot (units)' },
  unit: 'cents',
  values: [{ from: '2021-07-15', value: 300_000, citation: penaltyLawCitations['apl-51'] }],
};
