import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** Within one year of a penalty (art. 67(1)(5)). */
export const repeatWithin: LawEntry<'year'> = {
  id: 'food-safety-regulations/repeat-within',
  regulation: 'food-safety-regulations',
  title: { zh: '情节严重：再次违法的期间', en: 'Serious: again within' },
  unit: 'year',
  values: [{ from: '2019-12-01', value: 1, citation: regulationCitations['reg-67-1-5'] }],
};
