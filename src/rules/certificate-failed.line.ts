import { batch, release } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const failing = { ...batch, certificates: [{ ...release, conclusion: 'fail' as const }] };

export const line: Line = {
  over: soldOnDay(TODAY, failing),
  under: soldOnDay(TODAY),
  finds: { weight: 'lead', occasion: 'sale' },
  on: (day) => soldOnDay(day, failing),
  ...foodLaw,
};
