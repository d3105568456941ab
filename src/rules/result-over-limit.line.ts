import { batch, release } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const tested = (value: string) => ({
  ...batch,
  certificates: [{ ...release, conclusion: null, results: [{ item: '磺胺类', value, unit: 'µg/kg', limit: '100' }] }],
});

export const line: Line = {
  over: soldOnDay(TODAY, tested('101')),
  under: soldOnDay(TODAY, tested('100')),
  finds: { weight: 'lead', occasion: 'sale' },
  on: (day) => soldOnDay(day, tested('101')),
  ...foodLaw,
};
