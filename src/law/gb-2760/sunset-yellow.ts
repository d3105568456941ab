import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg (second-hand). */
export const sunsetYellowLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/sunset-yellow',
  regulation: 'gb-2760',
  title: { zh: '日落黄', en: 'sunset yellow' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['日落黄'],
        foods: [
          { food: '调制乳', mgPerKg: 50 },
          { food: '果酱', mgPerKg: 500 },
          { food: '蜜饯', mgPerKg: 100 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
