import type { Regulation } from '../model.ts';
import { FIRST_OFFENCE_SOURCE, FIRST_OFFENCE_SOURCE_2, firstOffenceName } from './citations.ts';

export const firstOffenceLists: Regulation = {
  id: 'first-offence-lists',
  name: firstOffenceName,
  sources: [FIRST_OFFENCE_SOURCE, FIRST_OFFENCE_SOURCE_2],
  publishedOn: '2025-02-07',
  effectiveFrom: '2025-02-07',
  note: { zh: '在罚款幅度旁显示，由办案人员判断是否适用。', en: 'Shown beside the band; the officer judges whether it applies.' },
  accounts: [
    {
      article: null,
      says: { zh: '超过保质期食品：货值上限', en: 'Past shelf life: greatest goods value' },
      treatment: 'encoded',
      entries: ['first-offence-lists/expired-goods-value'],
    },
    {
      article: null,
      says: { zh: '许可证过期：不足一个月', en: 'Expired licence: less than a month' },
      treatment: 'encoded',
      entries: ['first-offence-lists/licence-months'],
    },
    {
      article: null,
      says: { zh: '“初次”的期间', en: 'What counts as first' },
      treatment: 'encoded',
      entries: ['first-offence-lists/first-within'],
    },
    { article: null, says: { zh: '不符合标准的食用农产品', en: 'Produce below the standard' }, treatment: 'encoded' },
    { article: null, says: { zh: '其余八种行为', en: 'The other acts' }, treatment: 'not-known' },
  ],
};
