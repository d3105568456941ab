import { batch, release } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const naming = (batchNumber: string) => ({ ...batch, certificates: [{ ...release, batchNumber }] });

export const line: Line = {
  over: soldOnDay(TODAY, naming('20261031A')),
  under: soldOnDay(TODAY, naming('20261101-a')),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, naming('20261031A')),
  ...foodLaw,
};
