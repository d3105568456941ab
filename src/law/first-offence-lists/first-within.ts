import type { LawEntry } from '../model.ts';
import { firstOffenceCitations } from './citations.ts';

/** No act of the same kind within two years. */
export const firstWithin: LawEntry<'year'> = {
  id: 'first-offence-lists/first-within',
  regulation: 'first-offence-lists',
  title: { zh: '初次违法的期间', en: 'First within' },
  unit: 'year',
  values: [{ from: '2025-02-07', value: 2, citation: firstOffenceCitations['first-two-years'] }],
};
