import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg (second-hand). */
export const acesulfameLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/acesulfame',
  regulation: 'gb-2760',
  title: { zh: '安赛蜜', en: 'acesulfame potassium' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['安赛蜜', '乙酰磺胺酸钾'],
        foods: [
          { food: '风味发酵乳', mgPerKg: 350 },
          { food: '果酱', mgPerKg: 300 },
          { food: '糖果', mgPerKg: 2000 },
          { food: '胶基糖果', mgPerKg: 4000 },
          { food: '熟制坚果与籽类', mgPerKg: 3000 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
