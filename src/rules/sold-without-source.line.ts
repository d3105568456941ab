import { batch, shop, store } from './examples.ts';
import { directory, type Line, soldOnDay, TODAY } from './lines.ts';

const sold = (day: string, balanceAfter: number) =>
  soldOnDay(day, batch, { steps: 100, balanceAfter, openedOn: '2020-01-01' }, { sender: shop, site: store });

export const line: Line = {
  over: sold(TODAY, -100),
  under: sold(TODAY, -99),
  finds: { weight: 'lead', occasion: 'balance/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, -100),
  ...directory,
};
