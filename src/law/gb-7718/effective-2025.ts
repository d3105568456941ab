import type { LawEntry } from '../model.ts';
import { labelCitations } from './citations.ts';

/** Issued 2025-03-16, in force 2027-03-16. */
export const labelStandard2025: LawEntry<'civilDate'> = {
  id: 'gb-7718/effective-2025',
  regulation: 'gb-7718',
  title: { zh: 'GB 7718-2025实施日期', en: 'Commencement of GB 7718-2025' },
  unit: 'civilDate',
  values: [{ from: '2025-03-16', value: '2027-03-16', citation: labelCitations['gb7718-2025'] }],
};
