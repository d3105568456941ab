import type { LawEntry } from '../model.ts';
import { agriculturalCitations } from './citations.ts';

/** Two years (art. 27(2)). */
export const productionRecordRetention: LawEntry<'year'> = {
  id: 'agricultural-products-law/record-retention',
  regulation: 'agricultural-products-law',
  title: { zh: '农产品生产记录保存期限', en: 'Retention of production records' },
  unit: 'year',
  values: [{ from: '2023-01-01', value: 2, citation: agriculturalCitations['apq-27-2'] }],
};
