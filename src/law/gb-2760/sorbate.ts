import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg, as sorbic acid (second-hand). */
export const sorbateLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/sorbate',
  regulation: 'gb-2760',
  title: { zh: '山梨酸及其钾盐', en: 'sorbic acid and its potassium salt' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['山梨酸', '山梨酸钾', '山梨酸及其钾盐'],
        basis: { zh: '以山梨酸计', en: 'as sorbic acid' },
        foods: [
          { food: '干酪类', mgPerKg: 1000 },
          { food: '氢化植物油', mgPerKg: 1000 },
          { food: '风味冰', mgPerKg: 500 },
          { food: '经表面处理的鲜水果', mgPerKg: 500 },
          { food: '果酱', mgPerKg: 1000 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
