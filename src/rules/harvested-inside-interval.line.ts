import { addDays } from '../platform/civil-date.ts';
import { maker, withProduct } from './examples.ts';
import { type Line, soldOnDay, TODAY } from './lines.ts';

const cooperative = { ...maker, kinds: ['cooperative'] };
const sold = (harvestedOn: string, appliedOn: string) => {
  const record = {
    publicId: 'field-1',
    crop: '豇豆',
    agent: '示例农药',
    appliedOn,
    intervalDays: 7,
    harvestedOn,
    enteredBy: 'party:maker/key1',
  };
  const cowpea = withProduct(
    { name: '豇豆', category: 'agricultural', directoryItem: '豇豆' },
    { party: cooperative, fieldRecords: [record] },
  );
  return soldOnDay(TODAY, cowpea, {}, { sender: cooperative });
};

export const line: Line = {
  over: sold('2026-11-05', '2026-10-30'),
  under: sold('2026-11-05', '2026-10-29'),
  finds: { weight: 'lead', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, addDays(day, -1)),
  effect: '2022-05-01',
  dayBefore: '2022-04-30',
};
