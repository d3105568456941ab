import { batch, shop } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const wholesaler = { ...shop, id: 3, publicId: 'wholesaler', kinds: ['distributor'] };
const to = (day: string, uscc: string | null) =>
  soldOnDay(day, batch, {}, { sender: wholesaler, buyer: null, buyerSite: null, to: { name: '示例餐饮', uscc, natural: false } });

export const line: Line = {
  over: to(TODAY, null),
  under: to(TODAY, '91330106MA0DEM0000'),
  finds: { weight: 'reminder', occasion: 'buyer' },
  on: (day) => to(day, null),
  ...foodLaw,
};
