import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Four hours from receiving the result (art. 88(2)). */
export const quickRetestHours: LawEntry<'hour'> = {
  id: 'food-safety-law/quick-retest-hours',
  regulation: 'food-safety-law',
  title: { zh: '快速检测申请复检的期限', en: 'Period for asking a retest of a quick test' },
  unit: 'hour',
  values: [{ from: '2021-04-29', value: 4, citation: foodSafetyCitations['fsl-88-2'] }],
};
