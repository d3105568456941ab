import { batch } from './examples.ts';
import { directory, type Line, soldOnDay, TODAY } from './lines.ts';

const bare = { ...batch, certificates: [] };

export const line: Line = {
  over: soldOnDay(TODAY, bare),
  under: soldOnDay(TODAY),
  finds: { weight: 'lead', occasion: 'sale' },
  on: (day) => soldOnDay(day, bare),
  ...directory,
};
