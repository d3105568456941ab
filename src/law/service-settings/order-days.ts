import type { LawEntry } from '../model.ts';
import { settingCitations } from './citations.ts';

/** No law gives it; a setting shown as such. */
export const orderDays: LawEntry<'day'> = {
  id: 'service-settings/order-days',
  regulation: 'service-settings',
  title: { zh: '责令改正的建议期限（系统设置）', en: 'Proposed time of an order (a setting)' },
  unit: 'day',
  values: [{ from: '2024-01-01', value: 15, citation: settingCitations['set-correct'] }],
};
