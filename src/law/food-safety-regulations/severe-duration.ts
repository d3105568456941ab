import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** Three months or longer (art. 67(1)(1)). */
export const severeDuration: LawEntry<'month'> = {
  id: 'food-safety-regulations/severe-duration',
  regulation: 'food-safety-regulations',
  title: { zh: '情节严重：持续时间', en: 'Serious: duration' },
  unit: 'month',
  values: [{ from: '2019-12-01', value: 3, citation: regulationCitations['reg-67-1-1'] }],
};
