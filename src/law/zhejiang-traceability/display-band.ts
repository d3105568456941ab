import { orderWithinLimit } from '../consequences.ts';
import type { LawEntry } from '../model.ts';
import { zhejiangCitations } from './regulation.ts';

/** 500 to 2,000 yuan once an order to correct has run out. */
export const displayBand: LawEntry<'band'> = {
  id: 'zhejiang-traceability/display-band',
  regulation: 'zhejiang-traceability',
  title: { zh: '未在销售场所显著位置展示追溯码的罚款', en: 'Fine for a trace code not displayed at the sales site' },
  unit: 'band',
  values: [
    {
      from: '2024-01-01',
      value: { minCents: 50_000, maxCents: 200_000, after: 'order-overdue', otherConsequences: [orderWithinLimit] },
      citation: zhejiangCitations['zj-display-fine'],
    },
  ],
};
