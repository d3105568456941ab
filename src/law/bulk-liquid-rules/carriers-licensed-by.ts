import type { LawEntry } from '../model.ts';
import { bulkLiquidCitations } from './citations.ts';

/** Licensed by 2026-07-01. */
export const carriersLicensedBy: LawEntry<'civilDate'> = {
  id: 'bulk-liquid-rules/carriers-licensed-by',
  regulation: 'bulk-liquid-rules',
  title: { zh: '承运人取得准运证的期限', en: 'Carriers licensed by' },
  unit: 'civilDate',
  values: [{ from: '2026-02-06', value: '2026-07-01', citation: bulkLiquidCitations['blq-carriers'] }],
};
