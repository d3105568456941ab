import type { LawEntry } from '../model.ts';
import { additiveCitations } from './citations.ts';

/** Table A.1, greatest amounts in mg/kg, as benzoic acid (second-hand). */
export const benzoateLimit: LawEntry<'additiveLimit'> = {
  id: 'gb-2760/benzoate',
  regulation: 'gb-2760',
  title: { zh: '苯甲酸及其钠盐', en: 'benzoic acid and its sodium salt' },
  unit: 'additiveLimit',
  values: [
    {
      from: '2025-02-08',
      value: {
        names: ['苯甲酸', '苯甲酸钠', '苯甲酸及其钠盐'],
        basis: { zh: '以苯甲酸计', en: 'as benzoic acid' },
        foods: [
          { food: '风味冰', mgPerKg: 1000 },
          { food: '果酱', mgPerKg: 1000 },
          { food: '蜜饯', mgPerKg: 500 },
          { food: '腌渍的蔬菜', mgPerKg: 1000 },
          { food: '胶基糖果', mgPerKg: 1500 },
          { food: '其他糖果', mgPerKg: 800 },
          { food: '食醋', mgPerKg: 1000 },
          { food: '酱油', mgPerKg: 1000 },
          { food: '酿造酱', mgPerKg: 1000 },
          { food: '复合调味料', mgPerKg: 600 },
          { food: '半固体复合调味料', mgPerKg: 1000 },
          { food: '液体复合调味料', mgPerKg: 1000 },
          { food: '浓缩果蔬汁（工业用）', mgPerKg: 2000 },
          { food: '果蔬汁类饮料', mgPerKg: 1000 },
          { food: '蛋白饮料', mgPerKg: 1000 },
          { food: '碳酸饮料', mgPerKg: 200 },
          { food: '茶、咖啡、植物饮料', mgPerKg: 1000 },
          { food: '特殊用途饮料', mgPerKg: 200 },
          { food: '风味饮料', mgPerKg: 1000 },
          { food: '配制酒', mgPerKg: 400 },
          { food: '果酒', mgPerKg: 800 },
        ],
      },
      citation: additiveCitations['gb2760-a1'],
    },
  ],
};
