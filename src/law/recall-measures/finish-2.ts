import type { LawEntry } from '../model.ts';
import { recallCitations } from './citations.ts';

/** 20 working days. */
export const recallFinish2: LawEntry<'workingDay'> = {
  id: 'recall-measures/finish-2',
  regulation: 'recall-measures',
  title: { zh: '二级召回完成期限', en: 'Level 2: time to finish' },
  unit: 'workingDay',
  values: [{ from: '2015-09-01', value: 20, citation: recallCitations['recall-finish'] }],
};
