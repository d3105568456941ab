import type { Regulation } from '../model.ts';
import { SETTINGS_SOURCE, settingsName } from './citations.ts';

export const serviceSettings: Regulation = {
  id: 'service-settings',
  name: settingsName,
  sources: [SETTINGS_SOURCE],
  effectiveFrom: '2024-01-01',
  note: {
    zh: '法律没有给出期限的地方，系统需要一个时间来提醒；管理员可以更改，页面标明“系统设置”。',
    en: 'Where the law gives no period the service needs a time to remind by; an administrator can change it, and pages say that it is a setting.',
  },
  accounts: [
    {
      article: null,
      says: { zh: '陈述申辩期限', en: 'Statement and defence' },
      treatment: 'not-known',
      entries: ['service-settings/statement-days'],
    },
    { article: null, says: { zh: '首次提醒', en: 'First reminder' }, treatment: 'not-known', entries: ['service-settings/reminder-days'] },
    {
      article: null,
      says: { zh: '责令改正的建议期限', en: 'Proposed time of an order' },
      treatment: 'not-known',
      entries: ['service-settings/order-days'],
    },
  ],
};
