import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 48 hours from knowing. */
export const recallStart2: LawEntry<'hour'> = {
  id: 'recall-measures/start-2',
  regulation: 'recall-measures',
  title: { zh: '二级召回启动期限', en: 'Level 2: time to start' },
  unit: 'hour',
  values: [{ from: '2015-09-01', value: 48, citation: recallCitations['recall-start'] }],
};
