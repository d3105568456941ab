import { outOfRange } from '../custody/temperatures.ts';
import { batch } from './examples.ts';
import { foodLaw, type Line, noon, soldOnDay, TODAY } from './lines.ts';
import type { TransportFacts } from './role-facts.ts';

const carried = (day: string, c10: number) => {
  const range = { minC10: -250, maxC10: -180 };
  const transport: TransportFacts = {
    publicId: 'trip-1',
    bulk: false,
    waybill: null,
    ...range,
    outOfRange: outOfRange([{ at: noon(day), c10 }], range),
    enteredBy: 'party:maker/key1',
  };
  return soldOnDay(day, batch, {}, { transport: [transport] });
};

export const line: Line = {
  over: carried(TODAY, -179),
  under: carried(TODAY, -180),
  finds: { weight: 'reminder', occasion: 'temperature' },
  on: (day) => carried(day, 0),
  ...foodLaw,
};
