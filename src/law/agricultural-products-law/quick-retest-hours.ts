import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Four hours (art. 51(2)). */
export const produceQuickRetestHours: LawEntry<'hour'> = {
  id: 'agricultural-products-law/quick-retest-hours',
  regulation: 'agricultural-products-law',
  title: { zh: '快速检测申请复检的期限', en: 'Period for asking a retest of a quick test' },
  unit: 'hour',
  values: [{ from: '2023-01-01', value: 4, citation: agriculturalCitations['apq-51-2'] }],
};
