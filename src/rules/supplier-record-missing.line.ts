import { batch, shop, store } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { foodLaw, type Line, noon, TODAY } from './lines.ts';

const received = (day: string, contact: boolean): RuleEvent => ({
  kind: 'outside-receipt',
  receipt: {
    id: 401,
    publicId: 'receipt-2',
    party: shop,
    site: store,
    from: { name: true, address: true, contact, natural: false },
    batches: [{ ...batch, party: shop, origin: 'outside' }],
    receivedAt: noon(day),
    enteredBy: 'party:shop/key2',
  },
});

export const line: Line = {
  over: received(TODAY, false),
  under: received(TODAY, true),
  finds: { weight: 'reminder', occasion: 'supplier' },
  on: (day) => received(day, false),
  ...foodLaw,
};
