import { batch } from './examples.ts';
import { type Line, soldOnDay, TODAY } from './lines.ts';
import type { TransportFacts } from './role-facts.ts';

const carried = (day: string, permit: string | null) => {
  const transport: TransportFacts = {
    publicId: 'trip-1',
    bulk: true,
    waybill: 'LD-1',
    permit,
    byOther: true,
    minC10: null,
    maxC10: null,
    outOfRange: [],
    enteredBy: 'party:maker/key1',
  };
  return soldOnDay(day, batch, {}, { transport: [transport] });
};

export const line: Line = {
  over: carried(TODAY, null),
  under: carried(TODAY, 'ZY-1'),
  finds: { weight: 'reminder', occasion: 'permit' },
  on: (day) => carried(day, null),
  effect: '2026-07-01',
  dayBefore: '2026-06-30',
};
