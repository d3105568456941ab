import type { LawEntry } from '../model.ts';
import { regulationCitations } from './citations.ts';

/** 20,000 yuan or more (art. 67(1)(1)). */
export const severeGoodsValue: LawEntry<'cents'> = {
  id: 'food-safety-regulations/severe-goods-value',
  regulation: 'food-safety-regulations',
  title: { zh: '情节严重：货值金额', en: 'Serious: goods value' },
  unit: 'cents',
  values: [{ from: '2019-12-01', value: 2_000_000, citation: regulationCitations['reg-67-1-1'] }],
};
