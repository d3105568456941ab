import { orderWithinLimit } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { zhejiangCitations } from './regulation.ts';

/** 1,000 to 10,000 yuan once an order to correct has run out. */
export const entryAndConfirmationBand: LawEntry<'band'> = {
  id: 'zhejiang-traceability/entry-and-confirmation-band',
  regulation: 'zhejiang-traceability',
  title: { zh: '未按规定录入、接收确认或者录入虚假追溯信息的罚款', en: 'Fine for missing entry, missing confirmation or false entry' },
  unit: 'band',
  values: [
    {
      from: '2024-01-01',
      value: { minCents: 100_000, maxCents: 1_000_000, after: 'order-overdue', otherConsequences: [orderWithinLimit] },
      citation: zhejiangCitations['zj-record-fine'],
    },
  ],
};
