import type { Regulation } from '../model.ts';
import { RECALL_SOURCE, RECALL_SOURCE_2, recallName } from './citations.ts';

export const recallMeasures: Regulation = {
  id: 'recall-measures',
  name: recallName,
  sources: [RECALL_SOURCE, RECALL_SOURCE_2],
  effectiveFrom: '2015-09-01',
  note: {
    zh: '召回分级由生产者或者主管部门按危害程度确定，本系统不代为定级。',
    en: 'The level is set by the producer or the authority by the harm; the service does not choose it.',
  },
  accounts: [
    {
      article: null,
      says: { zh: '启动召回的期限', en: 'Time to start' },
      treatment: 'encoded',
      entries: ['recall-measures/start-1', 'recall-measures/start-2', 'recall-measures/start-3'],
    },
    {
      article: null,
      says: { zh: '完成召回的期限', en: 'Time to finish' },
      treatment: 'encoded',
      entries: ['recall-measures/finish-1', 'recall-measures/finish-2', 'recall-measures/finish-3'],
    },
    { article: null, says: { zh: '就地销毁', en: 'Destroyed on the spot' }, treatment: 'nothing-to-check' },
    { article: null, says: { zh: '召回计划、公告、报告的内容', en: 'What plan, notice and report hold' }, treatment: 'not-known' },
  ],
};
