import { batch } from './examples.ts';
import { directory, type Line, soldOnDay, TODAY } from './lines.ts';

const old = { ...batch, productionDate: '2020-01-01' };

export const line: Line = {
  over: soldOnDay(TODAY, batch, { balanceAfter: -1 }),
  under: soldOnDay(TODAY, batch, { balanceAfter: 0 }),
  finds: { weight: 'lead', occasion: 'balance/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, old, { balanceAfter: -1 }),
  ...directory,
};
