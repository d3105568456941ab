import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Five working days (art. 51(1)). */
export const produceRetestDays: LawEntry<'workingDay'> = {
  id: 'agricultural-products-law/retest-days',
  regulation: 'agricultural-products-law',
  title: { zh: '申请复检的期限（监督抽查）', en: 'Period for asking a retest (supervisory sample)' },
  unit: 'workingDay',
  values: [{ from: '2023-01-01', value: 5, citation: agriculturalCitations['apq-51-1'] }],
};
