import { release, withProduct } from './examples.ts';
import { type Line, recordedOn, TODAY } from './lines.ts';

const sauce = (value: string) =>
  withProduct(
    { name: '酱油', foodClass: '12.04 酱油' },
    { certificates: [{ ...release, results: [{ item: '苯甲酸', value, unit: 'mg/kg' }] }] },
  );

export const line: Line = {
  over: recordedOn(TODAY, sauce('1001')),
  under: recordedOn(TODAY, sauce('1000')),
  finds: { weight: 'todo', occasion: 'additive/苯甲酸及其钠盐' },
  on: (day) => recordedOn(day, sauce('1001')),
  effect: '2025-02-08',
  dayBefore: '2025-02-07',
};
