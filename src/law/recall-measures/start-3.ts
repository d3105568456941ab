import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 72 hours from knowing. */
export const recallStart3: LawEntry<'hour'> = {
  id: 'recall-measures/start-3',
  regulation: 'recall-measures',
  title: { zh: '三级召回启动期限', en: 'Level 3: time to start' },
  unit: 'hour',
  values: [{ from: '2015-09-01', value: 72, citation: recallCitations['recall-start'] }],
};
