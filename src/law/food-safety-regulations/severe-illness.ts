import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** 30 persons or more (art. 67(1)(2)). */
export const severeIllness: LawEntry<'count'> = {
  id: 'food-safety-regulations/severe-illness',
  regulation: 'food-safety-regulations',
  title: { zh: '情节严重：食源性疾病人数', en: 'Serious: persons ill' },
  unit: 'count',
  values: [{ from: '2019-12-01', value: 30, citation: regulationCitations['reg-67-1-2'] }],
};
