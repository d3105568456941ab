import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg (second-hand). */
export const alluraRedLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/allura-red',
  regulation: 'gb-2760',
  title: { zh: '诱惑红', en: 'allura red' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['诱惑红'],
        foods: [
          { food: '糖果', mgPerKg: 300 },
          { food: '肉灌肠类', mgPerKg: 15 },
          { food: '西式火腿', mgPerKg: 25 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
