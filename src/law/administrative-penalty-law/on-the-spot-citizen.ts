import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Up to 200 yuan (art. 51). */
export const onTheSpotCitizen: LawEntry<'cents'> = {
  id: 'administrative-penalty-law/on-the-spot-citizen',
  regulation: 'administrative-penalty-law',
  title: { zh: '当场处罚的罚款（公民）', en: 'Fine on the spot (citizens)' },
  unit: 'cents',
  values: [{ from: '2021-07-15', value: 20_000, citation: penaltyLawCitations['apl-51'] }],
};
