import { batch, release } from './examples.ts';
import { foodLaw, type Line, recordedOn, TODAY } from './lines.ts';

const passed = (value: string) => ({
  ...batch,
  certificates: [{ ...release, results: [{ item: '磺胺类', value, unit: 'µg/kg', limit: '100' }] }],
});

export const line: Line = {
  over: recordedOn(TODAY, passed('101')),
  under: recordedOn(TODAY, passed('100')),
  finds: { weight: 'todo', occasion: 'review/cert-1' },
  on: (day) => recordedOn(day, passed('101')),
  ...foodLaw,
};
