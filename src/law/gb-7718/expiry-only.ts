import type { LawEntry } from '../model.ts';
import { labelCitations } from './citations.ts';

/** Six months or longer (2025 edition, second-hand). */
export const expiryOnlyFrom: LawEntry<'month'> = {
  id: 'gb-7718/expiry-only',
  regulation: 'gb-7718',
  title: { zh: '可以只标示到期日的保质期', en: 'Shelf life from which the expiry alone may do' },
  unit: 'month',
  values: [{ from: '2027-03-16', value: 6, citation: { ...labelCitations['gb7718-2025'], confirmed: 'secondary' } }],
};
