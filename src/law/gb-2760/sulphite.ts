import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg, as residual sulphur dioxide (second-hand). */
export const sulphiteLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/sulphite',
  regulation: 'gb-2760',
  title: { zh: '二氧化硫及亚硫酸盐', en: 'sulphur dioxide and sulphites' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['二氧化硫', '亚硫酸钠', '焦亚硫酸钠', '焦亚硫酸钾', '亚硫酸氢钠', '低亚硫酸钠'],
        basis: { zh: '以二氧化硫残留量计', en: 'as residual sulphur dioxide' },
        foods: [
          { food: '经表面处理的鲜水果', mgPerKg: 50 },
          { food: '水果干类', mgPerKg: 100 },
          { food: '果酱', mgPerKg: 100 },
          { food: '蜜饯', mgPerKg: 350 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
