import { batch } from './examples.ts';
import { directory, type Line, soldOnDay, TODAY } from './lines.ts';

const gap = { ...batch, quantity: null };

export const line: Line = {
  over: soldOnDay(TODAY, gap),
  under: soldOnDay(TODAY),
  finds: { weight: 'lead', occasion: 'sale' },
  on: (day) => soldOnDay(day, gap),
  ...directory,
};
