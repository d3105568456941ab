import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Records are kept six months after the shelf life (art. 50(2); arts. 51, 53, 98 refer to it). */
export const retentionAfterShelfLife: LawEntry<'month'> = {
  id: 'food-safety-law/retention-after-shelf-life',
  regulation: 'food-safety-law',
  title: { zh: '记录和凭证保存期限（保质期满后）', en: 'Retention after the end of the shelf life' },
  unit: 'month',
  values: [{ from: '2021-04-29', value: 6, citation: foodSafetyCitations['fsl-50-2'] }],
};
