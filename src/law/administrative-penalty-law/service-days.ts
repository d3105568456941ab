import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Seven working days (arts. 61(1), 85). */
export const serviceDays: LawEntry<'workingDay'> = {
  id: 'administrative-penalty-law/service-days',
  regulation: 'administrative-penalty-law',
  title: { zh: '送达期限（当事人不在场）', en: 'Period for service (party absent)' },
  unit: 'workingDay',
  values: [{ from: '2021-07-15', value: 7, citation: penaltyLawCitations['apl-61-1'] }],
};
