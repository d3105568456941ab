import { batch, shop, store } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { directory, type Line, noon, TODAY } from './lines.ts';

const held = (day: string, displayedBatchIds: number[]): RuleEvent => ({
  kind: 'received-for-sale',
  party: shop,
  site: store,
  batches: [batch],
  displayedBatchIds,
  receiptPublicId: 'receipt-1',
  receivedAt: noon(day),
});

export const line: Line = {
  over: held(TODAY, []),
  under: held(TODAY, [batch.id]),
  finds: { weight: 'todo', occasion: 'site/store' },
  on: (day) => held(day, []),
  ...directory,
};
