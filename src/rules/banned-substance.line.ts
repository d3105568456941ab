import { batch, release } from './examples.ts';
import { foodLaw, type Line, recordedOn, TODAY } from './lines.ts';

const tested = (value: string) => ({ ...batch, certificates: [{ ...release, results: [{ item: '酚酞', value, unit: 'mg/kg' }] }] });

export const line: Line = {
  over: recordedOn(TODAY, tested('1.2')),
  under: recordedOn(TODAY, tested('ND')),
  finds: { weight: 'lead', occasion: 'result/77-09-8' },
  on: (day) => recordedOn(day, tested('1.2')),
  ...foodLaw,
};
