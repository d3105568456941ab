import { batch } from './examples.ts';
import { foodLaw, type Line, soldOnDay } from './lines.ts';

export const line: Line = {
  over: soldOnDay('2026-11-09'),
  under: soldOnDay('2026-11-08'),
  finds: { weight: 'lead', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, { ...batch, expiresOn: '2021-01-01' }),
  ...foodLaw,
};
