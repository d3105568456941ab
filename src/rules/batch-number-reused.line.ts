import { batch } from './examples.ts';
import type { RuleEvent } from './facts.ts';
import { directory, type Line, noon, TODAY } from './lines.ts';

const numbered = (day: string, otherExpiresOn: string): RuleEvent => ({
  kind: 'same-number',
  batch: { ...batch, recordedAt: noon(day) },
  others: [{ ...batch, id: 102, traceCode: 'BCDEFGHJKMNPQRSTUVMA', productionDate: '2026-10-25', expiresOn: otherExpiresOn }],
});

export const line: Line = {
  over: numbered(TODAY, '2026-11-01'),
  under: numbered(TODAY, '2026-10-31'),
  finds: { weight: 'reminder', occasion: 'number' },
  on: (day) => numbered(day, '2026-11-01'),
  ...directory,
};
