import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** 1,000 yuan (art. 148(2)). */
export const damagesMinimum: LawEntry<'cents'> = {
  id: 'food-safety-law/damages-minimum',
  regulation: 'food-safety-law',
  title: { zh: '增加赔偿的最低金额', en: 'Least amount of punitive damages' },
  unit: 'cents',
  values: [{ from: '2021-04-29', value: 100_000, citation: foodSafetyCitations['fsl-148-2'] }],
};
