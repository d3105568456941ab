import { maker, withProduct } from './examples.ts';
import type { BatchFacts } from './facts.ts';
import { type Line, soldOnDay, TODAY } from './lines.ts';

const cooperative = { ...maker, kinds: ['cooperative'] };
const applied = {
  publicId: 'field-1',
  crop: '豇豆',
  agent: null,
  appliedOn: null,
  intervalDays: null,
  harvestedOn: '2026-11-01',
  enteredBy: 'party:maker/key1',
};
const sold = (day: string, fieldRecords: NonNullable<BatchFacts['fieldRecords']>) => {
  const cowpea = withProduct({ name: '豇豆', category: 'agricultural', directoryItem: '豇豆' }, { party: cooperative, fieldRecords });
  return soldOnDay(day, cowpea, {}, { sender: cooperative });
};

export const line: Line = {
  over: sold(TODAY, []),
  under: sold(TODAY, [applied]),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => sold(day, []),
  effect: '2023-01-01',
  dayBefore: '2022-12-31',
};
