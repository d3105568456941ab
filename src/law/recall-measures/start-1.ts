import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 24 hours from knowing. */
export const recallStart1: LawEntry<'hour'> = {
  id: 'recall-measures/start-1',
  regulation: 'recall-measures',
  title: { zh: '一级召回启动期限', en: 'Level 1: time to start' },
  unit: 'hour',
  values: [{ from: '2015-09-01', value: 24, citation: recallCitations['recall-start'] }],
};
