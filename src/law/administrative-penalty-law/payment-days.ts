import type { LawEntry } from '../model.ts';
import { penaltyLawCitations } from './citations.ts';

/** Fifteen days from receiving the decision (art. 67(3)). */
export const paymentDays: LawEntry<'day'> = {
  id: 'administrative-penalty-law/payment-days',
  regulation: 'administrative-penalty-law',
  title: { zh: '缴纳罚款的期限', en: 'Period for payment' },
  unit: 'day',
  values: [{ from: '2021-07-15', value: 15, citation: penaltyLawCitations['apl-67-3'] }],
};
