import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** Six months (art. 65). */
export const retentionProduce: LawEntry<'month'> = {
  id: 'food-safety-law/retention-produce',
  regulation: 'food-safety-law',
  title: { zh: '食用农产品进货记录保存期限', en: 'Retention of incoming records of produce' },
  unit: 'month',
  values: [{ from: '2021-04-29', value: 6, citation: foodSafetyCitations['fsl-65'] }],
};
