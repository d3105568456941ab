import type { LawEntry } from '../model.ts';
import { certificateRuleCitations } from './citations.ts';

/** The kinds as reported; a further kind named by the ministry was not readable. */
export const certificateProducts: LawEntry<'texts'> = {
  id: 'commitment-certificate-rules/products',
  regulation: 'commitment-certificate-rules',
  title: { zh: '应当开具承诺达标合格证的农产品', en: 'Products that need a commitment certificate' },
  unit: 'texts',
  values: [
    {
      from: '2026-02-01',
      value: [
        { zh: '蔬菜（含人工种植的食用菌）', en: 'vegetables, with grown mushrooms' },
        { zh: '水果', en: 'fruit' },
        { zh: '茶鲜叶', en: 'fresh tea leaves' },
        { zh: '畜禽', en: 'livestock and poultry' },
        { zh: '禽蛋', en: 'eggs' },
        { zh: '养殖水产品', en: 'farmed aquatic products' },
      ],
      citation: certificateRuleCitations['ccr-products'],
    },
  ],
};
