import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Seven working days from receiving the result (art. 88(1)). */
export const retestDays: LawEntry<'workingDay'> = {
  id: 'food-safety-law/retest-days',
  regulation: 'food-safety-law',
  title: { zh: '申请复检的期限', en: 'Period for asking a retest' },
  unit: 'workingDay',
  values: [{ from: '2021-04-29', value: 7, citation: foodSafetyCitations['fsl-88-1'] }],
};
