import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Seven working days before the hearing (arts. 64(2), 85). */
export const hearingNotice: LawEntry<'workingDay'> = {
  id: 'administrative-penalty-law/hearing-notice',
  regulation: 'administrative-penalty-law',
  title: { zh: '听证通知的提前期限', en: 'Notice before a hearing' },
  unit: 'workingDay',
  values: [{ from: '2021-07-15', value: 7, citation: penaltyLawCitations['apl-64-2'] }],
};
