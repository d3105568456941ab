import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 30 working days. */
export const recallFinish3: LawEntry<'workingDay'> = {
  id: 'recall-measures/finish-3',
  regulation: 'recall-measures',
  title: { zh: '三级召回完成期限', en: 'Level 3: time to finish' },
  unit: 'workingDay',
  values: [{ from: '2015-09-01', value: 30, citation: recallCitations['recall-finish'] }],
};
