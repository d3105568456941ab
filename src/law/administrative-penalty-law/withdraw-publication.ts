import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Three working days (arts. 48(2), 85). */
export const withdrawPublication: LawEntry<'workingDay'> = {
  id: 'administrative-penalty-law/withdraw-publication',
  regulation: 'administrative-penalty-law',
  title: { zh: '撤回公开信息的期限', en: 'Period for withdrawing a publication' },
  unit: 'workingDay',
  values: [{ from: '2021-07-15', value: 3, citation: penaltyLawCitations['apl-48-2'] }],
};
