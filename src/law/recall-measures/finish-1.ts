import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 10 working days. */
export const recallFinish1: LawEntry<'workingDay'> = {
  id: 'recall-measures/finish-1',
  regulation: 'recall-measures',
  title: { zh: '一级召回完成期限', en: 'Level 1: time to finish' },
  unit: 'workingDay',
  values: [{ from: '2015-09-01', value: 10, citation: recallCitations['recall-finish'] }],
};
