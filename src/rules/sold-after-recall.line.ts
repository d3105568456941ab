import { startOfDay } from '../platform/civil-date.ts';
import { batch } from './examples.ts';
import type { RecallFacts } from './facts.ts';
import { foodLaw, type Line, noon, soldOnDay, TODAY } from './lines.ts';

const told = (noticedAt: number): RecallFacts => ({
  batchId: batch.id,
  publicId: 'recall-1',
  level: 1,
  ordered: true,
  openedAt: noticedAt,
  noticedAt,
  enteredBy: 'authority:market/key1',
});

export const line: Line = {
  over: soldOnDay(TODAY, batch, {}, { recalls: [told(noon(TODAY) - 1)] }),
  under: soldOnDay(TODAY, batch, {}, { recalls: [told(noon(TODAY))] }),
  finds: { weight: 'lead', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, batch, {}, { recalls: [told(startOfDay('2021-01-01'))] }),
  ...foodLaw,
};
