import type { Regulation } from '../model.ts';
import { bulkLiquidName, PERMIT_SOURCE, WAYBILL_SOURCE } from './citations.ts';

export const bulkLiquidRules: Regulation = {
  id: 'bulk-liquid-rules',
  name: bulkLiquidName,
  sources: [WAYBILL_SOURCE, PERMIT_SOURCE],
  publishedOn: '2026-02-06',
  effectiveFrom: '2026-02-06',
  note: {
    zh: '规则应当依次询问：是否承运人、是否目录品种、是否在2026年7月1日以后。',
    en: 'A rule asks in turn: a carrier? a directory item? after 1 July 2026?',
  },
  accounts: [
    { article: null, says: { zh: '联单', en: 'Waybill' }, treatment: 'encoded' },
    {
      article: null,
      says: { zh: '取得许可的期限', en: 'Carriers licensed by' },
      treatment: 'encoded',
      entries: ['bulk-liquid-rules/carriers-licensed-by'],
    },
    {
      article: null,
      says: { zh: '重点液态食品目录', en: 'Directory of bulk liquid food' },
      treatment: 'not-known',
      entries: ['bulk-liquid-rules/directory'],
    },
    { article: null, says: { zh: '自有车辆', en: 'Own vehicles' }, treatment: 'not-known' },
  ],
};
