import { batch, HOUR, lineOf, NOW, sale } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { directory, type Line, noon } from './lines.ts';

const delivered = (deliveredAt: number): RuleEvent => ({
  kind: 'due',
  rule: 'receipt-unconfirmed',
  shipment: sale([lineOf(batch)], { shippedAt: deliveredAt - HOUR, deliveredAt }),
  dueAt: deliveredAt + 24 * HOUR,
});

export const line: Line = {
  over: delivered(NOW - 24 * HOUR),
  under: delivered(NOW - 24 * HOUR + 1),
  finds: { weight: 'reminder', occasion: 'due/2026-11-05T01:00:00Z' },
  on: (day) => delivered(noon(day) - 24 * HOUR),
  ...directory,
};
