import { batch } from './examples.ts';
import { foodLaw, type Line, soldOnDay, TODAY } from './lines.ts';

const madeOf = (expiresOn: string) => ({
  ...batch,
  inputs: [
    {
      traceCode: 'BCDEFGHJKMNPQRSTUVMA',
      productName: '香辛料',
      category: 'food' as const,
      expiresOn,
      expiresBy: 'printed' as const,
      certificates: [],
      enteredBy: 'party:maker/key1',
    },
  ],
});

export const line: Line = {
  over: soldOnDay(TODAY, madeOf('2026-10-31')),
  under: soldOnDay(TODAY, madeOf('2026-11-01')),
  finds: { weight: 'reminder', occasion: 'batch/ABCDEFGHJKMNPQRSTUVM' },
  on: (day) => soldOnDay(day, madeOf('2026-10-31')),
  ...foodLaw,
};
