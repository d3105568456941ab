import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** 300,000 yuan or more (art. 81). */
export const cityLevelFine: LawEntry<'cents'> = {
  id: 'food-safety-regulations/city-level-fine',
  regulation: 'food-safety-regulations',
  title: { zh: '由设区的市级以上决定的罚款', en: 'Fines decided at city level or above' },
  unit: 'cents',
  values: [{ from: '2019-12-01', value: 30_000_000, citation: regulationCitations['reg-81'] }],
};
