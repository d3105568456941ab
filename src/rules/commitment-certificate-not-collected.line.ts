import { release, shop, store, withProduct } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { type Line, noon, TODAY } from './lines.ts';

const buyer = { ...shop, kinds: ['distributor'] };
const bought = (day: string, kind: string): RuleEvent => {
  const cowpea = withProduct({ name: '豇豆', category: 'agricultural', directoryItem: '豇豆' }, { party: buyer, origin: 'outside' });
  return {
    kind: 'outside-receipt',
    receipt: {
      id: 301,
      publicId: 'receipt-1',
      party: buyer,
      site: store,
      from: { name: true, address: true, contact: true, natural: false },
      batches: [{ ...cowpea, certificates: [{ ...release, kind }] }],
      receivedAt: noon(day),
      enteredBy: 'party:shop/key2',
    },
  };
};

export const line: Line = {
  over: bought(TODAY, 'quickTest'),
  under: bought(TODAY, 'commitment'),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => bought(day, 'quickTest'),
  effect: '2026-02-01',
  dayBefore: '2026-01-31',
};
