import type { Regulation } from '../model.ts';
import { PESTICIDE_TEXT, pesticideName } from './citations.ts';

export const pesticideRegulations: Regulation = {
  id: 'pesticide-regulations',
  name: pesticideName,
  sources: [PESTICIDE_TEXT],
  effectiveFrom: '2022-05-01',
  note: {
    zh: '只收录使用者违反安全间隔期的罚款；其余各条不在本系统的范围内。',
    en: 'Only the fine of users who break the safety interval is here; the rest is outside this service.',
  },
  accounts: [
    {
      article: '第六十条第（一）项',
      says: { zh: '不按照标签使用农药', en: 'Pesticides not used as labelled' },
      treatment: 'encoded',
      entries: ['pesticide-regulations/fine-60'],
    },
    {
      article: '第六十条第（二）项至第（六）项',
      says: {
        zh: '禁用农药等：见农产品质量安全法第七十条',
        en: 'Banned pesticides and others: see art. 70 of the Agricultural Products Law',
      },
      treatment: 'nothing-to-check',
    },
    { article: '第六十一条', says: { zh: '农药使用记录', en: 'Records of use' }, treatment: 'nothing-to-check' },
  ],
};
