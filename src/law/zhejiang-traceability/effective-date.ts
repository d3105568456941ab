import type { LawEntry } from '../model.ts';
import { zhejiangCitations } from './regulation.ts';

/** The regulation is in force from 2024-01-01. */
export const effectiveDate: LawEntry<'civilDate'> = {
  id: 'zhejiang-traceability/effective-date',
  regulation: 'zhejiang-traceability',
  title: { zh: '施行日期', en: 'Commencement' },
  unit: 'civilDate',
  values: [{ from: '2024-01-01', value: '2024-01-01', citation: zhejiangCitations['zj-in-force'] }],
};
