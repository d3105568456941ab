import { batch, release } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const until = (validUntil: string) => ({ ...batch, certificates: [{ ...release, validUntil }] });

export const line: Line = {
  over: soldOnDay(TODAY, until('2026-11-04')),
  under: soldOnDay(TODAY, until('2026-11-05')),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, until('2020-01-01')),
  ...foodLaw,
};
