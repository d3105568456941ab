import type { Regulation } from '../model.ts';
import { ADDITIVE_SOURCE, additiveStandardName } from './citations.ts';

export const additiveStandard: Regulation = {
  id: 'gb-2760',
  name: additiveStandardName,
  sources: [ADDITIVE_SOURCE],
  publishedOn: '2024-02-08',
  effectiveFrom: '2025-02-08',
  note: { zh: '第二手转录，仅用于提示复核，不单独作为线索。', en: 'Second-hand rows for review only; no lead rests on them alone.' },
  accounts: [
    {
      article: '表A.1',
      says: { zh: '苯甲酸及其钠盐', en: 'benzoic acid and its sodium salt' },
      treatment: 'encoded',
      entries: ['gb-2760/benzoate'],
    },
    {
      article: '表A.1',
      says: { zh: '山梨酸及其钾盐', en: 'sorbic acid and its potassium salt' },
      treatment: 'encoded',
      entries: ['gb-2760/sorbate'],
    },
    {
      article: '表A.1',
      says: { zh: '二氧化硫及亚硫酸盐', en: 'sulphur dioxide and sulphites' },
      treatment: 'encoded',
      entries: ['gb-2760/sulphite'],
    },
    { article: '表A.1', says: { zh: '安赛蜜', en: 'acesulfame potassium' }, treatment: 'encoded', entries: ['gb-2760/acesulfame'] },
    { article: '表A.1', says: { zh: '日落黄', en: 'sunset yellow' }, treatment: 'encoded', entries: ['gb-2760/sunset-yellow'] },
    { article: '表A.1', says: { zh: '诱惑红', en: 'allura red' }, treatment: 'encoded', entries: ['gb-2760/allura-red'] },
    { article: '表A.1', says: { zh: '其余添加剂', en: 'The other additives' }, treatment: 'not-known' },
  ],
};
