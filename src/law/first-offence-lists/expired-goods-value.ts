import type { LawEntry } from '../model.ts';
import { firstOffenceCitations } from './citations.ts';

/** Up to 500 yuan. */
export const expiredGoodsValue: LawEntry<'cents'> = {
  id: 'first-offence-lists/expired-goods-value',
  regulation: 'first-offence-lists',
  title: { zh: '超过保质期食品首违不罚的货值上限', en: 'Past shelf life, first time: greatest goods value' },
  unit: 'cents',
  values: [{ from: '2025-02-07', value: 50_000, citation: firstOffenceCitations['first-expired'] }],
};
