import { batch } from './examples.ts';
import { foodLaw, type Line, recordedOn, TODAY } from './lines.ts';

const printed = (expiresOn: string) => ({ ...batch, expiresOn });

export const line: Line = {
  over: recordedOn(TODAY, printed('2026-11-10')),
  under: recordedOn(TODAY, printed('2026-11-09')),
  finds: { weight: 'todo', occasion: 'date' },
  on: (day) => recordedOn(day, printed('2026-11-10')),
  ...foodLaw,
};
