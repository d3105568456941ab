import { maker, release, withProduct } from './examples.ts';
import { type Line, soldOnDay, TODAY } from './lines.ts';

const cooperative = { ...maker, kinds: ['cooperative'] };
const sold = (day: string, kind: string) => {
  const cowpea = withProduct({ name: '豇豆', category: 'agricultural', directoryItem: '豇豆' }, { party: cooperative });
  return soldOnDay(day, { ...cowpea, certificates: [{ ...release, kind }] }, {}, { sender: cooperative });
};

export const line: Line = {
  over: sold(TODAY, 'quickTest'),
  under: sold(TODAY, 'commitment'),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, 'quickTest'),
  effect: '2026-02-01',
  dayBefore: '2026-01-31',
};
