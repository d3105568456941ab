import type { LawEntry } from '../model.ts';
import { foodSafetyCitations } from './citations.ts';

/** The amendment of 2025-09-12 is in force from 2025-12-01. */
export const bulkLiquidEffective: LawEntry<'civilDate'> = {
  id: 'food-safety-law/bulk-liquid-effective',
  regulation: 'food-safety-law',
  title: { zh: '重点液态食品散装运输规定的施行日期', en: 'Commencement of the rules on bulk liquid food' },
  unit: 'civilDate',
  values: [{ from: '2025-12-01', value: '2025-12-01', citation: foodSafetyCitations['fsl-41-2'] }],
};
