import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Three per cent of the fine a day, at most the fine itself (art. 72(1)(1)). */
export const surchargeRate: LawEntry<'percent'> = {
  id: 'administrative-penalty-law/surcharge',
  regulation: 'administrative-penalty-law',
  title: { zh: '逾期加处罚款（每日）', en: 'Surcharge a day' },
  unit: 'percent',
  values: [{ from: '2021-07-15', value: 3, citation: penaltyLawCitations['apl-72-1-1'] }],
};
