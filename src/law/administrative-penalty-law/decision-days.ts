import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Ninety days from opening the case (art. 60). */
export const decisionDays: LawEntry<'day'> = {
  id: 'administrative-penalty-law/decision-days',
  regulation: 'administrative-penalty-law',
  title: { zh: '作出处罚决定的期限', en: 'Period for the decision' },
  unit: 'day',
  note: {
    zh: '部门规章可以另定期限和延长，未读到的不计。',
    en: 'Departmental rules may set another period or an extension; what was not read is not counted.',
  },
  values: [{ from: '2021-07-15', value: 90, citation: penaltyLawCitations['apl-60'] }],
};
