import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Two years where there is no stated shelf life (art. 50(2)). */
export const retentionWithoutShelfLife: LawEntry<'year'> = {
  id: 'food-safety-law/retention-without-shelf-life',
  regulation: 'food-safety-law',
  title: { zh: '记录和凭证保存期限（没有明确保质期）', en: 'Retention where there is no shelf life' },
  unit: 'year',
  values: [{ from: '2021-04-29', value: 2, citation: foodSafetyCitations['fsl-50-2'] }],
};
