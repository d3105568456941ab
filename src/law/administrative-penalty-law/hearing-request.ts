import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Five working days after the notice (arts. 64(1), 85). */
export const hearingRequest: LawEntry<'workingDay'> = {
  id: 'administrative-penalty-law/hearing-request',
  regulation: 'administrative-penalty-law',
  title: { zh: '要求听证的期限', en: 'Period for asking a hearing' },
  unit: 'workingDay',
  values: [{ from: '2021-07-15', value: 5, citation: penaltyLawCitations['apl-64-1'] }],
};
