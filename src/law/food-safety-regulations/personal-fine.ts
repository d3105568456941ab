import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** 1 to 10 times last year’s income from the unit (art. 75(1)). */
export const personalFine: LawEntry<'timesRange'> = {
  id: 'food-safety-regulations/personal-fine',
  regulation: 'food-safety-regulations',
  title: { zh: '责任人员罚款（上一年度收入的倍数）', en: 'Fine of persons responsible (times last year’s income)' },
  unit: 'timesRange',
  values: [{ from: '2019-12-01', value: { minTimes: 1, maxTimes: 10 }, citation: regulationCitations['reg-75-1'] }],
};
