import { startOfDay } from '../platform/civil-date.ts';
import { batch } from './examples.ts';
import type { HoldFacts } from './facts.ts';
import { foodLaw, type Line, noon, soldOnDay, TODAY } from './lines.ts';

const hold = (at: number, liftedAt: number | null = null): HoldFacts => ({
  batchId: batch.id,
  publicId: 'hold-1',
  reason: '抽样结果待复核',
  ordered: false,
  at,
  liftedAt,
  enteredBy: 'party:maker/key1',
});

export const line: Line = {
  over: soldOnDay(TODAY, batch, {}, { holds: [hold(noon(TODAY) - 2, noon(TODAY) + 1)] }),
  under: soldOnDay(TODAY, batch, {}, { holds: [hold(noon(TODAY) - 2, noon(TODAY))] }),
  finds: { weight: 'todo', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, batch, {}, { holds: [hold(startOfDay('2021-01-01'))] }),
  ...foodLaw,
};
